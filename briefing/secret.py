"""A password from where the reader keeps it: an environment variable, or a command that prints it."""

from __future__ import annotations

import subprocess

from briefing.errors import ConfigError
from briefing.process import hindrance, last_line
from briefing.types import Secret

SECONDS = 30  # chosen: time enough to unlock a keyring
COMPLAINT_CHARACTERS = 200  # chosen: of what a failing command says


def reveal(secret: Secret, what: str) -> str:
    """The password itself; ``what`` it is for stands in the ConfigError that is raised where there is none."""
    value = _first_line(secret.value)
    if value:
        return value
    if secret.command:
        return _printed(secret.command, what)
    if secret.name:
        raise ConfigError(
            f"the password of {what} is not there: the environment variable {secret.name} is not set",
            f"set {secret.name}, or name a command that prints the password",
        )
    raise ConfigError(
        f"the password of {what} is not named", "name an environment variable, or a command that prints the password"
    )


def _printed(command: tuple[str, ...], what: str) -> str:
    """The first line of what a command prints. Of the command the errors name the program alone: a word may be secret."""
    failed = f"the password of {what} is not there: the command {command[0]}"
    try:
        status, output, complaint = _run(command)
    except subprocess.TimeoutExpired:
        raise ConfigError(
            f"{failed} took longer than {SECONDS} seconds", "check that it asks for nothing; it gets no input"
        ) from None  # the cause carries what was printed
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{failed} cannot be run ({hindrance(error)})", "check that it is installed and spelled right"
        ) from None
    if status:
        raise ConfigError(f"{failed} failed with status {status}{complaint}", "run it by hand")
    value = _first_line(output.decode(errors="replace"))
    if not value:
        raise ConfigError(f"{failed} prints nothing{complaint}", "run it by hand: the password is its first line")
    return value


def _run(command: tuple[str, ...]) -> tuple[int, bytes, str]:
    """Status, output, and what it complains of. It stays in our session, for a keyring may ask at the terminal."""
    with subprocess.Popen(  # noqa: S603 - the reader's own command, and no shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            output, errors = process.communicate(timeout=SECONDS)
        except BaseException:  # an interruption too: nothing is left behind, and it goes on up
            process.kill()
            raise
    last = last_line(errors)
    return process.returncode, output, f": {last[:COMPLAINT_CHARACTERS]}" if last else ""


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else ""
