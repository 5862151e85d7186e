"""A brief whose work is spread over a cluster: the same to the byte, and it goes out where the cluster does not."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scripted import Scripted

from briefing.config import RunSettings, Settings, settings
from briefing.demo import NOW
from briefing.embed import Encoder
from briefing.errors import EngineError
from briefing.parallel import Serial, engine
from briefing.pipeline import Desk, make, read_articles, silent, surely, writer_of
from briefing.pipeline.composing import Composing
from briefing.pipeline.spread import Here, Spread, There
from briefing.render import render
from briefing.store import MEMORY, Store
from briefing.summarize.composing import Composer
from briefing.types import Brief, Length, Reading, Story

if TYPE_CHECKING:
    from conftest import Run

TEXT = "The council voted on Tuesday to rebuild the harbour wall. The work will cost 4.2 million and take two years. "


def made(newsroom: Reading, on: str, **tables: object) -> Brief:
    """The newsroom's brief by a store that knows nothing."""
    return make(settings({"store": "none", "run": {"on": on, "workers": 2, "batch": 4}, **tables}), NOW, newsroom)


@pytest.fixture
def nowhere() -> str:
    """The address of a cluster that nobody runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"ray://127.0.0.1:{free.getsockname()[1]}"


def stories(newsroom: Reading, count: int) -> list[Story]:
    return [
        Story((replace(article, url=f"https://a.example/{number}"),))
        for number, article in zip(range(count), newsroom, strict=False)
    ]


def test_a_brief_of_a_cluster_is_that_of_one_process(newsroom: Reading) -> None:
    """Encoded and written by two workers of Ray, without a store: the same page and the same JSON, byte for byte."""
    alone, spread = made(newsroom, ""), made(newsroom, "ray")
    assert len(alone.summaries) > 4
    for form in ("html", "json"):
        assert render(spread, form) == render(alone, form)


def test_a_model_of_a_cluster_writes_what_it_writes_here(
    newsroom: Reading, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a model says, what goes of it and why, and what it met with: from workers as from this process."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))  # where workers find somebody's own writer
    options = settings({"writer": "scripted:Failing", "model": "x", "run": {"on": "ray", "workers": 2, "batch": 2}})
    told, lengths = stories(newsroom, 5), [Length(30)] * 5
    writer = writer_of(options, encoder, silent)
    here = Spread.of(writer, options, Serial(), Path(), silent)
    with engine(options.run) as cluster:
        there = Spread.of(writer_of(options, encoder, silent), options, cluster, Path(), silent)
        assert isinstance(there.opening, There)
        assert there.summaries(told, lengths) == here.summaries(told, lengths)
        assert there.overview(here.summaries(told, lengths), 3) == here.overview(here.summaries(told, lengths), 3)
    assert there.problems == here.problems != ()
    assert there.identity == here.identity != ""
    assert there.card == here.card


def test_stories_are_told_in_batches_of_one_size(newsroom: Reading, encoder: Encoder) -> None:
    """As the settings say, wherever that is done; progress is told by stories where it is done elsewhere."""
    model = Scripted(lambda _: "The council voted.")
    composer = Composer(model, Settings().writer, "en", None, lambda done, total: None)
    writer = Composing(composer, encoder, silent)
    reached: list[tuple[str, int, int]] = []
    spread = Spread(writer, Serial(), Here(writer), 2, lambda *told: reached.append(told))
    spread.summaries(stories(newsroom, 5), [Length(20)] * 5)
    drafts = [batch for batch in model.batches if "headline" not in batch[0].messages[-1].content.casefold()]
    assert [len(batch) for batch in drafts][:1] == [2]
    assert reached == [("Writing", 2, 5), ("Writing", 4, 5), ("Writing", 5, 5)]


def test_a_server_is_asked_from_here(newsroom: Reading, encoder: Encoder) -> None:
    """Its budget is one for the whole brief, and workers need no key."""
    options = settings({"writer": "server", "server": {"url": "http://localhost:1/v1"}, "run": {"on": "ray"}})
    with engine(options.run) as cluster:
        spread = Spread.of(writer_of(options, encoder, silent), options, cluster, Path(), silent)
        assert isinstance(spread.opening, Here)


def test_who_reads_the_brief_is_not_told_to_workers() -> None:
    """Recipients, sources and the store stay where the brief is made."""
    options = settings(
        {"recipients": [{"to": "ann@reader.example"}], "sources": [{"location": "https://secret.example/feed"}]}
    )
    carried = repr(There.of(options, Path()))
    assert "reader.example" not in carried
    assert "secret.example" not in carried


def test_a_brief_goes_out_without_its_cluster(newsroom: Reading, nowhere: str) -> None:
    """Where nobody answers, this computer makes it, and the brief says so with the remedy."""
    options = settings({"store": "none", "brief": {"stories": 2}})
    run = RunSettings(on=nowhere)
    with Store(MEMORY) as store, engine(run) as away:
        brief = surely(Desk(options, store, engine=away), NOW, newsroom)
    (problem,) = [each for each in brief.problems if each.where == "run.on"]
    assert nowhere in problem.what
    assert "ray start" in problem.remedy
    assert len(brief.summaries) == 2


def test_run_sends_its_brief_whatever_the_cluster_does(run: Run, elsewhere: Path, nowhere: str) -> None:
    """``briefing run`` is the line for cron: the page is there, with the problem in it."""
    row = {"url": "https://a.example/wall", "title": "Council votes for wall", "text": TEXT * 2, "source": "Gazette"}
    (elsewhere / "corpus.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (elsewhere / "briefing.toml").write_text(
        f'[run]\non = "{nowhere}"\n[output]\nfiles = ["today.html"]\n[[sources]]\nlocation = "corpus.jsonl"\n',
        encoding="utf-8",
    )
    told = run("run")
    assert told.exit_code == 0, told.stderr
    assert nowhere in told.stderr
    assert nowhere in (elsewhere / "today.html").read_text(encoding="utf-8")


def test_make_says_that_the_cluster_is_away(run: Run, elsewhere: Path, nowhere: str) -> None:
    """Who asks for it by --on and sits there is told at once, with the remedy; no traceback."""
    (elsewhere / "wall.txt").write_text(f"Council votes for wall\n\n{TEXT * 2}", encoding="utf-8")
    told = run("make", "--from", "wall.txt", "--on", nowhere)
    assert told.exit_code == 1
    assert nowhere in told.stderr
    assert "ray start --head" in told.stderr
    wrong = run("make", "--from", "wall.txt", "--on", "spark")
    assert wrong.exit_code == 1
    assert "run.on" in wrong.stderr


def test_asking_python_for_a_cluster_that_is_away_is_an_error(newsroom: Reading, nowhere: str) -> None:
    """:func:`briefing.make` raises it."""
    with pytest.raises(EngineError, match="ray start"):
        made(newsroom, nowhere)


def test_pages_of_a_folder_are_read_by_the_workers(tmp_path: Path) -> None:
    """Pages, texts and a corpus among them: the same articles and problems in the same order as here."""
    for number in range(40):
        body = f"<html><body><article><h1>Wall {number}</h1><p>{TEXT * 3}</p></article></body></html>"
        (tmp_path / f"{number:02}.html").write_text(body, encoding="utf-8")
    (tmp_path / "05.txt").write_text(f"Harbour\n\n{TEXT}", encoding="utf-8")
    row = {"url": "https://a.example/wall", "title": "Council votes", "text": TEXT, "source": "Gazette"}
    (tmp_path / "20.jsonl").write_text(f"{json.dumps(row)}\nno json\n", encoding="utf-8")
    (tmp_path / "30.html.gz").write_bytes(b"not packed at all")
    with engine(RunSettings(on="ray", workers=2)) as cluster:
        there = read_articles(tmp_path, engine=cluster)
    here = read_articles(tmp_path)
    assert there == here
    assert len(here.articles) == 42
    assert len(here.problems) == 2
