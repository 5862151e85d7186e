from __future__ import annotations

import json
import re
import tarfile
import time
from collections import Counter
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.extract import Extract, extract, paragraphs, plain, unwrapped

# F1 of four-word shingles over the forty pages (mean precision, mean recall): 0.973; trafilatura 2.3.1 by itself 0.924
EXTRACTION_F1 = 0.965
POOR = 0.8  # F1 of a page
POOR_MOST = 2  # pages below it: tables of sport, which are left out on purpose

PAGE = """<!doctype html><html lang="en-GB"><head><title>Bridge closed - Alder</title>
<meta property="og:title" content="Bridge closed after flood"><meta property="og:site_name" content="The Alder">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2026-03-01T08:30:00Z">
<link rel="canonical" href="https://alder.example/bridge"><meta property="og:image" content="https://alder.example/b.jpg"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Bridge closed after flood</h1>
<p>The council closed the bridge on Monday after the flood had washed away part of a pier, its engineers said.</p>
<p>Traffic will be led through the tunnel until May. Buses stop at the harbour and go back from there, every ten minutes.</p>
<p>The bridge was built in 1931. It was last repaired in 2008, when the council replaced two of its six piers.</p></article>
<div class="comments"><p>First! This is a comment that somebody left below the article about the bridge.</p></div>
<footer><p>Copyright The Alder. All rights reserved.</p></footer></body></html>"""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[start : start + 4]) for start in range(len(words) - 3))


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def test_the_articles_of_real_pages_are_found(shared: Path) -> None:
    """Over forty pages of the article extraction benchmark the text is right to the floor that is named above."""
    expected = json.loads((shared / "pages" / "expected.json").read_text(encoding="utf-8"))
    scores: dict[str, tuple[float, float]] = {}
    with tarfile.open(shared / "pages" / "html.tar.xz") as pages:
        for member in pages:
            page, file = expected.pop(Path(member.name).stem, None), pages.extractfile(member)
            if page and file:
                found, marked = shingles(extract(file.read(), page["url"]).text), shingles(page["articleBody"])
                common = (found & marked).total()
                scores[page["url"]] = (common / found.total(), common / marked.total())
    assert expected == {}
    poor = {url: score for url, score in scores.items() if f1(*score) < POOR}
    assert len(poor) <= POOR_MOST, poor
    assert f1(mean(each[0] for each in scores.values()), mean(each[1] for each in scores.values())) >= EXTRACTION_F1, (
        scores
    )


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    """Text without navigation, comments and footer; title, outlet, author, day, language, address, picture."""
    found = extract(PAGE.encode(), "https://alder.example/bridge?utm_source=x")
    assert found.text.startswith("The council closed the bridge on Monday") or found.text.startswith("Bridge closed")
    assert "replaced two of its six piers." in found.text
    for furniture in ("Sport", "First!", "All rights reserved"):
        assert furniture not in found.text
    assert found.title == "Bridge closed after flood"
    assert found.source == "The Alder"
    assert found.authors == ("Ann Lee",)
    assert found.published == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert found.url == found.canonical == "https://alder.example/bridge"
    assert found.language == "en"
    assert found.image == "https://alder.example/b.jpg"


@pytest.mark.parametrize("page", [b"", b"<html>", b"\x00", b"<html><body></body></html>", b"<!-- ", b"no tags at all"])
def test_a_page_without_an_article_has_no_text(page: bytes) -> None:
    """Nothing is made up and nothing is raised."""
    assert extract(page) == Extract("")


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("One.", "One."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br>Two.<br/><br/>Three.", "One.\n\nTwo.\n\nThree."),
        ("<p>One\nlong\n  line.</p>", "One long line."),
        ("One &amp; two.\n\nThree.", "One & two.\n\nThree."),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<table><tr><td>One</td><td>Two</td></tr></table>", "One\n\nTwo"),
        ("A <b>bold</b> <a href='x'>link</a>.", "A bold link."),
        ("<script>alert(1)</script><style>p{}</style>Text.<!-- not this -->", "Text."),
        ("<nav><form>Menu</form></nav><button>Buy</button>Text.", "Text."),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("caf&eacute;&nbsp;&ndash; &#8364;5", "café – €5"),
        ("<p>Cut off &amp; <b>open", "Cut off & open"),
        ("", ""),
        ("<", "<"),
        ("<!-- only a comment -->", ""),
        ("&#xd800;&#0;x", "��x"),
    ],
)
def test_a_fragment_becomes_paragraphs(fragment: str, text: str) -> None:
    """Blocks part paragraphs, white space folds, entities are read, what a reader does not see goes."""
    assert plain(fragment) == text


@given(st.text(alphabet=st.sampled_from("ab <>&/;!-\n\r\t\"'=p#x0é\ud83d\x00")))
def test_any_fragment_becomes_clean_text(fragment: str) -> None:
    """Broken markup never raises, and the result is in paragraphs as they are written everywhere."""
    text = plain(fragment)
    assert paragraphs(text) == text
    text.encode()


@given(st.text())
def test_paragraphs_of_paragraphs_are_the_same(text: str) -> None:
    """One blank line between lines that hold anything, no white space at their ends, and doing it twice changes nothing."""
    once = paragraphs(text)
    assert paragraphs(once) == once
    assert all(line == line.strip() for line in once.split("\n\n"))
    assert "\n\n\n" not in once


WRAPPED = """Bridge closed after flood

The council closed the bridge on Monday after the flood had washed
away part of a pier, its engineers said.
Traffic will be led through the tunnel until May. Buses stop at the
harbour.

- tunnel
- harbour"""


def test_a_fixed_width_does_not_cut_sentences() -> None:
    """A line break where the next word did not fit belongs to the width; any other belongs to the text."""
    assert paragraphs(unwrapped(WRAPPED)).split("\n\n") == [
        "Bridge closed after flood",
        "The council closed the bridge on Monday after the flood had washed away part of a pier, its engineers said.",
        "Traffic will be led through the tunnel until May. Buses stop at the harbour.",
        "- tunnel",
        "- harbour",
    ]


@given(st.text(alphabet=st.sampled_from("ab.- \n"), max_size=400))
def test_taking_out_a_width_loses_no_word(text: str) -> None:
    """The words stay the same, in their order."""
    assert unwrapped(text).split() == text.split()


@pytest.mark.parametrize(
    "text", ["", "One line.", "Short\nlines\nof a poem", f"{'A long paragraph. ' * 30}\nAnd another."]
)
def test_text_without_a_width_stays_as_it_is(text: str) -> None:
    """Short lines and long paragraphs keep their breaks."""
    assert unwrapped(text) == text


PROSE = PAGE[PAGE.index("<p>The council") : PAGE.index("</article>")]
LONG = (
    "The river rose by four meters within a night, more than in any year since the mill was built, the engineers said."
)


def page_with(head: str = "", body: str = "", html: str = "<html>") -> str:
    """A page whose head or body holds something of interest, around the same article."""
    return f"<!doctype html>{html}<head><title>Bridge closed</title>{head}</head><body><article><h1>Bridge closed</h1>{PROSE}{body}</article></body></html>"


def lines_of(body: str) -> list[str]:
    return extract(page_with(body=body)).text.split("\n\n")


def test_the_title_is_no_part_of_the_text() -> None:
    """A heading that repeats the title above the first paragraph goes; the text begins with its first sentence."""
    assert extract(page_with()).text.startswith("The council closed the bridge on Monday")


@pytest.mark.parametrize(
    "body",
    [
        '<div class="newsletter-box"><h3>The Alder by mail</h3><p>All that happens by the river, every day at six.</p></div>',
        '<p class="img-caption">The bridge as it was seen from the harbour on the day before the flood came.</p>',
        "<p>Related: Five bridges that were closed in the same week</p>",
        "<p>Advertisement</p>",
        "<p>Share this article with a friend</p>",
        "<p>ann.lee@alder.example</p>",
        '<p style="display: none">This line is shown to nobody who reads the page in a browser, and means nothing.</p>',
        f'<div><h4>More stories of the Alder</h4><ul>{"<li>The old mill: <a href=/x>is to be a museum</a></li>" * 4}</ul></div>',
        f'<div>{"<p><a href=/x>The old mill by the river is to become a museum, the council says</a></p>" * 4}</div>',
    ],
)  # fmt: skip
def test_what_belongs_to_the_page_is_left_out(body: str) -> None:
    """Appeals, captions, labels, hidden lines and lists of other articles are no part of the article."""
    assert lines_of(body) == lines_of("")


def test_text_without_a_paragraph_of_its_own_is_kept() -> None:
    """Old pages part their lines by breaks: what stands loose beside other blocks is prose all the same."""
    assert LONG in lines_of(f"<div>{LONG}<br><br>{LONG.replace('river', 'lake')}</div>")


def test_an_article_in_several_blocks_is_read_to_its_end() -> None:
    """Adverts cut articles into blocks of one class; all of them count."""
    block = '<div class="grid"><div class="article__body">{}</div></div><div class="ad">Advertisement</div>'
    parts = [f"<p>{LONG.replace('four', number)}</p>" * 1 for number in ("two", "three", "five", "six", "seven")]
    html = f"<html><body><main><article>{''.join(block.format(part) for part in parts)}</article></main></body></html>"
    assert [word for word in ("two", "three", "five", "six", "seven") if f"by {word} meters" in extract(html).text] == [
        "two", "three", "five", "six", "seven",
    ]  # fmt: skip


def test_a_sentence_keeps_the_words_of_its_links() -> None:
    """A link within a sentence is no navigation: its words stay, the box that opens over a name goes."""
    box = '<span class="rollover">Ann Lee, born in 1970, has sat on the council for ten years</span>'
    body = f'<p>The mayor has said that <span class="link"><a href="/x">the council will pay</a></span> for the repairs of the bridge, and Ann Lee{box} agreed.</p>'
    assert (
        "The mayor has said that the council will pay for the repairs of the bridge, and Ann Lee agreed."
        in lines_of(body)
    )


def test_a_line_that_stands_twice_is_read_once() -> None:
    """Pull quotes and leads repeat a sentence of the text."""
    assert lines_of(f"<p>{LONG}</p><p>Between.</p><p>{LONG}</p>").count(LONG) == 1


def json_ld(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **said})}</script>'


def test_a_page_that_scripts_fill_tells_its_article_in_json() -> None:
    """Where the markup holds a stub of what JSON-LD gives whole, the latter is the article; where not, the markup is."""
    whole = " ".join([LONG] * 8)
    stub = f"<html><head>{json_ld(**{'@type': 'NewsArticle', 'articleBody': whole})}</head><body><p>{LONG}</p></body></html>"
    assert extract(stub).text == whole
    assert "pier" in extract(page_with(json_ld(**{"@type": "NewsArticle", "articleBody": "Short."}))).text


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        (json_ld(**{"@type": "NewsArticle", "datePublished": "2026-03-01T08:30:00+02:00"}), datetime(2026, 3, 1, 6, 30, tzinfo=UTC)),
        (json_ld(**{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "datePublished": "2026-03-01T08:30Z"}]}), datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ('<meta property="article:published_time" content="2026-03-01T08:30:00">', datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ('<meta name="date" content="Sun, 01 Mar 2026 08:30:00 +0100">', datetime(2026, 3, 1, 7, 30, tzinfo=UTC)),
        ('<meta property="article:published_time" content="2026-03-01">', datetime(2026, 3, 1, tzinfo=UTC)),
        ('<meta property="article:published_time" content="2026-03-01"><time datetime="2026-03-01T17:45Z"></time>', datetime(2026, 3, 1, 17, 45, tzinfo=UTC)),
        ('<meta property="article:published_time" content="2026-03-01"><time datetime="2019-03-01T17:45Z"></time>', datetime(2026, 3, 1, tzinfo=UTC)),
        ('<meta property="article:published_time" content="9999-12-31T23:59-14:00">', None),
        ('<meta property="article:published_time" content="yesterday">', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_time_of_publication_is_exact_where_the_page_is(head: str, moment: datetime | None) -> None:
    """JSON-LD, meta elements and a time element of the same day give the minute, in UTC; a day alone is its midnight."""
    assert extract(page_with(head)).published == moment


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (json_ld(**{"@type": "NewsArticle"}), "article"),
        (json_ld(**{"@type": ["BlogPosting", "Thing"]}), "article"),
        (json_ld(**{"@type": "LiveBlogPosting"}), "live"),
        ('<meta property="og:type" content="article">', "article"),
        ('<meta property="og:type" content="website">', "other"),
        (json_ld(**{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle"}]}), "other"),
        ('<script type="application/ld+json">{"@type": "NewsArt</script>', "other"),
        ('<script type="application/ld+json">[[[1]], null, "x", {"@type": 5}]</script>', "other"),
        ("", "other"),
    ],
)
def test_a_page_says_what_kind_it_is(head: str, kind: str) -> None:
    """An article, a live blog, or something else; what a list on it holds does not count."""
    assert extract(page_with(head)).kind == kind


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ('<link rel="canonical" href="https://alder.example/bridge">', "https://alder.example/bridge"),
        ('<link rel="canonical" href="/bridge">', "https://www.alder.example/bridge"),
        ('<meta property="og:url" content="https://alder.example/b">', "https://alder.example/b"),
        ('<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="https://alder.example/b">', "https://alder.example/b"),
        ('<link rel="canonical" href="http://[">', ""),
        ('<link rel="canonical" href="">', ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_page_gives_its_own_address(head: str, canonical: str) -> None:
    """The canonical link, else og:url, made whole; only what may become a link."""
    assert extract(page_with(head), "https://www.alder.example/amp/bridge?utm_source=x").canonical == canonical


@pytest.mark.parametrize(
    ("lang", "language"), [("de-CH", "de"), ("fr", "fr"), ("NDS", "nds"), ('x" onload="y', ""), ("", "")]
)
def test_the_language_is_what_the_page_declares(lang: str, language: str) -> None:
    """The first part of the html element's lang; nothing is guessed."""
    assert extract(page_with(html=f'<html lang="{escape(lang)}">')).language == language


def test_bytes_are_read_in_the_character_set_of_the_page() -> None:
    """What the server declares counts, then what the page declares."""
    russian = "Совет закрыл мост в понедельник после того, как паводок смыл часть опоры, сообщили инженеры города."
    html = f"<html><body><article><p>{russian}</p></article></body></html>"
    assert extract(html.encode("koi8-r"), declared="koi8-r").text == russian
    assert (
        extract(html.replace("<body>", '<head><meta charset="koi8-r"></head><body>').encode("koi8-r")).text == russian
    )


@given(st.lists(st.sampled_from([
    "<p>", "</p>", "<div>", "<div hidden>", "<span class=tooltip>", "</span>", "<a href=x>", "</a>", "<ul><li>", "<br>", "<article>", "<h1>", LONG,
    "Related: x", "<meta property=og:url content='http://['>", "<script type='application/ld+json'>[{\"@graph\": 1}]</script>", "<time datetime='0'>",
    "<link rel=canonical href='//x'>", "<!--", "-->", "\x00", "\ud800", "<html lang=''>", "<table><td>",
]), max_size=25).map("".join), st.sampled_from(["", "https://a.example/x", "http://[", "x"]))  # fmt: skip
def test_any_page_is_read(html: str, url: str) -> None:
    """Broken markup never raises, and the text is in paragraphs as they are written everywhere."""
    found = extract(html, url)
    assert paragraphs(found.text) == found.text
    assert found.canonical == "" or found.canonical.startswith("http")


@pytest.mark.parametrize(
    "markup",
    [
        "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">x</p>",
        "<p " + " ".join(f'a{number}="<b>"' for number in range(200_000)) + ">x</p>",
        "<p " + " ".join(f"a{number}" for number in range(200_000)) + ">x</p>",
        "<div>" * 200_000 + "x",
        "<p>x" * 300_000,
        "<a href=/x>y</a>" * 200_000,
        "<a href=/x>y</a>" * 20_000,
        "<b a='" * 200_000,
    ],
    ids=[
        "attributes",
        "quoted attributes",
        "bare attributes",
        "nested",
        "paragraphs",
        "many links",
        "links",
        "open quotes",
    ],
)
def test_markup_that_only_an_attack_has_costs_no_minutes(markup: str) -> None:
    """What parsers would need minutes for is no article, and is found to be none at once."""
    start = time.monotonic()
    extract(f"<html><body>{markup}", "https://a.example/")
    plain(markup)
    assert time.monotonic() - start < 20
