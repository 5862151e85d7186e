"""``briefing run`` and its files: names with the date in them, the link to the newest, pictures."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from conftest import Run, Server

TEXT = (
    "The council voted on Tuesday to rebuild the harbour wall. The work will cost 4.2 million and take two years. "
    "Mayor Ina Brandt said the first stones would be laid in May. Opponents asked for a cheaper barrier of sand."
)


@pytest.fixture
def corpus(elsewhere: Path, server: Server) -> Path:
    """A folder with one article that has a picture on the loopback server."""
    picture = io.BytesIO()
    Image.new("RGB", (640, 400), (30, 90, 140)).save(picture, "PNG")
    image = server.serve("/wall.png", picture.getvalue(), "image/png")
    article = {
        "url": "https://a.example/wall",
        "title": "Harbour wall",
        "text": TEXT,
        "source": "Gazette",
        "image": image,
    }
    (elsewhere / "corpus.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    return elsewhere


def write(folder: Path, tables: str) -> None:
    source = '[[sources]]\nlocation = "corpus.jsonl"\nallow = ["127.0.0.1"]\n'
    (folder / "briefing.toml").write_text(f"{tables}\n{source}", encoding="utf-8")


def test_files_are_named_by_the_day(run: Run, corpus: Path) -> None:
    """Folders for the year are made; a link beside them shows the newest; the day is that of the brief's time zone."""
    write(corpus, '[brief]\nedition = "evening"\n[output]\nfiles = ["{date:%Y}/{edition}-{date}.html", "today.md"]')
    result = run("run")
    assert result.exit_code == 0, result.stderr
    today = datetime.now().astimezone().date()
    path = corpus / f"{today:%Y}" / f"evening-{today}.html"
    assert path.exists()
    assert (corpus / "latest.html").read_bytes() == path.read_bytes()
    assert (corpus / "today.md").exists()
    assert not (corpus / "latest.md").exists()
    assert run("run").exit_code == 0


def test_no_link_where_none_is_wanted(run: Run, corpus: Path) -> None:
    """``latest = false`` leaves the folder to the dated files."""
    write(corpus, '[output]\nlatest = false\nfiles = ["{date}.txt"]')
    assert run("run").exit_code == 0
    assert not (corpus / "latest.txt").exists()


def test_what_is_in_the_way_of_the_link_is_told_before_any_work(run: Run, corpus: Path) -> None:
    """A file of that name that is somebody else's stays, and nothing is written."""
    write(corpus, '[output]\nfiles = ["{date}.txt"]')
    (corpus / "latest.txt").write_text("mine", encoding="utf-8")
    result = run("run")
    assert result.exit_code == 1
    assert "latest.txt" in result.stderr
    assert (corpus / "latest.txt").read_text(encoding="utf-8") == "mine"
    assert len(list(corpus.glob("*.txt"))) == 1


@pytest.mark.parametrize("pattern", ["{today}.html", "{date.__class__}.html", "{", "{date:%Q"])
def test_a_pattern_that_is_none_is_a_mistake_in_the_file(run: Run, corpus: Path, pattern: str) -> None:
    """Said before any work, with what may stand in it."""
    write(corpus, f'[output]\nfiles = ["{pattern}"]')
    result = run("run")
    assert result.exit_code == 1
    assert "output.files" in result.stderr
    assert "Traceback" not in result.stderr


def test_pictures_only_where_they_are_wanted(run: Run, corpus: Path, server: Server) -> None:
    """Off, nothing is asked for; on, the picture stands in the page with its credit, and is fetched once."""
    write(corpus, "[fetch]\ndelay = 0.0\npatience = 0.0")
    assert run("run").exit_code == 0
    assert "/wall.png" not in server.paths
    write(corpus, "[look]\nimages = true\n[fetch]\ndelay = 0.0\npatience = 0.0")
    for _ in range(2):
        assert run("run").exit_code == 0
    page = (corpus / "brief.html").read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in page
    assert server.url("") not in page
    assert server.paths.count("/wall.png") == 1
    assert "data:image/jpeg;base64," in run("make", "--format", "html").stdout


def test_a_picture_that_is_gone_costs_only_itself(run: Run, corpus: Path, server: Server) -> None:
    """The brief goes out, and says that a picture is wanting."""
    del server.answers["/wall.png"]
    write(corpus, "[look]\nimages = true\n[fetch]\ndelay = 0.0\npatience = 0.0")
    result = run("run")
    assert result.exit_code == 0
    assert "pictures" in result.stderr
    assert "Harbour wall" in (corpus / "brief.html").read_text(encoding="utf-8")
