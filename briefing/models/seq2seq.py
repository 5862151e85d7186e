"""Sequence-to-sequence models: any ``AutoModelForSeq2SeqLM`` (BART, PEGASUS, T5, LED, PRIMERA and the like).

They take no instruction: they read the articles, behind what their configuration or the settings put before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefing.models.decoding import Bounds, Tick, Written
from briefing.models.generating import BETWEEN, generate
from briefing.models.local import Asked, Local
from briefing.models.sampling import pick
from briefing.models.weights import Network
from briefing.types import Request

RELATIVE = ("t5", "mt5", "umt5", "longt5")  # positions relative to each other: they take any length, slowly
STARTS = 4  # positions that are kept for what begins a text; chosen
RELATIVE_ROOM = 4096  # tokens that such a model is given at most; chosen


class Seq2Seq(Local):
    """A sequence-to-sequence model of this machine."""

    kind = "seq2seq"
    loads = "AutoModelForSeq2SeqLM"

    def _prompt(self, network: Network, request: Request) -> list[int]:
        said = [each.content for each in request.messages if each.role == "user"]
        between = f" {BETWEEN} " if BETWEEN in network.tokenizer.get_vocab() else "\n\n"
        text = (self._writer.template or _template(network.model.config)).replace("{text}", between.join(said))
        tokens: list[int] = network.tokenizer(text)["input_ids"]
        return tokens

    def _most(self, network: Network) -> int:
        config = network.model.config
        if config.model_type in RELATIVE:
            return RELATIVE_ROOM
        return int(getattr(config, "max_decoder_position_embeddings", network.room)) - STARTS

    def _fits(self, network: Network, _: Bounds) -> int:
        return RELATIVE_ROOM if network.model.config.model_type in RELATIVE else network.room

    def _run(self, network: Network, asked: Sequence[Asked], tick: Tick) -> Sequence[Written | None]:
        prompts = [each.prompt for each in asked]
        chosen = pick(self._writer.temperature, prompts)
        return generate(network, prompts, [each.bounds for each in asked], chosen, tick)


def _template(config: Any) -> str:
    """What a model wants to read for a summary, as its configuration says: of T5 "summarize: "."""
    tasks = getattr(config, "task_specific_params", None) or {}
    return str((tasks.get("summarization") or {}).get("prefix") or "") + "{text}"
