"""How good the stories and the summaries are, by the measures of the field, and whether they are as good as they were.

python -m benchmarks.quality [--raise | --lower METRIC --reason TEXT]

Fails where a figure is worse than its floor in tests/floors.json by more than its margin. ``--raise`` raises the floors of what is better,
and writes README's table of figures; ``--lower`` takes what was measured for the floor of one metric, and keeps the reason beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks import floors
from benchmarks.corpora import DATA, articles, halves, held_out, rows
from benchmarks.floors import Better, Figure
from benchmarks.pages import measured, ours, overall, pages
from benchmarks.speed import compared as briefs
from benchmarks.support import agreement, cases, drawn
from briefing.embed import Encoder
from briefing.evaluate import Contender, Corpus, Report, Told, baselines, contender, evaluate, read
from briefing.evaluate.clustering import b_cubed, labels_of
from briefing.evaluate.measures import cut_sentences, fits, keeps_length, tellable
from briefing.ground.support import SUPPORTED
from briefing.pipeline import cluster, silent
from briefing.pipeline.writers import Extractive
from briefing.sources.corpus import article_of
from briefing.summarize import extract
from briefing.types import Length, Story

LENGTH = Length(45)
# How far a figure may vary without a change of ours. Between bfloat16 and float32 ROUGE of the held-out stories differs by 0.01, AUROC by 0.0003, and
# B-cubed not at all; the rest is left to another build of a library
ROUGE_MARGIN, SHARE_MARGIN, LIKENESS_MARGIN = 0.25, 0.5, 0.008
SIGNIFICANT = 0.05
SINGLE = "expert_cnndm"  # the other set, and half of this one, are in small letters and have no sentence that a brief would tell
OTHER_LANGUAGES = 60  # texts of multilingual.jsonl.xz, drawn by a fixed seed
JUDGED = {"entfa_xsum": 60, "xsumfaith": 130, "summedits_ectsum": 130}  # rows of each set


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="raises", action="store_true", help="raise the floors of what is better")
    parser.add_argument("--lower", metavar="METRIC", help="take what is measured for the floor of this metric")
    parser.add_argument("--reason", help="why; --lower asks for it")
    arguments = parser.parse_args()
    if bool(arguments.lower) != bool(arguments.reason):
        parser.error("--lower asks for a --reason, and the other way round")
    if not DATA.is_dir():
        print(f"{DATA} is not there: nothing was measured")
        return
    begun, known = time.perf_counter(), floors.read()
    found = list(_shown(figures()))
    print(f"{time.perf_counter() - begun:.0f} s in all")
    if arguments.raises:
        floors.keep(floors.raised(found, known, floors.commit()))
    elif arguments.lower:
        floors.keep(floors.lowered(found, known, arguments.lower, arguments.reason, floors.commit()))
    elif told := floors.faults(found, known):
        sys.exit("\n".join(told))


def _shown(found: Iterator[Figure]) -> Iterator[Figure]:
    for figure in found:
        print(f"{figure.metric:72}{figure.shown:>10}", flush=True)
        yield figure


def figures() -> Iterator[Figure]:
    """Every figure, one after the other."""
    encoder = Encoder()
    yield from told_stories(encoder)
    yield from told_texts(encoder)
    yield from other_languages(encoder)
    yield from found_stories(encoder)
    yield from supported(encoder)
    yield from extracted()
    yield from speed()


def told_stories(encoder: Encoder) -> Iterator[Figure]:
    """The stories that nothing was learnt on, by the default writer, the hand-set weights and the baselines, in one run."""
    corpus = _held_out(read(str(DATA / "stories.jsonl.xz")))
    by_hand = Contender("by hand", lambda golds, length: extract([gold.story for gold in golds], [length] * len(golds), encoder.encode))  # fmt: skip
    report = evaluate(corpus, [_default(encoder), by_hand, *baselines()], LENGTH, encoder.encode)
    of = _of(f"{len(corpus.golds)} held-out stories, {LENGTH.words:g} words", corpus.digest)
    default, *others = report.told
    yield of("ROUGE-1", 100 * _mean(default, "rouge1"), 2, margin=ROUGE_MARGIN)
    yield of("ROUGE-2", 100 * _mean(default, "rouge2"), 2, margin=ROUGE_MARGIN)
    for other in others:
        for name, label in (("rouge1", "ROUGE-1"), ("rouge2", "ROUGE-2")):
            yield of(f"{label} of {other.writer}", 100 * _mean(other, name), 2, "")
    for writer, value in _certainties(report):
        yield of(f"p, above {writer} by ROUGE-1 and by ROUGE-2", value, 3, "less", SIGNIFICANT - value)
    yield of("headline ROUGE-1", 100 * _mean(default, "headline"), 2, margin=ROUGE_MARGIN)
    yield of("% within 15 % of the length, where there are sentences for it", 100 * _mean(default, "kept"), 1, margin=SHARE_MARGIN)  # fmt: skip
    yield of("cut sentences", float(np.nansum([each.scores.cut for each in default.scored])), 0, "less")
    yield of("redundancy", _mean(default, "redundancy"), 3, "less", 0.01)


def _certainties(report: Report) -> Iterator[tuple[str, float]]:
    """How sure it is that the default writer is above each other one, but for the oracle: p of the paired bootstrap test, two-sided, the
    larger of both; 1 where it is below.
    """
    for comparison in report.comparisons:
        found = [each.difference for each in comparison.compared if each.metric.name in ("rouge1", "rouge2")]
        if comparison.second != "oracle":
            yield comparison.second, max(each.p if each.interval.value > 0 else 1.0 for each in found)


def told_texts(encoder: Encoder) -> Iterator[Figure]:
    """Single articles with the summaries that experts wrote; those that have sentences to tell."""
    corpus = read(str(DATA / "articles_with_summaries.jsonl.xz"))
    golds = tuple(gold for gold in corpus.golds if gold.set == SINGLE and any(map(tellable, gold.story.articles)))
    default = evaluate(replace(corpus, golds=golds), [_default(encoder)], LENGTH, encoder.encode).told[0]
    of = _of(f"{len(golds)} single articles, {LENGTH.words:g} words", corpus.digest)
    yield of("ROUGE-1", 100 * _mean(default, "rouge1"), 2, margin=2 * ROUGE_MARGIN)
    yield of("ROUGE-2", 100 * _mean(default, "rouge2"), 2, margin=2 * ROUGE_MARGIN)


def other_languages(encoder: Encoder) -> Iterator[Figure]:
    """Texts of many languages: told at all, in whole sentences, to their length."""
    found = [row for row in rows("multilingual") if row["language"] not in ("en", "eng")]
    texts = random.Random(3).sample(found, OTHER_LANGUAGES)
    stories = [Story((article_of(row),)) for row in texts]
    told = Extractive(encoder, silent).summaries(stories, [LENGTH] * len(stories))
    able = [each for each in told if fits(each.story, LENGTH)]
    of = _of(f"{len(stories)} texts in other languages", _digest("multilingual"))
    yield of("% told", 100 * float(np.mean([bool(each.sentences) for each in told])), 1)
    yield of("% within 15 % of the length, where there are sentences for it", 100 * float(np.mean([keeps_length(each) for each in able])), 1, margin=3.0)  # fmt: skip
    yield of("cut sentences", sum(map(cut_sentences, told)), 0, "less")


def found_stories(encoder: Encoder) -> Iterator[Figure]:
    """The half of the stream that nothing was calibrated on."""
    stream, gold = articles("stream"), [str(row["story"]) for row in rows("stream")]
    places = halves(stream)["second half"]
    own = [stream[place] for place in places]
    found = b_cubed(labels_of(cluster(own, encoder=encoder), own), [gold[place] for place in places])
    of = _of(f"stories found in {len(own):,} articles", _digest("stream"))
    yield of("B-cubed F1", found.f1, 3, margin=LIKENESS_MARGIN)


def supported(encoder: Encoder) -> Iterator[Figure]:
    """How well the support of a sentence agrees with people, on a fixed part of what they judged."""
    judged = rows("faithfulness")
    found = cases([row for name, count in JUDGED.items() for row in drawn(judged, name, count)], encoder.encode)
    of = _of(f"support, {len(found)} judged summaries", _digest("faithfulness"))
    told = list(agreement(found, np.array([case.score for case in found]), SUPPORTED))
    for set_, auroc, _ in told:
        yield of(f"AUROC {set_}", auroc, 3, margin=0.02)
    for label, better in ((True, "less"), (False, "more")):
        wrong = np.mean([case.vectors[0] > 0 for case in found if case.supported is label])
        name = f"% of the {'' if label else 'un'}supported with a number or name that fails"
        yield of(name, 100 * float(wrong), 1, better, 2.0)
    yield of("balanced accuracy", float(np.mean([accuracy for _, _, accuracy in told])), 3, margin=0.03)


def extracted() -> Iterator[Figure]:
    """Articles taken from pages."""
    read_ = list(pages(DATA / "pages"))
    scores, _ = measured(read_, ours)
    yield _of(f"text of {len(read_)} pages", _digest_of(DATA / "pages" / "html.tar.xz"))("F1", overall(scores).f1, 3, margin=0.003)  # fmt: skip


def speed() -> Iterator[Figure]:
    """500 articles to an HTML brief, on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        runs = briefs(Path(folder), 500)
    of = _of("500 articles to a page", _digest("archive"))
    yield of("seconds, nothing known", runs["cold"]["process"], 1, "")
    yield of("seconds, all known", runs["warm"]["process"], 1, "")
    yield of("MB of memory at most", max(run["peak MB"] for run in runs.values()), 0, "")


def _held_out(corpus: Corpus) -> Corpus:
    every = rows("stories")
    _, kept = held_out(every)
    names = {row["story"] for row in kept}
    golds = zip(corpus.golds, every, strict=True)
    return replace(corpus, golds=tuple(gold for gold, row in golds if row["story"] in names))


def _default(encoder: Encoder) -> Contender:
    return contender("briefing", Extractive(encoder, silent))


def _mean(told: Told, name: str) -> float:
    return next(figure.interval.value for figure in told.figures if figure.metric.name == name)


def _of(what: str, digest: str) -> Callable[..., Figure]:
    """Figures of one corpus."""

    def of(metric: str, value: float, digits: int, better: Better = "more", margin: float = 0.0) -> Figure:
        return Figure(f"{what}: {metric}", round(value, 6), digits, digest, better, round(margin, 6))

    return of


def _digest(name: str) -> str:
    return _digest_of(DATA / f"{name}.jsonl.xz")


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


if __name__ == "__main__":
    main()
