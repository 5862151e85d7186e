"""Passwords from the environment and from commands."""

from __future__ import annotations

import sys

import pytest

from briefing import secret as secrets
from briefing.errors import ConfigError
from briefing.secret import reveal
from briefing.types import Secret


def python(code: str) -> Secret:
    """A secret that a Python program prints."""
    return Secret(command=(sys.executable, "-c", code))


def complaint(secret: Secret) -> str:
    """What is said of a secret that is not there."""
    with pytest.raises(ConfigError) as raised:
        reveal(secret, "Alder")
    assert raised.value.remedy
    return str(raised.value)


def test_the_value_of_the_variable_is_the_password() -> None:
    """It goes before the command."""
    assert reveal(Secret("ALDER", ("no-such-program",), "open sesame "), "Alder") == "open sesame "


@pytest.mark.parametrize("printed", ["pässword\\nuser: anna\\n", "pässword", "pässword\\r\\n"])
def test_the_first_line_that_the_command_prints_is_the_password(printed: str) -> None:
    """The others are what password stores keep beside it."""
    assert reveal(python(f"import sys; sys.stdout.buffer.write('{printed}'.encode())"), "Alder") == "pässword"


def test_a_variable_that_is_not_set_is_named() -> None:
    """With what it is for, and what to do."""
    assert "Alder" in complaint(Secret("ALDER_PASSWORD"))
    assert "set ALDER_PASSWORD" in complaint(Secret("ALDER_PASSWORD"))


def test_a_secret_that_names_nothing_is_refused() -> None:
    """It would be an empty password."""
    assert "Alder is not named" in complaint(Secret())


def test_a_command_that_fails_is_quoted_shortly_and_what_it_printed_is_not() -> None:
    """The last line of its error output, and no more of that than a line's worth."""
    said = complaint(python("import sys; print('hunter2'); sys.exit('the store is locked ' + 'x' * 5000)"))
    assert "status 1: the store is locked" in said
    assert "hunter2" not in said
    assert len(said) < 500


def test_a_command_that_prints_nothing_or_is_not_there_is_named() -> None:
    """Each says what happened."""
    assert "prints nothing: no entry" in complaint(python("import sys; print('no entry', file=sys.stderr)"))
    assert "prints nothing" in complaint(python("print('\\nhunter2')"))
    assert "no-such-program cannot be run (No such file" in complaint(Secret(command=("no-such-program", "hunter2")))
    assert "hunter2" not in complaint(Secret(command=("no-such-program", "hunter2")))
    assert "cannot be run" in complaint(Secret(command=("a\0b",)))


def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets no input, and its time is bounded."""
    assert reveal(python("import sys; print(len(sys.stdin.read()), 'bytes')"), "Alder") == "0 bytes"
    monkeypatch.setattr(secrets, "SECONDS", 1)
    said = complaint(python("import time; print('hunter2', flush=True); time.sleep(60)"))
    assert "longer than 1 seconds" in said
    assert "hunter2" not in said


def test_no_printed_form_shows_the_value() -> None:
    """Not in a log, nor in a traceback that shows the object."""
    secret = Secret("ALDER", ("pass", "alder"), "hunter2")
    assert "hunter2" not in f"{secret!r} {secret}"
