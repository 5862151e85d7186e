"""Which sentences may not stand in a brief whatever they say: fragments, babble, addresses, talk of themselves."""

from __future__ import annotations

import pytest

from briefing.ground.cited import Cited
from briefing.ground.shape import fault
from briefing.types import Article, Citation

TEXT = "Under Article 5 of the treaty, the House passed the first article of impeachment."
CITED = Cited((Citation(Article("", "The bridge", TEXT, "Wire"), TEXT, 0, len(TEXT)),))


@pytest.mark.parametrize(
    "claim",
    [
        "The bridge fell on Tuesday.",
        "It cost $1.5bn (£1.2bn), or about €1.4bn.",
        "“It fell!” he said.",
        "He said: “I am sorry, I cannot help.”",
        "“No, no, no,” he said.",
        "Did it fall?",
        "The U.S. said that it fell.",
        "Under Article 5 the House met.",
        "The House passed the first article.",
        "The documents show that it fell.",
        "桥在星期二倒塌了。",
        "سقط الجسر يوم الثلاثاء.",
        "पुल मंगलवार को गिर गया।",
        "Duran Duran sang in New York, New York.",
    ],
)
def test_a_sentence_is_one(claim: str) -> None:
    """Sums of money, quotations, other scripts and articles of a treaty are what news are made of."""
    assert fault(claim, CITED) == ""


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("", "there is nothing in it"),
        (" \n", "there is nothing in it"),
        ("The bridge fell on", "it does not end like a sentence"),
        ("The bridge fell,", "it does not end like a sentence"),
        ("The bridge " + "fell and fell " * 100 + ".", "it is longer than any sentence, with 1,412 characters"),
        ("See https://evil.example/a for more.", "it has an address in it"),
        ("See www.evil.example for more.", "it has an address in it"),
        ("See evil.com for more.", "it has an address in it"),
        ("Write to ann@wire.example now.", "it has an address in it"),
        ("Ask @annlee about it.", "it has an address in it"),
        ("The bridge fell \ufffd\ufffd today.", "it is garbled"),
        ("The bridge \x1b[31m fell.", "it is garbled"),
        ("The bridge fell <unk> it.", "it is garbled"),
        ("The agency agency agency fell.", "it is garbled"),
        ("The fall of the bridge of the bridge of the bridge of it.", "it is garbled"),
        ("The fall of the old bridge the fall of the old bridge.", "it is garbled"),
        ("The bridge ??!!?? fell.", "it is garbled"),
        ("$ % & 12 34 56.", "it is garbled"),
        ("12 34 56.", "it is garbled"),
        ("**The bridge** fell.", "it is garbled"),
        ("- The bridge fell.", "it is garbled"),
        ("1. The bridge fell.", "it is garbled"),
        ("The bridge fell [1].", "it is garbled"),
        ("As an AI, I know that it fell.", "it speaks of itself or of the articles, not of the news"),
        ("I cannot summarize what fell.", "it speaks of itself or of the articles, not of the news"),
        ("Here is a summary of the news.", "it speaks of itself or of the articles, not of the news"),
        ("Here's the brief you asked for.", "it speaks of itself or of the articles, not of the news"),
        ("Summary: the bridge fell.", "it speaks of itself or of the articles, not of the news"),
        ("In summary, the bridge fell.", "it speaks of itself or of the articles, not of the news"),
        ("Article 1 says that it fell.", "it speaks of itself or of the articles, not of the news"),
        ("According to Source 2, it fell.", "it speaks of itself or of the articles, not of the news"),
        ("The articles discuss the fall.", "it speaks of itself or of the articles, not of the news"),
        ("The text describes the fall.", "it speaks of itself or of the articles, not of the news"),
        ("Both passages say that it fell.", "it speaks of itself or of the articles, not of the news"),
        ("Der Artikel sagt, dass sie fiel.", "it speaks of itself or of the articles, not of the news"),
    ],
)
def test_what_is_no_sentence_of_news_fails(claim: str, reason: str) -> None:
    """Each with its reason, in words."""
    cited = Cited((Citation(Article("", "", "The bridge fell.", "Wire"), "The bridge fell.", 0, 16),))
    assert fault(claim, cited) == reason
