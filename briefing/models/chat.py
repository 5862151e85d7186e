"""Chat models: any ``AutoModelForCausalLM`` with its chat template, by a name, a folder, or a GGUF file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from briefing.models.decoding import Bounds, Tick, Written, can_share, decode
from briefing.models.generating import generate
from briefing.models.local import Asked, Local
from briefing.models.sampling import pick
from briefing.models.weights import Network
from briefing.types import Message, Request


class Chat(Local):
    """A chat model of this machine."""

    kind = "chat"
    loads = "AutoModelForCausalLM"

    def _prompt(self, network: Network, request: Request) -> list[int]:
        return _tokens(network.tokenizer, request.messages, thinking=bool(self._writer.thinking))

    def _most(self, network: Network) -> int:
        return network.room // 2  # the other half is to be read

    def _fits(self, network: Network, bounds: Bounds) -> int:
        return network.room - bounds.most

    def _run(self, network: Network, asked: Sequence[Asked], tick: Tick) -> Sequence[Written | None]:
        prompts, bounds = [each.prompt for each in asked], [each.bounds for each in asked]
        run = decode if can_share(network) else generate
        return run(network, prompts, bounds, pick(self._writer.temperature, prompts), tick)


def _tokens(tokenizer: Any, messages: Sequence[Message], *, thinking: bool) -> list[int]:
    """The conversation as the model's template has it, open for its answer; one after the other where it has none."""
    special = _special(tokenizer)
    turns = [{"role": each.role, "content": special.sub(" ", each.content)} for each in messages]
    if not tokenizer.chat_template:
        ids: list[int] = tokenizer("\n\n".join(turn["content"] for turn in turns) + "\n\n")["input_ids"]
        return ids
    from jinja2 import TemplateError

    def templated(turns: list[dict[str, str]]) -> list[int]:
        made = tokenizer.apply_chat_template(
            turns, add_generation_prompt=True, return_dict=True, enable_thinking=thinking
        )
        return list(made["input_ids"])

    try:
        return templated(turns)
    except TemplateError:  # of a model that knows no system
        return templated(_merged(turns))


def _merged(turns: list[dict[str, str]]) -> list[dict[str, str]]:
    """What the system says before what the user says first."""
    system = "\n\n".join(turn["content"] for turn in turns if turn["role"] == "system")
    others = [turn for turn in turns if turn["role"] != "system"]
    return (
        [{**others[0], "content": f"{system}\n\n{others[0]['content']}"}, *others[1:]] if others and system else turns
    )


def _special(tokenizer: Any) -> re.Pattern[str]:
    """The special tokens of a model as they are written: in an outlet's text they would open or close a turn."""
    added = [token.content for token in tokenizer.added_tokens_decoder.values() if token.special]
    known = sorted({*added, *tokenizer.all_special_tokens}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, filter(None, known))) or r"(?!)")
