"""Finds templates and prompts, the reader's own before ours, and renders them with Jinja.

The suffix of a template is its format and decides how outside text is escaped in it: nobody has to remember to.
"""

from __future__ import annotations

import base64
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urldefrag, urlsplit

from babel.core import Locale, UnknownLocaleError, parse_locale
from babel.dates import format_date, format_skeleton
from jinja2 import Environment
from markupsafe import Markup

from briefing.errors import TemplateError
from briefing.fence import fenced
from briefing.jinja import Loader, Undefined, told
from briefing.text import clean, host, is_web_address, one_line
from briefing.types import Citation, count_words, reading_minutes

Kind = Literal["templates", "prompts"]
SETTING: Mapping[Kind, str] = {"templates": "brief.templates", "prompts": "writer.prompts"}  # names the reader's folder
EDGE_WORDS = 5  # of a passage's beginning and end in a text fragment: enough to be found, short enough to survive edits
STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
NO_HOST = re.compile(rb"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")  # what WHATWG URL, 3.1, forbids in a domain
WIDTH = 78  # columns of the text form
MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~$&])|^([ \t]*)([-+=]|\d+[.)])(?=[\s=-]|$)", re.MULTILINE)


def folder(kind: Kind) -> Path:
    """Where our ``templates`` or ``prompts`` lie: in the package when installed, beside it in a checkout."""
    package = Path(__file__).parent
    return package / kind if (package / kind).is_dir() else package.parent / kind


def markdown(value: object) -> str:
    """Outside text as Markdown that shows it letter by letter."""
    return MARKDOWN.sub(lambda m: "\\" + m[1] if m[1] else f"{m[2]}{m[3][:-1]}\\{m[3][-1]}", clean(str(value)))


def web(url: str) -> str:
    """The address where it may become a link, percent-encoded for every format; empty for any other scheme, and for one
    that no browser opens (WHATWG URL, 4.2 and 3.3).
    """
    url = url.strip()
    if not is_web_address(url) or not _opens(url):
        return ""
    before, mark, fragment = url.partition("#")
    with_one_mark = before + mark + fragment.replace("#", "%23")
    return quote(STRAY_PERCENT.sub("%25", with_one_mark), safe="%/:=&?~#+!$,;@-._", errors="replace")


def _opens(url: str) -> bool:
    """Whether the host and the port of a web address can be ones."""
    parts = urlsplit(url)
    try:
        host = (parts.hostname or "").encode("idna")
        host.decode("idna")
        _ = parts.port  # raises for what is none
    except ValueError:
        return False
    return len(host) <= 253 and not NO_HOST.search(host) and parts.netloc.count("@") <= 1


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
    return f"{base}#{fragment}:~:text=" + ",".join(
        quote(end, safe="", errors="replace").replace("-", "%2D") for end in ends
    )


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
    try:
        dated_only = moment != now and moment.astimezone(UTC).time() == time()
        local = moment.astimezone(UTC if dated_only else now.tzinfo)
    except OverflowError:  # at either end of the calendar: no time of any news
        return ""
    date = format_skeleton("MMMd" if local.year == now.year else "yMMMd", local, locale=_locale(language))
    if dated_only or local.year != now.year:
        return date
    return f"{local:%H:%M}" if local.date() == now.date() else f"{date}, {local:%H:%M}"


def direction(language: str) -> str:
    """Which way the language is written: ``ltr`` or ``rtl``, as the ``dir`` of a page wants it."""
    return _locale(language).text_direction


def tag(language: str) -> str:
    """The language as ``lang`` wants it (BCP 47): language, script, country; empty for what is none."""
    try:
        code, country, script = parse_locale(language.replace("_", "-"), sep="-")[:3]
    except ValueError:
        return ""
    return "-".join(part for part in (code, script, country) if part) if code in Locale("en").languages else ""


def wrap(text: object, indent: int = 0, hanging: int = 0, width: int = WIDTH) -> str:
    """Lines of at most ``width`` columns, all indented by ``indent``, those after the first by ``hanging`` more."""
    margin = " " * indent
    return textwrap.fill(clean(str(text)), width, initial_indent=margin, subsequent_indent=margin + " " * hanging)


def typst(value: object) -> Markup:
    """Outside text as a Typst string, for code; in markup, what a template prints becomes one by itself."""
    return Markup('"' + re.sub(r'(["\\])', r"\\\1", clean(str(value))).replace("\n", "\\n") + '"')  # noqa: S704 - a string literal


def families(names: Sequence[str]) -> Markup:
    """Fonts as CSS wants them. Their names were checked when the theme was read."""
    generic = ("serif", "sans-serif", "monospace", "system-ui")
    return Markup(", ".join(name if name in generic else f"'{name}'" for name in names))  # noqa: S704


def css(value: object) -> str:
    """Outside text in a style sheet: what could end a value or a string is escaped (CSS Syntax, 4.3.7)."""
    return re.sub(r"[^\w .,%#-]", lambda met: f"\\{ord(met[0]):x} ", clean(str(value)))


def data_uri(content: bytes, kind: str = "image/jpeg") -> Markup:
    """Bytes as an address that holds them (RFC 2397), so that nothing is loaded from elsewhere."""
    return Markup(f"data:{kind};base64,{base64.b64encode(content).decode()}")  # noqa: S704 - no character of it is markup


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day, "dateline": dateline, "clock": clock, "passage": passage, "web": web, "words": count_words, "minutes": reading_minutes,
    "wrap": wrap, "target": target, "host": host, "typst": typst, "families": families,
    "direction": direction, "data_uri": data_uri, "tag": tag, "line": one_line,
}  # fmt: skip
# Of a brief, by suffix; JSON alone has no template.
FORMATS = ("html", "md", "txt", "json", "pdf", "epub", "eml", "atom")
MARKUP = ("html", "xhtml", "xml", "opf", "atom", "svg")


def _plain(value: object) -> str:
    return clean(str(value))


def _typst_markup(value: object) -> str:
    return f"#{typst(value)};"


FINALIZERS: dict[str, Callable[[object], object]] = {
    "md": markdown, "txt": _plain, "typ": _typst_markup, "css": css, **dict.fromkeys(MARKUP, _plain),
    "prompt": lambda value: fenced(str(value)),
}  # fmt: skip


@cache
def environment(suffix: str, folders: tuple[Path, ...]) -> Environment:
    """Jinja for templates of one format: undefined names are errors, outside text is escaped for the format.

    One for each, so that a template is compiled once; a file that changes is read again.
    """

    def finalize(value: object) -> object:
        return value if isinstance(value, Markup) else FINALIZERS[suffix](value)

    made = Environment(
        loader=Loader([str(each) for each in folders]),
        autoescape=suffix in MARKUP,  # noqa: S701 - the other formats escape by `finalize`
        undefined=Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=finalize if suffix in FINALIZERS else None,
    )
    made.filters.update(FILTERS)
    return made


def folders(own: Path | None = None, kind: Kind = "templates") -> list[Path]:
    """Where templates or prompts are looked for: the reader's own folder, where there is one, before ours."""
    if own and not own.is_dir():
        raise TemplateError(f"there is no folder {own} with {kind}", f"make it, or mend {SETTING[kind]}")
    return [*([own] if own else []), folder(kind)]


def find(name: str, own: Path | None = None) -> Path:
    """The file of that name, the reader's own before ours."""
    places = folders(own)
    for place in places:
        if (place / name).is_file():
            return place / name
    raise TemplateError(
        f"{name} is not in {' nor '.join(map(str, places))}", "put it in brief.templates, or mend its name"
    )


def fill(name: str, values: dict[str, object], own: Path | None = None) -> str:
    """Render the template ``name`` with ``values``; a file of that name in the folder ``own`` goes before ours."""
    places = folders(own)
    with told(name, places):
        return environment(name.rsplit(".", 1)[-1], tuple(places)).get_template(name).render(values)
