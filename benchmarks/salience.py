"""Trains the weights of sentences that the default writer loads, on 1,000 of the 1,298 stories; the other 298 are for stating the result.

python -m benchmarks.salience [--store FILE]            trains, and writes briefing/summarize/salience.safetensors
python -m benchmarks.salience --folds 5 [--store FILE]  cross-validates on the 1,000 instead, and writes nothing

First the networks learn to guess what an outlet that they do not see opens with, from the others that tell the same story; then what an
editor wrote. Both times each sentence is to get what it shares with the text that is guessed.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import gelu

from benchmarks.corpora import DATA, held_out, rows
from briefing.embed import Encoder
from briefing.evaluate.rouge import rouge, tokens
from briefing.sources.corpus import article_of
from briefing.store import Store
from briefing.summarize.candidates import offers
from briefing.summarize.evidence import FEATURES, Evidence, features
from briefing.summarize.network import FILE, PRODUCT, SPREAD, Network, beside_standard
from briefing.summarize.salience import by_hand
from briefing.summarize.selection import Candidates, choose
from briefing.types import Length, Story

LENGTH = Length(45)
COMMAND = "python -m benchmarks.salience"
# ROUGE-1 / ROUGE-2 of the 1,000 by cross-validation, greedy choice, hand-set weights 36.9 / 14.5: what was tried stands in docs/decisions.md
PARTS, HIDDEN, DROPOUT, NETWORKS = 24, 48, 0.3, 4
EPOCHS, OPENING_EPOCHS, BATCH, RATE, DECAY = 8, 8, 16, 2e-3, 1e-2
SCALE = 30  # of the loss: what sentences share differs by tenths
SHARPNESS = 1.5  # power of what a sentence shares: so the best count for more than the many
OPENING_WORDS, FEWEST_WORDS, FEWEST_LINES, MOST_ARTICLES = 45, 25, 8, 4


@dataclass(frozen=True)
class Example:
    """A story's sentences with what each is to get."""

    told: torch.Tensor  # (lines, 2 * features)
    vectors: torch.Tensor  # (lines, dimension)
    title: torch.Tensor  # (dimension,)
    wanted: torch.Tensor  # (lines,)


def seen(stories: Sequence[Story], encoder: Encoder) -> list[Evidence]:
    """The evidence of those stories that have any sentence to tell: here, of all."""
    found: list[Evidence] = []

    def kept(evidence: Evidence) -> NDArray[np.float64]:
        found.append(evidence)
        return by_hand(evidence)

    offers(stories, [LENGTH] * len(stories), lambda texts: encoder.encode(texts, _tell), kept)
    return found


def _tell(done: int, total: int) -> None:
    print(f"\r{done} of {total} sentences encoded", end="" if done < total else "\n", flush=True)


def example(evidence: Evidence, reference: Sequence[str]) -> Example:
    shared = np.array([_shares(tokens(line.text), reference) for line in evidence.lines]) ** SHARPNESS
    parts = (beside_standard(features(evidence).values), evidence.vectors, evidence.titles.mean(0), shared)
    return Example(*(torch.tensor(part, dtype=torch.float32) for part in parts))


def _shares(sentence: Sequence[str], reference: Sequence[str]) -> float:
    """F1 of the words and the pairs of words that a sentence shares with a text, and half of their precision."""
    return _share(sentence, reference) + _share(list(pairwise(sentence)), list(pairwise(reference)))


def _share(own: Sequence[Any], wanted: Sequence[Any]) -> float:
    both = (Counter(own) & Counter(wanted)).total()
    return 2 * both / max(1, len(own) + len(wanted)) + 0.5 * both / max(1, len(own))


def openings(evidence: Evidence) -> list[Example]:
    """For each article of a story: the others' sentences, to guess what it opens with."""
    examples = []
    for number in range(evidence.count if evidence.count > 1 else 0):
        own = evidence.articles == number
        opening: list[str] = []
        for place in np.flatnonzero(own):
            if len(opening) < OPENING_WORDS:
                opening += tokens(evidence.lines[place].text)
        if len(opening) >= FEWEST_WORDS and (~own).sum() >= FEWEST_LINES:
            examples.append(example(without(evidence, number), opening))
    return examples


def without(evidence: Evidence, number: int) -> Evidence:
    """The evidence without one of its articles."""
    left = np.flatnonzero(evidence.articles != number)
    articles = evidence.articles[left]
    return replace(
        evidence,
        lines=tuple(evidence.lines[place] for place in left),
        articles=articles - (articles > number),
        content=tuple(evidence.content[place] for place in left),
        vectors=evidence.vectors[left],
        heads=evidence.heads[:number] + evidence.heads[number + 1 :],
        titles=np.delete(evidence.titles, number, 0),
        days=np.delete(evidence.days, number),
    )


class Net(nn.Module):
    """What ``briefing.summarize.network`` computes, one of its networks, with dropout."""

    def __init__(self, dimension: int) -> None:
        super().__init__()
        told = 2 * len(FEATURES)
        self.vectors, self.titles = nn.Linear(dimension, PARTS), nn.Linear(dimension, PARTS)
        self.hidden, self.output = nn.Linear(told + 2 * PARTS, HIDDEN), nn.Linear(HIDDEN, 1, bias=False)
        self.direct, self.drop = nn.Linear(told, 1, bias=False), nn.Dropout(DROPOUT)

    def forward(self, told: torch.Tensor, vectors: torch.Tensor, title: torch.Tensor) -> torch.Tensor:
        own = torch.tanh(self.vectors(self.drop(vectors)))
        like = torch.tanh(PRODUCT * self.titles(vectors * title))
        hidden = gelu(self.hidden(self.drop(torch.cat([told, own, like], -1))), approximate="tanh")
        scores: torch.Tensor = (self.output(self.drop(hidden)) + self.direct(told)).squeeze(-1)
        return scores


def trained(opening: Sequence[Example], edited: Sequence[Example], seed: int) -> Net:
    torch.manual_seed(seed)
    net = Net(edited[0].vectors.shape[1])
    net.train()
    order = np.random.default_rng(seed)
    for examples, epochs in ((opening, OPENING_EPOCHS), (edited, EPOCHS)):
        optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
        steps = epochs * math.ceil(len(examples) / BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
        for _ in range(epochs):
            places = order.permutation(len(examples))
            for start in range(0, len(places), BATCH):
                loss = _loss(net, [examples[place] for place in places[start : start + BATCH]])
                optimizer.zero_grad()
                torch.autograd.backward(loss)
                optimizer.step()
                schedule.step()
    return net


def _loss(net: Net, batch: Sequence[Example]) -> torch.Tensor:
    """Mean squared error of the scores, each story's about its mean: only differences within a story count."""
    sizes = torch.tensor([len(each.wanted) for each in batch])
    mask = (torch.arange(int(sizes.max()))[None] < sizes[:, None]).float()
    told, vectors, wanted = (
        nn.utils.rnn.pad_sequence([getattr(each, name) for each in batch], batch_first=True)
        for name in ("told", "vectors", "wanted")
    )
    scores = net(told, vectors, torch.stack([each.title for each in batch])[:, None])
    apart = (scores - wanted) * mask
    apart = (apart - apart.sum(1, keepdim=True) / sizes[:, None]) * mask
    return torch.as_tensor(SCALE * (apart**2).sum() / mask.sum())


def network(opening: Sequence[Example], edited: Sequence[Example]) -> Network:
    """Networks that differ in their seeds, side by side."""
    nets = [trained(opening, edited, seed) for seed in range(NETWORKS)]
    stacked: dict[str, list[torch.Tensor]] = {
        "vectors": [net.vectors.weight for net in nets],
        "vectors_bias": [net.vectors.bias for net in nets],
        "titles": [net.titles.weight for net in nets],
        "titles_bias": [net.titles.bias for net in nets],
        "hidden": [net.hidden.weight for net in nets],
        "hidden_bias": [net.hidden.bias for net in nets],
        "output": [net.output.weight[0] for net in nets],
        "direct": [net.direct.weight[0] for net in nets],
    }
    tensors = {name: torch.stack(each).detach().numpy().astype(np.float16) for name, each in stacked.items()}
    return Network(**{name: each.astype(np.float32) for name, each in tensors.items()}, encoder="", spread=SPREAD)


def spread(found: Network, evidence: Sequence[Evidence]) -> float:
    """The mean standard deviation of the scores within a story."""
    return float(np.mean([_scores(found, each).std() for each in evidence]))


def _scores(found: Network, evidence: Evidence) -> NDArray[np.float64]:
    return found.scores(features(evidence).values, evidence.vectors, evidence.titles)


def write(found: Network, encoder: Encoder, stories: int) -> None:
    from safetensors.numpy import save_file

    digest = hashlib.sha256((DATA / "stories.jsonl.xz").read_bytes()).hexdigest()
    stream = hashlib.sha256((DATA / "stream.jsonl.xz").read_bytes()).hexdigest()
    notes = {
        "features": "; ".join(FEATURES),
        "encoder": encoder.identity,
        "spread": f"{found.spread:.6f}",
        "command": COMMAND,
        "data": f"{stories} stories of stories.jsonl.xz, SHA-256 {digest}, and the texts of stream.jsonl.xz, SHA-256 {stream}",
    }
    names = ("vectors", "vectors_bias", "titles", "titles_bias", "hidden", "hidden_bias", "output", "direct")
    save_file({name: getattr(found, name).astype(np.float16) for name in names}, FILE, notes)
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")


def folds(count: int, opening: list[list[Example]], more: list[Example], edited: list[Example], told: Sequence[Evidence], gold: Sequence[str]) -> None:  # fmt: skip
    """ROUGE of summaries of stories by networks that did not see them, and by the weights that were set by hand."""
    scores: dict[int, NDArray[np.float64]] = {}
    for fold in range(count):
        own = [place for place in range(len(edited)) if place % count != fold]
        found = network([*more, *(each for place in own for each in opening[place])], [edited[place] for place in own])
        found = replace(found, spread=spread(found, [told[place] for place in own]))
        scores |= {place: _scores(found, told[place]) for place in range(fold, len(edited), count)}
    for name, salience in (("learnt", [scores[place] for place in range(len(edited))]), ("by hand", [by_hand(each) for each in told])):  # fmt: skip
        found_ = np.array([_rouge(*each) for each in zip(told, salience, gold, strict=True)])
        print(f"{name:8} ROUGE-1 {100 * found_[:, 0].mean():.2f}  ROUGE-2 {100 * found_[:, 1].mean():.2f}")


def _rouge(evidence: Evidence, salience: NDArray[np.float64], reference: str) -> tuple[float, float]:
    words = np.array([len(line.text.split()) for line in evidence.lines])
    candidates = Candidates(evidence.lines, evidence.articles, words, evidence.content, evidence.vectors, salience)
    chosen = sorted(choose(candidates, LENGTH), key=lambda i: (evidence.articles[i], evidence.lines[i].position))
    found = rouge([evidence.lines[i].text for i in chosen], [reference])
    return found.one, found.two


def stream() -> list[Story]:
    """The stories of the stream that several outlets tell, with the first of their articles."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows("stream"):
        groups[str(row["story"])].append(article_of(row))
    return [Story(tuple(articles[:MOST_ARTICLES])) for articles in groups.values() if len(articles) > 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, help="cross-validate instead")
    parser.add_argument("--store", type=Path, help="a store where vectors are remembered")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # small products; and the same sums each time
    encoder = Encoder(store=Store(arguments.store or ":memory:"))
    gold, _ = held_out(rows("stories"))
    told = seen([Story(tuple(article_of(article) for article in row["articles"])) for row in gold], encoder)
    edited = [example(each, tokens(row["summary"])) for each, row in zip(told, gold, strict=True)]
    opening = [openings(each) for each in told]
    more = [each for evidence in seen(stream(), encoder) for each in openings(evidence)]
    print(f"{len(edited)} stories; {sum(map(len, opening))} openings of theirs, {len(more)} of the stream")
    if arguments.folds:
        folds(arguments.folds, opening, more, edited, told, [row["summary"] for row in gold])
        return
    found = network([*more, *(each for story in opening for each in story)], edited)
    write(replace(found, spread=spread(found, told)), encoder, len(edited))


if __name__ == "__main__":
    main()
