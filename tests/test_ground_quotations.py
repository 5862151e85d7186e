"""Which quotations of a sentence its articles have, letter by letter, in quotation marks and of the same speaker."""

from __future__ import annotations

import pytest

from briefing.ground.cited import Cited
from briefing.ground.quotations import alike, fault, quotations
from briefing.types import Article, Citation


def wrong(claim: str, text: str, language: str = "en") -> str:
    """The fault of a claim that cites an article with this text."""
    article = Article("https://wire.example/1", "The bridge", text, "Wire", language=language)
    return fault(claim, Cited((Citation(article, text, 0, len(text)),), language))


TEXT = (
    "The mayor, Ann Lee, was angry. “We will rebuild the bridge, whatever it costs,” she said. “It’s a shame.”\n"
    "The workers' union called it 'a scandal' and the bridge 'unsafe'. She had never heard of \"such a thing\".\n"
    "“We begin today\n"
    "Tom Brown said that the bridge would be closed for good."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Ann Lee said: “We will rebuild the bridge, whatever it costs.”",
        'Ann Lee said: "We will rebuild the bridge, whatever it costs."',
        "Ann Lee said: «We will rebuild the bridge, whatever it costs».",
        "Ann Lee said: « We will rebuild the bridge, whatever it costs ».",
        "Ann Lee said: „We will rebuild the bridge, whatever it costs“.",
        "Ann Lee said: ‘We will rebuild the bridge, whatever it costs.’",
        "Ann Lee said: “We will rebuild the bridge”, and left.",
        "The mayor vowed to “rebuild the bridge”.",
        "The mayor said: “It's a shame.”",
        "The union called it “a scandal” and the bridge “unsafe.”",
        "The workers' union called it ‘a scandal’.",
        "The workers' union and the drivers' union were angry.",
        "It’s the mayor’s bridge.",
        "She knew no “such  thing”.".replace("such  ", "such a "),
        "She said: “We begin today.”",
        "In the '90s and the '00s it was open.",
        "She spoke of rock 'n' roll.",
    ],
)
def test_a_quotation_holds_letter_by_letter(claim: str) -> None:
    """The kind of the marks, white space and the last point are free; apostrophes and decades are no quotation marks."""
    assert wrong(claim, TEXT) == ""


@pytest.mark.parametrize(
    ("claim", "quoted"),
    [
        ("Ann Lee said: “We will rebuild that bridge.”", "We will rebuild that bridge"),
        ("Ann Lee said: “we will rebuild the bridge.”", "we will rebuild the bridge"),
        (
            "Ann Lee said: “We will rebuild the bridge... whatever it costs.”",
            "We will rebuild the bridge... whatever it costs",
        ),
        ("Ann Lee said it was “the worst day”.", "the worst day"),
        ("Ann Lee said it was ‘the worst day’.", "the worst day"),
        ("Ann Lee said it was 'the worst day'.", "the worst day"),
        ("It was „the worst day“.", "the worst day"),
        ("It was «the worst day».", "the worst day"),
        ("She said: “We will not rebuild it.", "We will not rebuild it"),
        ("She said they would “build the bridge”.", "build the bridge"),
        ("Tom Brown said it “would be closed for good”.", "would be closed for good"),
        ("It is “safe”.", "safe"),
    ],
)
def test_what_nobody_said_fails(claim: str, quoted: str) -> None:
    """A paraphrase in quotation marks, other capitals, half a word, what the reporter says and nobody else."""
    assert (
        wrong(claim, TEXT)
        == f'the quotation "{quoted}" is in no article it cites, letter by letter and in quotation marks'
    )


def test_a_quotation_has_its_own_speaker() -> None:
    """What one says is not put into the mouth of somebody who stands far from it."""
    filler = "The river was high and nobody crossed it. " * 20
    text = f"“We will rebuild the bridge,” said Ann Lee.\n{filler}\nThen Tom Brown came."
    assert wrong("“We will rebuild the bridge,” said Ann Lee.", text) == ""
    assert wrong("“We will rebuild the bridge,” she said.", text) == ""
    stranger = 'the quotation "We will rebuild the bridge" stands nowhere near the name "Brown"'
    assert wrong("“We will rebuild the bridge,” said Tom Brown.", text) == stranger
    assert wrong("Brown said: “We will rebuild the bridge.”", text) == stranger


@pytest.mark.parametrize(
    ("claim", "text", "language", "holds"),
    [
        ("他说：“桥会修好。”", "市长说：“桥会修好。”", "zh", True),
        ("他说：“桥不会修好。”", "市长说：“桥会修好。”", "zh", False),
        ("彼は「橋を直す」と言った。", "市長は「橋を直す」と述べた。", "ja", True),
        ("彼は「橋は危ない」と言った。", "市長は「橋を直す」と述べた。", "ja", False),
        ("Sie sagte: »Wir bauen sie neu.«", "„Wir bauen sie neu“, sagte sie.", "de", True),
        ("Sie sagte: „Wir bauen sie um.“", "„Wir bauen sie neu“, sagte sie.", "de", False),
        ("Elle a dit : « On la reconstruit. »", "« On la reconstruit », a-t-elle dit.", "fr", True),
        ("Elle a dit qu'on l'a « refaite ».", "« On la reconstruit », a-t-elle dit.", "fr", False),
    ],
)
def test_every_kind_of_marks_is_one(claim: str, text: str, language: str, holds: bool) -> None:
    """German, French, Chinese and Japanese marks, with and without spaces around them."""
    assert (wrong(claim, text, language) == "") is holds


def test_quotations_are_found_where_one_mark_is_missing() -> None:
    """A double mark without its other reaches to the end, or from the beginning; two quotations are two."""
    assert quotations(alike("He said: “We go")) == ["We go"]
    assert quotations(alike("We go,” he said.")) == ["We go"]
    assert quotations(alike("“We go,” he said, “and soon.”")) == ["We go", "and soon"]
    assert quotations(alike("“He said 'no' to me.”")) == ["He said 'no' to me", "no"]
