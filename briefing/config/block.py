"""One setting of one block of a ``briefing.toml`` changed, and nothing else in it. Pure: text in, text out."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from briefing.errors import ConfigError

HEAD = re.compile(r"[ \t]*\[")  # of any table


def with_block_setting(text: str, place: tuple[str, int], key: str, value: str) -> str:
    """The file with ``key = value`` in one block: ``("sections", 0)`` is the first ``[[sections]]``.

    Where the block has it already, in its place; else below the block's last setting.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    table, number = place
    try:
        document: Any = tomlkit.parse(text)
        wanted = tomllib.loads(text)
        wanted[table][number][key] = value
        if key not in document[table][number]:
            longer = _below(text, place, f"{key} = {tomlkit.item(value).as_string()}\n")
            if _reads(longer, wanted):
                return longer
        document[table][number][key] = value
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("the settings cannot be read", str(error)) from error
    return tomlkit.dumps(document)


def _below(text: str, place: tuple[str, int], line: str) -> str:
    """The text with a line below the last setting of the block; as it was where no such block is found."""
    table, number = place
    lines = text.splitlines(keepends=True)
    heads = [row for row, each in enumerate(lines) if HEAD.match(each)]
    own = re.compile(rf"[ \t]*\[\[[ \t]*{re.escape(table)}[ \t]*\]\]")
    blocks = [row for row in heads if own.match(lines[row])]
    if number >= len(blocks):
        return text
    end = next((row for row in heads if row > blocks[number]), len(lines))
    last = max(row for row in range(blocks[number], end) if lines[row].split("#")[0].strip())
    before = lines[last] if lines[last].endswith("\n") else f"{lines[last]}\n"
    return "".join([*lines[:last], before, line, *lines[last + 1 :]])


def _reads(text: str, wanted: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False
