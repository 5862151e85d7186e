"""briefing: from articles to a morning brief whose every sentence links to the passage it rests on."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.errors import BriefingError
    from briefing.pipeline import cluster, make, read_articles, summarize
    from briefing.render import render
    from briefing.types import Article, Brief, Citation, Length, Problem, Section, Sentence, Source, Story, Summary

__all__ = [
    "Article",
    "Brief",
    "BriefingError",
    "Citation",
    "Length",
    "Problem",
    "Section",
    "Sentence",
    "Source",
    "Story",
    "Summary",
    "cluster",
    "make",
    "read_articles",
    "render",
    "summarize",
]

_HOMES = dict.fromkeys(("cluster", "make", "read_articles", "summarize"), "pipeline") | {
    "BriefingError": "errors",
    "render": "render",
}


def __getattr__(name: str) -> Any:
    """Each public name from its module when it is first asked for, so that ``briefing --help`` answers at once."""
    if name == "__version__":
        from importlib.metadata import version

        return version("briefing")
    if name not in __all__:
        raise AttributeError(f"module 'briefing' has no attribute {name!r}")
    return getattr(import_module(f"briefing.{_HOMES.get(name, 'types')}"), name)


class _Package(ModuleType):
    """``briefing.cluster`` is the function, also after the module of that name was imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
