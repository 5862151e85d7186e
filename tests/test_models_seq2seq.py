"""Sequence-to-sequence models of four families: batches, what they read, and what is too long for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tiny
import torch

from briefing.config import WriterSettings
from briefing.errors import TooLongError
from briefing.models.decoding import Bounds
from briefing.models.generating import _attention, _padded, generate
from briefing.models.seq2seq import Seq2Seq
from briefing.models.weights import Network
from briefing.types import Answer, Message, Request

TEXTS = [
    "the council voted",
    "the mayor said work begins in may at the harbour",
    "a new wall . it was not by the council",
]


def silent(done: int, total: int) -> None: ...


def writer(model: str, **settings: Any) -> Seq2Seq:
    return Seq2Seq(WriterSettings(name="seq2seq", model=model, **settings))


def read(folder: Path, kind: str, texts: list[str], **settings: Any) -> str:
    """What a model reads for a story of these articles."""
    request = Request(tuple(Message("user", text) for text in texts), 8)
    network = tiny.network(tiny.seq2seq(kind))
    text: str = network.tokenizer.decode(writer(str(folder), **settings)._prompt(network, request))
    return text


@pytest.mark.parametrize("kind", tiny.KINDS)
def test_a_batch_gives_each_row_what_it_gets_alone(kind: str) -> None:
    """Texts of three lengths together and one by one, float32; a LED looks at its neighborhood and at the first token."""
    network = tiny.network(tiny.seq2seq(kind))
    prompts = [network.tokenizer(text)["input_ids"] for text in TEXTS]
    bounds = [Bounds(0, 10, lambda _: False)] * 3

    def greedy(logits: torch.Tensor, _: object) -> torch.Tensor:
        return logits.argmax(-1)

    together = generate(network, prompts, bounds, greedy, lambda _: False)
    single = [generate(network, [each], bounds[:1], greedy, lambda _: False)[0] for each in prompts]
    assert together == single
    assert all(each is not None for each in together)


@pytest.mark.parametrize("kind", tiny.KINDS)
def test_each_family_writes_from_its_folder(kind: str, tmp_path: Path) -> None:
    """Saved and loaded again: an answer for each request, at most as long as was asked."""
    folder = tiny.saved(tiny.seq2seq(kind), tmp_path)
    requests = [Request((Message("user", text),), 6, min_tokens=2) for text in TEXTS]
    answers = writer(folder).write(requests, silent)
    assert all(isinstance(answer, Answer) and 2 <= answer.new_tokens <= 6 for answer in answers)
    assert writer(folder).card.kind == "seq2seq"


def test_t5_is_told_what_its_configuration_says(tmp_path: Path) -> None:
    """ "summarize: " before the articles; the settings go before that; a BART reads the articles alone."""
    assert read(tmp_path, "t5", TEXTS[:2]).startswith("summarize : the council voted")
    assert read(tmp_path, "t5", TEXTS[:1], template="news story : {text}") == "news story : the council voted"
    assert read(tmp_path, "bart", TEXTS[:1]) == "the council voted"


def test_documents_are_parted_by_the_mark_that_a_model_has_for_it(tmp_path: Path) -> None:
    """PRIMERA's, which its tokenizer has."""
    assert (
        read(tmp_path, "led", TEXTS[:2])
        == "the council voted <doc-sep> the mayor said work begins in may at the harbour"
    )


def test_a_led_looks_at_the_first_token_and_at_the_marks() -> None:
    """These are what all tokens look at; no other model has such."""
    network: Network = tiny.network(tiny.seq2seq("led"))
    given = _padded([network.tokenizer("the wall <doc-sep> the mayor")["input_ids"]], 0, "cpu", left=False)
    assert _attention(network, given)["global_attention_mask"].tolist() == [[1, 0, 1, 0, 0]]
    assert _attention(tiny.network(tiny.seq2seq("bart")), given) == {}


@pytest.mark.parametrize("kind", ["bart", "pegasus", "led"])
def test_a_length_beyond_what_a_model_can_write_is_written_as_far_as_it_can(kind: str, tmp_path: Path) -> None:
    """64 positions and 200 tokens asked for: an answer, and none of the others is lost."""
    folder = tiny.saved(tiny.seq2seq(kind), tmp_path)
    requests = [Request((Message("user", TEXTS[0]),), most, min_tokens=most) for most in (200, 5)]
    answers = writer(folder).write(requests, silent)
    assert all(isinstance(answer, Answer) for answer in answers)
    assert [answer.new_tokens for answer in answers if isinstance(answer, Answer)][1] == 5


def test_what_is_longer_than_a_model_takes_is_said_to_be(tmp_path: Path) -> None:
    """A BART of 64 positions and a text of 120; a T5 takes it, for its positions are relative."""
    request = Request((Message("user", "the council voted " * 40),), 8)
    (long,) = writer(tiny.saved(tiny.seq2seq("bart"), tmp_path / "bart")).write([request], silent)
    assert isinstance(long, TooLongError)
    assert 1.5 < long.times < 2.5
    (answer,) = writer(tiny.saved(tiny.seq2seq("t5"), tmp_path / "t5")).write([request], silent)
    assert isinstance(answer, Answer)
