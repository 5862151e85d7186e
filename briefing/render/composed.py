"""Stories of the awkward briefs as a model tells them: in words of its own, with what did not hold of them, or not at all."""

from __future__ import annotations

from dataclasses import replace

from briefing.render.awkward import ATTACK, ATTACKS
from briefing.types import ModelCard, Removed, Sentence, Summary, Writing

SENTENCES = (
    "After a vote that was put off again and again, the work can begin, and the report says what it will cost.",
    "Those who waited for it for years are content.",
    "It is to be done in the spring.",
)
REMOVED = (
    Removed("The mayor, Ilse Tamm, called it “a gift of 90 million”.", "no article has the name Tamm", "Work begins in May."),
    Removed("Nobody was hurt.", "no article says so"),
)  # fmt: skip
WRITING = Writing(
    "A draft of the model, of five sentences.", REMOVED, cut=2, filled=1, prompt_tokens=412, new_tokens=61
)
CARD = ModelCard(
    "chat", f"Tiny {ATTACKS['quotes']} {ATTACKS['typst']}", "9c1f0a7be2d8446355aa10fe7c3b2d9e81f6a054", {"temperature": 0.0, "language": "en"},
)  # fmt: skip


def composed(summary: Summary, headline: str = "") -> Summary:
    """The summary in sentences of a model; the first rests on two passages, the last is an article's own."""
    passages = [sentence.citations for sentence in summary.sentences]
    told = tuple(map(Sentence, SENTENCES, [passages[0] + passages[1], *passages[1:]]))
    sentences = (*told, summary.sentences[-1])
    return replace(summary, headline=headline or summary.headline, sentences=sentences, writer="chat", writing=WRITING)


def fallen(summary: Summary, failure: str) -> Summary:
    """The summary as one that a model was asked for in vain."""
    return replace(summary, writing=Writing(failure=failure, prompt_tokens=400))


def attacked(summary: Summary) -> Summary:
    """The summary with an attack in each text of its writing."""
    return replace(summary, writing=Writing(ATTACK, (Removed(ATTACK, ATTACK, ATTACK),), 2, 1, ATTACK))
