"""How good the stories and the summaries are, by the measures of the field.

python -m benchmarks.quality [--stories N] [--words 45]
"""

from __future__ import annotations

import argparse
import time
from statistics import mean

from rouge_score.rouge_scorer import RougeScorer

import briefing
from benchmarks.corpora import articles, rows
from briefing.evaluate.clustering import b_cubed, labels_of
from briefing.pipeline import cluster
from briefing.sources.corpus import article_of
from briefing.types import TOLERANCE, Story


def stories(count: int | None, words: float) -> None:
    """ROUGE of the default writer against the editors' summaries, and how well it keeps the length."""
    gold = rows("stories")[:count]
    told = [Story(tuple(article_of(article) for article in row["articles"])) for row in gold]
    start = time.perf_counter()
    made = briefing.summarize(told, words=words)
    seconds = time.perf_counter() - start
    scorer = RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
    scores = [scorer.score(row["summary"], summary.text) for row, summary in zip(gold, made, strict=True)]
    heads = [scorer.score(row["headline"], summary.headline) for row, summary in zip(gold, made, strict=True)]
    lengths = [summary.words for summary in made]
    kept = mean(abs(length - words) <= words * TOLERANCE for length in lengths)
    print(f"stories.jsonl.xz, {len(gold)} stories, {words:g} words, {seconds:.0f} s")
    print(f"  ROUGE-1            {100 * mean(score['rouge1'].fmeasure for score in scores):6.2f}")
    print(f"  ROUGE-2            {100 * mean(score['rouge2'].fmeasure for score in scores):6.2f}")
    print(f"  headline ROUGE-1   {100 * mean(score['rouge1'].fmeasure for score in heads):6.2f}")
    print(f"  mean words         {mean(lengths):6.1f}   from {min(lengths)} to {max(lengths)}")
    print(f"  within 15 %        {100 * kept:6.1f} %")
    print(f"  empty              {sum(not length for length in lengths):6d}")


def stream() -> None:
    """B-cubed of the default clustering against the editors' stories."""
    read = articles("stream")
    gold = [str(row["story"]) for row in rows("stream")]
    start = time.perf_counter()
    found = cluster(read)
    seconds = time.perf_counter() - start
    labels = labels_of(found, read)
    found_well = b_cubed(labels, gold)
    print(f"stream.jsonl.xz, {len(read)} articles, {len(found)} stories, {seconds:.0f} s")
    print(f"  B-cubed precision  {found_well.precision:6.3f}")
    print(f"  B-cubed recall     {found_well.recall:6.3f}")
    print(f"  B-cubed F1         {found_well.f1:6.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, help="only so many of the 1,298")
    parser.add_argument("--words", type=float, default=45)
    arguments = parser.parse_args()
    stories(arguments.stories, arguments.words)
    stream()


if __name__ == "__main__":
    main()
