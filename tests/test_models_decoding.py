"""Decoding together: what a row gets does not depend on its batch; what is finished leaves; time and bounds are kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import tiny
import torch
from hypothesis import given
from hypothesis import strategies as st

from briefing.models.cache import RoomyLayer
from briefing.models.decoding import SHARED, Bounds, Written, can_share, common_length, decode
from briefing.models.generating import generate
from briefing.models.sampling import pick
from briefing.models.weights import Network

# How far a row's logits may lie from those it has alone: float32, sums in another order. Measured 5e-7 on this model of 2 layers.
TOLERANCE = 1e-4
NEW = 12


def prompts(count: int, shared: int = SHARED + 4) -> list[list[int]]:
    """Prompts of many lengths that begin alike."""
    chance = random.Random(1)
    words = range(len(tiny.SPECIAL), len(tiny.tokenizer()))
    beginning = [chance.choice(words) for _ in range(shared)]
    return [beginning + [chance.choice(words) for _ in range(chance.randint(1, 30))] for _ in range(count)]


def bounds(most: int = NEW, least: int = 0, enough: Callable[[Sequence[int]], bool] = lambda _: False) -> Bounds:
    return Bounds(least, most, enough)


def never(_: int) -> bool:
    return False


def greedy(logits: torch.Tensor, _: Sequence[int]) -> torch.Tensor:
    return logits.argmax(-1)


def alone(network: Network, prompt: list[int], most: int = NEW) -> list[int]:
    """What transformers' own loop writes after one prompt, without the token that ends it."""
    with torch.no_grad():
        output = network.model.generate(
            torch.tensor([prompt], device=network.device), max_new_tokens=most, do_sample=False, pad_token_id=0
        )
    tokens: list[int] = output[0, len(prompt) :].tolist()
    return tokens[: tokens.index(3)] if 3 in tokens else tokens


@pytest.fixture(scope="module")
def llama() -> Network:
    return tiny.network(tiny.causal())


@pytest.mark.parametrize("shared", [0, 3, SHARED + 4])
def test_a_batch_gives_each_row_what_it_gets_alone(llama: Network, shared: int) -> None:
    """Nine prompts of nine lengths, with much, little or nothing in common at their beginning, against ``generate`` one by one."""
    asked = prompts(9, shared)
    written = decode(llama, asked, [bounds()] * 9, greedy, never)
    assert [each and each.tokens for each in written] == [alone(llama, prompt) for prompt in asked]


def test_logits_hardly_move_with_the_batch(llama: Network) -> None:
    """The first token's logits of a row among eight longer ones, whose beginning is read by itself, against the row alone."""
    seen: list[torch.Tensor] = []

    def watching(logits: torch.Tensor, rows: Sequence[int]) -> torch.Tensor:
        seen.append(logits.clone())
        return greedy(logits, rows)

    asked = sorted(prompts(9), key=len)
    decode(llama, asked, [bounds(1)] * 9, watching, never)
    decode(llama, asked[:1], [bounds(1)], watching, never)
    assert float((seen[0][0] - seen[-1][0]).abs().max()) < TOLERANCE


def test_what_is_finished_leaves_the_batch(llama: Network) -> None:
    """Rows of four lengths: the later steps are asked of fewer rows, and each row has what it gets alone."""
    asked = prompts(4)
    sizes: list[int] = []

    def counting(logits: torch.Tensor, rows: Sequence[int]) -> torch.Tensor:
        sizes.append(len(rows))
        return greedy(logits, rows)

    written = decode(llama, asked, [bounds(most) for most in (2, 4, 8, 12)], counting, never)
    assert [len(each.tokens) for each in written if each] == [
        min(most, len(alone(llama, prompt))) for prompt, most in zip(asked, (2, 4, 8, 12), strict=True)
    ]
    assert sizes[0] == 4
    assert sizes[-1] == 1


@pytest.mark.parametrize("run", [decode, generate])
def test_bounds_are_kept(llama: Network, run: Callable[..., list[Written | None]]) -> None:
    """At most ``most``, at least ``least`` also past the token that ends, and no farther than ``enough`` says."""
    asked = prompts(3)
    wished = [bounds(5), bounds(20, least=20), bounds(20, enough=lambda tokens: len(tokens) == 7)]
    first, second, third = run(llama, asked, wished, greedy, never)
    assert first is not None
    assert second is not None
    assert third is not None
    assert (len(first.tokens), first.whole) == (5, False)
    assert (len(second.tokens), 3 in second.tokens) == (20, False)
    assert (len(third.tokens), third.whole) == (7, False)


@pytest.mark.parametrize("run", [decode, generate])
def test_a_text_that_ends_by_itself_is_whole(run: Callable[..., list[Written | None]]) -> None:
    """A model that says its end at once: no tokens, and whole."""
    model = tiny.causal()
    with torch.no_grad():
        model.lm_head.weight.zero_()
        model.lm_head.weight[3] = model.model.norm.weight  # its logit is a sum of squares

    def likeliest(logits: torch.Tensor, rows: Sequence[int]) -> torch.Tensor:
        return torch.full((len(rows),), 3, device=logits.device)

    written = run(tiny.network(model), prompts(3), [bounds()] * 3, likeliest, never)
    assert written == [Written([], whole=True)] * 3


@pytest.mark.parametrize("run", [decode, generate])
def test_when_time_is_up_what_is_not_done_is_nothing(llama: Network, run: Callable[..., list[Written | None]]) -> None:
    """Time ends in the middle: the row that was finished is there, the other is None."""
    told = 0

    def late(tokens: int) -> bool:
        nonlocal told
        told += 1
        return told > 5

    short, long = run(llama, prompts(2), [bounds(2), bounds(60, least=60)], greedy, late)
    assert short is not None
    assert len(short.tokens) == 2
    assert long is None


def test_models_that_forget_are_left_to_transformers() -> None:
    """A model with a window of 8 tokens is not decoded by ours, and ``generate`` gives its rows what they get alone."""
    network = tiny.network(tiny.causal(sliding=8))
    assert not can_share(network)
    asked = prompts(5)
    written = generate(network, asked, [bounds()] * 5, greedy, never)
    assert [each and each.tokens for each in written] == [alone(network, prompt) for prompt in asked]


def test_a_model_that_keeps_all_is_decoded_here(llama: Network) -> None:
    assert can_share(llama)


@given(st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=40), min_size=1, max_size=6))
def test_the_common_beginning_is_common_and_leaves_each_a_token(asked: list[list[int]]) -> None:
    """No prompt is read as a whole by it, all begin with it, and it is as long as can be."""
    shared = common_length(asked)
    assert shared == 0 or shared >= SHARED
    assert all(prompt[:shared] == asked[0][:shared] and len(prompt) > shared for prompt in asked)
    longest = next(
        (n for n in range(min(map(len, asked)) - 1, 0, -1) if len({tuple(prompt[:n]) for prompt in asked}) == 1), 0
    )
    assert shared == (longest if longest >= SHARED and len(asked) > 1 else 0)


def test_the_cache_holds_what_the_one_of_transformers_holds() -> None:
    """Written token by token and with rows taken out: the same keys and values as by concatenation."""
    from transformers.cache_utils import DynamicLayer

    theirs: Any = DynamicLayer
    roomy, plain = RoomyLayer(3, 10), theirs()
    torch.manual_seed(0)
    for tokens in (4, 1, 1):
        keys, values = torch.randn(3, 2, tokens, 8), torch.randn(3, 2, tokens, 8)
        roomy.update(keys, values)
        plain.update(keys, values)
    for layer in (roomy, plain):
        layer.batch_select_indices(torch.tensor([2, 0]))
    keys, values = torch.randn(2, 2, 1, 8), torch.randn(2, 2, 1, 8)
    for ours, others in zip(roomy.update(keys, values), plain.update(keys, values), strict=True):
        assert torch.equal(ours, others)


def test_chance_is_of_the_prompt_and_not_of_the_batch(llama: Network) -> None:
    """At a temperature of 1 a row is the same alone and among others, and two prompts differ."""
    asked = prompts(5)
    together = decode(llama, asked, [bounds(least=NEW)] * 5, pick(1.0, asked), never)
    single = [decode(llama, [each], [bounds(least=NEW)], pick(1.0, [each]), never)[0] for each in asked]
    assert together == single
    assert len({tuple(each.tokens) for each in together if each}) == 5
    assert together != decode(llama, asked, [bounds(least=NEW)] * 5, pick(0.0, asked), never)
