"""Whether what came of a template is what its format says: it can be read, and no text of an article does anything in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser

from briefing.errors import TemplateError
from briefing.text import CONTROL

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)  # elements without an end tag: HTML Living Standard, 13.1.2
OPTIONAL = frozenset((
    "html", "head", "body", "p", "li", "dt", "dd", "rt", "rp", "optgroup", "option", "colgroup", "caption", "thead", "tbody",
    "tfoot", "tr", "td", "th",
))  # elements whose end tag may be left out: 13.1.2.4  # fmt: skip
ASIDE = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)  # comments and strings of a style
ATTACK = re.compile(r"alert\(\d")  # what the hostile specimen would do
SCRIPT = re.compile(r"\s*(?:javascript|data:text|file):")
LINKS = ("href", "src", "action", "formaction", "xlink:href")


def require_sound(form: str, content: bytes) -> None:
    """Read ``content`` as that form is read; TemplateError says what is wrong with it, and where."""
    for fault in SOUND[form](content):
        raise TemplateError(f"the {form} that came of it", fault)


class _Page(HTMLParser):
    """Follows the elements of a page as they open and close; ``faults`` are those that do not, ``attacks`` what an article's text became."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.faults: list[str] = []
        self.attacks: list[str] = []
        self.style = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))
        for name, value in attrs:
            runs = name.startswith("on") or (name in LINKS and SCRIPT.match(value or ""))
            if runs and ATTACK.search(value or ""):
                self._became(f"the attribute {name}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1][0] != tag and self.open[-1][0] in OPTIONAL:
            self.open.pop()
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif tag not in VOID and (tag not in OPTIONAL or tag in [name for name, _ in self.open]):
            still = f"; <{self.open[-1][0]}> is open" if self.open else ""
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes nothing{still}")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in ("script", "style") and ATTACK.search(data):
            self._became(f"a {self.open[-1][0]}")
        if self.open and self.open[-1][0] == "style":
            self.style += data

    def _became(self, what: str) -> None:
        self.attacks.append(f"line {self.getpos()[0]}: text of an article became {what}: print it without `safe`")


def _html(content: bytes) -> Iterator[str]:
    page = _Page()
    page.feed(content.decode())
    page.close()
    yield from page.attacks + page.faults
    yield from _css(page.style)
    yield from (f"line {line}: <{tag}> is never closed" for tag, line in page.open if tag not in OPTIONAL)


def _css(style: str) -> Iterator[str]:
    """Braces that do not match: a browser drops what comes after them (CSS Syntax, 5.4)."""
    depth = 0
    for number, text in enumerate(ASIDE.sub(lambda met: "\n" * met[0].count("\n"), style).split("\n"), 1):
        for brace in re.findall("[{}]", text):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                yield f"line {number} of the style: a }} closes nothing"
                return
    if depth:
        yield "the style has a { that is never closed"


def _text(content: bytes) -> Iterator[str]:
    for number, line in enumerate(content.decode().split("\n"), 1):
        if CONTROL.search(line.removesuffix("\r")):
            yield f"line {number}: a control character came through"


def _markdown(content: bytes) -> Iterator[str]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt()
    parser.validateLink = bool  # type: ignore[assignment, method-assign] # other readers of Markdown may take any address
    tokens = parser.parse(content.decode())
    for token in [inner for outer in tokens for inner in (outer, *(outer.children or ()))]:
        if token.type in ("html_block", "html_inline") and ATTACK.search(token.content):
            yield "text of an article became markup: print it without `safe`"
        if SCRIPT.match(str(token.attrGet("href") or token.attrGet("src") or "")):
            yield "an address that runs became a link: ask `web` for it"
    yield from _text(content)


def _json(content: bytes) -> Iterator[str]:
    try:
        json.loads(content)
    except ValueError as error:
        yield str(error)


def _xml(content: bytes) -> Iterator[str]:
    from lxml import etree

    try:
        etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        yield error.msg or "it is no XML"


def _pdf(content: bytes) -> Iterator[str]:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        if not PdfReader(BytesIO(content)).pages:
            yield "it has no page"
    except PyPdfError as error:
        yield str(error) or "it is no PDF"


def _epub(content: bytes) -> Iterator[str]:
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(content)) as book:
            for name in book.namelist():
                if name.endswith(".css"):
                    yield from (f"{name}, {fault}" for fault in _css(book.read(name).decode()))
                if name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
                    page = book.read(name)
                    yield from (f"{name}, {fault}" for fault in _xml(page))
                    yield from (f"{name}, {fault}" for fault in (_html(page) if name.endswith(".xhtml") else ()))
    except BadZipFile as error:
        yield str(error)


def _mail(content: bytes) -> Iterator[str]:
    from email import message_from_bytes
    from email.errors import MessageError
    from email.policy import SMTP

    try:
        message = message_from_bytes(content, policy=SMTP.clone(raise_on_defect=True))
        for each in message.walk():
            if each.get_content_type() == "text/html":
                yield from _html(each.get_content().encode())
            elif each.get_content_type() == "text/plain":
                yield from _text(each.get_content().encode())
    except (MessageError, ValueError, LookupError) as error:
        yield str(error) or type(error).__name__


SOUND: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "html": _html, "md": _markdown, "txt": _text, "json": _json, "atom": _xml, "pdf": _pdf, "epub": _epub, "eml": _mail,
    "notice": _text,
}  # fmt: skip
