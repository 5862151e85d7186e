"""What a reasoning model thinks aloud before it answers, taken out of its text. Pure."""

from __future__ import annotations

import re

TAG = re.compile(r"<(?P<end>/?)(?:think|thinking|thought|reasoning)\s{0,8}>", re.IGNORECASE)


def without_thought(text: str) -> str:
    """``text`` without what stands between ``<think>`` and ``</think>`` (``<thinking>``, ``<thought>``, ``<reasoning>``).

    Where a thought does not end, the model ran out of tokens in it: all from there on goes. Where one ends that never
    began, the prompt had begun it: all before goes.
    """
    kept: list[str] = []
    position, thinking = 0, False
    for tag in TAG.finditer(text):
        if tag["end"]:
            if not thinking:
                kept.clear()
            position, thinking = tag.end(), False
        elif not thinking:
            kept.append(text[position : tag.start()])
            thinking = True
    if not thinking:
        kept.append(text[position:])
    return "".join(kept).strip()
