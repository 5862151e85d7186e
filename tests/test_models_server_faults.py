"""The server writer where the server is busy, broken, silent, slow or not there: what is tried again, and when it ends."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.utils import formatdate
from itertools import pairwise
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from briefing.config import ServerSettings, WriterSettings
from briefing.errors import ModelError
from briefing.models.connection import MOST_BYTES
from briefing.models.server import Server as Writer
from briefing.types import Answer, Message, Request

if TYPE_CHECKING:
    from conftest import Deed, Server

COMPLETIONS = "/v1/chat/completions"
GOOD = json.dumps(
    {
        "choices": [{"finish_reason": "stop", "message": {"content": "The bridge is open."}}],
        "usage": {"prompt_tokens": 21, "completion_tokens": 5},
    }
).encode()
TOLD = Answer("The bridge is open.", 21, 5)
BACK_OFF = 0.01
PATIENT = WriterSettings(model="small")


def batch(count: int) -> list[Request]:
    """So many requests."""
    return [Request((Message("user", f"Tell story {number}."),), 50) for number in range(count)]


def write(url: str, count: int = 1, writer: WriterSettings = PATIENT, **how: Any) -> list[Answer | ModelError]:
    """The answers to so many requests; ``how`` are settings of the server."""
    settings = ServerSettings(**{"url": url, "timeout": 5.0, **how})
    return Writer(writer, settings, None, BACK_OFF).write(batch(count), lambda done, total: None)


def failures(answers: Sequence[Answer | ModelError]) -> list[str]:
    """What went wrong, of each that failed."""
    return [str(answer) for answer in answers if isinstance(answer, ModelError)]


def in_turn(*deeds: Deed | tuple[int, Mapping[str, str], bytes]) -> Deed:
    """A server that does one after the other, and then answers well."""
    left: Iterator[Any] = iter(deeds)

    def answer(handler: Any) -> None:
        deed: Any = next(left, (200, {}, GOOD))
        if callable(deed):
            deed(handler)
        else:
            handler.answer(*deed)

    return answer


def cut(handler: Any) -> None:
    """Half an answer, and the connection is gone."""
    handler.answer(200, {"Content-Length": str(len(GOOD))}, GOOD[: len(GOOD) // 2])
    handler.connection.shutdown(socket.SHUT_RDWR)


def hang_up(handler: Any) -> None:
    """No answer at all."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def no_http(handler: Any) -> None:
    """An answer in no protocol."""
    handler.wfile.write(b"\x1b[31mSSH-2.0\r\n\r\n")


def packed(handler: Any) -> None:
    """An answer that is not packed as it says."""
    handler.answer(200, {"Content-Encoding": "gzip"}, b"not packed at all")


@pytest.mark.parametrize(
    "fault",
    [
        *((status, {}, b"") for status in (408, 429, 500, 502, 503, 504, 529)),
        (429, {"Retry-After": "0"}, b'{"error": "slow down"}'),
        (503, {"Retry-After": "nonsense"}, b"<html>busy</html>"),
        (200, {}, b"garbage"),
        (200, {"Content-Length": str(len(GOOD) + 100), "Connection": "close"}, GOOD),
        cut,
        hang_up,
        no_http,
        packed,
    ],
)
def test_what_may_pass_is_tried_again(server: Server, fault: Any) -> None:
    """A busy server, one that broke down, half an answer: the second attempt brings the text."""
    server.answers[COMPLETIONS] = in_turn(fault)
    assert write(server.url("/v1")) == [TOLD]
    assert len(server.asked) == 2


@pytest.mark.parametrize("attempts", [1, 3])
def test_no_more_is_tried_than_the_settings_say(server: Server, attempts: int) -> None:
    """Then the failure is told with what the server said."""
    server.answers[COMPLETIONS] = (500, {}, b'{"error": {"message": "out of memory"}}')
    (said,) = failures(write(server.url("/v1"), attempts=attempts))
    assert "answered 500: out of memory" in said
    assert len(server.asked) == attempts


def test_each_pause_is_longer_than_the_one_before(server: Server) -> None:
    """About twice as long each time."""
    server.answers[COMPLETIONS] = (500, {}, b"")
    settings = ServerSettings(url=server.url("/v1"))
    Writer(PATIENT, settings, None, back_off=0.05).write(batch(1), lambda done, total: None)
    times = [asked.time for asked in server.asked]
    pauses = [later - sooner for sooner, later in pairwise(times)]
    assert len(pauses) == 3
    assert [pause >= least for pause, least in zip(pauses, (0.04, 0.08, 0.16), strict=True)] == [True] * 3


@pytest.mark.parametrize("header", [lambda: "1", lambda: formatdate(time.time() + 2, usegmt=True)])
def test_a_pause_that_a_server_asks_for_is_kept_by_all(server: Server, header: Callable[[], str]) -> None:
    """Given in seconds or as a date; the requests that did not hear of it wait too."""
    server.answers[COMPLETIONS] = in_turn((429, {"Retry-After": header()}, b""))
    assert write(server.url("/v1"), count=3, at_once=1) == [TOLD] * 3
    times = [asked.time for asked in server.asked]
    assert len(times) == 4
    assert times[1] - times[0] >= 0.9


def test_a_pause_is_kept_after_the_last_attempt_too(server: Server) -> None:
    """It holds for the server, and not only for the request that heard of it."""
    server.answers[COMPLETIONS] = in_turn((200, {}, GOOD), (429, {"Retry-After": "1"}, b""))
    answers = write(server.url("/v1"), count=3, at_once=1, attempts=1)
    assert [type(answer) for answer in answers] == [Answer, ModelError, Answer]
    assert server.asked[2].time - server.asked[1].time >= 0.9


def test_a_pause_that_is_longer_than_the_time_ends_the_batch_at_once(server: Server) -> None:
    """Nobody waits an hour for a brief; what is answered stays."""
    server.answers[COMPLETIONS] = in_turn((200, {}, GOOD), (429, {"Retry-After": "3600"}, b'{"error": "quota"}'))
    begun = time.monotonic()
    answers = write(server.url("/v1"), count=5, at_once=1)
    assert answers[0] == TOLD
    assert ["answered 429: quota" in said for said in failures(answers)] == [True] * 4
    assert len(server.asked) == 2
    assert time.monotonic() - begun < 2


def test_a_server_that_is_not_there_fails_once_for_all() -> None:
    """The first requests try as often as they may; the others do not try at all."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    settings = ServerSettings(url=url, at_once=1)
    begun = time.monotonic()
    answers = Writer(PATIENT, settings, None, back_off=0.1).write(batch(40), lambda done, total: None)
    assert time.monotonic() - begun < 4  # the pauses of one: 0.7 s; of all: 28 s
    assert len(set(failures(answers))) == 1
    assert len(answers) == 40
    assert url in str(answers[0])
    assert "see that it runs" in str(answers[0])


@pytest.mark.parametrize("status", [401, 404, 429])
def test_what_is_wrong_for_all_is_not_asked_for_each(server: Server, status: int) -> None:
    """A wrong key, a wrong address, no quota: nobody else fares better."""
    server.answers[COMPLETIONS] = (status, {}, b"")
    assert len(failures(write(server.url("/v1"), count=20, at_once=1, attempts=2))) == 20
    assert len(server.asked) == (2 if status == 429 else 1)


@pytest.mark.parametrize("status", [400, 403, 500])
def test_what_is_wrong_with_one_costs_only_that_one(server: Server, status: int) -> None:
    """A text that a server does not like is no reason to keep the others from it."""
    server.answers[COMPLETIONS] = in_turn((status, {}, b""))
    answers = write(server.url("/v1"), count=4, at_once=1, attempts=1)
    assert answers[1:] == [TOLD] * 3
    assert len(failures(answers)) == 1


def test_a_server_that_has_answered_is_asked_on(server: Server) -> None:
    """What fails later in the batch may be the one request's own."""
    server.answers[COMPLETIONS] = in_turn((200, {}, GOOD), (404, {}, b""))
    answers = write(server.url("/v1"), count=4, at_once=1)
    assert [type(answer) for answer in answers] == [Answer, ModelError, Answer, Answer]


@pytest.fixture
def over() -> Iterator[Event]:
    """Set when the test is over, so that no thread of a server waits on."""
    event = Event()
    yield event
    event.set()


def silent(over: Event) -> Deed:
    """Not a byte."""

    def wait(handler: Any) -> None:
        over.wait(20)

    return wait


def a_byte_at_a_time(over: Event) -> Deed:
    """The body comes, but never to its end."""

    def trickle(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not over.wait(0.02):
            handler.wfile.write(b" ")

    return trickle


def a_header_at_a_time(over: Event) -> Deed:
    """Not even the headers come to an end."""

    def trickle(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not over.wait(0.02):
            handler.wfile.write(b"X")

    return trickle


def half(over: Event) -> Deed:
    """Half an answer, and then nothing."""

    def stop(handler: Any) -> None:
        handler.answer(200, {"Content-Length": str(len(GOOD))}, GOOD[: len(GOOD) // 2])
        over.wait(20)

    return stop


@pytest.mark.parametrize("slow", [silent, a_byte_at_a_time, a_header_at_a_time, half])
def test_an_answer_has_its_time_as_a_whole(server: Server, over: Event, slow: Callable[[Event], Deed]) -> None:
    """However it is spent. It is not asked for again, for it would take as long, nor is anything else where none came."""
    server.answers[COMPLETIONS] = slow(over)
    begun = time.monotonic()
    said = failures(write(server.url("/v1"), count=5, at_once=1, timeout=0.4))
    assert 0.4 <= time.monotonic() - begun < 2
    assert ["not done after 0.4 seconds" in each and "server.timeout" in each for each in said] == [True] * 5
    assert len(server.asked) == 1


def test_one_slow_answer_does_not_keep_the_others(server: Server, over: Event) -> None:
    """They are told."""
    server.answers[COMPLETIONS] = in_turn((200, {}, GOOD), silent(over))
    answers = write(server.url("/v1"), count=4, at_once=1, timeout=0.4)
    assert [type(answer) for answer in answers] == [Answer, ModelError, Answer, Answer]


def test_the_whole_batch_has_its_time(server: Server, over: Event) -> None:
    """What is written by then stays, what is not says which setting gives more time."""
    server.answers[COMPLETIONS] = in_turn((200, {}, GOOD), silent(over), silent(over))
    told: list[tuple[int, int]] = []
    writer = WriterSettings(model="small", minutes=0.5 / 60)
    begun = time.monotonic()
    answers = Writer(writer, ServerSettings(url=server.url("/v1"), at_once=1), None, BACK_OFF).write(
        batch(4), lambda *each: told.append(each)
    )
    assert time.monotonic() - begun < 2
    assert answers[0] == TOLD
    assert ["not written within" in said and "writer.minutes" in said for said in failures(answers)] == [True] * 3
    assert told[-1][0] == told[-1][1]


def test_the_time_counts_from_the_first_batch_on(server: Server, over: Event) -> None:
    """A run asks several times, and has its minutes once."""
    server.answers[COMPLETIONS] = in_turn(silent(over))
    model = Writer(WriterSettings(model="small", minutes=0.3 / 60), ServerSettings(url=server.url("/v1")), None)
    for _ in range(2):
        (said,) = failures(model.write(batch(1), lambda done, total: None))
        assert "not written within" in said


def test_the_time_holds_while_models_are_asked_for_too(server: Server, over: Event) -> None:
    """A server that does not list its models keeps nobody longer."""
    server.answers["/v1/models"] = silent(over)
    answers = write(server.url("/v1"), count=2, writer=WriterSettings(minutes=0.3 / 60))
    assert ["not written within" in said for said in failures(answers)] == [True] * 2


def test_an_answer_without_an_end_is_cut_off(server: Server) -> None:
    """Gigabytes are neither read nor kept, and not asked for again."""
    sent = [0]

    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            sent[0] += handler.wfile.write(bytes(100_000))

    server.answers[COMPLETIONS] = endless
    (said,) = failures(write(server.url("/v1")))
    assert "more than 4 MB" in said
    assert sent[0] < 10 * MOST_BYTES
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(server: Server) -> None:
    """Neither to another host nor on the same one: the error says to give the new address."""
    server.answers |= {COMPLETIONS: (308, {"Location": server.url("/v2")}, b""), "/v2": (200, {}, GOOD)}
    (said,) = failures(write(server.url("/v1")))
    assert "answered 308: it has another address now: give that one as server.url" in said
    assert server.paths == [COMPLETIONS]
