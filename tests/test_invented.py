"""The independent counter of invented facts finds what is planted, and nothing in the articles' own sentences."""

from __future__ import annotations

import ast
import json
import lzma
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import briefing
from benchmarks import invented as counter
from benchmarks.invented import Finding, corpus, invented, ordinary_words, summaries_of
from briefing.embed import Encoder
from briefing.render import render_summaries
from briefing.sources.corpus import article_of
from briefing.types import Article, Citation, Length, Sentence, Story, Summary

TEXT = (
    "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March 2024. The wall will"
    " cost 4.2 million crowns, of which the state pays 1,500,000. “We have waited for this for three years,” said Mayor Ilse Tamm."
    " Twenty-one boats sank, and 12 people were hurt.\nU.S. engineers from Ostrava-Poruba, called ‘the wall men’, will help. "
    "“It is a gift,” Tamm’s deputy Per Lund wrote."
)
OTHER = "Aalmouth rebuilds its wall for 4.2m crowns. Two hundred and fifty stones are there, the third load from Lund."
ARTICLE = Article("https://post.example/wall", "Harbour wall to be rebuilt", TEXT, "Post")
SECOND = Article("https://echo.example/wall", "Wall", OTHER, "Echo")


def said(*sentences: str, cited: Sequence[Article] = (ARTICLE, SECOND)) -> Summary:
    """A summary of these sentences, each of which cites the beginning of the articles."""
    citations = tuple(Citation(article, article.text[:11], 0, 11) for article in cited)
    told = tuple(Sentence(text, citations) for text in sentences)
    return Summary(Story((ARTICLE, SECOND)), "Wall", told, Length(45), "chat")


def found(text: str, cited: Sequence[Article] = (ARTICLE, SECOND)) -> list[tuple[str, str]]:
    return [(finding.kind, finding.what) for finding in invented(said(text, cited=cited))]


PLANTED = [
    ("The wall will cost 4.3 million crowns.", ("number", "4.3 million")),
    ("The wall will cost 4.2 billion crowns.", ("number", "4.2 billion")),
    ("The wall will cost 4.2 crowns.", ("number", "4.2")),
    ("The state pays 1,600,000 crowns.", ("number", "1,600,000")),
    ("The state pays 1.6m crowns.", ("number", "1.6m")),
    ("The storm was in March 2023.", ("number", "2023")),
    ("In all, 13 people were hurt.", ("number", "13")),
    ("They waited for four years.", ("number", "four")),
    ("Twenty-two boats sank.", ("number", "Twenty-two")),
    ("There are two hundred and sixty stones.", ("number", "two hundred and sixty")),
    ("It is the fourth load of a million.", ("number", "fourth")),
    ("It was broken in April by a storm.", ("name", "April")),
    ("The council of Aalborg voted on it.", ("name", "Aalborg")),
    ("Mayor Ilse Tann said so.", ("name", "Tann")),
    ("Johansson said that the wall is a gift.", ("name", "Johansson")),
    ("Engineers from Ostrava-Vitkovice will help.", ("name", "Vitkovice")),
    ("UK engineers will help.", ("name", "UK")),
    ("The mayor of the council’s Rotary Club said so.", ("name", "Rotary")),
    ("“We have waited for this for so long,” said Mayor Ilse Tamm.", ("quotation", "We have waited for this for so long")),
    ("The mayor called it “a gift of the state”.", ("quotation", "a gift of the state")),
    ("The council is to “rebuild the harbour wall”.", ("quotation", "rebuild the harbour wall")),
    ('Per Lund wrote: "It was a gift."', ("quotation", "It was a gift")),
    ("They are called ‘wall women’.", ("quotation", "wall women")),
    ("The deputy wrote that “it is the end of it.", ("quotation", "it is the end of it")),
    ("The wall will be rebuilt, and the council", ("cut", "")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "finding"), PLANTED, ids=[sentence for sentence, _ in PLANTED])
def test_what_is_planted_is_found(sentence: str, finding: tuple[str, str]) -> None:
    """A wrong number, a wrong name, a quotation that is none, a sentence without its end: each is named."""
    assert finding in found(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The wall of Aalmouth, for 4.2 million crowns, is a gift, Tamm's deputy wrote.",
        "It costs 4,200,000 crowns, of which the state pays 1.5 million.",
        "It costs 4.2m crowns; 21 boats sank and twelve people were hurt.",
        "There are 250 stones and 3 loads of them.",
        "However, US engineers from Poruba will help.",
        "“We have waited for this,” the mayor said.",
        'The mayor said they "have waited for this for three years".',
        "The engineers are “the wall men”: they will help.",
        "One of the engineers said: “It is a gift.”",
        "We have waited for this for three years,” said Mayor Ilse Tamm.",
        "Boats sank on Tuesday in Aalmouth!",
    ],
)
def test_what_the_articles_have_is_not_found(sentence: str) -> None:
    """Another way to write a number, a possessive, a part of a quotation, a word that begins the sentence: nothing is said."""
    assert found(sentence) == []


def test_only_what_is_cited_counts() -> None:
    """What another article of the story has does not hold for a sentence that does not cite it."""
    assert found("Twenty-one boats sank.", cited=[ARTICLE]) == []
    assert found("Twenty-one boats sank.", cited=[SECOND]) == [("number", "Twenty-one")]
    assert found("It sank in March.", cited=[SECOND]) == [("name", "March")]


def test_a_sentence_without_a_citation_is_found() -> None:
    """It rests on nothing, and all its facts are nobody's."""
    assert found("It will cost 4.2 million.", cited=[]) == [("uncited", ""), ("number", "4.2 million")]


def test_a_citation_that_is_not_where_it_says_is_found() -> None:
    """The quote stands in the article from its start to its end, letter by letter."""
    summary = said("The wall will be rebuilt.")
    wrong = replace(summary.sentences[0], citations=(Citation(ARTICLE, "The council", 1, 12),))
    (finding,) = invented(replace(summary, sentences=(wrong,)))
    assert finding == Finding("offset", "The council", "The wall will be rebuilt.")


def test_a_word_that_is_ordinary_elsewhere_may_begin_a_sentence() -> None:
    """What begins a sentence is a name unless some article has it in small letters; more of them may be given."""
    summary = said("Officials said so.")
    assert [finding.what for finding in invented(summary)] == ["Officials"]
    others = [Article("https://c.example/", "Talks", "The officials met.", "C")]
    assert invented(summary, ordinary_words(others)) == []


def test_the_counter_knows_nothing_of_the_checks() -> None:
    """It imports values and the reader of a corpus, and nothing that compares a sentence with an article."""
    tree = ast.parse(Path(str(counter.__file__)).read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name for name in modules if str(name).startswith("briefing")} == {
        "briefing.types",
        "briefing.sources.corpus",
    }


def test_it_counts_what_is_in_a_file(tmp_path: Path) -> None:
    """The program reads the JSON of summaries and the articles' texts, names what is invented, and counts it."""
    articles, told = tmp_path / "corpus.jsonl", tmp_path / "told.json"
    rows = [
        {"url": each.url, "title": each.title, "text": each.text, "source": each.source} for each in (ARTICLE, SECOND)
    ]
    articles.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    summary = said("The wall will cost 9 million crowns.", "Twenty-one boats sank.")
    told.write_bytes(render_summaries([summary], "json"))
    assert summaries_of(json.loads(told.read_bytes()), corpus([articles]))[0].text == summary.text
    command = [sys.executable, "-m", "benchmarks.invented", str(told), str(articles)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    assert "number: 9 million\n    The wall will cost 9 million crowns.\n" in done.stdout
    assert "1 summaries, 2 sentences: {'number': 1}" in done.stdout


@pytest.fixture(scope="module")
def extracted(shared: Path, encoder: Encoder) -> list[Summary]:
    """The extractive writer's summaries of sixty real stories."""
    with lzma.open(shared / "stories.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(60), strict=False)]
    stories = [Story(tuple(article_of(article) for article in row["articles"])) for row in rows]
    return briefing.summarize(stories, words=45, encoder=encoder)


def test_the_extractive_writer_invents_nothing(extracted: list[Summary]) -> None:
    """In real articles' own sentences nothing is found: what is found elsewhere is no fault of the counter."""
    assert sum(len(summary.sentences) for summary in extracted) > 100
    assert [finding for summary in extracted for finding in invented(summary)] == []


@pytest.mark.parametrize(
    ("kind", "planted"),
    [
        ("number", " It was 7,461 of them."),
        ("name", " It was Quibbleton."),
        ("quotation", " “It was a very odd marmot indeed,” they said."),
    ],
)
def test_what_is_planted_into_real_summaries_is_found(extracted: list[Summary], kind: str, planted: str) -> None:
    """In each of sixty real summaries, with all their names and numbers and quotations, the one that is wrong is seen."""
    for summary in extracted:
        first, *others = summary.sentences
        spoilt = replace(summary, sentences=(Sentence(first.text + planted, first.citations), *others))
        assert [finding.kind for finding in invented(spoilt)] == [kind]


def test_a_name_that_is_written_out_is_none_that_was_invented() -> None:
    """The article has the U.S.; no article has the United Nations."""
    text = "The U.S. pays for the harbour wall."
    article = Article("https://post.example/us", "Wall", text, "Post")

    def told(sentence: str) -> list[Finding]:
        cited = (Citation(article, text, 0, len(text)),)
        return invented(Summary(Story((article,)), "Wall", (Sentence(sentence, cited),), Length(45), "chat"))

    assert told("The United States pays for the harbour wall.") == []
    assert [each.what for each in told("The harbour wall is paid by the United Nations.")] == ["Nations"]
