"""Programs of the reader's own, run for real; what sources and deliveries make of them is tested with these."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest

from briefing.process import COMPLAINT_BYTES, Program, Run, ending, hindrance, last_line


def lines(program: Program) -> list[str]:
    """What a program prints, line by line, without the last line break."""
    run = Run(program, 60)
    try:
        return "\n".join(run.lines()).split("\n")[:-1]
    finally:
        run.close()


def python(code: str, **how: Any) -> Program:
    """A Python program."""
    return Program((sys.executable, "-c", code), **how)


def test_a_program_has_our_environment_and_what_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing added it has ours alone."""
    monkeypatch.setenv("ALDER", "ours")
    code = "import os; print(os.environ.get('ALDER'), os.environ.get('BIRCH'))"
    assert lines(python(code)) == ["ours None"]
    assert lines(python(code, variables={"BIRCH": "added"})) == ["ours added"]
    assert lines(python(code, variables={"ALDER": "other"})) == ["other None"]


@pytest.mark.parametrize("given", [b"", b"\0\xff\n" * 500_000], ids=["nothing", "much"])
def test_a_program_reads_what_it_is_given_and_no_more(given: bytes) -> None:
    """To its end, which comes also where nothing is given: no program waits at a terminal."""
    assert lines(python("import sys; print(len(sys.stdin.buffer.read()))", given=given)) == [str(len(given))]


def test_a_program_runs_in_its_folder(tmp_path: Path) -> None:
    """And in ours where none is named."""
    code = "import os; print(os.getcwd())"
    assert lines(python(code, folder=tmp_path)) == [str(tmp_path.resolve())]
    assert lines(python(code)) == [str(Path.cwd())]


def test_a_run_ends_when_it_is_enough() -> None:
    """Within a moment; it then has not ended by itself."""
    enough = Event()
    run = Run(python("import time; time.sleep(30)"), 60, enough)
    Timer(0.2, enough.set).start()
    begun = time.monotonic()
    assert list(run.lines()) == [""]
    assert time.monotonic() - begun < 5
    assert not run.ended
    run.close()
    assert "stopped with the run" in run.stopped


def test_the_complaint_is_the_last_line_that_says_something() -> None:
    """On one line, without control characters, however much came before it."""
    code = f"import sys; sys.stderr.write('noise\\n' * {COMPLAINT_BYTES}); sys.exit('the \\x1b[31mkey\\tis gone\\n\\n')"
    run = Run(python(code), 60)
    list(run.lines())
    assert run.wait() == 1
    assert run.ended
    run.close()
    assert run.complaint == "the [31mkey is gone"
    assert last_line(b"") == last_line(b"\n \n") == ""
    assert last_line(b"first\nlast \xff\r\n") == "last �"


def test_how_a_program_ended_or_why_it_did_not_begin() -> None:
    """In words that show no word of its command."""
    assert (ending(3), ending(-9)) == ("status 3", "signal 9")
    assert hindrance(FileNotFoundError(2, "No such file or directory", "hunter2")) == "No such file or directory"
    assert hindrance(ValueError("hunter2")) == "a word that no command can have"
