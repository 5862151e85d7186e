"""Finds templates and prompts, the reader's own before ours, and renders them with Jinja.

The suffix of a template is its format and decides how outside text is escaped in it: nobody has to remember to.
"""

from __future__ import annotations

import re
import textwrap
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urldefrag

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from briefing.errors import TemplateError
from briefing.text import clean, host, is_web_address
from briefing.types import Citation, count_words, reading_minutes

EDGE_WORDS = 5  # of a passage's beginning and end in a text fragment: enough to be found, short enough to survive edits
WIDTH = 78  # columns of the text form
MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~$&])|^([ \t]*)([-+=]|\d+[.)])(?=[\s=-]|$)", re.MULTILINE)


def folder(kind: str) -> Path:
    """Where our ``templates`` or ``prompts`` lie: in the package when installed, beside it in a checkout."""
    package = Path(__file__).parent
    return package / kind if (package / kind).is_dir() else package.parent / kind


def markdown(value: object) -> str:
    """Outside text as Markdown that shows it letter by letter."""
    return MARKDOWN.sub(lambda m: "\\" + m[1] if m[1] else f"{m[2]}{m[3][:-1]}\\{m[3][-1]}", clean(str(value)))


def web(url: str) -> str:
    """The address where it may become a link, percent-encoded for every format; empty for any other scheme."""
    return quote(url.strip(), safe="%/:=&?~#+!$,;@-._") if is_web_address(url.strip()) else ""


def passage(citation: Citation) -> str:
    """The article's address with a text fragment that selects the passage (WICG Scroll to Text Fragment)."""
    url = web(citation.article.url)
    if not url:
        return ""
    pieces = citation.quote.split()
    if len(pieces) > 2 * EDGE_WORDS:
        ends = [" ".join(pieces[:EDGE_WORDS]), " ".join(pieces[-EDGE_WORDS:])]
    else:
        ends = [" ".join(pieces)]
    base, fragment = urldefrag(url)
    return f"{base}#{fragment}:~:text=" + ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)


def target(address: str) -> Markup:
    """An address as the target of a Markdown link, for `web` and `passage`: not escaped, so that it can be copied."""
    return Markup(re.sub(r"(&#?\w+);", r"\1%3B", web(address)))  # noqa: S704 - percent-encoded, and no character reference


def _locale(language: str) -> Locale:
    try:
        return Locale.parse("en_GB" if language == "en" else language, sep="_" if "_" in language else "-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def day(moment: datetime, language: str = "en") -> str:
    """Thursday 15 October 2026, or as the language writes it."""
    locale = _locale(language)
    return format_date(moment, "EEEE d MMMM y" if locale.language == "en" else "full", locale=locale)


def dateline(moment: datetime, language: str = "en") -> str:
    """The day and the time of a brief; the day alone for a brief that speaks from midnight."""
    return day(moment, language) + (f", {moment:%H:%M}" if moment.time() != time() else "")


def clock(moment: datetime | None, now: datetime, language: str = "en") -> str:
    """The time of the same day, with the date before it for another; in ``now``'s time zone. Empty for no time.

    Midnight in UTC is how a date without a time is kept: it is shown as the date.
    """
    if moment is None:
        return ""
    dated_only = moment != now and moment.astimezone(UTC).time() == time()
    local = moment.astimezone(UTC if dated_only else now.tzinfo)
    date = format_skeleton("MMMd" if local.year == now.year else "yMMMd", local, locale=_locale(language))
    if dated_only or local.year != now.year:
        return date
    return f"{local:%H:%M}" if local.date() == now.date() else f"{date}, {local:%H:%M}"


def wrap(text: object, indent: int = 0, hanging: int = 0, width: int = WIDTH) -> str:
    """Lines of at most ``width`` columns, all indented by ``indent``, those after the first by ``hanging`` more."""
    margin = " " * indent
    return textwrap.fill(clean(str(text)), width, initial_indent=margin, subsequent_indent=margin + " " * hanging)


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day, "dateline": dateline, "clock": clock, "passage": passage, "web": web, "words": count_words, "minutes": reading_minutes,
    "wrap": wrap, "target": target, "host": host,
}  # fmt: skip
FORMATS = ("html", "md", "txt", "json")  # of a brief, by suffix; JSON alone has no template
MARKUP = ("html", "xml", "atom")


def _plain(value: object) -> str:
    return clean(str(value))


FINALIZERS: dict[str, Callable[[object], object]] = {
    "md": markdown, "txt": _plain, **dict.fromkeys(MARKUP, _plain),
}  # fmt: skip


def environment(suffix: str, folders: Sequence[Path]) -> Environment:
    """Jinja for templates of one format: undefined names are errors, outside text is escaped for the format."""

    def finalize(value: object) -> object:
        return value if isinstance(value, Markup) else FINALIZERS[suffix](value)

    made = Environment(
        loader=FileSystemLoader([str(each) for each in folders]),
        autoescape=suffix in MARKUP,  # noqa: S701 - the other formats escape by `finalize`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=finalize if suffix in FINALIZERS else None,
    )
    made.filters.update(FILTERS)
    return made


def fill(name: str, values: dict[str, object], own: Path | None = None) -> str:
    """Render the template ``name`` with ``values``; a file of that name in the folder ``own`` goes before ours."""
    if own and not own.is_dir():
        raise TemplateError(f"there is no folder {own} with templates", "make it, or mend brief.templates")
    folders = [*([own] if own else []), folder("templates")]
    try:
        return environment(name.rsplit(".", 1)[-1], folders).get_template(name).render(values)
    except TemplateNotFound as error:
        places = " nor ".join(map(str, folders))
        raise TemplateError(f"template {error.name} is not in {places}", "put it there, or mend its name") from error
    except Exception as error:  # a template may go wrong in any way that Python can
        raise TemplateError(f"template {_place(error, folders) or name}", str(error) or type(error).__name__) from error


def _place(error: Exception, folders: Sequence[Path]) -> str:
    """The file and line of a template where an error arose; Jinja puts its templates among the frames."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}, line {frame.lineno}" for frame in frames if Path(frame.filename).parent in folders]
    return places[-1] if places else ""
