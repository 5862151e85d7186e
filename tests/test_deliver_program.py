"""Programs that the brief is handed to, run for real."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from briefing.deliver.program import run
from briefing.errors import DeliveryError
from briefing.types import Parcel, Recipient

JSON = '{"title": "Brücke gesperrt"}\n'.encode()
TOKEN = "hunter2-S3cret"


def python(code: str, *words: str, folder: Path | None = None) -> Recipient:
    """A recipient that is a Python program."""
    return Recipient("program", command=(sys.executable, "-c", code, *words), folder=str(folder or ""), name="Own")


def told(*recipients: Recipient, seconds: float = 60, json: bytes = JSON) -> list[DeliveryError | None]:
    """How each of these programs took the edition."""
    parcel = Parcel("morning-2026-10-15", "Brief", datetime(2026, 10, 15, tzinfo=UTC), "en", {"json": json})
    return [each.error for each in run(parcel, recipients, seconds)]


def gone(process: int) -> bool:
    """Whether a process has ended, within five seconds."""
    for _ in range(100):
        if not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_program_gets_the_json_and_the_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its folder, with our environment and a variable more."""
    monkeypatch.setenv("ALDER", "kept")
    code = """
import os, sys
open("got", "wb").write(sys.stdin.buffer.read())
open("said", "w").write(os.environ["BRIEFING_EDITION"] + " " + os.environ["ALDER"])
"""
    assert told(python(code, folder=tmp_path)) == [None]
    assert (tmp_path / "got").read_bytes() == JSON
    assert (tmp_path / "said").read_text() == "morning-2026-10-15 kept"


def test_no_shell_looks_at_the_words(tmp_path: Path) -> None:
    """They reach the program letter by letter."""
    words = ("$HOME; rm -rf *", "`id`", "a  b")
    code = "import sys; open('words', 'w').write('|'.join(sys.argv[1:]))"
    assert told(python(code, *words, folder=tmp_path)) == [None]
    assert (tmp_path / "words").read_text() == "|".join(words)


def test_a_program_need_not_read_what_it_gets() -> None:
    """Not even where it is more than a pipe holds; what it prints is nobody's."""
    assert told(python("print('noise ' * 100_000)"), json=b"x" * 5_000_000) == [None]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; print('first', file=sys.stderr); sys.exit('the printer is off')", "status 1: the printer is off"),
        ("import sys; sys.exit(3)", "status 3"),
        ("import os; os.kill(os.getpid(), 15)", "signal 15"),
    ],
)
def test_a_program_that_fails_says_why(code: str, said: str) -> None:
    """Its status and the last line of its error output; it is run again later."""
    (error,) = told(python(code))
    assert error is not None
    assert error.what == f"the program Own ended with {said}"
    assert error.temporary


@pytest.mark.parametrize("command", [("no-such-program-anywhere",), ("/",), ("a\0b",), ()])
def test_a_program_that_cannot_be_run_fails_for_good(command: tuple[str, ...]) -> None:
    """Until somebody mends it; the next one is run all the same."""
    first, second = told(Recipient("program", command=command, name="Own"), python("pass"))
    assert first is not None
    assert first.what.startswith("the program Own cannot be run: ")
    assert not first.temporary
    assert second is None


def test_a_folder_that_is_gone_fails_for_good(tmp_path: Path) -> None:
    """It is said like a program that is not there."""
    (error,) = told(python("pass", folder=tmp_path / "gone"))
    assert error is not None
    assert "cannot be run: No such file" in error.what


def test_a_program_that_does_not_end_is_stopped_with_its_children(tmp_path: Path) -> None:
    """When the time has passed; nothing of it runs on, and it is run again later."""
    code = (
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']);"
        "open('child', 'w').write(str(child.pid)); time.sleep(99)"
    )
    begun = time.monotonic()
    (error,) = told(python(code, folder=tmp_path), seconds=2)
    assert error is not None
    assert error.what == "the program Own was stopped after 2 seconds"
    assert error.temporary
    assert time.monotonic() - begun < 10
    assert gone(int((tmp_path / "child").read_text()))


def test_a_program_that_closes_its_output_and_stays_is_stopped() -> None:
    """Its time is that of the whole run."""
    (error,) = told(python("import os, time; os.close(1); os.close(2); time.sleep(99)"), seconds=2)
    assert error is not None
    assert "stopped after 2 seconds" in error.what


def test_what_a_good_program_leaves_at_work_goes_on(tmp_path: Path) -> None:
    """A viewer that it opened, a printer that it feeds: handing over does not wait for them, nor end them."""
    code = (
        "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)']);"
        "open('child', 'w').write(str(child.pid))"
    )
    begun = time.monotonic()
    assert told(python(code, folder=tmp_path)) == [None]
    assert time.monotonic() - begun < 20
    child = psutil.Process(int((tmp_path / "child").read_text()))
    assert child.is_running()
    child.kill()


def test_no_error_shows_a_word_of_the_command(tmp_path: Path) -> None:
    """A token among them stays there, also where the program repeats it."""
    (error,) = told(python("import sys; sys.exit('bad token ' + sys.argv[1])", TOKEN))
    assert error is not None
    assert error.what == "the program Own ended with status 1: bad token …"
    nameless = Recipient("program", command=("no-such-program", TOKEN))
    (error,) = told(nameless)
    assert error is not None
    assert TOKEN not in f"{error!r}{error}{nameless.label}{nameless.key}"
