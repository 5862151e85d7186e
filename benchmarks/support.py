"""How well the support of a sentence agrees with people: AUROC and balanced accuracy for each set of faithfulness.jsonl.xz.

python -m benchmarks.support [--rows N] [--store FILE] [--fit] [--ceiling]

A summary counts as one claim, however many sentences it has. ``--fit`` prints the constants of briefing/ground/support.py.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import rows
from briefing.embed import Encoder
from briefing.ground import Claim, Encode, ground
from briefing.ground.basis import Basis, rests_on, wording
from briefing.ground.cited import Cited
from briefing.ground.shape import MOST_CHARACTERS
from briefing.ground.support import FEATURES, SUPPORTED, evidence, mixed, rebuilt, said
from briefing.store import Store
from briefing.types import Article, Story

Values = NDArray[np.float64]

# What a set counts beside 1 for each other one: news more than dialogues, papers and calls, sets of 50 and 100 rows less
COUNTS = {"entfa_xsum": 2.0, "xsumfaith": 2.0, "goyal21_xsum": 0.5, "goyal21_cnndm": 0.05}


@dataclass(frozen=True, slots=True)
class Case:
    """A summary that people judged, with what is measured of it. ``vectors`` and ``words``: its FEATURES by either."""

    set: str
    document: str
    supported: bool
    score: float
    fault: str
    cosine: float
    coverage: float
    vectors: tuple[float, ...]
    words: tuple[float, ...]


def cases(judged: Sequence[dict[str, Any]], encode: Encode) -> list[Case]:
    """What is measured of each row; everything is encoded once."""
    stories = {row["document"]: Story((Article("", "", row["document"], "", language="en"),)) for row in judged}
    bases = {document: Basis(story) for document, story in stories.items()}
    claims = [Claim(stories[row["document"]], typed(row["summary"])) for row in judged]
    texts = dict.fromkeys(passage.quote for basis in bases.values() for passage in basis.passages)
    texts |= dict.fromkeys(claim.text for claim in claims)
    vectors = dict(zip(texts, encode(list(texts)), strict=True))
    found = ground(claims, lambda asked: np.stack([vectors[text] for text in asked]))
    return [
        _case(row, claim.text, (each.support, each.fault), bases[row["document"]], vectors)
        for row, claim, each in zip(judged, claims, found, strict=True)
    ]


def drawn(judged: Sequence[dict[str, Any]], name: str, count: int) -> list[dict[str, Any]]:
    """Rows of a set, whole documents with all their summaries, in an order by chance that is always the same."""
    own = [row for row in judged if row["set"] == name]
    documents = sorted({row["document"] for row in own})
    random.Random(11).shuffle(documents)
    return sorted(own, key=lambda row: documents.index(row["document"]))[:count]


def _case(row: dict[str, Any], text: str, found: tuple[float, str], basis: Basis, vectors: dict[str, Any]) -> Case:
    matrix = np.stack([vectors[passage.quote] for passage in basis.passages])
    likeness = matrix @ vectors[text]
    claim = wording(text, "en")
    chosen = rests_on(claim, basis, likeness)
    cited = Cited(tuple(basis.passages[place].citation for place in chosen))
    share = said(claim, basis)
    by_vectors = evidence(claim, basis, chosen, cited, mixed(rebuilt(vectors[text], matrix), share))
    by_words = evidence(claim, basis, chosen, cited, share)
    label = bool(row["supported"])
    return Case(row["set"], row["document"], label, *found, float(likeness.max()), share, by_vectors, by_words)


def typed(summary: str) -> str:
    """A summary with the quotation marks that its corpus escaped, as long as a claim may be."""
    return summary.replace("\\'", "'").replace("``", '"').replace("''", '"')[:MOST_CHARACTERS]


def weights(judged: Sequence[Case]) -> Values:
    """What each case counts: every set as COUNTS says, and in each both answers alike."""
    sizes = {(case.set, case.supported): 0 for case in judged}
    for case in judged:
        sizes[case.set, case.supported] += 1
    return np.array([COUNTS.get(case.set, 1.0) * 1000 / sizes[case.set, case.supported] for case in judged])


def fitted(features: Values, judged: Sequence[Case]) -> Any:
    """A logistic regression, hardly regularized: there are few features."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100.0, max_iter=2000)
    return model.fit(features, [case.supported for case in judged], sample_weight=weights(judged))


def boosted(features: Values, judged: Sequence[Case]) -> Any:
    """Gradient boosting: what the features have to give."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(max_depth=3, max_iter=150, learning_rate=0.06, min_samples_leaf=30)
    return model.fit(features, [case.supported for case in judged], sample_weight=weights(judged))


def without_its_set(features: Values, judged: Sequence[Case], fit: Callable[[Values, Sequence[Case]], Any]) -> Values:
    """For each case the probability by a model that was fitted to the other sets."""
    sets = np.array([case.set for case in judged])
    found = np.zeros(len(judged))
    for name in sorted(set(sets)):
        own = sets == name
        model = fit(features[~own], [case for case in judged if case.set != name])
        found[own] = model.predict_proba(features[own])[:, 1]
    return found


def agreement(judged: Sequence[Case], scores: Values, threshold: float | None) -> Iterator[tuple[str, float, float]]:
    """For each set its name, the AUROC of the scores, and the balanced accuracy at a threshold; the best one's where it is None."""
    from sklearn.metrics import roc_auc_score

    for name in sorted({case.set for case in judged}):
        own = np.array([case.set == name for case in judged])
        labels = np.array([case.supported for case in judged])[own]
        at = [threshold] if threshold is not None else list(np.unique(scores[own]))
        best = max(_balanced(labels, scores[own] >= each) for each in at)
        yield name, float(roc_auc_score(labels, scores[own])), best


def _balanced(labels: NDArray[np.bool_], said_: NDArray[np.bool_]) -> float:
    return float((said_[labels].mean() + (~said_)[~labels].mean()) / 2)


def table(judged: Sequence[Case], *, ceiling: bool) -> None:
    """Print AUROC and balanced accuracy of each set."""
    by_vectors = np.array([case.vectors for case in judged])
    columns: dict[str, tuple[Values, float | None]] = {
        "shipped": (np.array([case.score for case in judged]), SUPPORTED),
        "fitted without its set": (without_its_set(by_vectors, judged, fitted), 0.5),
        "by words, without its set": (without_its_set(np.array([case.words for case in judged]), judged, fitted), 0.5),
        "cosine alone": (np.array([case.cosine for case in judged]), None),
        "words alone": (np.array([case.coverage for case in judged]), None),
    }
    if ceiling:
        columns["gradient boosting, without its set"] = without_its_set(by_vectors, judged, boosted), 0.5
    print("AUROC / balanced accuracy; of the two alone at their own best threshold in each set")
    print("| set | rows | supported | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 3))
    found = {name: list(agreement(judged, *column)) for name, column in columns.items()}
    for place, (name, _, _) in enumerate(found["shipped"]):
        own = [case.supported for case in judged if case.set == name]
        cells = [f"{each[place][1]:.3f} / {each[place][2]:.2f}" for each in found.values()]
        print(f"| {name} | {len(own)} | {sum(own)} | {' | '.join(cells)} |")
    means = [tuple(np.mean([row[1:] for row in each], axis=0)) for each in found.values()]
    print("| mean | | | " + " | ".join(f"{auroc:.3f} / {accuracy:.2f}" for auroc, accuracy in means) + " |")


def threshold(judged: Sequence[Case]) -> None:
    """Print what the threshold lets through, with both answers of each set counted alike, and how well it is calibrated."""
    scores, labels = (np.array([getattr(case, name) for case in judged]) for name in ("score", "supported"))
    counts = weights(judged)
    for at in sorted({0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, SUPPORTED}):
        passed = scores >= at
        precision = counts[passed & labels].sum() / counts[passed].sum()
        recall = counts[passed & labels].sum() / counts[labels].sum()
        kept_out = counts[~passed & ~labels].sum() / counts[~labels].sum()
        print(f"at {at:.2f}: precision {precision:.3f}, recall {recall:.3f}, of the unsupported {kept_out:.3f} refused")
    for low in np.arange(0, 1, 0.2):
        within = (scores >= low) & (scores < low + 0.2 + (low > 0.7))
        if within.any():
            share = counts[within & labels].sum() / counts[within].sum()
            print(f"support {low:.1f} to {low + 0.2:.1f}: {within.sum()} rows, {share:.2f} supported")
    wrong = np.array([case.vectors[0] > 0 for case in judged])
    share = counts[wrong & labels].sum() / counts[wrong].sum()
    print(f"with a wrong number or name: {wrong.sum()} rows, {share:.2f} supported")


def constants(judged: Sequence[Case]) -> None:
    """Print the constants that fit best."""
    for name in ("vectors", "words"):
        model = fitted(np.array([getattr(case, name) for case in judged]), judged)
        shown = ", ".join(f"{weight:.2f}" for weight in model.coef_[0])
        print(f"BY_{name.upper()} = Model({model.intercept_[0]:.2f}, ({shown}))  # {', '.join(FEATURES)}")


def main() -> None:
    """Measure, print, and fit where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, help="only so many, drawn by chance, always the same")
    parser.add_argument("--store", type=Path, help="where vectors are remembered")
    parser.add_argument("--fit", action="store_true", help="print the constants that fit best")
    parser.add_argument("--ceiling", action="store_true", help="also what gradient boosting makes of the features")
    given = parser.parse_args()
    judged = rows("faithfulness")
    if given.rows:
        judged = random.Random(5).sample(judged, given.rows)
    start = time.perf_counter()
    if given.store:
        with Store(given.store) as store:
            found = cases(judged, Encoder(store=store).encode)
    else:
        found = cases(judged, Encoder().encode)
    print(f"faithfulness.jsonl.xz, {len(found)} rows, {time.perf_counter() - start:.0f} s")
    table(found, ceiling=given.ceiling)
    threshold(found)
    if given.fit:
        constants(found)


if __name__ == "__main__":
    main()
