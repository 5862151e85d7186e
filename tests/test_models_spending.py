"""What a run may spend at a server: counted before it is spent, exact, and never passed, however many ask at once."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import ServerSettings, WriterSettings
from briefing.errors import ModelError
from briefing.models.server import Server as Writer
from briefing.models.spending import FRAME, MILLION, NOTHING, Spending, Tokens, at_most
from briefing.types import Answer, Message, Request

if TYPE_CHECKING:
    from conftest import Server

COMPLETIONS = "/v1/chat/completions"
COUNTS = st.builds(Tokens, st.integers(0, 5000), st.integers(0, 5000))
PRICES = st.floats(0.01, 100, allow_nan=False)


def request(words: int = 10, max_tokens: int = 50) -> Request:
    """A request of so many words of four letters."""
    return Request((Message("user", "word " * words),), max_tokens)


def completion(read: int, written: int, usage: bool = True) -> bytes:
    """An answer for which so much was read and written, whether or not it says so."""
    content: dict[str, Any] = {"choices": [{"finish_reason": "stop", "message": {"content": "The bridge is open."}}]}
    if usage:
        content["usage"] = {"prompt_tokens": read, "completion_tokens": written}
    return json.dumps(content).encode()


def writer(server: Server, **how: Any) -> Writer:
    """A writer with limits."""
    settings = ServerSettings(**{"url": server.url("/v1"), "timeout": 5.0, **how})
    return Writer(WriterSettings(model="small"), settings, None, back_off=0.001)


def written(model: Writer, requests: list[Request]) -> list[Answer | ModelError]:
    """The answers, where nobody minds the progress."""
    return model.write(requests, lambda done, total: None)


@given(st.text(max_size=200))
def test_no_tokenizer_makes_more_tokens_than_are_counted_on(text: str) -> None:
    """The longest that any writing can become is a token for each byte."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer = Tokenizer(models.BPE({letter: number for number, letter in enumerate(sorted(alphabet))}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokens = tokenizer.encode(text.encode("utf-8", "replace").decode()).tokens
    counted = at_most([Message("user", text), Message("user", text)], 7)
    assert 2 * len(tokens) <= counted.read
    assert counted.written == 7


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=30), st.integers(1, 40_000))
def test_no_row_of_requests_passes_the_tokens(row: list[tuple[Tokens, Tokens]], limit: int) -> None:
    """Whatever is set aside and settled, in whatever order; and nothing is refused that there is room for."""
    spending = Spending(ServerSettings(tokens=limit))
    for most, used in row:
        before = spending.spent.total
        granted = spending.set_aside(most)
        assert granted == (before + most.total <= limit)
        assert spending.spent.total <= limit
        if granted:
            spending.settle(most, Tokens(min(used.read, most.read), min(used.written, most.written)))
        assert spending.spent.total <= limit


@given(st.lists(COUNTS, max_size=30), PRICES, PRICES, st.floats(0.001, 1))
def test_no_row_of_requests_passes_the_budget(row: list[Tokens], read: float, written: float, budget: float) -> None:
    """To the last digit: what is spent is added up without rounding."""
    spending = Spending(ServerSettings(budget=budget, input_price=read, output_price=written))
    for most in row:
        spending.set_aside(most)
        spent = spending.spent
        assert sum(
            tokens * Fraction(str(price)) for tokens, price in ((spent.read, read), (spent.written, written))
        ) <= MILLION * Fraction(str(budget))


def test_a_tenth_seven_times_is_seven_tenths() -> None:
    """A budget can be spent whole; floats would add up to a little more and refuse the seventh."""
    spending = Spending(ServerSettings(budget=0.7, input_price=0.1, output_price=0.1))
    assert [spending.set_aside(Tokens(MILLION, 0)) for _ in range(8)] == [True] * 7 + [False]


def test_without_limits_nothing_is_refused() -> None:
    """What was spent is known all the same."""
    spending = Spending(ServerSettings())
    assert spending.set_aside(Tokens(10**9, 10**9))
    spending.settle(Tokens(10**9, 10**9), Tokens(3, 4))
    assert spending.spent == Tokens(3, 4)


class Till:
    """A server that counts what it did for each request, told or not, and answers well, badly, late or not at all."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._lock = Lock()
        self.done = NOTHING
        self.most = 0

    def __call__(self, handler: Any) -> None:
        asked = json.loads(handler.body)
        text = asked["messages"][0]["content"]
        with self._lock:
            used = Tokens(self._chance.randint(1, len(text) + FRAME), self._chance.randint(1, asked["max_tokens"]))
            how = self._chance.choice(["well", "well", "well", "untold", "fails", "busy", "garbage", "hangs up"])
            if how != "busy":
                self.done += used
            pause = self._chance.uniform(0, 0.01)
        time.sleep(pause)
        if how == "hangs up":
            return
        status = {"fails": 500, "busy": 429}.get(how, 200)
        body = b"{" if how == "garbage" else completion(used.read, used.written, usage=how == "well")
        handler.answer(status, {}, body)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("limits", "prices"),
    [({"tokens": 6000}, (1, 1)), ({"budget": 0.02, "input_price": 3.0, "output_price": 15.0}, (3, 15))],
)
def test_what_a_server_did_never_passes_the_limit(
    server: Server, limits: dict[str, Any], prices: tuple[int, int], seed: int
) -> None:
    """Counted by the server, with requests at the same time, retries, and answers that do not say what they took."""
    till = Till(seed)
    server.answers[COMPLETIONS] = till
    model = writer(server, at_once=6, **limits)
    answers = [*written(model, [request(number) for number in range(1, 40)]), *written(model, [request()] * 5)]
    limit = 6000 if "tokens" in limits else 20_000
    assert till.done.read * prices[0] + till.done.written * prices[1] <= limit
    assert till.done.total <= model.spent.total
    refused = [each for each in answers if isinstance(each, ModelError) and "limit" in each.what]
    assert refused, "the limit was never reached, so that nothing was tested"
    assert all(f"raise server.{next(iter(limits))}" in each.remedy for each in refused)
    assert any(isinstance(each, Answer) for each in answers)


def test_what_is_given_back_is_waited_for(server: Server) -> None:
    """A request that fits only once another has said what it took is asked then, and not refused."""
    server.answers[COMPLETIONS] = (200, {}, completion(10, 5))
    most = at_most(request().messages, 50).total
    answers = written(writer(server, tokens=most + 3 * 15, at_once=4), [request()] * 4)
    assert [type(answer) for answer in answers] == [Answer] * 4
    refused = written(writer(server, tokens=most + 3 * 15 - 1, at_once=4), [request()] * 4)
    assert sorted(type(answer).__name__ for answer in refused) == ["Answer"] * 3 + ["ModelError"]


def test_a_request_that_is_too_large_alone_is_not_sent(server: Server) -> None:
    """The error names the limit and the setting."""
    (refused,) = written(writer(server, tokens=1000), [request(words=300)])
    assert isinstance(refused, ModelError)
    assert "limit of 1,000 tokens" in refused.what
    assert "server.tokens" in refused.remedy
    assert not server.asked


def attempts_at(statuses: list[int]) -> Iterator[tuple[int, bytes]]:
    """Statuses, then a good answer."""
    yield from ((status, b"") for status in statuses)
    while True:
        yield 200, completion(10, 5)


@pytest.mark.parametrize(
    ("status", "costs"), [(429, False), (503, False), (408, False), (400, False), (500, True), (502, True), (504, True)]
)
def test_a_refusal_costs_nothing_and_a_failure_may(server: Server, status: int, costs: bool) -> None:
    """What broke down may have been at work; what turned us away was not."""
    answers = attempts_at([status])

    def answer(handler: Any) -> None:
        code, body = next(answers)
        handler.answer(code, {}, body)

    server.answers[COMPLETIONS] = answer
    model = writer(server)
    written(model, [request()])
    most = at_most(request().messages, 50)
    told = Tokens(10, 5) if status != 400 else NOTHING
    assert model.spent == (told + most if costs else told)


def test_what_nobody_counted_stays_spent_as_the_most_it_can_be(server: Server) -> None:
    """A server that says nothing of its tokens may have taken them all."""
    server.answers[COMPLETIONS] = (200, {}, completion(10, 5, usage=False))
    model = writer(server)
    written(model, [request()] * 3)
    most = at_most(request().messages, 50)
    assert model.spent == most + most + most


def test_a_server_that_is_not_reached_costs_nothing_and_one_that_is_late_may(server: Server) -> None:
    """It may have written, and nobody waited for it."""
    model = Writer(WriterSettings(model="small"), ServerSettings(url="http://127.0.0.1:9/v1"), None, back_off=0.001)
    written(model, [request()])
    assert model.spent == NOTHING
    server.latency = 0.5
    model = writer(server, timeout=0.1)
    written(model, [request()])
    assert model.spent == at_most(request().messages, 50)
