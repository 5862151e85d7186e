"""The PDF: everything is in it and can be read, checked and printed; no text breaks out, no script is lost unannounced."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture
from pypdf import PdfReader

from briefing.errors import TemplateError
from briefing.look import Look, page_size, theme
from briefing.render import part
from briefing.render.fonts import families, missing, problems, script, typesetter
from briefing.render.pdf import pdf
from briefing.render.sound import require_sound
from briefing.templating import passage
from briefing.text import clean
from briefing.types import Article, Brief, Citation, Health, Image, Length, Problem, Section, Sentence, Story, Summary

NOW = datetime(2026, 10, 15, 6, 0, tzinfo=UTC)
EMPTY = Brief("Nothing", NOW, (), Length(45))
POINTS = 72 / 25.4  # in a millimetre
# What is written in each script, its language, and the package of Debian with a font for it
SCRIPTS = {
    "Latin": ("Příliš žluťoučký kůň přešel most.", "cs", "fonts-noto-core"),
    "Cyrillic": ("Городской совет открыл мост.", "ru", "fonts-noto-core"),
    "Greek": ("Η βιβλιοθήκη ανοίγει ξανά.", "el", "fonts-noto-core"),
    "Arabic": ("افتتحت المدينة الجسر يوم الاثنين.", "ar", "fonts-noto-core"),
    "Hebrew": ("הספרייה העירונית נפתחת מחדש.", "he", "fonts-noto-core"),
    "Devanagari": ("शहर ने नदी पर नया पुल खोला।", "hi", "fonts-noto-core"),
    "Chinese": ("市政府今天开放了新的跨河大桥。", "zh", "fonts-noto-cjk"),
    "Japanese": ("市は川に架かる橋を開通させた。", "ja", "fonts-noto-cjk"),
    "Korean": ("시는 새 다리를 개통했다.", "ko", "fonts-noto-cjk"),
}


def article(text: str, title: str = "A title", source: str = "The Post", language: str = "en") -> Article:
    return Article("https://post.example/story", title, text, source, NOW, language)


def summary(text: str, headline: str = "A headline", language: str = "en", **said: Any) -> Summary:
    """A story of one sentence, quoted word for word."""
    told = article(text, headline, language=language)
    sentence = Sentence(text, (Citation(told, text, 0, len(text)),))
    return Summary(Story((told,)), headline, (sentence,), Length(45), "extractive", **said)


def brief(*summaries: Summary, **said: Any) -> Brief:
    return replace(EMPTY, sections=(Section("", summaries),), read=len(summaries), **{"title": "The Brief", **said})


def opened(data: bytes) -> Any:
    return PdfReader(BytesIO(data), strict=True)


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in opened(data).pages]


def squeezed(text: str) -> str:
    """Without white space, soft hyphens and marks of direction: what is left are the letters."""
    return re.sub("[\\s\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]+", "", text)


def letters(data: bytes) -> str:
    return squeezed("".join(pages(data)))


def addresses(data: bytes) -> set[str]:
    """The addresses outside that its links lead to."""
    notes = [note.get_object() for page in opened(data).pages for note in page.get("/Annots", ())]
    return {str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})}


def poppler(data: bytes, *options: str) -> str:
    """What pdftotext reads, which knows what a PDF says of joined letters."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not here: poppler-utils of Debian has it")
    return subprocess.run(
        ["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()


def titles(outline: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    for each in outline:
        if isinstance(each, list):
            yield from titles(each, depth + 1)
        else:
            yield depth, str(each.title)


def fonts(data: bytes) -> Iterator[Any]:
    """The fonts of all its pages, those within composite ones."""
    for page in opened(data).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            held = font.get_object()
            yield held.get("/DescendantFonts", [held])[0].get_object()


def test_the_same_brief_gives_the_same_bytes(demo_brief: Brief) -> None:
    """The file depends on the brief alone: its time is the brief's, its numbers its content's."""
    assert pdf(demo_brief, Look()) == pdf(demo_brief, Look())


def test_everything_told_is_on_the_pages(demo_brief: Brief) -> None:
    """Title, headlines, sentences, outlets and problems can be copied out of the pages."""
    found = letters(pdf(demo_brief, Look()))
    assert squeezed(demo_brief.title) in found
    assert "Thursday15October2026,06:00" in found
    assert all(squeezed(problem.what) in found for problem in demo_brief.problems)
    for each in demo_brief.summaries:
        assert squeezed(each.headline) in found
        assert all(squeezed(outlet) in found for outlet in each.story.outlets)
        for sentence in each.sentences:  # a column may end within a sentence, and a hyphen is no letter of it
            runs = [" ".join(run) for run in zip(*(sentence.text.split()[start:] for start in range(4)), strict=False)]
            assert sum(squeezed(run) in found for run in runs) >= len(runs) / 2, sentence.text


def test_every_citation_links_to_its_passage_and_every_article_can_be_reached(demo_brief: Brief) -> None:
    """Each numbered citation is a link to the passage, and each outlet one to its article."""
    reached = addresses(pdf(demo_brief, Look()))
    for each in demo_brief.summaries:
        cited = [citation for sentence in each.sentences for citation in sentence.citations]
        assert {passage(citation) for citation in cited} <= reached
        assert {article.url for article in each.story.articles} <= reached


def test_the_outline_names_sections_and_stories(demo_brief: Brief) -> None:
    """A reader can jump to each section, and within it to each story."""
    found = list(titles(opened(pdf(demo_brief, Look())).outline))
    for section in demo_brief.sections:
        start = found.index((0, section.name))
        expected = [(1, each.headline) for each in section.summaries]
        assert found[start + 1 : start + 1 + len(expected)] == expected


def test_contents_lead_to_pages_within(demo_brief: Brief) -> None:
    """The day at a glance and the contents are links within the document, beside the numbers of their pages."""
    data = pdf(demo_brief, Look(page=page_size("ereader")))
    front = [page for page in opened(data).pages[:3] if "/Annots" in page]
    inner = [note.get_object() for page in front for note in page["/Annots"] if "/Dest" in note.get_object()]
    inner += [
        note.get_object() for page in front for note in page["/Annots"] if "/D" in note.get_object().get("/A", {})
    ]
    assert len(inner) >= len(demo_brief.sections) + len(demo_brief.overview)
    last = demo_brief.sections[-1]
    at = next(n for n, text in enumerate(pages(data), 1) if squeezed(last.summaries[0].headline) in squeezed(text))
    assert f"{last.name}{at}" in letters(data)


def test_what_the_file_says_of_itself(demo_brief: Brief) -> None:
    """Title, author, date, keywords and language stand in the metadata, and the file is tagged for reading aloud."""
    german = replace(demo_brief, language="de")
    reader = opened(pdf(german, Look()))
    assert reader.metadata.title == demo_brief.title
    assert reader.metadata.author == "briefing"
    assert reader.metadata.creation_date == demo_brief.date
    assert str(reader.metadata["/Keywords"]).startswith("news, morning, Region")
    assert reader.root_object["/Lang"] == "de"
    assert reader.root_object["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("page", ["a4", "letter", "ereader", "157x209"])
@pytest.mark.parametrize("columns", [1, 2])
def test_pages_have_the_size_and_the_columns_asked_for(demo_brief: Brief, page: str, columns: int) -> None:
    """A4, Letter, e-readers and any other size; where there is no room for two columns there is one."""
    look = Look(page=page_size(page), columns=columns)
    for each in opened(pdf(demo_brief, look)).pages:
        assert [float(side) for side in each.mediabox[2:]] == pytest.approx([mm * POINTS for mm in look.page], abs=0.01)


def test_running_heads_name_the_brief_the_section_and_the_page(demo_brief: Brief) -> None:
    """From the second page on the title and the section stand above the text; each page has its number and the date."""
    found = pages(pdf(demo_brief, Look()))
    assert len(found) > 2
    for number, text in enumerate(found, 1):
        assert f"{number} / {len(found)}" in text
        assert "Thursday 15 October 2026" in text
    assert all(demo_brief.title in text for text in found)
    assert any(section.name in found[-1] for section in demo_brief.sections[:-1])


def test_all_fonts_travel_with_the_file(demo_brief: Brief) -> None:
    """The pages look the same on every computer: each font is embedded."""
    held = list(fonts(pdf(demo_brief, Look())))
    assert held
    for font in held:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])


@pytest.mark.parametrize("name", SCRIPTS)
def test_text_of_every_script_can_be_copied(name: str) -> None:
    """Headline and text come out as they went in, in their order; scripts of joined letters too."""
    text, language, package = SCRIPTS[name]
    if missing([text]):
        pytest.skip(f"no font for {name} here: {package} of Debian has one")
    copied = poppler(pdf(brief(summary(text, text, language), language=language), Look()))
    assert (
        squeezed(copied).count(squeezed(text).strip(".。")) >= 2
    )  # in a right-to-left line a full stop comes out first
    assert not problems(brief(summary(text)))


def test_right_to_left_text_begins_on_the_right() -> None:
    """A headline in Hebrew ends at the right edge of its column, one in English begins at the left."""

    if missing(["שלום"]):
        pytest.skip("no font for Hebrew here: fonts-noto-core of Debian has one")
    english, hebrew = (
        brief(summary(f"{word} 12345.", f"{word} 67890", language))
        for word, language in (("Peace", "en"), ("שלום", "he"))
    )
    assert left_edge(english, "67890") < 110 * POINTS < left_edge(hebrew, "67890")
    assert left_edge(english, "12345") < 110 * POINTS < left_edge(hebrew, "12345")


def left_edge(told: Brief, word: str) -> float:
    """Where the ``word`` begins on the first page, in points from its left edge."""
    boxes = poppler(pdf(told, Look(columns=1, charts=False)), "-bbox")
    (found,) = re.findall(rf'xMin="([\d.]+)"[^>]*>[^<]*{word}', boxes)
    return float(found)


def test_a_number_of_a_note_does_not_join_one_of_the_text() -> None:
    """Behind "3-1." written from right to left, the note's number stands to the left of all of it."""
    told = summary("فاز فريق الجامعة بنتيجة 3-1.", "فريق الجامعة يفوز", "ar")
    words = re.findall(r">([^<]+)</word>", poppler(pdf(brief(told, told), Look(columns=1)), "-bbox"))
    assert "2.1-3" in "".join(words)  # as they stand from left to right; a number that joins makes it 1.2-3


def test_words_break_as_their_language_does() -> None:
    """The same letters are hyphenated after the patterns of the language that the article is in."""
    text = "Verfassungsgerichtspräsidentinnen " * 40
    german, english = (brief(summary(text, language=language)) for language in ("de", "en"))
    narrow = Look(page=page_size("ereader"))
    assert pages(pdf(german, narrow)) != pages(pdf(english, narrow))


def test_hostile_text_comes_out_letter_by_letter(hostile_brief: Brief) -> None:
    """Nothing of it is taken for Typst, Jinja or a link, and nothing of it is lost."""
    attack = '#read("/etc/passwd") #panic() $ 1/0 $ @nobody <nobody> = no \\ " // gone? /* gone? `x` ~ -- ... {{ 7 }} {% raw %}'
    told = replace(hostile_brief, title=attack, problems=(Problem(attack, attack, attack),))
    for look in (Look(), Look(columns=1), Look(page=page_size("ereader"))):
        data = pdf(told, look)
        found = letters(data)
        assert found.count(squeezed(attack)) >= 4
        assert squeezed(clean(told.sections[0].summaries[0].headline)) in found
        assert addresses(data)
        assert all(address.startswith("https://evil.example/") for address in addresses(data))


def test_a_word_that_no_line_can_hold_breaks() -> None:
    """5,000 letters without a space stay on the page, in the title, a headline, a sentence, an outlet and a problem."""
    word = "x" * 5000
    long = article(word, word, word)
    story = Summary(Story((long,)), word, (Sentence(word, (Citation(long, word, 0, 5000),)),), Length(45), word, word)
    made = Brief(word, NOW, (Section(word, (story,)),), Length(45), problems=(Problem(word, word, word),))
    for look in (Look(), Look(page=page_size("ereader"))):
        lines = [line for text in pages(pdf(made, look)) for line in text.splitlines()]
        lines = [line for line in lines if not line.endswith("…")]  # running heads, which are cut
        most = look.page[0] * POINTS / (look.theme.text_size * 0.4)  # an x of the smallest text is wider than that
        assert max(map(len, lines)) < most
        assert sum(line.count("x") for line in lines) >= 7 * 5000


def test_an_empty_brief_says_so() -> None:
    """A brief without a story is a page that says that no story came of what was read."""
    (text,) = pages(pdf(EMPTY, Look()))
    assert "No story came of the 0 articles" in text


def test_a_word_without_end_makes_no_file_without_end() -> None:
    """The address of an overlong title is not repeated for each part of it: 12,500 of them were 41 MB."""
    url = "https://post.example/" + "b" * 1500
    titled = replace(article("Some words.", "x" * 100_000), url=url)
    printed = replace(article("Some words.", "Short"), source="x" * 100_000, url=url)
    for told in (titled, printed):
        quoted = Sentence("It did.", (Citation(told, "Some words.", 0, 11),))
        stories = (Section("", (Summary(Story((told,)), "Bridge", (quoted,), Length(45), "chat"),)),)
        made = pdf(replace(EMPTY, sections=stories, elsewhere=(Story((told,)),)), Look())
        assert "".join(pages(made)).count("x") >= 100_000
        assert len(made) < 5_000_000


def test_a_title_that_ends_in_a_soft_hyphen_costs_no_brief() -> None:
    """Typst 0.15 cannot tag a link that ends so; the pages are made without tags for reading aloud."""
    told = article("Some words.", "Read on\xad")
    assert "Read on" in "".join(pages(pdf(replace(EMPTY, elsewhere=(Story((told,)),)), Look())))


def test_a_brief_without_sections_has_none_in_its_running_heads() -> None:
    """Where no section has a name, the head of a page names the brief alone."""
    stories = tuple(summary(f"This is what happened in place {n}.", f"Story number {n}") for n in range(40))
    _, *others = pages(pdf(replace(EMPTY, sections=(Section("", stories),)), Look()))
    assert others
    assert not [page for page in others if "Section" in page]


def test_a_brief_of_links_alone_and_of_failing_sources() -> None:
    """Elsewhere, problems and the state of the sources are told without a single story."""
    told = replace(
        EMPTY,
        elsewhere=(Story((article("Some words.", "Read on"),)),),
        problems=(Problem("a feed", "no answer", "ask later"),),
        health=(Health("The Post", "https://post.example/", failures=2, error="no answer"), Health("Daily", "x", NOW)),
    )
    text = " ".join("".join(pages(pdf(told, Look()))).split())
    assert "Read on" in text
    assert "a feed: no answer (ask later)" in text
    assert "1 of 2 sources answered; 1 could not be read." in text


def test_two_hundred_stories_are_all_there() -> None:
    """The outline of a long brief has every story once."""
    stories = [summary(f"This is what happened in place {n}.", f"Story number {n}") for n in range(200)]
    sections = tuple(Section(f"Part {n}", tuple(stories[n * 20 : n * 20 + 20])) for n in range(10))
    found = [title for _, title in titles(opened(pdf(replace(EMPTY, sections=sections), Look())).outline)]
    assert [title for title in found if title.startswith("Story")] == [f"Story number {n}" for n in range(200)]


def test_a_passage_that_is_not_the_sentence_is_quoted_in_the_note() -> None:
    """A sentence quoted word for word needs no second copy; any other shows the passage that it rests on."""
    told = article("The council met. It voted for the bridge by nine to two.")
    quote = told.text[17:]
    made = Summary(
        Story((told,)), "Bridge", (Sentence("The bridge will come.", (Citation(told, quote, 17, 55),)),), Length(45), "chat"
    )  # fmt: skip
    for look in (Look(), Look(columns=1)):
        assert f"“{squeezed(quote)}”" in letters(pdf(brief(made), look))
    assert "“" not in letters(pdf(brief(summary("The bridge will come.")), Look()))


def test_pictures_are_embedded_with_their_credit() -> None:
    """A picture travels in the file as it is, and who it is from stands under it."""
    content = BytesIO()
    Picture.new("RGB", (60, 40), "#336699").save(content, "JPEG")
    image = Image(content.getvalue(), 60, 40, "The Post's photographer")
    for look in (Look(), Look(columns=1)):
        data = pdf(brief(summary("Words."), summary("Words.", image=image)), look)
        (found,) = [image for page in opened(data).pages for image in page.images]
        assert found.data == image.content
        assert "Picture:ThePost'sphotographer" in letters(data)


def test_charts_can_be_left_out(demo_brief: Brief) -> None:
    """Coverage by outlet and the stories by section are drawn where the setting says so."""
    assert "Coveragebyoutlet" in letters(pdf(demo_brief, Look()))
    assert "storiesbysection" in letters(pdf(demo_brief, Look()))
    without = letters(pdf(demo_brief, Look(charts=False)))
    assert "Coveragebyoutlet" not in without
    assert "storiesbysection" not in without


def test_themes_differ_in_fonts_and_colours(demo_brief: Brief) -> None:
    """Another theme is other fonts and another accent, not only another name."""
    newspaper, plain = (pdf(demo_brief, Look(theme=theme(name, {}))) for name in ("newspaper", "plain"))
    names = [{str(font["/BaseFont"]).partition("+")[2] for font in fonts(data)} for data in (newspaper, plain)]
    assert names[0] != names[1]
    red = pdf(demo_brief, Look(theme=theme("newspaper", {"accent": "#ff0000"})))
    assert b"1 0 0 scn" in b"".join(page.get_contents().get_data() for page in opened(red).pages)
    assert b"1 0 0 scn" not in b"".join(page.get_contents().get_data() for page in opened(newspaper).pages)


def test_a_script_without_a_font_is_announced() -> None:
    """With the fonts that Typst brings along there is none for Chinese: the first page and the last part both say so."""
    made = brief(summary("新桥今日通车。", "新桥", "zh"))
    (found,) = missing(["新桥今日通车 and some English"], system=False)
    assert (found.script, found.characters) == ("Han", 6)
    assert "fonts-noto-cjk" in found.remedy
    assert [problem.where for problem in problems(made, system=False)] == ["fonts for Han", "fonts for Symbols"]
    text = " ".join("".join(pages(pdf(made, Look(), system=False))).split())
    assert "No font here can set Han" in text
    assert "fonts-noto-cjk" in squeezed(text.rpartition("About this brief")[2])


def test_nothing_is_announced_where_nothing_is_missing(demo_brief: Brief) -> None:
    """Latin, Greek and Cyrillic need no font of the system; marks that combine are no characters by themselves."""
    assert not missing(["Žluťoučký", "Ελληνικά", "Русский", "e\u0301 “quoted” – 12 €"], system=False)
    assert "No font here" not in "".join(pages(pdf(demo_brief, Look(), system=False)))


@pytest.mark.parametrize(
    ("character", "name"),
    [("é", "Latin"), ("я", "Cyrillic"), ("字", "Han"), ("ひ", "Hiragana"), ("ｶ", "Katakana"), ("한", "Hangul"),
     ("न", "Devanagari"), ("ก", "Thai"), ("አ", "Ethiopic"), ("🙂", "Symbols"), ("€", "Symbols")],
)  # fmt: skip
def test_scripts_are_told_by_the_names_of_their_letters(character: str, name: str) -> None:
    """What is no letter counts as a symbol."""
    assert script(character) == name


def test_families_that_are_not_there_are_not_asked_for() -> None:
    """Of a theme's fonts those that exist go on, and there is always one."""
    assert families(("Nowhere Text", "serif"), (), system=False) == ("Libertinus Serif",)
    assert families(("Nowhere Text", "New Computer Modern", "sans-serif"), ("Greek",), system=False) == (
        "New Computer Modern", "Libertinus Serif",
    )  # fmt: skip


def own_template(folder: Path, old: str, new: str) -> Look:
    """The look of a reader whose copy of the template has ``new`` in place of ``old``."""
    text = (Path(__file__).parent.parent / "templates" / "brief.typ").read_text(encoding="utf-8")
    assert old in text
    (folder / "brief.typ").write_text(text.replace(old, new, 1), encoding="utf-8")
    return Look(own=folder)


def test_a_mistake_in_a_readers_template_is_named_with_its_line(tmp_path: Path, demo_brief: Brief) -> None:
    """What Typst says comes with the file and the line of the template, not of what Jinja made of it."""
    heading = '#band("About this brief", <about>)'
    look = own_template(tmp_path, heading, heading + "\n#no-such-function[of {{ brief.title }}]")
    lines = (tmp_path / "brief.typ").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "no-such-function" in text)
    with pytest.raises(TemplateError, match=rf"brief\.typ, line {line}: unknown variable: no-such-function"):
        pdf(demo_brief, look)


def test_a_template_reads_no_file(tmp_path: Path, demo_brief: Brief) -> None:
    """What a template asks of the disk is not there: its root is a folder with the brief's pictures alone."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    for path in (str(secret), "secret.txt", "../secret.txt", "/etc/passwd"):
        look = own_template(tmp_path, "// What the theme and the page say", f'#read("{path}")')
        with pytest.raises(TemplateError, match=r"not found|access denied|escape|outside"):
            pdf(demo_brief, look)


@pytest.mark.parametrize("name", ["brief.typ", "epub/cover.typ"])
def test_a_template_fetches_no_package(name: str, tmp_path: Path) -> None:
    """Typst would load a package from the network; the template is refused, and a text that reads like one is not."""
    (tmp_path / "epub").mkdir()
    (tmp_path / name).write_text('#import "@preview/cetz:0.3.4"\nNothing', encoding="utf-8")
    with pytest.raises(TemplateError, match=rf"{name} imports a package"):
        part(EMPTY, "pdf" if name == "brief.typ" else "epub", Look(own=tmp_path))
    for text in ('#import "@preview/cetz:0.3.4"', "import ", '"@preview/cetz:0.3.4"'):
        told = brief(summary(f"{text}.", text), title=text)
        for form in ("pdf", "epub"):
            require_sound(form, part(told, form, Look()))


def test_fonts_are_looked_for_once() -> None:
    """All briefs of a process share what was found out about the fonts."""
    assert typesetter() is typesetter()
