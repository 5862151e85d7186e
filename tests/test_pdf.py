"""PDFs written here, byte by byte, and read."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from briefing import read_articles
from briefing.sources import pdf
from briefing.sources.pdf import read_pdf
from briefing.types import Article, Problem

Text = tuple[float, float, float, str]  # from the left, from below, size of the letters, words
INFO = b"<< /Title (Bridge closed for weeks) /Author (Jo Ash, Kim Birch) /CreationDate (D:20260301080000+01'00') >>"
TITLE: Text = (50, 760, 24, "Bridge closed")
BODY: list[Text] = [
    (50, 720, 11, "The council closed the old bridge on Monday after engi-"),
    (50, 706, 11, "neers had found cracks in two of its piers, and said that"),
    (50, 692, 11, "repairs would take three weeks."),
    (50, 664, 11, "Lorries are led through the eastern tunnel, which has now"),
    (50, 650, 11, "got a lane of its own for them."),
]
PARAGRAPHS = (
    "The council closed the old bridge on Monday after engineers had found cracks in two of its piers, and said that repairs "
    "would take three weeks.\n\nLorries are led through the eastern tunnel, which has now got a lane of its own for them."
)


def written(pages: list[list[Text]], info: bytes = b"") -> bytes:
    """A PDF with these lines of text on its pages."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        shown = "\n".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, size, text in page).encode(
            "cp1252"
        )
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (5 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        ]
    objects += [info] if info else []
    return _assembled(objects, bool(info))


def _assembled(objects: list[bytes], informed: bool) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    more = b"/Info %d 0 R " % len(objects) if informed else b""
    end = b"trailer << /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, more, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def encrypted(content: bytes, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    return saved(writer)


def saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def article(content: bytes, name: str = "harbour/bridge.pdf") -> Article:
    (found,) = read_pdf(content, name)
    assert isinstance(found, Article), found
    return found


def problem(content: bytes) -> Problem:
    (found,) = read_pdf(content, "bridge.pdf")
    assert isinstance(found, Problem), found
    assert found.where == "bridge.pdf"
    return found


def test_a_pdf_is_an_article() -> None:
    """Its lines are paragraphs, its divided words whole, its largest line is the title, its folder the source."""
    found = article(written([[TITLE, *BODY]]))
    assert (found.title, found.text, found.source) == ("Bridge closed", PARAGRAPHS, "harbour")
    assert (found.published, found.authors) == (None, ())


def test_what_the_file_says_of_itself_is_taken() -> None:
    """Title, authors and the time at which it was made."""
    found = article(written([[TITLE, *BODY]], INFO))
    assert (found.title, found.text) == ("Bridge closed for weeks", PARAGRAPHS)
    assert found.authors == ("Jo Ash", "Kim Birch")
    assert found.published == datetime(2026, 3, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize("said", [b"Microsoft Word - bridge.docx", b"untitled", b"bridge.indd", b"", b"bridge closed"])
def test_a_title_that_a_program_made_up_is_none(said: bytes) -> None:
    """The largest line is the title then, and is not told twice."""
    found = article(written([[TITLE, *BODY]], b"<< /Title (%s) /CreationDate (yesterday) >>" % said))
    assert found.title.lower() == "bridge closed"
    assert (found.text, found.published) == (PARAGRAPHS, None)


def test_a_title_of_two_lines_is_one() -> None:
    """Both are in the large letters."""
    found = article(written([[TITLE, (50, 735, 24, "for three weeks"), *BODY]]))
    assert (found.title, found.text) == ("Bridge closed for three weeks", PARAGRAPHS)


def test_without_large_letters_the_first_line_is_the_title_where_it_looks_like_one() -> None:
    """Else the file's name is."""
    small: Text = (50, 760, 11, "Bridge closed")
    assert (article(written([[small, *BODY]])).title, article(written([[small, *BODY]])).text) == (
        "Bridge closed",
        PARAGRAPHS,
    )
    sentence: Text = (50, 760, 11, "The bridge is closed.")
    assert article(written([[sentence, *BODY]])).title == "bridge"


def test_what_repeats_at_the_rims_of_pages_is_left_out() -> None:
    """Headers, footers and page numbers; a sentence goes on over the end of a page."""
    pages = [
        [(50, 810, 9, "The Alder Weekly"), *BODY[:2], (50, 30, 9, "Page 1 of 3")],
        [(50, 810, 9, "The Alder Weekly"), *BODY[2:4], (50, 30, 9, "Page 2 of 3")],
        [(50, 810, 9, "The Alder Weekly"), *BODY[4:], (50, 30, 9, "Page 3 of 3")],
    ]
    assert article(written([[TITLE, *pages[0]], *pages[1:]])).text == PARAGRAPHS


def test_an_encrypted_pdf_is_a_problem() -> None:
    """Unless it is only locked against changes."""
    plain = written([[TITLE, *BODY]])
    assert "password" in problem(encrypted(plain, "open sesame", "owner")).what
    assert "qpdf" in problem(encrypted(plain, "open sesame", "owner")).remedy
    assert article(encrypted(plain, "", "owner")).text == PARAGRAPHS


def test_a_scanned_pdf_is_a_problem() -> None:
    """It has pages and no text."""
    assert "ocrmypdf" in problem(written([[], []])).remedy


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4\n", b"%PDF-1.4\n" + b"\xff" * 5000, written([[TITLE, *BODY]])[:300]]
)
def test_a_damaged_pdf_is_a_problem(content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """And nothing is printed."""
    assert problem(content).what
    assert capfd.readouterr() == ("", "")


def test_a_page_that_cannot_be_read_costs_only_itself() -> None:
    """It is counted in a problem."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(written([[TITLE, *BODY], BODY]))))
    writer.pages[1]["/Contents"].get_object()[NameObject("/Filter")] = NameObject("/Nonsense")  # type: ignore[index]  # pypdf types what it finds there as any object
    content = saved(writer)
    found = list(read_pdf(content, "bridge.pdf"))
    assert [each.text for each in found if isinstance(each, Article)] == [PARAGRAPHS]
    assert [each.what for each in found if isinstance(each, Problem)] == ["1 of 2 pages cannot be read"]


def test_a_book_is_read_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much was read is said."""
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    found = list(read_pdf(written([[TITLE, *BODY], BODY, BODY, BODY]), "bridge.pdf"))
    assert [each.what for each in found if isinstance(each, Problem)] == ["only the first 2 of 4 pages are read"]
    assert len([each for each in found if isinstance(each, Article)]) == 1


def test_text_and_metadata_are_cleaned() -> None:
    """Nothing comes through that no format can carry."""
    said = "Bridge\nclosed \x1b[31m\u202e for weeks".encode("utf-16-be").hex()
    info = f"<< /Title <feff{said}> /Author <feff202e> >>".encode()
    found = article(written([[TITLE, *BODY]], info))
    assert found.title == "Bridge closed [31m for weeks"
    assert found.authors == ()


WHOLE = written([[TITLE, *BODY]], INFO)


@settings(max_examples=60)
@given(st.integers(9, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_no_damage_raises(place: int, noise: bytes) -> None:
    """Whatever bytes are wrong, something comes back and can be written as UTF-8."""
    for found in read_pdf(WHOLE[:place] + noise + WHOLE[place + len(noise) :], "bridge.pdf"):
        assert str(found).encode()


def test_a_pdf_of_an_address_has_its_address(tmp_path: Path) -> None:
    """Its source is told from the address, a file's from its folder."""
    assert article(WHOLE, "https://alder.example/b.pdf").url == "https://alder.example/b.pdf"
    assert article(WHOLE, str(tmp_path / "b.pdf")).source == tmp_path.name


def test_a_pdf_is_reached_by_its_path(tmp_path: Path) -> None:
    """By its suffix, or by its beginning."""
    (tmp_path / "a.pdf").write_bytes(WHOLE)
    (tmp_path / "b").write_bytes(WHOLE)
    assert [read_articles(tmp_path / name)[0].text for name in ("a.pdf", "b")] == [PARAGRAPHS] * 2
