"""How long each form of a brief takes, and how large it is, for stories of the built-in newsroom told over and over.

    python -m benchmarks.rendering [--stories 100] [--forms html,pdf]

Each form is rendered twice in a process of its own: the first time finds fonts and compiles templates, the second does not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from briefing.templating import FORMATS
from briefing.types import Brief


def brief_of(stories: int, store: Path) -> Brief:
    """The newsroom's brief with its stories repeated, in the sections that they are in."""
    import briefing
    from briefing.config import load, settings
    from briefing.demo import CONFIG, NEWSROOM, NOW
    from briefing.types import Section

    brief = briefing.make(settings({**load(CONFIG), "store": str(store)}), NOW, briefing.read_articles(NEWSROOM))
    repeated = list(islice(cycle(brief.summaries), stories))
    names = dict.fromkeys(summary.story.section for summary in repeated)
    sections = [
        Section(name, tuple(summary for summary in repeated if summary.story.section == name)) for name in names
    ]
    return replace(brief, sections=tuple(sections))


def once(form: str, stories: int, store: Path) -> dict[str, float]:
    """Seconds of the first and the second time, and the size in kB."""
    import briefing

    brief, seconds, size = brief_of(stories, store), [], 0
    for _ in range(2):
        start = time.perf_counter()
        size = len(briefing.render(brief, form))
        seconds.append(time.perf_counter() - start)
    return {"first": seconds[0], "second": seconds[1], "kB": size / 1000}


def rendered(form: str, stories: int, folder: Path) -> dict[str, float] | str:
    """The same in a new process, or the last that it said where it failed."""
    command = [sys.executable, "-m", "benchmarks.rendering", "--stories", str(stories)]
    command += ["--once", form, str(folder / "briefing.db")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return (done.stderr.strip() or f"it ended with {done.returncode}").splitlines()[-1]
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=100)
    parser.add_argument("--forms", default=",".join(FORMATS))
    parser.add_argument("--once", nargs=2, metavar=("FORM", "STORE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        form, store = arguments.once
        print(json.dumps(once(form, arguments.stories, Path(store))))
        return
    print(f"{arguments.stories} stories   first, s  second, s        kB")
    with tempfile.TemporaryDirectory() as folder:
        for form in arguments.forms.split(","):
            told = rendered(form, arguments.stories, Path(folder))
            if isinstance(told, str):
                print(f"{form:11} {told}")
            else:
                print(f"{form:11}{told['first']:10.2f}{told['second']:11.2f}{told['kB']:10.0f}")


if __name__ == "__main__":
    main()
