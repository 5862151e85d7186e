"""What any text is made of: its language, its sentences with their offsets, its reading time, its canonical address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from briefing.types import count_words

LANGUAGE_SAMPLE = 1500  # characters that the language is told from; chosen, not measured
# Words that together only English has: of texts of 50 words and more they are 4 % and of 4 kinds in all 5,000 of the archive, and in
# none of 1,100 samples of 18 other languages; nearest are Nigerian Pidgin and an Italian text, with 3.2 %. Looked for first: py3langid,
# which agrees, takes 0.25 s to load and half a millisecond a text
ENGLISH = frozenset("the that it is was were are has have been which their his would this from its not they".split())  # noqa: SIM905 - read as text
ENGLISH_SHARE, ENGLISH_KINDS, ENGLISH_LEAST = 0.04, 4, 50
TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|at_(?:medium|campaign|link\w*|custom\d|format|ptr_name|bbc_team)|fbclid|gclid|dclid|gbraid|wbraid|msclkid"
    r"|yclid|twclid|igshid|mc_[ce]id|mkt_tok|_hsenc|_hsmi|ocid|cmpid|cmp|ref_?src|ncid|smid|xtor|amp|amp;\w+"
)
PREFIXES = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)")  # of a host that serves the same pages without
USUAL_PORTS = (80, 443)
AMP = re.compile(r"(?:(?:/+amp|\.amp)(?:\.html)?)+/*$")
PATH_SAFE = "/:@!$&'()*+,;=-._~%"
LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
# On one letter: Unicode's annex 15 (D3) knows no writing that needs more. To set 4,000 took a PDF 10 s and 5 GB
MARKS = 30
PILE = re.compile(f"[\u0300-\u33ff\ua000-\uabff\ud7b0-\U0010ffff]{{{MARKS + 1},}}")  # where there may be more
MAY = re.compile(r"(?<=\bMay\.)\s+(?=[A-Z“\"])")  # the splitter takes it for an abbreviation, as Jan. and Feb. are
GOES_ON = re.compile(
    r"(?:[ap]\.m\. [A-Z]{2,4}\b|-[A-Z]\. [A-Z]\.).{0,11}$"
)  # "2 p.m. EDT", "D-N. Y.": no end of a sentence
CLOSING = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: ``text[start:end]`` is ``string``. ``paragraph`` counts from 0."""

    string: str
    start: int
    end: int
    paragraph: int


def clean(text: str) -> str:
    """Text without control characters, half characters, zero-width characters and bidirectional overrides, in Unicode's
    composed form, no letter with more than MARKS marks; every kind of line break becomes a line feed.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text  # as most titles; the patterns take a hundred times as long
    bounded = PILE.sub(_bounded, CONTROL.sub("", LINE_BREAK.sub("\n", text)))
    composed = unicodedata.normalize("NFC", bounded)
    return composed if composed == bounded else PILE.sub(_bounded, composed)  # which may make two marks of one


def _bounded(found: re.Match[str]) -> str:
    """The first MARKS of those marks that follow each other."""
    kept, marks = [], 0
    for each in found[0]:
        marks = marks + 1 if unicodedata.category(each)[0] == "M" else 0
        if marks <= MARKS:
            kept.append(each)
    return "".join(kept)


def one_line(text: str) -> str:
    """Clean text with every run of white space folded into one space: titles, names."""
    return " ".join(clean(text).split())


def sentences(text: str, language: str = "en") -> list[Span]:
    """Sentences of ``text`` in order, trimmed; a line break ends a sentence, as it does on a page."""
    spans: list[Span] = []
    for paragraph, match in enumerate(re.finditer(r"[^\n]+", text)):
        for start, end in _joined(match[0], _boundaries(match[0], language or "en")):
            spans.append(Span(match[0][start:end], match.start() + start, match.start() + end, paragraph))
    return spans


def _boundaries(line: str, language: str) -> Iterator[tuple[int, int]]:
    from sentencex import segment

    position = 0
    for piece in (part for segmented in segment(language, line) for part in MAY.split(segmented)):
        stripped = piece.strip()
        if stripped:
            start = line.index(stripped, position)
            yield start, start + len(stripped)
            position = start + len(stripped)


def _joined(line: str, bounds: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Mend what a splitter gets wrong: a closing quote left behind, a sentence that goes on in lower case."""
    joined: list[tuple[int, int]] = []
    for start, end in bounds:
        piece = line[start:end]
        before = line[joined[-1][0] : joined[-1][1]] if joined else ""
        if joined and (
            piece.strip(CLOSING + ". ") == "" or piece[0].islower() or GOES_ON.search(f"{before} {piece[:12]}")
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language that ``text`` is written in; empty where there is too little to tell."""
    sample = text[:LANGUAGE_SAMPLE]
    if _is_english(sample):
        return "en"
    from py3langid import classify

    return str(classify(sample)[0]) if count_words(sample) >= 5 else ""


def _is_english(sample: str) -> bool:
    words = sample.lower().split()
    said = [word for word in words if word in ENGLISH]
    share = len(said) / max(len(words), ENGLISH_LEAST)
    return len(words) >= ENGLISH_LEAST and share >= ENGLISH_SHARE and len(set(said)) >= ENGLISH_KINDS


def canonical_url(url: str) -> str:
    """One address for one page: no scheme, ``www``, usual port, tracking parameter, fragment, AMP marker or closing slash.

    What is no address stays as it is. The canonical form of a canonical form is itself.
    """
    bare = url.strip()
    try:
        parts = urlsplit(bare if re.match(r"[a-z][a-z0-9+.-]*://", bare, re.IGNORECASE) else f"//{bare}")
        port = parts.port
    except ValueError:
        return bare
    host = PREFIXES.sub("", (parts.hostname or "").rstrip("."))
    if not host:
        return bare
    port_said = f":{port}" if port and port not in USUAL_PORTS else ""
    asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k.lower())]
    escaped = quote(parts.path, safe=PATH_SAFE, errors="replace")
    path = AMP.sub("", re.sub(r"%[0-9a-fA-F]{2}", lambda escape: escape[0].upper(), escaped)).rstrip("/")
    fragment = (
        parts.fragment if parts.fragment.startswith("!") else ""
    )  # "#!story" names a page, "#comments" a place on it
    return urlunsplit(("", f"{host}{port_said}", path, urlencode(sorted(asked)), fragment)).removeprefix("//")


def is_web_address(url: str) -> bool:
    """Whether an address may become a link: http or https with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def has_password(url: str) -> bool:
    """Whether an address names a user or a password before its host."""
    try:
        return "@" in urlsplit(url).netloc
    except ValueError:
        return False


def host(url: str) -> str:
    """The host of a web address as people call it, without ``www``; empty for what is no address."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if is_web_address(url) else ""
