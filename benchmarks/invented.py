"""What summaries say and no article does: numbers, names, quotations, counted without any of the code that checks them.

briefing summarize corpus.jsonl --writer chat --format json > summaries.json
python -m benchmarks.invented summaries.json corpus.jsonl

Strict before clever: a rounded number, a month written out, an outlet that no text names count as invented. English.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from briefing.types import Article, Citation, Length, Sentence, Story, Summary

Kind = Literal["number", "name", "quotation", "uncited", "offset", "cut"]

DOUBLE, SINGLE = "“”„‟«»＂〝〞″", "‘’‚‛‹›`´′"
ALIKE = str.maketrans(dict.fromkeys(DOUBLE, '"') | dict.fromkeys(SINGLE, "'"))
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
END = re.compile(r"[.!?…。！？]['\")\]]*$")

TIMES = {
    "hundred": 10**2, "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9,
    "b": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
VALUES = (
    {word: value for value, word in enumerate((*ONES, *TEENS), 1)}
    | {word: 10 * value for value, word in enumerate(TENS, 2)}
    | {word: value for value, word in enumerate(ORDINALS, 2)}
    | {"dozen": 12}
)
SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES)}))?|{'|'.join((*TEENS, *ONES, *ORDINALS))})"
GROUP = rf"(?:(?:{SMALL}[- ])?hundred(?: and {SMALL}| {SMALL})?|{SMALL})"
LARGE = "(?:thousand|million|billion|trillion)"
IN_WORDS = re.compile(rf"\b(?:(?:{GROUP}[- ]{LARGE},? (?:and )?)*{GROUP}(?:[- ]{LARGE})?|an? (?:{LARGE}|dozen))\b", re.IGNORECASE)  # fmt: skip
DIGITS = re.compile(rf"(?<!\d)(?P<digits>\d+(?:[.,]\d+)*)(?:(?:[ -](?=[a-z]{{2}}))?(?P<times>{'|'.join(TIMES)})(?![^\W_]))?", re.IGNORECASE)  # fmt: skip
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

OUTSIDE = ("", " ", "\n", "(", "[", "-", "–", "—", "/")  # what may stand before a quotation
APOSTROPHE = re.compile(r"(?<!\w)'|'(?!\w)")

INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")  # U.S. is US
# Names that everybody knows by their initials: who writes them out invents nothing
SPELLED = {"US": ("united", "states"), "USA": ("united", "states"), "UK": ("united", "kingdom"), "UN": ("united", "nations"),
           "EU": ("european", "union")}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
BEGINS = re.compile(
    r"(?:^|[.!?…:]['\")\]]*\s|(?:^|[\s(\[])['\"(\[]+)['\"(\[]*$"
)  # what stands before a word that a capital says nothing of
# Words that begin a sentence and are no name, whether an article has them in small letters or not
FUNCTION = frozenset({
    "a", "about", "above", "according", "across", "after", "against", "all", "along", "also", "although", "amid", "among", "an", "and",
    "another", "any", "are", "around", "as", "at", "be", "because", "been", "before", "behind", "being", "below", "besides", "between",
    "beyond", "both", "but", "by", "can", "could", "despite", "did", "do", "does", "down", "during", "each", "earlier", "either", "every",
    "few", "for", "from", "further", "had", "has", "have", "he", "her", "here", "his", "how", "however", "i", "if", "in", "including",
    "instead", "into", "is", "it", "its", "last", "later", "less", "like", "many", "meanwhile", "might", "more", "moreover", "most", "much",
    "must", "near", "nearly", "neither", "nevertheless", "next", "no", "nobody", "none", "nor", "not", "nothing", "now", "of", "off", "on",
    "once", "one", "only", "onto", "or", "other", "others", "our", "out", "over", "own", "per", "perhaps", "rather", "same", "several", "she",
    "should", "since", "so", "some", "still", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "though", "through", "throughout", "to", "together", "too", "toward", "towards", "under", "unless", "until", "up", "upon",
    "was", "we", "were", "what", "when", "where", "whether", "which", "while", "who", "whose", "why", "with", "within", "without", "would",
    "yet", "you", "your",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a sentence: ``what`` no cited article has; empty for what concerns the sentence itself."""

    kind: Kind
    what: str
    sentence: str


def invented(summary: Summary, ordinary: Collection[str] = frozenset()) -> list[Finding]:
    """All that its sentences say and no article that they cite does.

    ``ordinary`` are words in small letters that are no name at the beginning of a sentence, beside those of the story's
    own articles; `ordinary_words` gives those of many.
    """
    known = FUNCTION | VALUES.keys() | TIMES.keys() | ordinary_words(summary.story.articles) | set(ordinary)
    return [found for sentence in summary.sentences for found in _of_sentence(sentence, known)]


def ordinary_words(articles: Iterable[Article]) -> frozenset[str]:
    """The words that articles have in small letters."""
    return frozenset(word for article in articles for word in _words(_text(article)) if word == word.lower())


def _of_sentence(sentence: Sentence, ordinary: Collection[str]) -> Iterator[Finding]:
    text, cited = _alike(sentence.text).strip(), [citation.article for citation in sentence.citations]
    texts = list(dict.fromkeys(map(_text, cited)))
    if not cited:
        yield Finding("uncited", "", sentence.text)
    if not END.search(text):
        yield Finding("cut", "", sentence.text)
    for citation in sentence.citations:
        if citation.article.text[citation.start : citation.end] != citation.quote or not citation.quote.strip():
            yield Finding("offset", citation.quote, sentence.text)
    yield from (Finding("number", what, sentence.text) for what in _numbers(text, texts))
    yield from (Finding("name", what, sentence.text) for what in _names(text, texts, ordinary))
    yield from (Finding("quotation", what, sentence.text) for what in _quotations(text, texts))


def _alike(text: str) -> str:
    """Every quote character is one of two, every space is one; a line break stays."""
    seen = UNSEEN.sub("", unicodedata.normalize("NFC", text)).replace("« ", "«").replace(" »", "»")
    return re.sub(r"[^\S\n]+", " ", seen.translate(ALIKE))


def _text(article: Article) -> str:
    return _alike(f"{article.title}\n{article.text}")


def _numbers(text: str, texts: Sequence[str]) -> list[str]:
    """The numbers that no text has, whatever stands for them."""
    known = {value for each in texts for _, value in _read(each)}
    return [number for number, value in _read(text) if value not in known]


def _read(text: str) -> Iterator[tuple[str, Decimal]]:
    """The numbers of a text, each as it stands and what it is worth; 5m are five millions."""
    for met in DIGITS.finditer(text):
        digits, times = met["digits"], (met["times"] or "").lower()
        parts = [digits.replace(",", "")] if THOUSANDS.fullmatch(digits) else re.split(",", digits)
        if parts[-1].count(".") > 1:  # a date, a version
            parts = re.split("[.,]", digits)
        for part in parts:
            yield met[0], Decimal(part) * TIMES.get(times, 1)
    for met in IN_WORDS.finditer(text):
        if met[0].lower() != "one":  # which mostly counts nothing
            yield met[0], _value(met[0].lower())


def _value(words: str) -> Decimal:
    whole = group = 0
    for word in re.findall("[a-z]+", words):
        if word == "hundred":
            group = max(group, 1) * 100
        elif word in TIMES:
            whole, group = whole + max(group, 1) * TIMES[word], 0
        else:
            group += VALUES.get(word, 0)
    return Decimal(whole + group)


def _words(text: str) -> list[str]:
    return [_bare(met[0]) for met in WORD.finditer(INITIALS.sub(_joined, text))]


def _joined(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "") + " "


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'S")


def _names(text: str, texts: Sequence[str], ordinary: Collection[str]) -> list[str]:
    """The words with a capital that no text has in any case, but those that begin a sentence and that are ordinary.

    A capital alone makes no name: "the National Emergency" of an article's national emergency is none that was invented.
    """
    written = {word for each in texts for word in _words(each)}
    spelled = {part for short, names in SPELLED.items() if short in written for part in names}
    known = {word.lower() for word in written} | spelled
    line = INITIALS.sub(_joined, text)
    found = []
    for met in WORD.finditer(line):
        word = _bare(met[0])
        begins = BEGINS.search(line[: met.start()]) and word[1:] == word[1:].lower()
        if word != word.lower() and word.lower() not in known and not (begins and word.lower() in ordinary):
            found.append(word)
    return found


def _quotations(text: str, texts: Sequence[str]) -> list[str]:
    """What stands in quotation marks, and in none of the texts so, letter by letter."""
    paragraphs = [paragraph for each in texts for paragraph in each.split("\n")]
    marked = [*_marked(text, '"'), *_marked(text, "'")]
    return [quoted for quoted in marked if not any(_is_quoted(quoted, paragraph) for paragraph in paragraphs)]


def _marked(text: str, mark: str) -> Iterator[str]:
    """What stands between these marks; a double one that has no other reaches to the end of the sentence, or from its beginning."""
    begun: int | None = None
    for place in _places(text, mark):
        if _opens(text, place):
            begun = place + 1
        elif begun is not None or mark == '"':
            yield from _trimmed(text[begun or 0 : place])
            begun = None
    if begun is not None and mark == '"':
        yield from _trimmed(text[begun:])


def _trimmed(quoted: str) -> Iterator[str]:
    """Without the point or comma that the sentence around it sets; nothing where no letter is left."""
    bare = quoted.strip(" .,;:!?…'\"")
    if re.search(r"\w", bare):
        yield bare


def _places(text: str, mark: str) -> list[int]:
    """Where a mark stands that is no apostrophe within a word."""
    return [met.start() for met in re.finditer(mark if mark == '"' else APOSTROPHE, text)]


def _opens(text: str, place: int) -> bool:
    """Whether a quotation mark begins something: before it nothing, a space, a bracket or a dash, behind it something."""
    before, after = text[:place].rstrip("'\"")[-1:], text[place + 1 : place + 2]
    return before in OUTSIDE and bool(after) and after not in " \n.,;:!?)]"


def _is_quoted(quoted: str, paragraph: str) -> bool:
    """Whether a paragraph has these letters within quotation marks."""
    found = re.finditer(rf"(?<!\w){re.escape(quoted)}(?!\w)", paragraph)
    return any(_is_within(paragraph, met.start(), met.end()) for met in found)


def _is_within(paragraph: str, start: int, end: int) -> bool:
    """Whether the last mark before the place begins something and the next one ends it; a double one may be missing there."""
    for mark in "\"'":
        places = _places(paragraph, mark)
        before = [place for place in places if place < start]
        behind = [place for place in places if place >= end]
        if before and _opens(paragraph, before[-1]):
            if not behind and mark == '"':
                return True
            if behind and not _opens(paragraph, behind[0]):
                return True
    return False


def summaries_of(document: Mapping[str, Any], articles: Mapping[str, Article]) -> list[Summary]:
    """The summaries of a brief or of ``briefing summarize``, in JSON; ``articles`` by their addresses, for JSON has no texts.

    KeyError names an article that is not there.
    """
    sections = document.get("sections", [document])
    return [_summary(each, articles) for section in sections for each in section["summaries"]]


def _summary(each: Mapping[str, Any], articles: Mapping[str, Article]) -> Summary:
    own = tuple(articles[article["url"]] for article in each["articles"])
    told = tuple(
        Sentence(
            sentence["text"],
            tuple(
                Citation(own[cited["article"]], cited["quote"], cited["start"], cited["end"])
                for cited in sentence["citations"]
            ),
        )
        for sentence in each["sentences"]
    )
    return Summary(Story(own), each["headline"], told, Length(each["length"]["asked"]), each["writer"])


def corpus(paths: Iterable[Path]) -> dict[str, Article]:
    """The articles of JSON Lines, also of those with a story in each line, by their addresses."""
    from briefing.sources.corpus import article_of

    found = {}
    for path in paths:
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                found.update({each["url"]: article_of(each) for each in row.get("articles", [row])})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("summaries", type=Path, help="a brief, or what `briefing summarize --format json` prints")
    parser.add_argument("articles", type=Path, nargs="+", help="JSON Lines, maybe .xz, with the articles' texts")
    given = parser.parse_args()
    told = summaries_of(json.loads(given.summaries.read_text(encoding="utf-8")), corpus(given.articles))
    findings = [finding for summary in told for finding in invented(summary)]
    for finding in findings:
        print(f"{finding.kind}: {finding.what}\n    {finding.sentence}")
    count = Counter(finding.kind for finding in findings)
    sentences = sum(len(summary.sentences) for summary in told)
    print(f"{len(told)} summaries, {sentences} sentences: {dict(count) or 'nothing invented'}")


if __name__ == "__main__":
    main()
