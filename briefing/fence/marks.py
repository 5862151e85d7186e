"""Text from outside as it may stand in a prompt: one line, in which nothing ends its place, opens a turn or leads elsewhere."""

from __future__ import annotations

import re
from html import unescape

from briefing.fence.disguise import TAGGED, UNSEEN
from briefing.text import clean

MOST_CHARACTERS = 100_000  # of one value in a prompt: no model here reads more; chosen
# Joiners stay between letters of the scripts that need them: Arabic and its neighbours, those of India
JOINERS = re.compile("(?<![\u0600-\u08ff\u0900-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u08ff\u0900-\u0dff])")
NEEDED = re.compile("[\u200c\u200d\n\t]")
MARKUP = re.compile(r"<[A-Za-z/!?]")
MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,2000}(?:\s[^()]{0,300})?\)")
ADDRESS = re.compile(
    r"(?:\b\w[\w+.-]{0,12}:/{2,}|\bwww\.)\S*[^\s.,;:!?)\"'”’»]"  # with a scheme, or as people write one
    r"|\b(?:javascript|data|vbscript|mailto|tel):\S*[^\s.,;:!?)\"'”’»]"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}/\S*[^\s.,;:!?)\"'”’»]",  # bit.ly/x: a name alone, such as that of a company, stays
    re.IGNORECASE,
)
ANGLE = re.compile("[<＜﹤](?![\\s\\d=])")  # what could open a tag, a token or a mark of ours
BRACKET = re.compile(
    r"\[(/?(?:[A-Z]{2,}_[A-Z_]+|INST|SYS|CLS|SEP|MASK|PAD|UNK|BOS|EOS|SYSTEM|USER|ASSISTANT|TOOL\w*))\]", re.IGNORECASE
)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?!\.[1-9])|\shidden\b|aria-hidden\s*=\s*[\"']?true",
    re.IGNORECASE,
)
TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^<>]{0,1000}>|<(/?)([a-z][a-z0-9:-]{0,30})((?:[^<>\"']|\"[^\"<]{0,500}\"|'[^'<]{0,500}'){0,1000})>",
    re.IGNORECASE | re.DOTALL,
)
UNREAD = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "head", "title", "textarea"))
EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
# What a prompt may hold of these, its author wrote: the tokens by which chat templates and tokenizers tell turns apart
TOKENS = re.compile(
    r"<[|｜][^<>]{1,60}[|｜]>|</?s>|<</?SYS>>|\[/?INST\]|</?(?:start|end|begin)_of_\w+>|</?think(?:ing)?>|<(?:unk|pad|bos|eos|mask|extra_id_\d+)>",
    re.IGNORECASE,
)


def fenced(text: str) -> str:
    """The text on one line, without what nobody sees, markup, hidden parts and addresses; what could be taken for a token of
    a chat template or for a mark of our prompts is written otherwise.
    """
    seen = _seen(clean(text[:MOST_CHARACTERS]))
    if MARKUP.search(seen):
        seen = _without_markup(seen)
    seen = ADDRESS.sub(" ", MARKDOWN_LINK.sub(r"\1", seen))
    return " ".join(BRACKET.sub(r"(\1)", ANGLE.sub("‹", seen)).split())


def _seen(text: str) -> str:
    return UNSEEN.sub(lambda run: "".join(NEEDED.findall(run[0])), JOINERS.sub("", TAGGED.sub("", text)))


def _without_markup(text: str) -> str:
    """What a page shows of the text: not its tags, its comments, its scripts, nor elements that are hidden."""
    pieces: list[str] = []
    inside: list[str] = []  # the elements that are open within a hidden one, that one first
    end = 0
    for tag in TAG.finditer(text):
        if not inside:
            pieces += (text[end : tag.start()], " ")
        end = tag.end()
        closes, name, attributes = tag[1], (tag[2] or "").lower(), tag[3] or ""
        if closes and name in inside:
            del inside[len(inside) - 1 - inside[::-1].index(name) :]
        elif name and not closes and name not in EMPTY and (inside or name in UNREAD or HIDDEN.search(attributes)):
            inside.append(name)
    return unescape("".join((*pieces, "" if inside else text[end:])))
