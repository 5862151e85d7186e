"""Prompts as files: one chat prompt each, a Jinja block for each role, the reader's own before ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from briefing.errors import TemplateError
from briefing.templating import environment, folder
from briefing.types import Message


def prompt(name: str, values: Mapping[str, object], own: Path | None = None) -> tuple[Message, ...]:
    places = (*([own] if own else []), folder("prompts"))
    try:
        template = environment("prompt", tuple(places)).get_template(f"{name}.prompt")
        context = template.new_context(dict(values))
        return tuple(
            Message(role.partition("_")[0], "".join(block(context)).strip()) for role, block in template.blocks.items()
        )
    except Exception as error:
        raise TemplateError(f"prompt {name}", str(error)) from error


def digest(own: Path | None = None) -> str:
    places = (*([own] if own else []), folder("prompts"))
    return hashlib.sha256(b"".join(p.read_bytes() for place in places for p in sorted(place.glob("*.prompt")))).hexdigest()
