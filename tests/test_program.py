"""Programs of the reader's own as sources, run for real."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Event, Timer

import psutil
import pytest

from briefing.sources.program import MOST_PROBLEMS, read_program
from briefing.types import Article, Problem, Source

LINE = '{"title": "Bridge closed", "text": "The council closed the bridge."}'


def python(code: str) -> Source:
    """A source that is a Python program."""
    return Source(name="Own", command=(sys.executable, "-c", code))


def found(source: Source, seconds: float = 60, folder: Path | None = None) -> tuple[list[Article], list[Problem]]:
    """What a program gives: articles, and problems."""
    everything = list(read_program(source, folder, seconds))
    return [each for each in everything if isinstance(each, Article)], [
        each for each in everything if isinstance(each, Problem)
    ]


def test_the_lines_that_a_program_prints_are_articles() -> None:
    """As in a corpus, also the last one without a line break."""
    articles, problems = found(python(f"print({LINE!r}); print({LINE!r}, end='')"))
    assert [article.title for article in articles] == ["Bridge closed"] * 2
    assert not problems


def test_articles_come_while_the_program_still_runs() -> None:
    """The first one is there long before it ends."""
    begun = time.monotonic()
    reading = read_program(python(f"import time; print({LINE!r}, flush=True); time.sleep(50)"))
    assert isinstance(next(reading), Article)
    reading.close()
    assert time.monotonic() - begun < 40


def test_a_program_runs_in_the_folder_that_is_given(tmp_path: Path) -> None:
    """A path in its code counts from there."""
    (tmp_path / "news.jsonl").write_text(LINE, encoding="utf-8")
    articles, problems = found(python("print(open('news.jsonl').read())"), folder=tmp_path)
    assert (len(articles), problems) == (1, [])


def test_a_program_that_fails_says_why_and_keeps_its_articles() -> None:
    """The status and the last line of its error output are in the problem."""
    code = f"import sys; print({LINE!r}); print('first', file=sys.stderr); sys.exit('the key has run out\\n\\n')"
    articles, problems = found(python(code))
    assert len(articles) == 1
    assert [str(problem) for problem in problems] == [
        "Own: the program ended with status 1: the key has run out (run it by hand)"
    ]


def test_a_program_that_a_signal_ends_has_failed() -> None:
    """The signal is named."""
    _, problems = found(python("import os; os.kill(os.getpid(), 15)"))
    assert [problem.what for problem in problems] == ["the program ended with signal 15"]


@pytest.mark.parametrize("command", [("no-such-program-anywhere",), ("/",), ("a\0b",), ()])
def test_a_program_that_cannot_be_run_is_a_problem(command: tuple[str, ...]) -> None:
    """With what to do about it."""
    _, problems = found(Source(name="Own", command=command))
    assert [(problem.where, problem.remedy) for problem in problems] == [
        ("Own", "check that it is installed and spelled right")
    ]
    assert problems[0].what.startswith("the program cannot be run: ")


def test_a_program_that_does_not_end_is_stopped_with_its_children() -> None:
    """When the time has passed; what it printed before counts, and nothing of it runs on."""
    code = (
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']);"
        'print(\'{"title": "Child", "text": "\' + str(child.pid) + \'"}\', flush=True); time.sleep(99)'
    )
    articles, problems = found(python(code), seconds=3)
    assert [problem.what for problem in problems] == ["stopped after 3 seconds"]
    assert gone(int(articles[0].text))


def gone(process: int) -> bool:
    """Whether a process has ended, within five seconds."""
    for _ in range(100):
        if not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_closes_its_output_and_stays_is_stopped() -> None:
    """Its time is that of the whole run."""
    articles, problems = found(
        python(f"import os, time; print({LINE!r}, flush=True); os.close(1); os.close(2); time.sleep(99)"), seconds=2
    )
    assert (len(articles), [problem.what for problem in problems]) == (1, ["stopped after 2 seconds"])


def test_a_child_that_keeps_the_output_open_is_not_waited_for() -> None:
    """When the program itself has ended, the reading ends."""
    code = f"import subprocess, sys; print({LINE!r}, flush=True); subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(50)'])"
    begun = time.monotonic()
    articles, problems = found(python(code))
    assert (len(articles), problems) == (1, [])
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "code",
    [
        "while True: print('y')",
        "import os\nwhile True: os.write(1, os.urandom(65536))",
        "import os\nwhile True: os.write(1, bytes(range(256)) * 100)",
    ],
)
def test_a_program_that_prints_something_else_for_ever_is_stopped_early(code: str) -> None:
    """After so many lines that are no article nothing more is read."""
    articles, problems = found(python(code))
    assert not articles
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].what == f"stopped after {MOST_PROBLEMS} lines that are no article"


def test_a_line_that_never_ends_does_no_harm() -> None:
    """It is cut into pieces that are no article, until it is too much."""
    code = "import os\nfor _ in range(400): os.write(1, b'x' * 65536)"
    articles, problems = found(python(code))
    assert not articles
    assert 1 < len(problems) < 5


def test_a_flood_on_the_error_output_does_not_stop_the_articles() -> None:
    """It is read away, and only its end is kept."""
    code = f"import sys; sys.stderr.write('noise ' * 1_000_000); print({LINE!r})"
    articles, problems = found(python(code))
    assert (len(articles), problems) == (1, [])


def test_a_program_ends_with_the_run_that_started_it(tmp_path: Path) -> None:
    """Whoever interrupts a fetch does not wait for the programs it had started."""
    enough = Event()
    Timer(0.5, enough.set).start()
    source = Source(command=(sys.executable, "-c", "import time; time.sleep(30)"), name="Slow")
    start = time.monotonic()
    (problem,) = read_program(source, tmp_path, enough=enough)
    assert time.monotonic() - start < 5
    assert isinstance(problem, Problem)
    assert "stopped" in problem.what
