"""Every setting with its meaning and its default; ``briefing.toml`` is read strictly against them and written from them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from briefing.errors import ConfigError, LengthError
from briefing.types import Length, Source

FILE = "briefing.toml"


def _length(value: object) -> object:
    if isinstance(value, Length):
        return value
    try:
        return Length.parse(str(value))
    except LengthError as error:
        raise ValueError(str(error)) from None


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'there is no time zone "{name}"; write one such as "Europe/Berlin"') from None
    return name


LengthSetting = Annotated[Length, BeforeValidator(_length)]
OptionalLength = Annotated[
    Length | None, BeforeValidator(lambda value: None if value in (None, "") else _length(value))
]


class Table(BaseModel):
    """A table of the file: no unknown keys, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class BriefSettings(Table):
    title: str = Field("The Morning Brief", description="What stands at the head of the brief.")
    language: str = Field("en", description="Language of dates, by its ISO 639-1 code.")
    time_zone: Annotated[str, AfterValidator(_time_zone)] = Field(
        "", description='Such as "Europe/Berlin"; empty for the zone of this computer.'
    )
    stories: int = Field(12, ge=1, description="At most so many stories are told; the others are links.")
    length: LengthSetting = Field(
        Length(45), description='Of each story: words, sentences or minutes, such as "45 words" or "3 sentences".'
    )
    total: OptionalLength = Field(
        None, description='Of the whole brief, such as "5 minutes", shared out by rank; goes before `length`.'
    )
    overview: int = Field(4, ge=0, le=5, description="Sentences of the day at a glance; 0 for none.")
    elsewhere: int = Field(20, ge=0, description="At most so many further stories are named as links.")
    max_age: float = Field(2.0, gt=0, description="Days; older articles of the sources are left out.")
    templates: str = Field("", description="A folder with templates of your own; they go before ours of the same name.")


class StorySettings(Table):
    window: float = Field(3.0, gt=0, description="Days that two articles on one event may lie apart.")
    threshold: float = Field(
        0.38, gt=0, lt=1, description="How alike articles of one story are; higher makes more stories."
    )


class WriterSettings(Table):
    name: str = Field("extractive", description="What writes the summaries.")


class EncoderSettings(Table):
    model: str = Field("all-MiniLM-L6-v2", description="The built-in encoder, or any other by folder or name.")


class OutputSettings(Table):
    files: tuple[str, ...] = Field(
        ("brief.html",), description="Files that `briefing run` writes; the suffix is the format: html, md, txt, json."
    )


class SourceSettings(Table):
    location: str = Field(min_length=1, description="A feed's or page's address, a file or a folder.")
    name: str = Field("", description="The outlet's name; empty for what the source calls itself.")
    section: str = Field("", description="The section that its stories go to.")
    weight: float = Field(1.0, gt=0, description="How much this outlet counts in the ranking.")
    language: str = Field("", description="ISO 639-1 code; empty to tell it from the text.")
    limit: int | None = Field(None, ge=1, description="At most so many articles; all where it is not given.")


class Settings(Table):
    store: str = Field(
        "",
        description='File of what is remembered between runs; empty for the user\'s data folder, "none" for no file.',
    )
    brief: BriefSettings = BriefSettings()
    stories: StorySettings = StorySettings()
    writer: WriterSettings = WriterSettings()
    encoder: EncoderSettings = EncoderSettings()
    output: OutputSettings = OutputSettings()
    sources: tuple[SourceSettings, ...] = Field((), description="Where the news comes from, one block each.")

    def source_values(self, folder: Path) -> list[Source]:
        """The sources; paths count from ``folder``, where the file lies."""
        return [Source(**{**dict(each), "location": _from(folder, each.location)}) for each in self.sources]

    def own_templates(self, folder: Path) -> Path | None:
        """The folder of the reader's own templates, where there is one; its path counts from ``folder`` too."""
        return folder / Path(self.brief.templates).expanduser() if self.brief.templates else None


def _from(folder: Path, location: str) -> str:
    return location if "://" in location or location == "-" else str(folder / Path(location).expanduser())


def load(path: Path) -> dict[str, Any]:
    """The tables of a ``briefing.toml`` as they stand, with paths from where it lies; :func:`settings` checks them."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"there is no {path}", "write one with `briefing init`, or try `briefing demo`") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
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
            yield f"{key}: {found['msg'].removeprefix('Value error, ')}"


def names() -> dict[str, type[BaseModel]]:
    """Every setting by its dotted name, with the table that holds it; ``sources.*`` stand for one block each."""
    tables: dict[str, type[BaseModel]] = {"": Settings, "sources": SourceSettings}
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
        if prefix == "sources" or _table(field.annotation) or key == "sources":
            continue
        if prefix != table:
            lines += [f"[{prefix}]"]
            table = prefix
        lines += [f"# {field.description}", f"# {key} = {_toml(field.default)}", ""]
    lines += ["# Where the news comes from: one block for each source. A block may also have"]
    for key, field in SourceSettings.model_fields.items():
        default = "" if field.is_required() or field.default is None else f" Default: {_toml(field.default)}"
        lines.append(f"# {key}: {field.description}{default}")
    for source in sources:
        lines += ["", "[[sources]]", *(f"{key} = {_toml(value)}" for key, value in source.items())]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case tuple() | list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            text = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{text}"'
