# ruff: noqa: INP001 - conf.py puts this folder on the path; it is no package
"""The reference as the code has it, in Markdown: settings, errors, what templates get, the JSON of a brief, the names in Python.

``conf.py`` puts each into its page as the documentation is built; nothing of it is checked in.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import briefing
from briefing import errors as tree
from briefing.config import BLOCKS, Settings, names
from briefing.look import Look
from briefing.prompting import USES
from briefing.render.given import given
from briefing.render.specimens import specimens
from briefing.templating import FILTERS
from briefing.types import Length

SCHEMA = Path(__file__).parent / "brief.schema.json"
WORDS: Mapping[object, str] = {
    str: "text",
    bool: "true or false",
    int: "whole number",
    float: "number",
    Length: "length",
}
LIMITS = {"ge": "at least {}", "gt": "above {}", "le": "at most {}", "lt": "below {}"}
ROLE = re.compile(r":\w+:`~?([^`]+)`")  # of reStructuredText, which Markdown has not


def settings() -> str:
    """Every setting by its table, each with its kind, its limits, its default and its meaning."""
    tables: dict[str, list[str]] = {}
    for dotted in names():
        table, _, key = dotted.rpartition(".")
        tables.setdefault(table, []).append(key)
    lines = []
    for table in sorted(tables, key=lambda table: table in BLOCKS):  # blocks last, as in the file
        title = f"`[[{table}]]`" if table in BLOCKS else f"`[{table}]`" if table else "Above all tables"
        lines += [f"## {title}", ""]
        lines += [f"{Settings.model_fields[table].description}", ""] if table in BLOCKS else []
        lines += [line for key in tables[table] if table or key not in tables for line in _setting(table, key)]
    return "\n".join(lines)


def _setting(table: str, key: str) -> Iterator[str]:
    dotted = f"{table}.{key}".lstrip(".")
    field = names()[dotted].model_fields[key]
    facts = [_kind(field.annotation), *_limits(field.metadata), *_default(field.default)]
    yield f"{_term(key, f'setting-{dotted}')}\n: *{', '.join(facts)}*\n\n  {field.description}\n"


def _term(key: str, anchor: str) -> str:
    """What is explained, as a target of links: `settings.md#setting-brief-length`."""
    return f"[`{key}`]{{#{re.sub(r'[._]', '-', anchor)}}}"


def _limits(metadata: list[Any]) -> Iterator[str]:
    for each in metadata:
        yield from (
            words.format(getattr(each, name)) for name, words in LIMITS.items() if getattr(each, name, None) is not None
        )


def _default(value: object) -> Iterator[str]:
    """What holds where the setting is not given, as the file would have it; nothing where that is empty."""
    import tomlkit

    if value not in (None, "", (), {}):
        plain = list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Length) else value
        yield f"default `{tomlkit.item(plain).as_string()}`"


def _kind(annotation: Any) -> str:
    """What may be written there, in words."""
    inner, arguments = get_origin(annotation), get_args(annotation)
    if annotation in WORDS:
        return WORDS[annotation]
    if inner is Literal:
        return "one of " + ", ".join(f"`{each}`" for each in arguments)
    if inner is tuple:
        return f"list: {_kind(arguments[0])}"
    if inner is dict:
        return "table"
    if inner in (Union, UnionType):
        return _kind(next(each for each in arguments if each is not NoneType))
    return _kind(arguments[0])  # Annotated, and aliases of it


def errors() -> str:
    """Every error of ours below the one that it is a kind of, with what the tree in ``errors.py`` says of it."""
    told = dict(re.findall(r"(\w+Error) {2,}(.+)", inspect.getdoc(tree) or ""))
    told[tree.BriefingError.__name__] = "the root of them all"
    return "\n".join(_error(tree.BriefingError, told, 0))


def _error(kind: type, told: Mapping[str, str], depth: int) -> Iterator[str]:
    more = f" {_plain(inspect.getdoc(kind))}" if "__doc__" in vars(kind) and vars(kind)["__doc__"] else ""
    yield f"{'  ' * depth}- `{kind.__name__}`: {told[kind.__name__]}.{more}"
    below: type
    for below in kind.__subclasses__():
        yield from _error(below, told, depth + 1)


def _plain(docstring: str | None) -> str:
    return ROLE.sub(r"`\1`", " ".join((docstring or "").split()))


def variables() -> str:
    """What templates are given, the kinds of value that can be reached from there, the filters, and what prompts are given."""
    first = given(specimens()["one story"], Look())
    lines = ["## Variables", ""]
    lines += [f"- {_term(name, f'variable-{name}')}: {_type(type(value))}" for name, value in first.items()]
    for kind in _reached(type(value) for value in first.values()):
        lines += ["", f"## {kind.__name__}", "", _plain(inspect.getdoc(kind)), "", *_parts(kind)]
    lines += ["", "## Filters", ""]
    lines += [f"- `{name}{_arguments(made)}`: {_plain(inspect.getdoc(made))}" for name, made in sorted(FILTERS.items())]
    lines += ["", "## Prompts", ""]
    lines += [
        f"- `{name}.prompt`: makes use of {', '.join(f'`{each}`' for each in uses)}" for name, uses in USES.items()
    ]
    return "\n".join(lines)


def _reached(kinds: Iterator[type]) -> list[type]:
    """The dataclasses among the kinds, and those of the values of their fields and properties, by name."""
    found: dict[str, type] = {}
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if is_dataclass(kind) and kind.__name__ not in found:
            found[kind.__name__] = kind
            waiting += [each for hint in _hints(kind).values() for each in _inside(hint)]
    return [found[name] for name in sorted(found)]


def _hints(kind: type) -> dict[str, Any]:
    """The type of each field and public property."""
    own = {name: each for name, each in vars(kind).items() if isinstance(each, property) and name[0] != "_"}
    return get_type_hints(kind) | {name: get_type_hints(each.fget)["return"] for name, each in own.items()}


def _inside(hint: Any) -> Iterator[type]:
    """The classes that a type is made of."""
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for each in get_args(hint):
        yield from _inside(each)


def _parts(kind: type) -> Iterator[str]:
    for name, hint in _hints(kind).items():
        told = _plain(inspect.getdoc(vars(kind).get(name))) if isinstance(vars(kind).get(name), property) else ""
        yield f"- `{name}`: {_type(hint)}{'. ' * bool(told)}{told}"
    yield from (
        f"- `{name}{_arguments(each)}`: {_plain(inspect.getdoc(each))}"
        for name, each in vars(kind).items()
        if inspect.isfunction(each) and name[0] != "_" and each.__doc__
    )


def _type(hint: Any) -> str:
    """A type as a reader of templates wants it: "list of Sentence", with a link to each of ours."""
    inner, arguments = get_origin(hint), get_args(hint)
    if inner is tuple:
        return "list of " + " and ".join(_type(each) for each in arguments if each is not ...)
    if inner in (Union, UnionType):
        return " or ".join("none" if each is NoneType else _type(each) for each in arguments)
    if inner is Literal:
        return "one of " + ", ".join(f"`{each}`" for each in arguments)
    if isinstance(hint, type) and is_dataclass(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return WORDS.get(hint) or str(getattr(hint, "__name__", hint))


def _arguments(function: Any) -> str:
    """What a filter or a function takes beside the value that it stands behind."""
    further = list(inspect.signature(function).parameters)[1:]
    return f"({', '.join(further)})" if further else ""


def schema() -> str:
    """Every key of the JSON of a brief with its type and its meaning, by the object that it is a key of."""
    told = json.loads(SCHEMA.read_text(encoding="utf-8"))
    lines = [*_keys(told, "brief")]
    for name, each in told["$defs"].items():
        lines += ["", f"## {name}", "", f"{each['description']} ({_json(each)})", "", *_keys(each, name)]
    return "\n".join(lines)


def _keys(told: Mapping[str, Any], place: str) -> Iterator[str]:
    """The keys of an object, and those of the objects that stand in it without a name of their own."""
    for key, each in told.get("properties", {}).items():
        yield f"- `{place}.{key}`: {_json(each)}. {each.get('description', '')}"
        yield from _keys(each, f"{place}.{key}")
        yield from _keys(each.get("items", {}), f"{place}.{key}[]")


def _json(told: Mapping[str, Any]) -> str:
    if "$ref" in told:
        name = told["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name})"
    if "anyOf" in told:
        return " or ".join(_json(each) for each in told["anyOf"])
    if "const" in told:
        return f"always `{told['const']}`"
    if "enum" in told:
        return "one of " + ", ".join(f"`{each}`" for each in told["enum"])
    types = told["type"] if isinstance(told["type"], list) else [told["type"]]
    inner = told.get("items", {})
    return " or ".join(types) + (f" of {_json(inner)}" if inner and "properties" not in inner else "")


def python() -> str:
    """A directive for each public name."""
    lines = ["```{eval-rst}"]
    for name in briefing.__all__:
        kind = "autofunction" if inspect.isfunction(getattr(briefing, name)) else "autoclass"
        lines += [f".. {kind}:: briefing.{name}", *(["   :members:"] if kind == "autoclass" else []), ""]
    return "\n".join([*lines, "```"])
