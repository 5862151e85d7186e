"""Brief to bytes: a template for each format, and JSON from the values themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.errors import OutputError, TemplateError
from briefing.look import Look
from briefing.render.given import given
from briefing.render.values import brief_as_json, health_as_json, summaries_as_json
from briefing.render.written import Written
from briefing.templating import FORMATS, fill
from briefing.types import Brief, ModelCard, Problem, Summary

__all__ = [
    "SUMMARY_FORMATS", "brief_as_json", "expect", "health_as_json", "part", "problems", "render", "render_summaries", "surely",
]  # fmt: skip

SUMMARY_FORMATS = ("md", "txt", "json")


def expect(format: str, known: Sequence[str]) -> None:
    """Refuse a format that is none of the ``known`` ones."""
    if format not in known:
        raise OutputError(f'nobody knows the format "{format}" here', f"choose one of {', '.join(known)}")


def render(brief: Brief, format: str, look: Look | None = None, earlier: bytes = b"") -> bytes:
    """The brief as ``html``, ``md``, ``txt``, ``json``, ``atom``, ``eml`` (UTF-8), ``pdf`` or ``epub``: the same bytes each time.

    ``earlier`` is a feed of earlier briefs, whose entries an ``atom`` keeps.
    """
    expect(format, FORMATS)
    return part(brief, format, look or Look(), earlier)


def part(brief: Brief, name: str, look: Look, earlier: bytes = b"") -> bytes:
    """One form of the brief by its name: a format, or ``mail``, ``text`` and ``notice``, which are sent."""
    if name == "atom":
        from briefing.render.atom import atom

        return atom(brief, look, earlier)
    return PARTS[name](brief, look)


def surely(brief: Brief, name: str, look: Look, earlier: bytes = b"") -> tuple[bytes, tuple[Problem, ...]]:
    """One form of the brief, by our template where the reader's own fails: a mistake in it costs nobody the brief.

    With it come that mistake, and the scripts for which a PDF found no font.
    """
    met = problems(brief, name)
    try:
        return part(brief, name, look, earlier), met
    except TemplateError as error:
        if look.own is None:
            raise
        remedy = "`briefing templates check` tries yours"
        mistake = Problem(error.what, f"{error.remedy}; our own was used in its place", remedy)
        return part(brief, name, replace(look, own=None), earlier), (mistake, *met)


def problems(brief: Brief, name: str) -> tuple[Problem, ...]:
    """What this form cannot show of the brief: the scripts for which a PDF finds no font."""
    if name != "pdf":
        return ()
    from briefing.render import fonts

    return fonts.problems(brief)


def _text(template: str) -> Callable[[Brief, Look], bytes]:
    def fill_in(brief: Brief, look: Look) -> bytes:
        return fill(template, given(brief, look), look.own).encode()

    return fill_in


def _json(brief: Brief, look: Look) -> bytes:  # noqa: ARG001 - JSON has no look
    return _written(brief_as_json(brief))


def _written(value: Mapping[str, object]) -> bytes:
    """JSON in UTF-8, which cannot hold half a character: a question mark stands for it, so that offsets stay right."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _pdf(brief: Brief, look: Look) -> bytes:
    from briefing.render.pdf import pdf

    return pdf(brief, look)


def _epub(brief: Brief, look: Look) -> bytes:
    from briefing.render.epub import epub

    return epub(brief, look)


def _mail(brief: Brief, look: Look) -> bytes:
    from briefing.render.mail import html

    return html(brief, look)


def _eml(brief: Brief, look: Look) -> bytes:
    from briefing.render.mail import eml

    return eml(brief, look)


PARTS: Mapping[str, Callable[[Brief, Look], bytes]] = {
    "html": _text("brief.html"), "md": _text("brief.md"), "txt": _text("brief.txt"), "text": _text("brief.txt"),
    "notice": _text("notice.txt"), "json": _json, "pdf": _pdf, "epub": _epub, "mail": _mail, "eml": _eml,
}  # fmt: skip


def render_summaries(
    summaries: Sequence[Summary], format: str, own: Path | None = None, model: ModelCard | None = None
) -> bytes:
    """Summaries without a brief around them, as ``md``, ``txt`` or ``json``, in UTF-8; templates in ``own`` go before ours.

    ``model`` is the one that was asked to write them.
    """
    expect(format, SUMMARY_FORMATS)
    if format == "json":
        return _written(summaries_as_json(summaries, model))
    return fill(f"summaries.{format}", {"summaries": summaries, "wording": Written(summaries, model)}, own).encode()
