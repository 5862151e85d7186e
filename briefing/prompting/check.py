"""Tries every prompt on awkward values, with the reader's own files; what fails is a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta

from briefing.catalog import Template, catalog, content
from briefing.errors import BriefingError, TemplateError
from briefing.fence import TOKENS, fenced
from briefing.prompting.filling import NAMES, USES, prompt
from briefing.prompting.specimens import Read, Values, cases, values
from briefing.types import Message

MARK = re.compile(r"<(/?)([a-z]+)[^<>\n]*>")  # around what comes from outside, which `fenced` lets no text imitate
ADDRESS = re.compile(r"\w:/{2}\w|\bwww\.|\w@\w")
DATA = ("articles", "parts", "earlier", "titles", "headline", "summary")  # what comes from outside, or from a model
OTHER = values([("Dutch", "Other title", "Another text.")], "Dutch", 77)  # than the plain ones, each of them


@dataclass(frozen=True, slots=True)
class Trial:
    """One prompt filled with one set of values: good where there is no ``error``."""

    prompt: str
    case: str
    error: BriefingError | None = None


def trials(own: Path | None) -> Iterator[Trial]:
    """Every prompt with every set of values."""
    for case, given in cases().items():
        for name in NAMES:
            yield Trial(name, case, _failure(name, case, given, own))


def faults(own: Path | None) -> Iterator[tuple[str, BriefingError]]:
    """What is wrong with a prompt whatever it is filled with, and the reader's own files that no prompt can make use of."""
    yield from _unreadable(own)
    for name in NAMES:
        try:
            plain = prompt(name, cases()["plain"], own)
        except BriefingError:  # which the trials tell
            continue
        yield from ((name, each) for each in (*_unused(name, plain, own), *_loose(name, plain)))


def _failure(name: str, case: str, given: Values, own: Path | None) -> BriefingError | None:
    try:
        messages = prompt(name, given, own)
        if case == "hostile":
            _expect_fenced(name, messages, prompt(name, cases()["plain"], own))
    except BriefingError as error:
        return error
    return None


def _expect_fenced(name: str, messages: Sequence[Message], plain: Sequence[Message]) -> None:
    """Nothing that a text says changes what holds it: its marks, its lines, its turns."""
    for message, other in zip(messages, plain, strict=True):
        if _frame(message) != _frame(other) or ADDRESS.search(message.content):
            raise TemplateError(
                f"prompt {name}.prompt: a text of an article can leave its place in the {message.role} turn",
                "print values as {{ value }}, and do not mark them as safe",
            )


def _frame(message: Message) -> tuple[object, ...]:
    """What a text of an article may not change: the marks and tokens of a turn, and the number of its lines."""
    marks = [mark[0] for mark in MARK.finditer(message.content)]
    return message.role, marks, TOKENS.findall(message.content), message.content.count("\n")


def _unused(name: str, plain: Sequence[Message], own: Path | None) -> Iterator[TemplateError]:
    for value in USES[name]:
        changed = {**cases()["plain"], value: OTHER[value]}
        if prompt(name, changed, own) == tuple(plain):
            yield TemplateError(
                f"prompt {name}.prompt makes no use of {value}", "see the first remark of ours: briefing prompts show"
            )


def _loose(name: str, plain: Sequence[Message]) -> Iterator[TemplateError]:
    """A text from outside that does not stand between two marks, which alone tell the model where it begins and ends."""
    for value in DATA:
        strings = {fenced(each) for each in _strings(cases()["plain"][value])}
        places = [(message.content, each) for message in plain for each in strings]
        if any(not _is_held(content, each) for content, each in places if each in content):
            yield TemplateError(
                f"prompt {name}.prompt: {value} stands outside of marks",
                f"put it between <{value.removesuffix('s')}> and </{value.removesuffix('s')}>",
            )


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = value if isinstance(value, list) else []
    titles = [each.title for each in items if isinstance(each, Read)]
    return titles + [each if isinstance(each, str) else each.text for each in items]


def _is_held(content: str, text: str) -> bool:
    """Whether the mark before the text opens what the mark behind it closes."""
    before, _, behind = content.partition(text)
    opened = list(MARK.finditer(before))
    closed = MARK.search(behind)
    return bool(opened and closed and not opened[-1][1] and closed[1] and opened[-1][2] == closed[2])


def _unreadable(own: Path | None) -> Iterator[tuple[str, BriefingError]]:
    """The reader's own files that are no templates, and those that nothing asks for."""
    found = catalog(own, "prompts")
    parsed: Mapping[str, set[str] | BriefingError] = {each.name: _parts(each) for each in found}
    parts = {part for each in parsed.values() if isinstance(each, set) for part in each}
    for each in found:
        error = parsed[each.name]
        if isinstance(error, BriefingError):
            yield each.name, error
        elif each.whose == "yours alone" and each.name.removesuffix(".prompt") not in NAMES and each.name not in parts:
            known = ", ".join(f"{name}.prompt" for name in NAMES)
            yield (
                each.name,
                TemplateError(f"no writer asks for {each.path}", f"call it one of {known}, or include it there"),
            )


def _parts(template: Template) -> set[str] | BriefingError:
    """The files that a prompt includes; an error where it cannot be read."""
    try:
        tree = Environment(autoescape=True).parse(content(template))
    except TemplateSyntaxError as error:
        return TemplateError(f"prompt {template.path}, line {error.lineno}", error.message or "")
    except BriefingError as error:
        return error
    return {name for name in meta.find_referenced_templates(tree) if name}
