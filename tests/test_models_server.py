"""The server writer: what it asks of a server, what it makes of the answers, and what it says of those that are none."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from briefing.config import ServerSettings, WriterSettings
from briefing.errors import ConfigError, ModelError, TooLongError
from briefing.models import opened
from briefing.models.refusals import LEAST_TIMES, MOST_TIMES, TIMES, times_too_long
from briefing.models.server import Server as Writer
from briefing.types import Answer, Message, Request, Secret

if TYPE_CHECKING:
    from conftest import Deed, Server

COMPLETIONS = "/v1/chat/completions"
KEY = "sk-a/very+secret=key"


def request(text: str = "Tell the story.", max_tokens: int = 50) -> Request:
    """A request with a system text."""
    return Request((Message("system", "You write briefs."), Message("user", text)), max_tokens)


def completion(text: Any = "The bridge is open.", end: str | None = "stop", **fields: Any) -> bytes:
    """What a server answers; ``fields`` go before what is usual."""
    choice = {"index": 0, "finish_reason": end, "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": 21, "completion_tokens": 5, "total_tokens": 26}
    return json.dumps({"id": "1", "object": "chat.completion", "choices": [choice], "usage": usage, **fields}).encode()


def said(text: str = "The bridge is open.", **message: Any) -> bytes:
    """A completion whose message has further fields."""
    return completion(choices=[{"finish_reason": "stop", "message": {"role": "assistant", "content": text, **message}}])


def writer(server: Server, key: Secret | None = None, writing: Mapping[str, Any] | None = None, **how: Any) -> Writer:
    """A writer that asks this server; ``how`` are settings of the server, ``writing`` those of the writer."""
    asked = {"url": server.url("/v1"), "timeout": 5.0, **how}
    return Writer(WriterSettings(**{"model": "small", **(writing or {})}), ServerSettings(**asked), key, back_off=0.01)


def written(model: Writer, requests: Sequence[Request]) -> list[Answer | ModelError]:
    """The answers, where nobody minds the progress."""
    return model.write(requests, lambda done, total: None)


def only(server: Server, **how: Any) -> Answer | ModelError:
    """The answer to a single request."""
    (answer,) = written(writer(server, **how), [request()])
    return answer


def failure(server: Server, **how: Any) -> ModelError:
    """Why there is no answer to a single request; it always names a remedy."""
    answer = only(server, **how)
    assert isinstance(answer, ModelError)
    assert answer.remedy
    return answer


def echo(handler: Any) -> None:
    """Answer with what was asked last, late for some: the answers do not come in the order of the requests."""
    text = json.loads(handler.body)["messages"][-1]["content"]
    time.sleep(0.03 * (len(text) % 3))
    handler.answer(200, {}, completion(f"Told: {text}"))


def test_a_request_is_sent_as_every_server_understands_it(server: Server) -> None:
    """The model, the conversation, the tokens with those to think, the temperature; who asks, and no key where there is none."""
    server.answers[COMPLETIONS] = (200, {}, completion())
    answer = only(server, writing={"thinking": 200, "temperature": 0.5})
    assert answer == Answer("The bridge is open.", 21, 5)
    (asked,) = server.asked
    assert json.loads(asked.body) == {
        "model": "small",
        "messages": [
            {"role": "system", "content": "You write briefs."},
            {"role": "user", "content": "Tell the story."},
        ],
        "max_tokens": 250,
        "temperature": 0.5,
        "stream": False,
    }
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"].startswith("briefing/")
    assert "authorization" not in asked.headers


def test_nothing_of_the_environment_comes_between(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No proxy that a variable names, and no password out of a file for all programs."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login anna password secret", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.answers[COMPLETIONS] = (200, {}, completion())
    assert isinstance(only(server), Answer)
    assert "authorization" not in server.asked[0].headers


def test_the_settings_open_it_by_its_name() -> None:
    """``writer = "server"`` is one line; without an address it says how to give one."""
    where = ServerSettings(url="http://localhost:9/v1/")
    model = opened(WriterSettings(name="server", model="small", temperature=0.5), where)
    assert (model.card.kind, model.card.name, model.card.revision) == ("server", "small", "")
    assert model.card.settings == {"url": "http://localhost:9/v1", "temperature": 0.5, "thinking": 0}
    with pytest.raises(ConfigError, match=r"server\.url"):
        opened(WriterSettings(name="server"), ServerSettings())


def test_answers_stand_in_the_order_of_the_requests(server: Server) -> None:
    """Also where they come in another."""
    server.answers[COMPLETIONS] = echo
    texts = ["a" * length for length in range(1, 14)]
    answers = written(writer(server), [request(text) for text in texts])
    assert answers == [Answer(f"Told: {text}", 21, 5) for text in texts]


def test_no_requests_ask_nobody(server: Server) -> None:
    """An empty batch is an empty list."""
    assert written(writer(server), []) == []
    assert not server.asked


@pytest.mark.parametrize("at_once", [1, 3])
def test_no_more_are_asked_at_once_than_the_settings_say(server: Server, at_once: int) -> None:
    """Counted by the server; and so many are."""
    lock, now, most = Lock(), [0], [0]

    def count(handler: Any) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        handler.answer(200, {}, completion())

    server.answers[COMPLETIONS] = count
    written(writer(server, at_once=at_once), [request()] * 8)
    assert most[0] == at_once


def test_it_works_within_an_event_loop_too(server: Server) -> None:
    """As in a notebook."""
    server.answers[COMPLETIONS] = (200, {}, completion())

    async def cell() -> Answer | ModelError:
        return only(server)

    assert isinstance(asyncio.run(cell()), Answer)


def test_progress_is_told_in_tokens_to_the_end(server: Server) -> None:
    """It never goes back, and what failed is done too."""
    texts = ["short", "a longer one " * 20, "fails"]

    def some(handler: Any) -> None:
        bad = "fails" in json.loads(handler.body)["messages"][-1]["content"]
        handler.answer(400 if bad else 200, {}, completion())

    server.answers[COMPLETIONS] = some
    told: list[tuple[int, int]] = []
    answers = writer(server).write([request(text) for text in texts], lambda *each: told.append(each))
    assert [type(answer) for answer in answers] == [Answer, Answer, ModelError]
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) == 3
    assert {total for _, total in told} == {told[-1][0]}


def test_the_card_names_the_version_that_the_server_reports(server: Server) -> None:
    """The model's whole name where it has a longer one, and the fingerprint of what runs it."""
    model = writer(server)
    server.answers[COMPLETIONS] = (200, {}, completion(model="small-2026-10-01", system_fingerprint="fp_\u202e1"))
    assert model.card.revision == ""
    written(model, [request()])
    assert model.card.revision == "2026-10-01 fp_1"
    model = writer(server)
    server.answers[COMPLETIONS] = (200, {}, completion(model="small", system_fingerprint=None))
    written(model, [request()])
    assert model.card.revision == ""


def models(*names: Any) -> tuple[int, Mapping[str, str], bytes]:
    """What a server says that it has."""
    return (200, {}, json.dumps({"object": "list", "data": [{"id": name} for name in names]}).encode())


def test_the_only_model_of_a_server_need_not_be_named(server: Server) -> None:
    """It is asked for once, and stands in the card."""
    server.answers |= {"/v1/models": models("alone"), COMPLETIONS: (200, {}, completion())}
    model = writer(server, writing={"model": ""})
    for _ in range(2):
        assert isinstance(written(model, [request()])[0], Answer)
    assert server.paths == ["/v1/models", COMPLETIONS, COMPLETIONS]
    assert json.loads(server.asked[-1].body)["model"] == "alone"
    assert model.card.name == "alone"


def test_one_of_several_models_is_for_the_reader_to_choose(server: Server) -> None:
    """All are named; also where there is none."""
    server.answers["/v1/models"] = models("one", "two\x1b[31m", 3, "")
    with pytest.raises(ConfigError, match=r'has 2 models.*writer\.model to one of "one", "two\[31m"'):
        only(server, writing={"model": ""})
    server.answers["/v1/models"] = (200, {}, b'{"data": "none"}')
    with pytest.raises(ConfigError, match=r"has 0 models.*set writer\.model"):
        only(server, writing={"model": ""})


def test_a_server_that_lists_no_models_costs_the_batch_and_no_more(server: Server) -> None:
    """Each request fails with what the list said, and the progress ends."""
    told: list[tuple[int, int]] = []
    answers = writer(server, writing={"model": ""}).write([request()] * 3, lambda *each: told.append(each))
    assert [str(answer) for answer in answers] == [str(answers[0])] * 3
    assert "answered 404" in str(answers[0])
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (said("<think>Which bridge?</think>\nThe bridge is open."), "The bridge is open."),
        (said(reasoning_content="Which bridge?"), "The bridge is open."),
        (
            completion([{"type": "text", "text": "The bridge"}, {"type": "text", "text": " is open."}]),
            "The bridge is open.",
        ),
        (completion([{"type": "thinking", "text": "Hm."}, "x", {"type": "output_text", "text": "Open."}]), "Open."),
        (completion("The\u202e bridge\x1b[31m is\x00 open.\r\n"), "The bridge[31m is open."),
        (completion("half a character \ud83d"), "half a character"),
        (said(refusal=None, tool_calls=None, audio=[]), "The bridge is open."),
        (completion(end=None), "The bridge is open."),
    ],
)
def test_the_text_is_taken_out_of_whatever_it_comes_in(server: Server, body: bytes, text: str) -> None:
    """Thoughts are left, parts are joined, and what no text has is taken out."""
    server.answers[COMPLETIONS] = (200, {}, body)
    answer = only(server)
    assert isinstance(answer, Answer)
    assert answer.text == text


@pytest.mark.parametrize(("end", "whole"), [("stop", True), ("length", False), (None, True), ("eos", True), (7, True)])
def test_what_was_cut_off_is_no_whole_answer(server: Server, end: Any, whole: bool) -> None:
    """The server says why it came to an end."""
    server.answers[COMPLETIONS] = (200, {}, completion(end=end))
    answer = only(server)
    assert isinstance(answer, Answer)
    assert answer.whole == whole


@pytest.mark.parametrize(
    ("body", "why", "remedy"),
    [
        (completion(""), "wrote nothing", "writer.model"),
        (completion(None), "wrote nothing", "writer.model"),
        (completion([]), "wrote nothing", "writer.model"),
        (completion(" \n"), "wrote nothing", "writer.model"),
        (completion("<think>Which bridge? The", "length"), "nothing within its tokens", "writer.thinking"),
        (said("", reasoning_content="Which bridge?"), "wrote nothing", "writer.model"),
        (said("", refusal="I can\x1b[31mnot."), r"refused: I can\[31mnot\.", "writer.model"),
        (completion("The bridge", "content_filter"), "refused: its content filter", "writer.model"),
    ],
)
def test_an_answer_without_a_text_says_why(server: Server, body: bytes, why: str, remedy: str) -> None:
    """It is not asked for again: the same would come."""
    server.answers[COMPLETIONS] = (200, {}, body)
    failed = failure(server)
    assert remedy in failed.remedy
    with pytest.raises(ModelError, match=why):
        raise failed
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b'{"choices": {}}',
        b'{"choices": []}',
        b'{"choices": [null]}',
        b'{"choices": [{"message": "x"}]}',
        b'{"choices": [{"message": {"content": 5}}]}',
        b'{"choices": [{"message": {"content": {"a": 1}}}]}',
        b'{"error": {"message": "upstream is gone", "code": 502}}',
        b'{"error": "upstream is gone"}',
        b"\xff\xfe" * 50,
        b"data: {}\n\n",
    ],
)
def test_a_broken_answer_is_asked_for_again(server: Server, body: bytes) -> None:
    """Whatever is wrong with it; as often as the settings say, and then it is an error that names the server."""
    server.answers[COMPLETIONS] = (200, {}, body)
    failed = failure(server, attempts=2)
    assert server.url("/v1") in failed.what
    assert len(server.asked) == 2
    if b"upstream" in body:
        assert "upstream is gone" in failed.what


@pytest.mark.parametrize(
    "usage", [None, "many", {}, {"prompt_tokens": 3}, {"prompt_tokens": -1, "completion_tokens": True}, [1, 2]]
)
def test_tokens_that_nobody_counted_are_counted_as_the_most_they_can_be(server: Server, usage: Any) -> None:
    """A wrong figure is none; the text is told all the same."""
    server.answers[COMPLETIONS] = (200, {}, completion(usage=usage))
    answer = only(server)
    assert isinstance(answer, Answer)
    assert answer.prompt_tokens > len("You write briefs.Tell the story.")
    assert answer.new_tokens == 50


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4950 in the messages)."),
        (400, "request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it"),
        (400, "prompt is too long: 5,000 tokens > 4,096 maximum"),
        (422, "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4950 `inputs` tokens and 50 `max_new_tokens`, 5000"),
        (400, "Prompt contains 5000 tokens, too large for model with 4096 maximum context length"),
        (413, "Request too large on tokens per minute (TPM): Limit 4096, Requested 5000"),
        (400, "'max_tokens' is too large: 50. The maximum context length is 4096 tokens and your request has 5000 input tokens."),
    ],
)  # fmt: skip
def test_a_text_that_is_too_long_says_by_how_much(server: Server, status: int, words: str) -> None:
    """By the server's own figures, less the room that the answer needs."""
    server.answers[COMPLETIONS] = (status, {}, json.dumps({"error": {"message": words}}).encode())
    failed = failure(server)
    assert isinstance(failed, TooLongError)
    assert failed.times == pytest.approx(5000 / (4096 - 50))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("words", "new", "times"),
    [
        ("the context length is exceeded", 50, TIMES),
        ("the context length is 40 tokens", 50, TIMES),
        ("the context length is 4096 tokens, and 3 are too many", 50, LEAST_TIMES),
        ("the context length is 100 tokens, not 9999999999", 50, MOST_TIMES),
    ],
)
def test_how_many_times_too_long_stays_within_reason(words: str, new: int, times: float) -> None:
    """Also where a server gives no figures, or strange ones."""
    assert times_too_long(words, new) == times


@pytest.mark.parametrize(
    ("status", "body", "what", "remedy"),
    [
        (
            400,
            b'{"error": {"message": "no \\u001b[31msuch thing"}}',
            r"answered 400: no \[31msuch thing",
            "writer.model",
        ),
        (400, b'{"detail": "Server is pinned to x"}', "answered 400: Server is pinned to x", "writer.model"),
        (400, b'{"detail": [{"loc": 1}]}', "answered 400: ", "writer.model"),
        (404, b'{"error": "model not found"}', "answered 404: model not found", "server.url"),
        (404, b"<html>" + b"x" * 5000, "answered 404: <html>x{194}$", "server.url"),
        (418, b"", "answered 418$", "writer.model"),
        (307, b"", "answered 307: it has another address now", "server.url"),
    ],
)
def test_a_refusal_is_told_and_not_tried_again(
    server: Server, status: int, body: bytes, what: str, remedy: str
) -> None:
    """In one short line of what the server says, with the setting that mends it."""
    server.answers[COMPLETIONS] = (status, {"Location": "/elsewhere"}, body)
    failed = failure(server)
    assert remedy in failed.remedy
    with pytest.raises(ModelError, match=f"{server.url('/v1')} {what}"):
        raise ModelError(failed.what)
    assert server.paths == [COMPLETIONS]


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        (None, "key_env"),
        (Secret("ALDER_KEY", value=KEY), "the key in ALDER_KEY"),
        (Secret(command=(sys.executable, "-c", f"print('{KEY}')")), "server.key_command prints"),
    ],
)
def test_a_wrong_key_says_where_it_is_to_be_mended(
    server: Server, status: int, key: Secret | None, remedy: str
) -> None:
    """The setting that names it, and nothing of the key, though the server repeats it."""
    server.answers[COMPLETIONS] = (status, {}, json.dumps({"error": f"wrong key {KEY}"}).encode())
    failed = failure(server, key=key)
    assert remedy in failed.remedy
    assert KEY not in str(failed)
    assert len(server.asked) == 1


def test_the_key_goes_to_the_server_and_nowhere_else(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """Not into a message, though the server repeats it; not into a repr, a card or a log; not to where it redirects."""
    caplog.set_level(logging.DEBUG)
    model = writer(server, Secret("ALDER_KEY", value=KEY), attempts=1)
    repeated = json.dumps({"error": {"message": f"{'x' * 190} {KEY}"}}).replace("/", "\\/").encode()
    seen = []
    for status, body in ((500, repeated), (400, repeated), (400, KEY.encode()), (200, repeated), (302, b"")):
        server.answers[COMPLETIONS] = (status, {"Location": server.url("/steal")}, body)
        seen += [str(answer) for answer in written(model, [request()])]
    assert [asked.headers["authorization"] for asked in server.asked] == [f"Bearer {KEY}"] * 5
    assert set(server.paths) == {COMPLETIONS}
    secret = KEY[:12]
    assert secret not in " ".join([*seen, repr(model), repr(model.card), caplog.text])


def test_a_key_is_asked_for_once(server: Server, tmp_path: Path) -> None:
    """A keyring may have to be unlocked for it; nobody does that for each batch."""
    server.answers[COMPLETIONS] = (200, {}, completion())
    code = f"open({str(tmp_path / 'asked')!r}, 'a').write('x'); print('{KEY}')"
    model = writer(server, Secret(command=(sys.executable, "-c", code)))
    for _ in range(2):
        assert isinstance(written(model, [request()])[0], Answer)
    assert (tmp_path / "asked").read_text() == "x"
    assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {KEY}"}


def test_a_key_that_is_not_there_or_is_none_is_an_error_of_the_settings(server: Server) -> None:
    """Before anything is asked; what it holds is not told."""
    with pytest.raises(ConfigError, match="ALDER_KEY is not set"):
        only(server, key=Secret("ALDER_KEY"))
    for value in ("clé-secrète", "two\x00words", " "):
        with pytest.raises(ConfigError, match="has signs in it") as caught:
            only(server, key=Secret("ALDER_KEY", value=value))
        assert value.strip() not in str(caught.value) or not value.strip()
    assert not server.asked


def refuse(field: str) -> Deed:
    """A server whose model does not take a field."""

    def answer(handler: Any) -> None:
        error = {"message": f"no {field}", "code": "unsupported_parameter", "param": field}
        taken = field not in json.loads(handler.body)
        handler.answer(200 if taken else 400, {}, completion() if taken else json.dumps({"error": error}).encode())

    return answer


@pytest.mark.parametrize(("field", "instead"), [("max_tokens", {"max_completion_tokens": 50}), ("temperature", {})])
def test_a_field_that_a_model_does_not_take_is_put_otherwise(
    server: Server, field: str, instead: Mapping[str, Any]
) -> None:
    """Some reasoning models want another name for the tokens, and no temperature; that is no failed attempt."""
    server.answers[COMPLETIONS] = refuse(field)
    answers = written(writer(server, attempts=1, at_once=1), [request()] * 3)
    assert all(isinstance(answer, Answer) for answer in answers)
    assert len(server.asked) == 4
    last = json.loads(server.asked[-1].body)
    assert field not in last
    assert instead.items() <= last.items()


def test_a_field_that_cannot_be_left_out_is_an_error(server: Server) -> None:
    """Without the conversation there is nothing to ask."""
    server.answers[COMPLETIONS] = refuse("messages")
    assert "answered 400: no messages" in failure(server).what
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "localhost:11434"},
        {"url": "http://anna:secret@localhost/v1"},
        {"url": "http://localhost/v1?key=secret"},
        {"url": "http://localhost/v1#there"},
        {"budget": 1.0},
        {"budget": 1.0, "input_price": 2.0},
    ],
)
def test_settings_that_cannot_hold_are_refused(settings: Mapping[str, Any]) -> None:
    """An address that is none or has a secret in it, and a budget that nothing can be counted against."""
    with pytest.raises(ValidationError, match=r"scheme|password|query|budget needs"):
        ServerSettings(**settings)
