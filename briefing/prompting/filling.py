"""Fills a prompt: a Jinja file with a block for each turn of the conversation, in whose values nothing is markup or a mark."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context

from briefing.catalog import catalog
from briefing.errors import TemplateError
from briefing.jinja import told
from briefing.templating import environment, folders
from briefing.types import Message, Role

# Every prompt that a writer asks for, with the values that it has to make use of; it may use the others that it is given
USES: Mapping[str, tuple[str, ...]] = {
    "story": ("articles", "words", "language"),
    "update": ("articles", "earlier", "words", "language"),
    "overview": ("summary", "words", "language"),
    "headline": ("summary", "words", "language"),
    "combine": ("parts", "words", "language"),
}
NAMES = tuple(USES)
TURN = re.compile(r"(system|user|assistant)(?:_\d+)?")
EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")
SUFFIX = "prompt"


def prompt(name: str, values: Mapping[str, object], own: Path | None = None) -> tuple[Message, ...]:
    """The turns of the prompt ``name``, in the order of its blocks, filled with ``values``.

    A file of that name in the folder ``own`` goes before ours. TemplateError names the file and the line of a mistake: a name
    that is not there, a block that is no turn, turns that no model can answer.
    """
    places = tuple(folders(own, "prompts"))
    file = f"{name}.{SUFFIX}"
    with told(file, places, "prompt"):
        jinja = environment(SUFFIX, places)
        template = jinja.get_template(file)
        context = template.new_context(dict(values))
        return tuple(
            Message(role, _trimmed(_filled(template, block, context)))
            for block, role in _turns(jinja, Path(template.filename or file))
        )


def digest(own: Path | None = None) -> str:
    """Sixteen hexadecimal digits that change with any of the prompts in use."""
    used = hashlib.sha256()
    for each in catalog(own, "prompts"):
        content = each.path.read_bytes()
        used.update(f"{each.name} {len(content)}\n".encode())
        used.update(content)
    return used.hexdigest()[:16]


def _filled(template: Template, block: str, context: Context) -> str:
    try:
        return "".join(template.blocks[block](context))
    except Exception:  # noqa: BLE001 - it is raised again, by the line of the template
        template.environment.handle_exception()


def _trimmed(text: str) -> str:
    """Without white space at its ends, and with one empty line where there are more."""
    return EMPTY_LINES.sub("\n\n", text.strip())


def _turns(jinja: Environment, path: Path) -> list[tuple[str, Role]]:
    """The blocks of a prompt with their roles; TemplateError where they make no conversation that a model can go on with."""
    found: list[tuple[str, Role]] = []
    for node in jinja.parse(path.read_text(encoding="utf-8"), path.name, str(path)).body:
        if isinstance(node, nodes.Block):
            found.append((node.name, _role(node, path)))
        elif not _is_blank(node):
            raise TemplateError(
                f"prompt {path}, line {node.lineno}: outside of its blocks stands what no model would be given",
                "put it into {% block system %} or {% block user %}",
            )
    _expect_conversation([role for _, role in found], path)
    return found


def _role(block: nodes.Block, path: Path) -> Role:
    turn = TURN.fullmatch(block.name)
    if turn is None:
        raise TemplateError(
            f"prompt {path}, line {block.lineno}: {block.name} is no turn of a conversation",
            "call the block system, user or assistant, with a number behind where there are more, such as user_1",
        )
    return cast(Role, turn[1])


def _is_blank(node: nodes.Node) -> bool:
    """Whether it is nothing but the white space between the blocks."""
    return isinstance(node, nodes.Output) and all(
        isinstance(each, nodes.TemplateData) and not each.data.strip() for each in node.nodes
    )


def _expect_conversation(roles: list[Role], path: Path) -> None:
    """What every chat template takes: one system turn at most, the first; then user and assistant by turns; the user's last."""
    turns = roles[1:] if roles[:1] == ["system"] else roles
    if len(turns) % 2 == 0 or any(role != ("user", "assistant")[place % 2] for place, role in enumerate(turns)):
        raise TemplateError(
            f"prompt {path}, line 1: its blocks are {', '.join(roles) or 'none'}",
            "write a system block or none, then user and assistant by turns, and a user block last",
        )
