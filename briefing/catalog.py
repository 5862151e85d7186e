"""Which templates, themes and prompts there are, ours and the reader's, and what each is for: as its first remark says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefing.errors import TemplateError
from briefing.templating import FINALIZERS, Kind, folder, folders

REMARK = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:\{#-?(.*?)-?#\}|/\*(.*?)\*/|(?:#|//)([^\n]*))", re.DOTALL)
FIRST_SENTENCE = re.compile(r"(?<=[\w\"])[.:;](?:\s|$)")

SUFFIXES: Mapping[Kind, frozenset[str]] = {
    "templates": frozenset((*FINALIZERS, "toml")) - {"prompt"},
    "prompts": frozenset(("prompt",)),
}

Whose = Literal["ours", "yours", "yours, as ours", "yours alone"]


@dataclass(frozen=True, slots=True)
class Template:
    """A template, a theme or a prompt by its name in its folder; the file in use at ``path``, and whose that is."""

    name: str
    path: Path
    about: str
    whose: Whose


def catalog(own: Path | None = None, kind: Kind = "templates") -> list[Template]:
    """All of a kind by name; a file in the reader's ``own`` folder goes before ours of the same name."""
    ours = _files(folder(kind), kind)
    yours = _files(own, kind) if own and folders(own, kind) else {}
    return [
        Template(name, path, _about(path), _whose(ours.get(name), yours.get(name)))
        for name, path in sorted((ours | yours).items())
    ]


def named(name: str, own: Path | None = None, kind: Kind = "templates") -> Template:
    """The one of that name, which for a prompt may lack its suffix; TemplateError names those that there are."""
    known = {each.name: each for each in catalog(own, kind)}
    found = known.get(name) or (known.get(f"{name}.prompt") if kind == "prompts" else None)
    if found is None:
        raise TemplateError(f'there is no {kind.removesuffix("s")} "{name}"', f"choose one of {', '.join(known)}")
    return found


def content(template: Template) -> str:
    """The text of the file in use."""
    return _text(template.path)


def _files(place: Path, kind: Kind) -> dict[str, Path]:
    files = (path for path in place.rglob("*") if path.suffix[1:] in SUFFIXES[kind] and path.is_file())
    visible = {path.relative_to(place).as_posix(): path for path in files}
    return {name: path for name, path in visible.items() if not re.search(r"(^|/)\.", name)}


def _whose(ours: Path | None, yours: Path | None) -> Whose:
    if ours is None or yours is None:
        return "yours alone" if ours is None else "ours"
    return "yours, as ours" if yours.read_bytes() == ours.read_bytes() else "yours"


def _about(path: Path) -> str:
    """The first sentence of the remark that a template begins with; empty where it begins with none."""
    found = REMARK.match(_text(path))
    said = next(filter(None, found.groups()), "") if found else ""
    return FIRST_SENTENCE.split(" ".join(said.split()))[0]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"template {path} cannot be read", str(error)) from error
