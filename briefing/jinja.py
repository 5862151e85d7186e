"""Jinja as it is used here: files that may change or appear, names that are not there, faults told with their file and line."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.utils import missing

from briefing.errors import TemplateError


class Loader(FileSystemLoader):
    """Reads a template again where its file has changed, and where one has appeared in a folder that goes before its own."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, filename, is_current = super().get_source(environment, template)
        before = [Path(place) / template for place in self.searchpath]
        before = before[: before.index(Path(filename))] if Path(filename) in before else []
        return source, filename, lambda: is_current() and not any(path.is_file() for path in before)


class Undefined(StrictUndefined):
    """A name that is not there: an error that says what the thing is which lacks it, and the nearest name that it has."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        thing, name = self._undefined_obj, self._undefined_name
        if thing is missing or self._undefined_hint or not isinstance(name, str):
            return super()._undefined_message
        known = map(str, thing) if isinstance(thing, Mapping) else (each for each in dir(thing) if each[0] != "_")
        near = get_close_matches(name, list(known), 1)
        return f"{type(thing).__name__.lower()} has no {name}" + "".join(f"; did you mean {each}?" for each in near)


@contextmanager
def told(name: str, places: Sequence[Path], kind: str = "template") -> Iterator[None]:
    """Whatever goes wrong with the template ``name`` and those it uses, which lie in ``places``, is a TemplateError."""
    try:
        yield
    except TemplateError:
        raise
    except TemplateNotFound as error:
        known = " nor ".join(map(str, places))
        raise TemplateError(f"{kind} {error.name} is not in {known}", "put it there, or mend its name") from error
    except Exception as error:  # a template may go wrong in any way that Python can
        raise TemplateError(f"{kind} {_place(error, places) or name}", str(error) or type(error).__name__) from error


def _place(error: Exception, places: Sequence[Path]) -> str:
    """The file and line of a template where an error arose; Jinja puts its templates among the frames."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    met = [
        f"{frame.filename}, line {frame.lineno}"
        for frame in frames
        if any(Path(frame.filename).is_relative_to(place) for place in places)
    ]
    return met[-1] if met else ""
