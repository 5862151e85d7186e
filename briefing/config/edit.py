"""Changes to a ``briefing.toml`` that leave its comments, its order and its spaces as they are. Pure: text in, text out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from briefing.config.settings import SourceSettings
from briefing.errors import ConfigError
from briefing.types import Source

KEYS = tuple(SourceSettings.model_fields)


def block_of(source: Source) -> dict[str, Any]:
    """What a block has to say of a source: everything that is not the default, in the order of the settings."""
    default = Source()
    given = {key: getattr(source, key) for key in KEYS if hasattr(default, key)}
    said = {key: value for key, value in given.items() if value != getattr(default, key)}
    return {key: _plain(value) for key, value in said.items()}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value if isinstance(value, str | int | float) else str(value)


def with_sources(text: str, sources: Sequence[Source]) -> str:
    """The file with a block for each of the sources at its end."""
    import tomlkit

    document = _parsed(text)
    blocks = document.get("sources")
    if blocks is not None and not isinstance(blocks, tomlkit.items.AoT):
        raise ConfigError(
            "sources is written as one list", "write each source as a block of its own, under [[sources]]"
        )
    added = "".join(f"\n[[sources]]\n{tomlkit.dumps(block_of(source))}" for source in sources)
    return text.rstrip("\n") + "\n" * bool(text.strip()) + added


def without_sources(text: str, is_gone: Callable[[str], bool]) -> str:
    """The file without the blocks of which ``is_gone`` says so; it is asked for a block's location, or its command line."""
    import tomlkit

    document = _parsed(text)
    blocks = document.get("sources", tomlkit.aot())
    for index in reversed(range(len(blocks))):
        block = blocks[index]
        if is_gone(str(block.get("location", "")) or " ".join(block.get("command", []))):
            del blocks[index]
    if not blocks:
        document.pop("sources", None)
    return tomlkit.dumps(document)


def _parsed(text: str) -> Any:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError("the settings cannot be read", str(error)) from error
