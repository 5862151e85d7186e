"""The server writer against a real server: `transformers serve` on loopback, with a model so small that its text is known."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from briefing.config import ServerSettings, WriterSettings
from briefing.errors import ModelError
from briefing.models import opened
from briefing.types import Answer, Message, Request

SERVE = "import sys; from transformers.cli.transformers import main; sys.exit(main())"
PATIENCE = 50.0  # seconds until it has to be there: it takes 8 on two quiet cores
WRITTEN = ["<think>", "well", "</think>", "The", "bridge", "is", "open."]
TEMPLATE = "{% for message in messages %}{{ message['role'] }} {{ message['content'] }} {% endfor %}{% if add_generation_prompt %}[GO]{% endif %}"
MESSAGES = (Message("system", "The bridge"), Message("user", "The bridge is well well"))


def saved(folder: Path) -> Any:
    """A Llama in ``folder`` that writes WRITTEN, one word after the other, and ends; its tokenizer is given back.

    Its only layer adds nothing, so that a word decides alone which one follows.
    """
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = ["[UNK]", "[GO]", "[END]", "system", "user", *WRITTEN]
    tokens = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokens.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made: Any = PreTrainedTokenizerFast
    tokenizer = made(tokenizer_object=tokens, unk_token="[UNK]", eos_token="[END]", pad_token="[END]")
    tokenizer.add_special_tokens({"additional_special_tokens": ["[GO]"]})
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    shape = LlamaConfig(
        vocab_size=len(words), hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
        num_key_value_heads=2, max_position_embeddings=256, eos_token_id=2, pad_token_id=2, bos_token_id=1,
    )  # fmt: skip
    model = LlamaForCausalLM(shape)
    one_each = torch.eye(len(words), 16)
    follows = [words.index(word) for word in ("[GO]", *WRITTEN)]
    with torch.no_grad():
        model.model.embed_tokens.weight.copy_(one_each)
        model.model.layers[0].self_attn.o_proj.weight.zero_()
        model.model.layers[0].mlp.down_proj.weight.zero_()
        model.lm_head.weight.zero_()
        for word, following in zip(follows, [*follows[1:], words.index("[END]")], strict=True):
            model.lm_head.weight[following] = one_each[word]
    model.save_pretrained(folder)
    return tokenizer


@dataclass(frozen=True)
class Serving:
    """A running server: its address, the folder of its model, which is the model's name, and the model's tokenizer."""

    url: str
    model: str
    tokenizer: Any


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """`transformers serve` with the small model, until the tests are done."""
    folder = tmp_path_factory.mktemp("serve")
    tokenizer = saved(folder / "model")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "home"), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", SERVE, "serve", str(folder / "model"), "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--device", "cpu"], env=environment, stdout=log, stderr=log)
        try:
            wait_for(port, process, folder / "log")
            yield Serving(f"http://127.0.0.1:{port}/v1", str(folder / "model"), tokenizer)
        finally:
            process.kill()
            process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until somebody listens there; what the server said where nobody does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"transformers serve did not start:\n{log.read_text(errors='replace')[-3000:]}")


def write(serving: Serving, requests: list[Request], model: str = "") -> list[Answer | ModelError]:
    """What the server answers, through the writer that the settings open."""
    settings = WriterSettings(name="server", model=model or serving.model)
    return opened(settings, ServerSettings(url=serving.url, at_once=3, attempts=1)).write(requests, lambda *each: None)


def test_a_real_server_writes(serving: Serving) -> None:
    """The text without its thought, to its end, with the tokens of this conversation in the model's own template."""
    prompt = serving.tokenizer.apply_chat_template(
        [{"role": message.role, "content": message.content} for message in MESSAGES],
        add_generation_prompt=True,
        return_dict=True,
    )
    answers = write(serving, [Request(MESSAGES, 20)] * 5)
    assert answers == [Answer("The bridge is open.", len(prompt["input_ids"]), len(WRITTEN) + 1)] * 5


def test_a_real_server_stops_where_the_tokens_end(serving: Serving) -> None:
    """What it had written by then is no whole answer; a thought that was cut off is none at all."""
    short, thought = write(serving, [Request(MESSAGES, 5), Request(MESSAGES, 2)])
    assert isinstance(short, Answer)
    assert (short.text, short.new_tokens, short.whole) == ("The bridge", 5, False)
    assert isinstance(thought, ModelError)
    assert "writer.thinking" in thought.remedy


def test_a_model_that_a_real_server_does_not_have_is_an_error(serving: Serving) -> None:
    """It says which one it has."""
    (failed,) = write(serving, [Request(MESSAGES, 20)], model="nobody/no-such-model")
    assert isinstance(failed, ModelError)
    assert f"pinned to '{serving.model}" in failed.what
    assert "writer.model" in failed.remedy


def test_the_card_names_what_serves(serving: Serving) -> None:
    """The version is the one that the server states."""
    model = opened(WriterSettings(name="server", model=serving.model), ServerSettings(url=serving.url))
    model.write([Request(MESSAGES, 20)], lambda *each: None)
    assert (model.card.kind, model.card.name, model.card.revision) == ("server", serving.model, "main")
