"""The HTML of a newsletter to its items, each with title, text and link; greeting, adverts and footer are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from briefing.sources.lines import Line, lines_of
from briefing.text import one_line
from briefing.types import count_words

LEAST_ITEMS = 3  # what has fewer is a letter, not a newsletter; chosen
LEAST_WORDS = 25  # of an item's text; chosen
TITLE_WORDS = range(2, 26)  # of a line that can be a title; chosen
FURNITURE_WORDS = 60  # chosen: what is longer and speaks of leaving a list is a text
LEAD_WORDS = range(3, 21)  # of bold words that open a paragraph and can be its title; chosen
# Four articles of the stories and summaries corpora, against four parts of one: of 100 to 160 words, 0.07 tells 98.4 % of the
# former and 99.4 % of the latter (154 texts); of 40 to 70 words 99.2 and 97.5 % (203); of 25 to 40 words 98.4 and 80.4 % (311).
IN_COMMON = 0.07
LONG_WORD = re.compile(r"[^\W\d_]{6,}")
WORDS_COMPARED = 160  # of an item's beginning, as measured
MOST_COMPARED = 40  # chosen: items, for their pairs are many
LARGE = 1.2  # chosen: a line in letters so many times as large as most is a title
CALL = re.compile(  # "Read more", "Weiterlesen", "Lire la suite"
    r"\W*(?:(?:read|continue|keep|learn|see|find out|get|view|watch|listen|open|go to)\b.{0,40}\b(?:more|story|article|reading|here|post|piece|now|on)\b"
    r"|read\b.{0,20}|more|full story|details|continue|weiterlesen|(?:mehr|jetzt|hier|artikel|zum)\b.{0,30}\b(?:lesen|erfahren|artikel|mehr)\b|mehr"
    r"|lire\b.{0,40}|(?:leer|seguir|sigue)\b.{0,40}|(?:leggi|continua)\b.{0,40}|(?:ler|leia|continue)\b.{0,40}|lees\b.{0,40}|comments?|share|reply|\d+ comments?)\W*",
    re.IGNORECASE,
)  # fmt: skip
ADVERT_WORDS = (
    r"(?:a |our )?(?:sponsors?|sponsored|advertisement|advertorial|advert|ad|paid|partner|promoted|promotion|anzeige|werbung|gesponsert"
    r"|publicité|sponsorisé|publicidad|patrocinad[oa]|pubblicità|sponsorizzato|publicidade|advertentie|gesponsord)"
)
ADVERT = re.compile(
    rf"\W*{ADVERT_WORDS}(?: (?:content|post|message|links?|story)|(?: by| von| par| por| da| door)\b.{{0,40}})?\W*"
    rf"|\W*{ADVERT_WORDS}\s*[:|–—].*|.*[\(\[]{ADVERT_WORDS}[\)\]]\W*"
    r"|\W*(?:presented by|brought to you by|together with|in partnership with|a (?:word|message) from)(?-i:(?:\W+[A-Z0-9][\w&.'’-]*){1,5})\W*"
    r"|\W*a (?:word|message) from our (?:sponsors?|partners?)\W*",
    re.IGNORECASE,
)
ONLINE = re.compile(
    r"\b(?:(?:view|read|open|see|click|trouble|problems?)\b.{0,60}\bin (?:your|a|the|my) (?:web )?browser|view in browser|(?:web|online) version"
    r"|(?:(?<=^)|(?<=\n)|(?=\w+ (?:this|it)\b))(?:view|read|open|see)(?: (?:this|it|the|our|your|e-?mail|newsletter|letter|post|issue|message|in|on)){0,4} (?:online|app|the web)"
    r"|im browser (?:öffnen|ansehen|anzeigen|lesen)|newsletter online|online lesen|webversion|version en ligne|dans (?:votre|le|un) navigateur|en (?:tu|su|el) navegador|versión online"
    r"|nel (?:tuo )?browser|no (?:seu )?navegador|in (?:je|uw) browser|online versie)\b",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"\b(?:unsubscribe|(?:manage|update|change|edit) (?:your )?(?:e-?mail )?(?:preferences|subscription|settings|profile)|email preferences"
    r"|(?:you|you're|you’re|you are|why did i|why am i) (?:are )?(?:received?|receiving|get|getting|got) this (?:e-?mail|newsletter|message)|(?:our|mailing) (?:mailing )?address is"
    r"|all rights reserved|was this e-?mail forwarded|forward(?:ed)? (?:this|to a friend)|to your address book|abmelden|abbestellen|sie erhalten diese|alle rechte vorbehalten"
    r"|désabonner|désinscrire|désinscription|vous recevez ce|tous droits réservés|darse de baja|cancelar (?:la )?suscripción|has recibido este|recibe este"
    r"|todos los derechos|disiscriviti|annulla l['’]iscrizione|cancelar (?:a )?(?:inscrição|subscrição)|uitschrijven|afmelden)\b"
    r"|©|^\W*(?:copyright\b|(?:privacy policy|opt[ -]out|terms of (?:use|service)|contact us|impressum|datenschutz)\W*$)",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"\W*(?:good (?:morning|afternoon|evening|day)|hello|hi\b|hey\b|dear\b|welcome|happy \w+day|guten (?:morgen|tag|abend)|hallo|liebe|bonjour|bonsoir|cher|chère"
    r"|buenos días|hola\b|buongiorno|ciao|bom dia|olá|goedemorgen|beste\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news in a newsletter. ``url`` is empty where it has no link; ``own`` says that the title or a
    "read more" carries it, and not just some words of the text.
    """

    title: str
    text: str
    url: str
    own: bool


@dataclass(slots=True)
class Draft:
    """An item while its lines are gathered."""

    title: str
    url: str = ""
    advert: bool = False
    call: str = ""
    last: str = ""  # where the last words of its text lead, such as to the paper that is named there
    lines: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def is_news(self, names: set[str]) -> bool:
        return not self.advert and self.title not in names and sum(map(count_words, self.lines)) >= LEAST_WORDS

    def item(self) -> Item:
        own = self.url or self.call or self.last
        return Item(self.title, "\n\n".join(self.lines), own or next(iter(self.links), ""), bool(own))


def items_of(html: str, names: set[str]) -> list[Item]:
    """The items of a newsletter; none where it is one letter. ``names`` are its subject and its sender, no item's title.

    Bold words that open a paragraph are titles only where there are no others: within an item they divide its text.
    """
    lines = [line for line in lines_of(html) if any(map(str.isalnum, line.text))]
    for leads in (False, True):
        items = _without_opening([draft.item() for draft in _drafts(lines, leads) if draft.is_news(names)])
        if _is_digest(items):
            return items
    return []


def _without_opening(items: list[Item]) -> list[Item]:
    """The items without a greeting, and without what introduces them: where they have links of their own, it has none."""
    linked = sum(item.own for item in items) > len(items) / 2
    for place, item in enumerate(items):
        if item.own or not (linked or GREETING.match(item.title) or GREETING.match(item.text)):
            return items[place:]
    return []


def _is_digest(items: list[Item]) -> bool:
    """Whether these are pieces of news, and not the parts of one text: they have links of their own, or few words in common."""
    apart = {item.url for item in items if item.own}
    return len(items) >= LEAST_ITEMS and (len(apart) * 2 >= len(items) or _in_common(items) < IN_COMMON)


def _in_common(items: list[Item]) -> float:
    """The share of their long words that two items have in common, on average; of the shorter one's words."""
    words = [
        set(LONG_WORD.findall(" ".join(item.text.lower().split()[:WORDS_COMPARED]))) for item in items[:MOST_COMPARED]
    ]
    shares = [len(one & other) / max(1, min(len(one), len(other))) for one, other in combinations(words, 2)]
    return sum(shares) / max(1, len(shares))


def online_address(html: str) -> str:
    """Where a letter can be read on the web, by its link "view in browser"; empty where it has none."""
    for line in lines_of(html):
        links = [style.link for text, style in line.runs if style.link and ONLINE.search(one_line(text))]
        alone = set(line.links) if ONLINE.search(line.text) and not FOOTER.search(line.text) else set()
        if links or (len(alone) == 1 and count_words(line.text) < TITLE_WORDS.stop):
            return (links or [*alone])[0]
    return ""


def without_furniture(text: str) -> str:
    """The text of a letter without the paragraphs on how to read it in the browser and how to leave the list."""
    return "\n\n".join(line for line in text.split("\n\n") if not _is_furniture(line))


def _is_furniture(line: str) -> bool:
    return count_words(line) <= FURNITURE_WORDS and bool(ONLINE.search(line) or FOOTER.search(line))


def _drafts(lines: list[Line], leads: bool) -> Iterator[Draft]:
    """The items as they follow each other: a title, then its text, until the next title, an advert or the footer."""
    size = Counter(line.size for line in lines for _ in line.text.split()).most_common(1)
    draft = Draft("", advert=True)  # what stands before the first title
    advert = False
    for line in lines:
        if count_words(line.text) < TITLE_WORDS.stop and ADVERT.fullmatch(line.text):
            yield draft
            draft, advert = Draft(line.text, advert=True), True
        elif _is_furniture(line.text):
            yield draft
            draft, advert = Draft("", advert=True), False
        elif CALL.fullmatch(line.text):
            draft.call = draft.call or next(iter(line.links), "")
        elif _is_title(line, size[0][0]) and not (draft.url and line.link == draft.url):
            yield draft
            draft = Draft(line.text, next(iter(line.links), ""), advert)
        else:
            lead = _lead(line) if leads else None
            if lead:
                yield draft
                draft = Draft(lead.text.rstrip(".:–— "), lead.link, advert)
            advert = False
            _add(draft, Line(line.runs[len(lead.runs) :]) if lead else line)
    yield draft


def _add(draft: Draft, line: Line) -> None:
    """Add a paragraph; a "read more" that ends it is the item's link, and no part of its text."""
    said = [run for run in line.runs if run[0].strip()]
    if said and said[-1][1].link and CALL.fullmatch(one_line(said[-1][0])):
        draft.call = draft.call or said[-1][1].link
        line = Line(line.runs[: line.runs.index(said[-1])])
    draft.last = said[-1][1].link if said else ""
    draft.lines.append(line.text.lstrip(":–— "))
    draft.links += line.links


def _lead(line: Line) -> Line | None:
    """The bold words that open a paragraph of text, as a line of their own."""
    bold = next((n for n, (text, style) in enumerate(line.runs) if text.strip() and not style.bold), 0)
    opening, rest = Line(line.runs[:bold]), Line(line.runs[bold:])
    closed = opening.text.endswith((".", ":", "!", "?", "–", "—")) or rest.text.startswith((":", "–", "—", "-"))
    fits = count_words(opening.text) in LEAD_WORDS and count_words(rest.text) >= LEAST_WORDS
    return opening if fits and (closed or opening.link) else None


def _is_title(line: Line, usual: float) -> bool:
    """Whether a line reads and looks like a headline: a heading, a link, bold or large letters, and no full stop."""
    text = line.text
    if line.all("heading"):
        return count_words(text) < TITLE_WORDS.stop
    if count_words(text) not in TITLE_WORDS or text.endswith((".", ",", ";")) or text[:1].islower():
        return False
    return bool(line.link) or line.all("bold") or line.size >= usual * LARGE > 0
