"""Which scripts a text is written in, and whether a font that Typst sees can set them: no box comes unannounced."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

from briefing.errors import TemplateError
from briefing.text import clean
from briefing.types import Brief, Problem, Summary

if TYPE_CHECKING:
    from typst import Compiler, PDFStandards

LINE = re.compile(r"\.typ:(\d+):\d+\n")  # of a place that Typst names in what it says went wrong
BUG = "internal error"  # as of Typst 0.15, whose tags for reading aloud fail at a link that ends in a soft hyphen
PACKAGE = re.compile(
    r'\b(?:import|include)\s*\(?"@'
)  # what Typst would load from the network; in a string the quotes are escaped
EXACT = "a-2b"  # the standard under which Typst refuses every character that no font has (ISO 19005-2)
AT_ONCE = 2000  # characters; what 6,000 without a font take is 1.9 s in one piece, and grows with their square
NAMED = re.compile(
    r"(?:FULLWIDTH |HALFWIDTH )?(.+?) (?:CAPITAL|SMALL|LETTER|CHARACTER|SYLLAB|UNIFIED|COMPAT|IDEOGR|HIERO|SIGN|VOWEL)"
)
EASTERN = ("Han", "Hiragana", "Katakana", "Hangul", "Bopomofo")
SYMBOLS = "Symbols"
USUAL = {
    "Serif": ("Libertinus Serif",),
    "Sans": ("Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial", "Helvetica Neue"),
}
SANS = {"sans-serif", "system-ui"}


@dataclass(frozen=True, slots=True)
class MissingScript:
    """A script, or symbols, for which ``characters`` different characters of a text have no font."""

    script: str
    characters: int
    remedy: str

    def __str__(self) -> str:
        counted = f"{self.characters} character" + ("" if self.characters == 1 else "s")
        return f"{self.script}: no font here has {counted} of it, boxes stand for them; {self.remedy}"


@dataclass
class Typesetter:
    """Typst with its fonts, found once. ``known`` says of each character that was asked about whether a font has it."""

    compiler: Compiler
    families: frozenset[str]
    known: dict[str, bool] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def compile(
        self, source: str, pictures: Mapping[str, bytes] | None = None, moment: int = 0, standard: str | None = None
    ) -> bytes:
        """The PDF of Typst's ``source``, which can read the ``pictures`` and no other file; TypstError where it fails.

        ``moment`` is its time, in seconds of the epoch.
        """
        from typst import TypstError

        with self.lock, tempfile.TemporaryDirectory() as folder:
            for name, content in (pictures or {}).items():
                (Path(folder) / name).write_bytes(content)
            compiled = partial(
                self.compiler.compile, source.encode(), format="pdf", root=folder, timestamp=moment,
                pdf_standards=cast("PDFStandards", standard or []),
            )  # fmt: skip
            try:
                return cast(bytes, compiled())
            except TypstError as error:
                if BUG not in str(error):
                    raise
                return cast(bytes, compiled(pdf_tags=False))

    def without(self, characters: set[str]) -> set[str]:
        """Those of the characters that no font has."""
        unknown = sorted(characters - self.known.keys())
        for start in range(0, len(unknown), AT_ONCE):
            asked = unknown[start : start + AT_ONCE]
            bad = self._refused(asked)
            self.known.update((each, each not in bad) for each in asked)
        return {each for each in characters if not self.known[each]}

    def _refused(self, characters: Sequence[str]) -> set[str]:
        from typst import TypstError

        source = "\n".join(f'#"{each}" \\' for each in characters)
        try:
            self.compile(source, standard=EXACT)
        except TypstError as error:
            return {characters[int(line) - 1] for line in LINE.findall(error.diagnostic)}
        return set()


def require_no_package(source: str, template: Path) -> None:
    """TemplateError where Typst's ``source`` imports a package: it would be fetched, and a brief is made offline too."""
    if PACKAGE.search(source):
        raise TemplateError(f"template {template} imports a package", "copy what it needs of it into the template")


@cache
def typesetter(system: bool = True) -> Typesetter:
    """The one of this process; without the ``system``'s fonts it has those alone that Typst brings along."""
    from typst import Compiler, Fonts

    fonts = Fonts(include_system_fonts=system)
    return Typesetter(Compiler(font_paths=fonts), frozenset(fonts.families()))


def script(character: str) -> str:
    """The script of a letter, by the name that Unicode gives it: Latin, Han, Devanagari; ``Symbols`` for what is no letter."""
    if not character.isalpha():
        return SYMBOLS
    name = unicodedata.name(character, SYMBOLS)
    found = NAMED.match(name)
    return (found[1] if found else name.split()[0]).replace("CJK", "Han").title()


def _remedy(name: str) -> str:
    if name in EASTERN:
        return "install fonts-noto-cjk (Debian, Ubuntu), or Noto Serif CJK and Noto Sans CJK from notofonts (elsewhere)"
    if name == SYMBOLS:
        return "install fonts-noto-core and fonts-noto-color-emoji (Debian, Ubuntu), or Noto Sans Symbols 2 and Noto Color Emoji (elsewhere)"
    return f"install fonts-noto-core (Debian, Ubuntu), or Noto Sans {name} (elsewhere)"


def missing(texts: Iterable[str], system: bool = True) -> tuple[MissingScript, ...]:
    """The scripts of ``texts`` that no font can set wholly, those with the most characters first."""
    characters = {each for text in texts for each in clean(text) if _has_shape(each)}
    count = Counter(script(each) for each in typesetter(system).without(characters))
    return tuple(
        MissingScript(name, number, _remedy(name))
        for name, number in sorted(count.items(), key=lambda c: (-c[1], c[0]))
    )


def _has_shape(character: str) -> bool:
    """Whether it is drawn by itself: no space, no control character, no mark that combines with another."""
    return character > "\x7f" and unicodedata.category(character)[0] not in "CMZ"


def families(wanted: Sequence[str], scripts: Iterable[str], system: bool = True) -> tuple[str, ...]:
    """Of the ``wanted`` families those that are there, then others in their manner, and one for each of the ``scripts``."""
    there = typesetter(system).families
    manner = "Sans" if SANS & set(wanted) else "Serif"
    usual = next((name for name in USUAL[manner] if name in there), "Libertinus Serif")
    found = [name for name in (*wanted, usual) if name in there]
    for each in sorted(scripts):
        # Words copied from Noto Serif Devanagari in bold have letters twice, so other scripts are set in sans
        styles, name = ((manner, "Sans"), "CJK SC") if each in EASTERN else (("Naskh", "Sans", "Serif"), each)
        names = [f"Noto {style} {name}" for style in styles]
        found += [name for name in names if name in there][:1]
    return tuple(dict.fromkeys(found))


def texts(brief: Brief) -> Iterator[str]:
    """Everything from outside that a brief prints."""
    yield brief.title
    yield from (sentence.text for sentence in brief.overview)
    yield from brief.outlets
    for section in brief.sections:
        yield section.name
        for summary in section.summaries:
            yield from _texts_of(summary)
    yield from (story.linked.title for story in brief.elsewhere)
    yield from (story.earlier.headline if story.earlier else story.latest.title for story in brief.continuing)
    yield from brief.covered
    yield from (str(problem) for problem in brief.problems)
    yield from (health.source for health in brief.health)
    yield from (brief.model.name, brief.model.revision) if brief.model else ()


def _texts_of(summary: Summary) -> Iterator[str]:
    yield from (summary.headline, summary.note, summary.writer, summary.writing.failure if summary.writing else "")
    if summary.story.thread:
        yield from (episode.headline for episode in summary.story.thread.episodes)
    for each in summary.story.disagreements:
        yield each.counted
        yield from (text for figure in each.figures for text in (figure.text, figure.citation.quote))
    for sentence in summary.sentences:
        yield sentence.text
        yield from (citation.quote for citation in sentence.citations)


def scripts(brief: Brief) -> frozenset[str]:
    """The scripts of the letters that a brief prints."""
    return frozenset(
        script(each) for each in set().union(*map(clean, texts(brief))) if each > "\x7f" and each.isalpha()
    )


def problems(brief: Brief, system: bool = True) -> tuple[Problem, ...]:
    """What a reader of its PDF has to know: each script that no font can set, and what to install."""
    return tuple(
        Problem(f"fonts for {each.script}", f"{each.characters} of its characters are boxes in the PDF", each.remedy)
        for each in missing(texts(brief), system)
    )
