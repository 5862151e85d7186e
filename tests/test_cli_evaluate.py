"""``briefing evaluate`` as a person runs it: figures on the screen, reports in files, clear refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from references import labeled, stories, written

if TYPE_CHECKING:
    from conftest import Run

LENGTH = ("--words", "36")


@pytest.fixture
def corpus(elsewhere: Path) -> str:
    """A corpus of four stories in the folder where commands run."""
    written(elsewhere / "corpus.jsonl", stories())
    return "corpus.jsonl"


def rows(text: str) -> dict[str, list[str]]:
    """The first table's rows by their first cells, as a pipe gets them."""
    table = text.split("\n\n", maxsplit=1)[0].splitlines()[1:]
    return {cells[0]: cells[1:] for cells in (line.split("\t") for line in table)}


def test_figures_of_a_writer_and_the_baselines(run: Run, corpus: str) -> None:
    """A row for each metric with its interval, a column for each writer; then the comparisons, and what it took."""
    done = run("evaluate", corpus, "--baseline", *LENGTH)
    assert done.exit_code == 0
    assert done.stdout.startswith("corpus.jsonl: 4 stories, 36 words\n")
    table = rows(done.stdout)
    assert table[""] == ["extractive", "lead", "lead in turn", "LexRank", "oracle"]
    assert table["length kept"] == ["100.0 ±0.0"] * 5
    assert table["cut sentences"] == ["0.00 ±0.00"] * 5
    assert all("±" in cell for cell in table["ROUGE-1"])
    assert "extractive beside LexRank, paired bootstrap" in done.stdout
    assert "peak of memory" in done.stdout.splitlines()[-1]
    assert done.stderr == ""


def test_a_run_is_compared_with_an_earlier_one(run: Run, corpus: str, elsewhere: Path) -> None:
    """Story by story; nothing is significant where nothing changed; another corpus is refused before any work."""
    assert run("evaluate", corpus, "-o", "before.json", *LENGTH).stderr == "Wrote before.json\n"
    done = run("evaluate", corpus, "--against", "before.json", "--stories", "3", *LENGTH)
    assert "corpus.jsonl: 3 stories" in done.stdout
    assert "extractive beside extractive in before.json, paired bootstrap" in done.stdout
    assert "ROUGE-1\t+0.00\t+0.00 to +0.00\t1.000\t3" in done.stdout
    written(elsewhere / "other.jsonl", stories()[1:])
    refused = run("evaluate", "other.jsonl", "--against", "before.json", *LENGTH)
    assert refused.exit_code == 1
    assert "before.json was measured on another corpus" in refused.stderr


def test_reports_are_written_and_never_replaced_unasked(run: Run, corpus: str, elsewhere: Path) -> None:
    """A page and JSON; a file that is there stays as it is without --force, and nothing is measured for it."""
    run("evaluate", corpus, "-o", "report.html", "-o", "run.json", *LENGTH)
    assert (elsewhere / "report.html").read_text(encoding="utf-8").count("<svg") == 5
    told = json.loads((elsewhere / "run.json").read_text(encoding="utf-8"))
    assert [story["set"] for story in told["writers"][0]["stories"]] == [""] * 4
    (elsewhere / "report.html").write_text("mine", encoding="utf-8")
    refused = run("evaluate", corpus, "-o", "report.html", *LENGTH)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "report.html is there already: give --force" in refused.stderr
    assert (elsewhere / "report.html").read_text(encoding="utf-8") == "mine"
    run("evaluate", corpus, "-o", "report.html", "--force", *LENGTH)
    assert (elsewhere / "report.html").read_text(encoding="utf-8") != "mine"


def test_json_for_a_program(run: Run, corpus: str) -> None:
    """All of the report on stdout: figures with intervals, comparisons with p, each story's scores."""
    told = json.loads(run("evaluate", corpus, "--baseline", "--format", "json", *LENGTH).stdout)
    assert told["corpus"]["stories"] == 4
    assert told["length"] == "36 words"
    first = told["writers"][0]
    assert (
        first["figures"]["rouge1"]["low"] <= first["figures"]["rouge1"]["value"] <= first["figures"]["rouge1"]["high"]
    )
    assert first["stories"][0]["compression"] > 1
    assert set(told["comparisons"][0]["metrics"]["rouge1"]) == {"difference", "low", "high", "stories", "p"}


def test_the_length_is_that_of_the_settings_where_none_is_given(run: Run, corpus: str, elsewhere: Path) -> None:
    """Of the briefing.toml that is there, or that --config names; a flag goes before both."""
    (elsewhere / "briefing.toml").write_text('[brief]\nlength = "2 sentences"\n', encoding="utf-8")
    assert "4 stories, 2 sentences" in run("evaluate", corpus).stdout
    assert "4 stories, 1 sentence" in run("evaluate", corpus, "--sentences", "1").stdout


def test_a_corpus_of_labeled_articles_measures_the_stories_found(run: Run, elsewhere: Path) -> None:
    """B-cubed and pairwise, on the screen, as JSON and as a page; what is for writers is refused."""
    written(elsewhere / "labeled.jsonl", labeled())
    done = run("evaluate", "labeled.jsonl", "-o", "found.json", "-o", "found.html")
    assert done.stdout.startswith("labeled.jsonl: 8 articles, 4 stories found, 4 in the corpus")
    assert "B-cubed\t1.000\t1.000\t1.000" in done.stdout
    told = json.loads((elsewhere / "found.json").read_text(encoding="utf-8"))
    assert told["clustering"]["pairwise"]["f1"] == 1
    assert "How well were the stories found?" in (elsewhere / "found.html").read_text(encoding="utf-8")
    refused = run("evaluate", "labeled.jsonl", "--baseline")
    assert refused.exit_code == 2
    assert "--baseline is for a corpus with summaries" in refused.stderr


def test_a_brief_is_measured_as_it_is(run: Run, elsewhere: Path) -> None:
    """What `make -o brief.json` and `summarize --format json` write; a length is refused, for the brief has its own."""
    written(elsewhere / "articles.jsonl", [row for story in stories() for row in story["articles"]])
    run("make", "--from", "articles.jsonl", "--date", "2026-11-24", "-o", "brief.json")
    done = run("evaluate", "brief.json", "-o", "brief.html")
    assert done.stdout.startswith("brief.json: ")
    assert rows(done.stdout)["support"] == ["100.0 ±0.0"]
    assert "ROUGE-1" not in done.stdout
    (elsewhere / "told.json").write_text(
        run("summarize", "articles.jsonl", "--format", "json").stdout, encoding="utf-8"
    )
    assert "told.json: 8 stories" in run("evaluate", "told.json").stdout
    assert run("evaluate", "brief.json", *LENGTH).exit_code == 2


def test_bad_rows_are_named_and_cost_nothing_else(run: Run, corpus: str, elsewhere: Path) -> None:
    """On stderr, each with its line; the others are measured."""
    with (elsewhere / corpus).open("a", encoding="utf-8") as file:
        file.write("no json\n")
    done = run("evaluate", corpus, *LENGTH)
    assert done.exit_code == 0
    assert "corpus.jsonl: 4 stories" in done.stdout
    assert done.stderr == "Problem: corpus.jsonl:5: no JSON: Expecting value at column 1 (the line is left out)\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("nothing.jsonl",), 1, "nothing.jsonl does not exist"),
        (("empty.jsonl",), 1, "empty.jsonl holds nothing to measure"),
        (("empty.json",), 1, "empty.json is no brief"),
        (("corpus.jsonl", "--against", "nothing.json"), 1, "nothing.json does not exist"),
        (("corpus.jsonl", "--against", "empty.json"), 1, "empty.json is no run of `briefing evaluate`"),
        (("corpus.jsonl", "-o", "report.pdf"), 1, "report.pdf"),
        (("corpus.jsonl", "-o", "nowhere/report.html"), 1, "the folder nowhere does not exist"),
        (("corpus.jsonl", "--words", "0"), 1, "a length is above zero"),
        (("corpus.jsonl", "--writer", "nobody"), 1, 'there is no writer "nobody"'),
        (("corpus.jsonl", "--writer", "chat"), 1, 'the writer "chat" needs a model'),
        (("corpus.jsonl", "--writer", "extractive", "--model", "m"), 2, "no --writer takes the --model m"),
        (("corpus.jsonl", "--writer", "extractive", "--writer", "extractive"), 2, "the same --writer is named twice"),
        (("corpus.jsonl", "--model", "m"), 2, "the extractive writer has no --model"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_refused_and_nothing_written(
    run: Run, corpus: str, elsewhere: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    """With a message that names it, and no traceback."""
    for name in ("empty.jsonl", "empty.json"):
        (elsewhere / name).touch()
    before = set(elsewhere.iterdir())
    done = run("evaluate", *arguments)
    assert (done.exit_code, done.stdout) == (status, "")
    assert message in done.stderr
    assert set(elsewhere.iterdir()) == before


def test_two_writers_are_compared_in_one_run(run: Run, corpus: str) -> None:
    """Each under its name with its model; a model that cannot be loaded costs its stories nothing and is told of."""
    done = run(
        "evaluate",
        corpus,
        "--writer",
        "extractive",
        "--writer",
        "chat",
        "--model",
        "./nowhere",
        "--stories",
        "2",
        *LENGTH,
    )
    assert done.exit_code == 0
    table = rows(done.stdout)
    assert table[""] == ["extractive", "chat ./nowhere"]
    assert table["model failed"] == ["–", "100.0 ±0.0"]
    assert "extractive beside chat ./nowhere" in done.stdout
    assert "Problem: writer" in done.stderr
