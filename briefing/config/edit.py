"""Changes to a ``briefing.toml`` that leave its comments, its order and its spaces as they are. Pure: text in, text out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from briefing.config.settings import SourceSettings
from briefing.errors import ConfigError
from briefing.types import Secret, Source

KEYS = tuple(SourceSettings.model_fields)
HEAD = re.compile(r"[ \t]*\[")  # of any table


def block_of(source: Source) -> dict[str, Any]:
    """What a block has to say of a source: everything that is not the default, in the order of the settings."""
    default = Source()
    given = {key: getattr(source, key) for key in KEYS if hasattr(default, key)}
    said = {key: _plain(value) for key, value in given.items() if value != getattr(default, key)}
    password = source.password or Secret()
    keeper = {"password_env": password.name, "password_command": list(password.command)}
    return said | {key: value for key, value in keeper.items() if value}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value if isinstance(value, str | int | float) else str(value)


def with_sources(text: str, sources: Sequence[Source]) -> str:
    """The file with a block for each of the sources at its end."""
    return with_blocks(text, "sources", [block_of(source) for source in sources])


def with_blocks(text: str, table: str, blocks: Sequence[Mapping[str, Any]]) -> str:
    """The file with these blocks of a table, ``sources`` or ``recipients``, at its end."""
    import tomlkit

    there = _parsed(text).get(table)
    if there is not None and not isinstance(there, tomlkit.items.AoT):
        raise ConfigError(
            f"{table} is written as one list", f"write each of them as a block of its own, under [[{table}]]"
        )
    added = "".join(f"\n[[{table}]]\n{tomlkit.dumps(block)}" for block in blocks)
    return text.rstrip("\n") + "\n" * bool(text.strip()) + added


def without_blocks(text: str, table: str, gone: Collection[int]) -> str:
    """The file without these blocks of a table, counted from 0; a remark that an empty line parts from a block is not its own."""
    import tomlkit

    document = _parsed(text)
    blocks = document.get(table, [])
    wanted = [block for index, block in enumerate(tomllib.loads(text).get(table, [])) if index not in gone]
    shorter = "".join(_kept(text.splitlines(keepends=True), table, gone))
    if _is_toml(shorter, table, wanted):
        return shorter
    for index in sorted(gone, reverse=True):  # written in a way that cannot be cut line by line
        del blocks[index]
    return tomlkit.dumps(document)


def _kept(lines: Sequence[str], table: str, gone: Collection[int]) -> Iterator[str]:
    """The lines that stay: of a block that goes, only what comes after an empty line behind its last setting."""
    heads = [number for number, line in enumerate(lines) if HEAD.match(line)]
    ends = dict(zip(heads, [*heads[1:], len(lines)], strict=False))
    block = re.compile(rf"[ \t]*\[\[[ \t]*{table}[ \t]*\]\]")
    blocks = [number for number in heads if block.match(lines[number])]
    yield from lines[: heads[0] if heads else len(lines)]
    for head in heads:
        inside = lines[head : ends[head]]
        yield from inside[_length(inside) :] if head in blocks and blocks.index(head) in gone else inside


def _length(block: Sequence[str]) -> int:
    """How many lines are the block's own: to its last setting, and the remarks right below, and one empty line."""
    length = max(number for number, line in enumerate(block) if line.split("#")[0].strip()) + 1
    while length < len(block) and block[length].strip():
        length += 1
    return min(length + 1, len(block))


def _is_toml(text: str, table: str, blocks: Sequence[Any]) -> bool:
    try:
        return bool(tomllib.loads(text).get(table, []) == blocks)
    except tomllib.TOMLDecodeError:
        return False


def _parsed(text: str) -> Any:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError("the settings cannot be read", str(error)) from error
