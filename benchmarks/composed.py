"""What becomes of a model's text: 60 stories told by the small model, checked, and counted by a script that knows no check of ours.

    python -m benchmarks.composed [--stories 60] [--words 45] [--model smollm2] [--show]

``benchmarks.invented`` counts what no cited article has. ROUGE is that of the model's own unchecked text, of what is left after the
checks, and of the extractive writer.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from statistics import mean

from rouge_score.rouge_scorer import RougeScorer

import briefing
from benchmarks.corpora import rows
from benchmarks.invented import invented, ordinary_words
from benchmarks.memory import peak_megabytes
from briefing.config import settings
from briefing.embed import Encoder
from briefing.pipeline import silent, writer_of
from briefing.sources.corpus import article_of
from briefing.types import TOLERANCE, Length, Story, Summary

ENDS = (".", "!", "?", "。", '."', ".”", ".’", '?"', "?”", '!"', "!”", ".)")


def rouge(references: Sequence[str], texts: Sequence[str]) -> str:
    """ROUGE-1 and ROUGE-2, stemmed F1, means."""
    scorer = RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
    scores = [scorer.score(reference, text) for reference, text in zip(references, texts, strict=True)]
    return "  ".join(f"{100 * mean(score[name].fmeasure for score in scores):6.2f}" for name in ("rouge1", "rouge2"))


def report(summaries: Sequence[Summary], references: Sequence[str], words: float) -> None:
    """Everything that is counted, a line each."""
    writings = [summary.writing for summary in summaries if summary.writing]
    sentences = [sentence for summary in summaries for sentence in summary.sentences]
    own = sum(not sentence.verbatim for sentence in sentences)
    kept = mean(abs(summary.words - words) <= words * TOLERANCE for summary in summaries)
    ordinary = ordinary_words([article for summary in summaries for article in summary.story.articles])
    found = [finding for summary in summaries for finding in invented(summary, ordinary)]
    plain = briefing.summarize([summary.story for summary in summaries], words=words)
    print("                         ROUGE-1  ROUGE-2")
    print(f"  the model, unchecked    {rouge(references, [writing.draft for writing in writings])}")
    print(f"  checked                 {rouge(references, [summary.text for summary in summaries])}")
    print(f"  extractive              {rouge(references, [summary.text for summary in plain])}")
    print(f"  sentences               {len(sentences)}, of which {own} composed")
    print(f"  cited                   {100 * mean(bool(sentence.citations) for sentence in sentences):.1f} %")
    print(f"  cut sentences           {sum(not sentence.text.endswith(ENDS) for sentence in sentences)}")
    print(f"  invented                {len(found)}  {dict(Counter(finding.kind for finding in found))}")
    print(f"  within 15 %             {100 * kept:.1f} %")
    print(f"  removed                 {sum(len(writing.removed) for writing in writings)}")
    print(f"  cut for length          {sum(writing.cut for writing in writings)}")
    print(f"  filled for length       {sum(writing.filled for writing in writings)}")
    print(f"  fell back               {Counter(writing.failure for writing in writings if writing.failure)}")
    print(f"  tokens read, written    {sum(w.prompt_tokens for w in writings)}, {sum(w.new_tokens for w in writings)}")
    for finding in found:
        print(f"    {finding.kind} {finding.what!r} in {finding.sentence!r}")


def show(summaries: Sequence[Summary]) -> None:
    """Each story as it was written and as it is told, to be read."""
    for summary in summaries:
        print(f"\n# {summary.headline} ({summary.writer})\n  told   {summary.text}")
        if summary.writing:
            print(f"  draft  {summary.writing.draft}")
            for each in summary.writing.removed:
                print(f"  - {each.text}\n    {each.reason}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=60)
    parser.add_argument("--words", type=float, default=45)
    parser.add_argument("--model", default="smollm2")
    parser.add_argument("--writer", default="chat")
    parser.add_argument("--show", action="store_true", help="every story, to be read")
    arguments = parser.parse_args()
    gold = rows("stories")[: arguments.stories]
    stories = [Story(tuple(article_of(article) for article in row["articles"])) for row in gold]
    options = settings({"writer": arguments.writer, "model": arguments.model})
    writer = writer_of(options, Encoder(), silent)
    begun = time.perf_counter()
    summaries = writer.summaries(stories, [Length(arguments.words)] * len(stories))
    seconds = time.perf_counter() - begun
    print(
        f"stories.jsonl.xz, {len(stories)} stories, {arguments.words:g} words, {arguments.model}, {seconds:.0f} s, {peak_megabytes():.0f} MB"
    )
    report(summaries, [row["summary"] for row in gold], arguments.words)
    if arguments.show:
        show(summaries)


if __name__ == "__main__":
    main()
