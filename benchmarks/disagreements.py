"""What outlets are said to disagree on in the stories corpus, side by side, to be judged by reading.

python -m benchmarks.disagreements [--stories N]
"""

from __future__ import annotations

import argparse
import time

from benchmarks.corpora import rows
from briefing.compare import compare
from briefing.embed import Encoder
from briefing.sources.corpus import article_of
from briefing.types import Story


def main() -> None:
    """Print every disagreement with its sentences, and what finding them cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int)
    count = parser.parse_args().stories
    stories = [Story(tuple(article_of(row) for row in story["articles"])) for story in rows("stories")[:count]]
    encoder = Encoder()
    start = time.process_time()
    found = [each for story in compare(stories, encoder.encode) for each in story.disagreements]
    seconds = time.process_time() - start
    print(f"stories.jsonl.xz, {len(stories)} stories, {len(found)} disagreements, {seconds:.0f} s of processor time")
    for number, each in enumerate(found, 1):
        print(f"{number}. {each.counted}")
        for figure in each.figures:
            print(f"   {figure.text} ({figure.citation.article.source}): {figure.citation.quote}")


if __name__ == "__main__":
    main()
