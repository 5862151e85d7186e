"""The learnt weights: small networks over the features and vectors of a story's sentences, read from the package.

`python -m benchmarks.salience` trains them and writes the file, which says on what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefing.errors import ModelError
from briefing.summarize.evidence import FEATURES, Values, Vectors

FILE = Path(__file__).with_name("salience.safetensors")
# The mean standard deviation of a story's scores, which REDUNDANCY and its like are weighed against. ROUGE-1 / ROUGE-2 of 1,000 stories at 45 words by
# cross-validation: 37.1 / 14.8 with 0.15, 37.7 / 15.2 with 0.25, 37.8 / 15.3 with 0.35, 37.9 / 15.4 with 0.5 and 0.8. Likeness of a sentence to the likest
# other one of its summary, held-out stories: 0.293 with 0.25, 0.308 with 0.35, 0.319 with 0.5, 0.297 by the weights set by hand
SPREAD = 0.35
PRODUCT = 4.0  # times the product of a sentence's vector with the titles', whose parts are small


@dataclass(frozen=True, slots=True)
class Network:
    """``count`` networks side by side, whose scores are averaged; tensors have them first.

    A sentence's features stand as they are and as standard scores within its story. Its vector comes in through two small layers, once
    as it is and once times the titles' mean vector; all go through one hidden layer, and the features straight to the score as well.
    """

    vectors: NDArray[np.float32]  # (count, parts, dimension)
    vectors_bias: NDArray[np.float32]  # (count, parts)
    titles: NDArray[np.float32]
    titles_bias: NDArray[np.float32]
    hidden: NDArray[np.float32]  # (count, hidden, 2 * features + 2 * parts)
    hidden_bias: NDArray[np.float32]
    output: NDArray[np.float32]  # (count, hidden)
    direct: NDArray[np.float32]  # (count, 2 * features)
    encoder: str
    spread: float  # of the scores of the stories that it was trained on

    def scores(self, found: Values, vectors: Vectors, titles: Vectors) -> Values:
        """The salience of each line. ``found``: (lines, features); ``vectors``: (lines, dimension); ``titles``: (articles, dimension)."""
        told = beside_standard(found).astype(np.float32)
        title = titles.mean(0)
        own = np.tanh(vectors @ self.vectors.transpose(0, 2, 1) + self.vectors_bias[:, None])
        like = np.tanh(PRODUCT * ((vectors * title) @ self.titles.transpose(0, 2, 1) + self.titles_bias[:, None]))
        every = np.concatenate([np.broadcast_to(told, (len(own), *told.shape)), own, like], axis=2)
        hidden = _gelu(every @ self.hidden.transpose(0, 2, 1) + self.hidden_bias[:, None])
        scores = np.einsum("clh,ch->cl", hidden, self.output) + self.direct @ told.T
        averaged: Values = scores.mean(0).astype(np.float64) * (SPREAD / self.spread)
        return averaged


def beside_standard(found: Values) -> Values:
    """Features as they are, and beside them as standard scores within the story; shape (lines, 2 * features)."""
    scores = (found - found.mean(0)) / (found.std(0) + 1e-3)
    return np.concatenate([found, scores], axis=1)


def _gelu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The Gaussian error linear unit in its tanh form (Hendrycks and Gimpel 2016)."""
    return np.asarray(0.5 * values * (1 + np.tanh(np.sqrt(2 / np.pi) * (values + 0.044715 * values**3))))


@cache
def shipped() -> Network:
    """The networks that come with the package."""
    return read(FILE)


def read(path: Path) -> Network:
    """The networks of a file."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            notes = file.metadata() or {}
            tensors = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118 - no mapping
    except (OSError, SafetensorError) as error:
        raise ModelError(
            f"the weights of sentences cannot be read: {path}: {error}", "install briefing again"
        ) from error
    if notes.get("features") != "; ".join(FEATURES):
        raise ModelError(f"{path} has weights for other features", "run: python -m benchmarks.salience")
    return Network(**tensors, encoder=notes["encoder"], spread=float(notes["spread"]))
