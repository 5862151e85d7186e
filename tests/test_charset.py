from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.charset import character_set, decode

CAFE = "Café – “naïve”, für 5 €"
RUSSIAN = "Президент подписал закон о бюджете на следующий год."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café – “naïve”, für 5 €", "utf-8"),
        ("Café – “naïve”, für 5 €", "utf-8-sig"),
        ("Café – “naïve”, für 5 €", "utf-16"),
        ("The café’s owner said that the naïve plan “would not work”, and the council agreed.", "cp1252"),
        ("naïve", "cp1252"),
        ("Der Präsident äußerte sich über die Größe des Schadens.", "latin-1"),
        ("Президент подписал закон о бюджете на следующий год.", "cp1251"),
        ("Президент подписал закон о бюджете на следующий год.", "koi8-r"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy.", "cp1250"),
        ("これは日本語の文章です。今日は天気がいいので散歩に行きました。", "shift_jis"),
        ("白宫提名艾伦为北约最高司令官，美国总统奥巴马星期三提名", "gb18030"),
        ("Ο πρωθυπουργός μίλησε σήμερα στη Βουλή για τον προϋπολογισμό", "cp1253"),
    ],
)
def test_texts_are_decoded_in_the_character_set_they_are_written_in(text: str, encoding: str) -> None:
    """By mark, as UTF-8, else by a guess among the character sets of the web."""
    assert decode(text.encode(encoding)) == text


@given(st.binary(), st.one_of(st.text(max_size=20), st.sampled_from(["utf-16", "latin1", "rot13", "gb2312"])))
def test_any_bytes_are_a_text(content: bytes, declared: str) -> None:
    """Decoding never raises, whatever is declared."""
    assert isinstance(decode(content, declared), str)
    assert isinstance(decode(b"<?xml encoding='" + content + b"'?><p>" + content), str)


@pytest.mark.parametrize("declared", ["windows-1251", "Windows-1251", " CP1251 ", '"windows-1251"', "x-cp1251"])
def test_the_server_says_what_the_bytes_are(declared: str) -> None:
    """The character set of the HTTP header is read, in any case, quoted or not, by any of its names."""
    assert decode(RUSSIAN.encode("cp1251"), declared) == RUSSIAN


@pytest.mark.parametrize(
    "declaration",
    [
        '<?xml version="1.0" encoding="windows-1251"?><rss>',
        "<?xml version='1.0' encoding='WINDOWS-1251' standalone='yes'?><rss>",
        '<!doctype html><html><head><meta charset="windows-1251">',
        "<html><meta charset=windows-1251 />",
        '<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<html><!-- <meta charset="gb2312"> --><meta charset="windows-1251">',
    ],
)
def test_a_document_says_what_its_bytes_are(declaration: str) -> None:
    """The XML prolog and both forms of the meta element are read, not what stands in a comment."""
    text = f"{declaration}Год"  # too short to guess from
    assert decode(text.encode("cp1251")) == text


def test_a_mark_is_stronger_than_any_declaration() -> None:
    """A byte order mark wins over the server and the document, and goes."""
    page = f'<meta charset="windows-1251">{CAFE}'
    assert decode(page.encode("utf-8-sig"), "koi8-r") == page
    assert decode(page.encode("utf-16"), "koi8-r") == page
    assert decode(b"\xef\xbb\xbfCaf\xe9", "latin1") == "Caf�"


def test_the_server_is_stronger_than_the_document() -> None:
    """Of two declarations that both fit, the header's holds, as in browsers."""
    page = f'<meta charset="koi8-r">{RUSSIAN}'
    assert decode(page.encode("cp1251"), "windows-1251") == page


@pytest.mark.parametrize("declared", ["nonsense", "", "utf-8", "gb2312", "rot13", "hex", "\0"])
def test_a_declaration_that_does_not_fit_falls_to_the_next(declared: str) -> None:
    """An unknown name and one in which the bytes are invalid give way to the document's own declaration."""
    page = '<meta charset="windows-1251">Я 5'
    assert decode(page.encode("cp1251"), declared) == page


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "shift_jis", "us-ascii", "big5"])
def test_utf_8_is_told_from_a_false_declaration(declared: str) -> None:
    """Bytes that are UTF-8 are read as that where the declared set does not fit, or is the one servers declare unasked."""
    assert decode(f"{CAFE} ”".encode(), declared) == f"{CAFE} ”"


def test_a_damaged_page_keeps_what_can_be_read() -> None:
    """One wrong byte in a declared character set costs one character, not the page."""
    assert decode("漢字".encode("euc_jp") + b"\xff" + "漢字".encode("euc_jp"), "euc-jp") == "漢字�漢字"


def test_latin_1_means_windows_1252() -> None:
    """Pages that call themselves ISO-8859-1 are full of quotes and dashes that stand only in the larger set."""
    assert decode(CAFE.encode("cp1252"), "iso-8859-1") == CAFE


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("latin1", "cp1252"), ("us-ascii", "cp1252"), ("gb2312", "gb18030"), ("x-sjis", "cp932"), ("iso-8859-9", "cp1254"),
        ("ks_c_5601-1987", "cp949"), ("utf8", "utf-8"), ("macintosh", "mac-roman"), ("rot13", ""), ("utf-7", ""), ("base64", ""),
        ("idna", ""), ("unicode_escape", ""), ("", ""),
    ],
)  # fmt: skip
def test_labels_mean_what_they_mean_on_the_web(label: str, name: str) -> None:
    """As browsers read them; a codec that is no character set of the web is unknown."""
    assert character_set(label) == name


def test_a_line_that_is_no_document_declares_nothing() -> None:
    """A text that speaks of character sets is not read by them."""
    assert decode("Écrivez <meta charset='windows-1251'>".encode()) == "Écrivez <meta charset='windows-1251'>"
