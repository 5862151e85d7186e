from __future__ import annotations

import json
import lzma
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text import LANGUAGE_SAMPLE, canonical_url, clean, detect_language, is_web_address, one_line, sentences

LANGUAGES = ["en", "de", "fr", "es", "zh", "hi", "ar", "sw", "", "no-such-language"]
ADDRESSES = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["example.com", "www.example.com", "m.example.com", "amp.example.org", "EXAMPLE.com", "a.b.co.uk"]),
    st.lists(st.sampled_from(["", "news", "amp", "2024", "a:b", "caf%C3%A9"]), max_size=5).map(
        lambda parts: "".join("/" + part for part in parts)
    ),
    st.lists(st.sampled_from(["id=4", "utm_source=x", "4711", "q=a%20b", "fbclid=1", "b=2", "a="]), max_size=4).map(
        lambda parts: "?" + "&".join(parts) if parts else ""
    ),
    st.sampled_from(["", "#top", "#:~:text=a"]),
)


@given(st.text(), st.sampled_from(LANGUAGES))
def test_a_sentence_is_exactly_the_text_between_its_offsets(text: str, language: str) -> None:
    """Offsets select the sentence, sentences come in order and do not overlap, and none is blank or has a loose end."""
    end = 0
    for span in sentences(text, language):
        assert text[span.start : span.end] == span.string
        assert span.start >= end
        assert span.string.strip()
        assert "\n" not in span.string
        end = span.end


@given(st.text(alphabet="aB .!?\"'“”»)\n。é1"))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    """Between two sentences there is white space and nothing else."""
    rest = text
    for span in reversed(sentences(text)):
        rest = rest[: span.start] + rest[span.end :]
    assert not rest.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith went home. It rained.", ["Mr. Smith went home.", "It rained."]),
        ('"We won." The crowd cheered.', ['"We won."', "The crowd cheered."]),
        ("“We are done.” she said. Then she left.", ["“We are done.” she said.", "Then she left."]),
        ("A heading\nThe first sentence.", ["A heading", "The first sentence."]),
        ("北约发言人说。会议明天举行。", ["北约发言人说。", "会议明天举行。"]),
        ("Inflation fell to 3.4 percent. Rents rose.", ["Inflation fell to 3.4 percent.", "Rents rose."]),
        ("\n \n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    """Titles, decimals and quotations do not end a sentence; a line break does."""
    assert [span.string for span in sentences(text)] == expected


def test_paragraphs_are_counted() -> None:
    """Each sentence knows the line it stands in, from 0."""
    assert [span.paragraph for span in sentences("One is here. Two is here.\n\nThree is here.")] == [0, 0, 1]


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """Clean text is clean: also where removing a character brings two together that compose to one."""
    once = clean(text)
    assert clean(once) == once
    assert not any(ch in once for ch in "\r\x00\u200b\u202e\ufeff")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("page one\x0cpage two", "page one\npage two"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("a\u202eevil\u202c", "aevil"),
        ("half an emoji \ud83d", "half an emoji "),
        ("می\u200cخواهم 👩\u200d🚀", "می\u200cخواهم 👩\u200d🚀"),
    ],
)
def test_cleaning_keeps_what_is_written_and_nothing_else(text: str, expected: str) -> None:
    """Line breaks are unified, invisible and broken characters go, joiners that change what one sees stay."""
    assert clean(text) == expected


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0e47", "\u0903", "\u20dd"])
def test_no_letter_carries_more_marks_than_any_writing_has(marks: str) -> None:
    """Marks piled up by the thousand, which would hold up every form, are bounded; what is written with marks stays."""
    piled = clean("a" + marks * 100_000 + "b")
    assert len(piled) <= 32
    assert piled[-1] == "b"
    assert clean(piled) == piled
    for written in ("Tiếng Việt", "สะพานใหม่เปิดใช้งาน" * 9, "निर्माण" * 9, "חוּמָּשׁ" * 9, "a" + "\u0323" * 30):
        assert clean(written) == unicodedata.normalize("NFC", written)


def test_clean_text_can_always_be_written() -> None:
    """Lone halves of a character, as cut-off JSON holds them, do not survive to fail in a file."""
    assert clean("cut \ud83d off").encode("utf-8") == b"cut  off"


def test_a_title_is_one_line() -> None:
    """Every run of white space becomes one space."""
    assert one_line("  Two\n\tlines\u00a0 of it ") == "Two lines of it"


@given(ADDRESSES)
def test_a_canonical_address_is_its_own_canonical_address(address: str) -> None:
    """Doing it twice changes nothing, with or without the scheme put back."""
    once = canonical_url(address)
    assert canonical_url(once) == once
    assert canonical_url("https://" + once) == once


@given(st.text())
def test_no_text_is_too_strange_for_an_address(text: str) -> None:
    """Whatever stands where an address should be is an answer, never an exception."""
    assert isinstance(canonical_url(text), str)
    assert isinstance(is_web_address(text), bool)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/story",
        "https://www.example.com/story/",
        "https://m.example.com/story?utm_source=mail&utm_medium=x",
        "https://amp.example.com/story#comments",
        "https://EXAMPLE.com/story/amp/",
        "https://example.com/story/amp/amp?fbclid=1",
    ],
)
def test_one_page_has_one_address(address: str) -> None:
    """Scheme, www, mobile and AMP hosts, tracking, fragment and closing slash make no other page."""
    assert canonical_url(address) == "example.com/story"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/?4711", "https://example.com/?4712"),
        ("https://example.com/a?id=1", "https://example.com/a?id=2"),
        ("https://example.com/a", "https://example.com/A"),
        ("https://news.example.com/a", "https://example.com/a"),
    ],
)
def test_two_pages_have_two_addresses(one: str, other: str) -> None:
    """What names the page is kept: the path, its parameters, also one without a value."""
    assert canonical_url(one) != canonical_url(other)


def test_the_order_of_parameters_does_not_matter() -> None:
    """Two orders of the same parameters are one address."""
    assert canonical_url("https://a.example/x?b=2&a=1") == canonical_url("https://a.example/x?a=1&b=2")


@pytest.mark.parametrize("address", ["https://example.com", "http://127.0.0.1:8000/x", "HTTPS://EXAMPLE.COM/"])
def test_web_addresses_may_become_links(address: str) -> None:
    """http and https with a host are web addresses."""
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "https://", "//example.com", "", "http://[x", "data:text/html,x"],
)
def test_nothing_else_may_become_a_link(address: str) -> None:
    """Scripts, files, data, and what only looks like an address are refused."""
    assert not is_web_address(address)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council voted on Monday to close the bridge for three weeks."),
        ("de", "Der Stadtrat beschloss am Montag, die Brücke für drei Wochen zu sperren."),
        ("fr", "Le conseil municipal a décidé lundi de fermer le pont pendant trois semaines."),
        ("es", "El ayuntamiento decidió el lunes cerrar el puente durante tres semanas."),
        ("zh", "白宫发言人说，总统星期三提名海军陆战队上将艾伦担任北约盟军最高司令，参议院将在下个月举行听证会。"),
        ("ja", "これは日本語の文章です。今日は天気がいいので散歩に行きました。"),
        ("", "Too short"),
        ("", ""),
    ],
)
def test_the_language_is_told_from_a_sentence(language: str, text: str) -> None:
    """A sentence is enough, in scripts without spaces too; of less, no language is claimed."""
    assert detect_language(text) == language


NEWS = (
    "The council voted on Monday to close the bridge for three weeks, which were the last of the season. It said that the piers"
    " have moved by nine inches from their place since the flood, and would not hold the trucks that cross it. This was more than"
    " engineers had feared, and they are to look at its other end on Tuesday."
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", NEWS),
        ("en", NEWS.upper()),
        ("en", f"«{NEWS}»"),
        ("nl", "De raad besloot maandag dat de brug drie weken dicht is, wat in dit seizoen niet eerder was gebeurd. " * 5),
        ("af", "Die raad het Maandag besluit dat die brug drie weke lank gesluit is, en dit was nog nooit so erg as nou nie. " * 5),
        ("da", "Byrådet besluttede mandag at lukke broen i tre uger, og det er første gang at den har været lukket så længe. " * 5),
        ("de", f"Der Stadtrat beschloss am Montag, die Brücke zu sperren, wie er in einer Mitteilung schrieb. {'Sie ist alt. ' * 40}"),
    ],
)  # fmt: skip
def test_the_language_of_a_whole_text_is_told(language: str, text: str) -> None:
    """English by its small words; its neighbours, which share some of them, are not taken for it."""
    assert detect_language(text) == language


def test_no_other_language_is_taken_for_english_by_its_words(shared: Path) -> None:
    """On news in twenty languages the small words that are asked first say English only where the model does."""
    from py3langid import classify

    with lzma.open(shared / "multilingual.jsonl.xz", "rt", encoding="utf-8") as file:
        samples = [json.loads(line)["text"][:LANGUAGE_SAMPLE] for line in file]
    short = [classify(sample)[0] for sample in samples if detect_language(sample) == "en"]
    assert len(short) >= 25
    assert set(short) == {"en"}


HOSTS = st.sampled_from(["news.example", "a.b.example", "bücher.example", "news.example:8080"])
PATHS = st.lists(
    st.text(st.characters(exclude_characters="/?#\\%", exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=8),
    max_size=4,
)
TRACKERS = st.sampled_from(["utm_source=rss", "fbclid=x", "amp=1", "gclid=1&utm_medium=b", "at_medium=RSS"])


@given(st.text(max_size=60) | st.builds("https://{}/{}".format, HOSTS, PATHS.map("/".join)))
def test_a_canonical_address_is_its_own(url: str) -> None:
    """Whatever it is made from, making it again changes nothing, and it is never an error."""
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@given(
    HOSTS,
    PATHS.filter(lambda parts: not any("amp" in part or part.strip(".") == "" for part in parts)),
    TRACKERS,
    st.booleans(),
)
def test_what_does_not_name_another_page_does_not_count(host: str, parts: list[str], tracker: str, asked: bool) -> None:
    """Scheme, www, slash, tracking, fragment, AMP and the order of what is asked: one page."""
    page = f"{host}/{'/'.join(parts)}".rstrip("/")
    query = "?b=2&a=1" if asked else ""
    joint = "&" if asked else "?"
    forms = [
        f"https://{page}{query}", f"http://www.{page}/{query}", f"HTTPS://{page}{query}{joint}{tracker}", f"https://{page}{query}#top",
        f"https://m.{page}{query}", f"https://amp.{page}/amp/{query}", f"https://{page}/{'?a=1&b=2' if asked else ''}",
    ]  # fmt: skip
    assert len({canonical_url(form) for form in forms}) == 1


@given(HOSTS, st.text("abcdefgh0123", min_size=1, max_size=8), st.text("abcdefgh0123", min_size=1, max_size=8))
def test_other_pages_stay_apart(host: str, one: str, other: str) -> None:
    """Another path, another query, another port: another page."""
    assert (canonical_url(f"https://{host}/{one}") == canonical_url(f"https://{host}/{other}")) is (one == other)
    assert (canonical_url(f"https://{host}/?id={one}") == canonical_url(f"https://{host}/?id={other}")) is (
        one == other
    )
