"""Every setting with its meaning and its default; ``briefing.toml`` is read strictly against them and written from them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from briefing.config.delivery import DeliverySettings, LookSettings, MailSettings, OutputSettings, RecipientSettings
from briefing.config.edition import NAME, EditionSettings
from briefing.config.ranking import RankingSettings, SectionSettings
from briefing.config.running import RunSettings
from briefing.config.settings import (
    BriefSettings,
    EncoderSettings,
    FetchSettings,
    Settings,
    SourceSettings,
    StorySettings,
)
from briefing.config.table import Table
from briefing.config.writer import ServerSettings, WriterSettings
from briefing.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = [
    "BLOCKS",
    "FILE",
    "BriefSettings",
    "DeliverySettings",
    "EditionSettings",
    "EncoderSettings",
    "FetchSettings",
    "LookSettings",
    "MailSettings",
    "OutputSettings",
    "RankingSettings",
    "RecipientSettings",
    "RunSettings",
    "SectionSettings",
    "ServerSettings",
    "Settings",
    "SourceSettings",
    "StorySettings",
    "WriterSettings",
    "example",
    "load",
    "names",
    "settings",
]

FILE = "briefing.toml"
BLOCKS: Mapping[str, type[Table]] = {
    "sections": SectionSettings, "editions": EditionSettings, "recipients": RecipientSettings, "sources": SourceSettings,
}  # fmt: skip

EXAMPLES: Mapping[str, str] = {  # what stands above the keys of each block; indented lines are an example of one
    "sections": """\
The sections of the brief, one block each, in their order. Stories go where their sources say, and to those of these
whose words they have or whose examples they are like:

  [[sections]]
  name = "Science"
  words = ["telescope", "vaccine", "/gene[- ]?editing/"]
  examples = ["Astronomers have found water in the air of a distant planet."]
  stories = 3

A block may have""",
    "editions": """\
The editions of the brief, one block each, where there is more than one. Each has its own time, and what it says goes
before [brief]; `briefing schedule install` sets a timer for each:

  [[editions]]
  name = "morning"
  at = "06:30"

  [[editions]]
  name = "weekly"
  at = "08:00"
  days = ["sun"]
  title = "The Week"
  total = "10 minutes"

A block may have""",
    "recipients": """\
Who the brief goes to: one block for each recipient; `briefing recipients add ADDRESS` writes one. It may have""",
    "sources": """\
Where the news comes from: one block for each source; a # before its lines, or `on = false`, turns one off.
`briefing sources add ADDRESS` writes a block. A block may also have""",
}


ONE_LINE = [  # of a table that one line above all tables may stand for
    '# Or by one line at the head of this file, and this table stays behind its #: writer = "chat"; model = "smollm2" is the other',
    "# [writer]",
]


def load(path: Path) -> dict[str, Any]:
    """The tables of a ``briefing.toml`` as they stand, with paths from where it lies; :func:`settings` checks them."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"there is no {path}", "write one with `briefing init`, or try `briefing demo`") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} cannot be read", "it is not in UTF-8: save it as that") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read", error.strerror or str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} cannot be read", str(error)) from error
    store = values.get("store")
    if isinstance(store, str) and store not in ("", "none"):
        values["store"] = str(path.parent / Path(store).expanduser())
    return values


def settings(values: Mapping[str, Any], where: str = FILE) -> Settings:
    """Checked settings; ConfigError names the place of what is wrong, and for an unknown key the nearest good name."""
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as error:
        raise ConfigError(where, "; ".join(_complaints(error))) from None


def _complaints(error: ValidationError) -> Iterator[str]:
    for found in error.errors():
        place = [part for part in found["loc"] if isinstance(part, str)]
        blocks = [part + 1 for part in found["loc"] if isinstance(part, int)]
        key = ".".join(place) + (f" (block {blocks[0]})" if blocks else "")
        if found["type"] == "extra_forbidden":
            known = [name.rsplit(".", 1)[-1] for name in names() if name.rpartition(".")[0] == ".".join(place[:-1])]
            near = get_close_matches(place[-1], known, 1, 0.5)
            yield f"nobody knows the setting {key}; " + (
                f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            )
        else:
            yield f"{key}: {_plainly(found)}" if key else _plainly(found)


def _plainly(found: ErrorDetails) -> str:
    """What is wrong with a value, without the words of the library that found it where those are of no help."""
    if found["type"] == "tuple_type":
        return 'write a list: ["…"]'
    if found.get("ctx", {}).get("pattern") == NAME:
        return "write it in small letters from a to z, digits and hyphens, such as morning or weekly-2"
    return found["msg"].removeprefix("Value error, ")


def names() -> dict[str, type[BaseModel]]:
    """Every setting by its dotted name, with the table that holds it; ``sources.*``, ``recipients.*`` stand for one block each."""
    tables: dict[str, type[BaseModel]] = {"": Settings, **BLOCKS}
    tables |= {name: table for name, kind in Settings.model_fields.items() if (table := _table(kind.annotation))}
    return {f"{name}.{field}".lstrip("."): table for name, table in tables.items() for field in table.model_fields}


def _table(annotation: object) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, Table) else None


def example(sources: list[dict[str, str]]) -> str:
    """A ``briefing.toml`` that is its own documentation: every setting, its meaning, its default; then ``sources``."""
    lines = ["# briefing.toml: what `briefing run` reads. Every setting stands here with its default, behind a #.", ""]
    table = ""
    for dotted, model in names().items():
        prefix, _, key = dotted.rpartition(".")
        field = model.model_fields[key]
        if prefix in BLOCKS or _table(field.annotation) or key in BLOCKS:
            continue
        if prefix != table:
            lines += ONE_LINE if prefix == "writer" else [f"[{prefix}]"]
            table = prefix
        lines += [f"# {field.description}", f"# {key} = {_toml(field.default)}", ""]
    for block, told in EXAMPLES.items():
        lines += [*(f"# {line}".rstrip() for line in told.splitlines()), *_keys(BLOCKS[block]), ""]
    for source in sources:
        lines += ["[[sources]]", *(f"{key} = {_toml(value)}" for key, value in source.items()), ""]
    return "\n".join(lines[:-1]) + "\n"


def _keys(block: type[Table]) -> list[str]:
    """A line for each key that a block may have."""
    return [
        f"# {key}: {field.description}"
        + ("" if field.default in (None, "", ()) else f" Default: {_toml(field.default)}")
        for key, field in block.model_fields.items()
    ]


def _toml(value: object) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case dict():
            return (
                "{}" if not value else "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
            )
        case tuple() | list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            text = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{text}"'
