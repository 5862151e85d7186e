"""The whole flow: sources, articles, stories, summaries, the brief.

    gathered | choose | brief_of | (render, deliver) | shown

``choosing`` decides what is told and why, ``making`` writes it.
"""

from briefing.pipeline.choosing import Day, choose
from briefing.pipeline.desk import Desk, farthest, local, opened, opened_desk, store_path
from briefing.pipeline.making import brief_of, illustrated, make, surely, written
from briefing.pipeline.progress import Progress, silent
from briefing.pipeline.reading import fetch, gathered, kept, read_articles, recall
from briefing.pipeline.verbs import cluster, summarize
from briefing.pipeline.writers import writer_of

__all__ = [
    "Day",
    "Desk",
    "Progress",
    "brief_of",
    "choose",
    "cluster",
    "farthest",
    "fetch",
    "gathered",
    "illustrated",
    "kept",
    "local",
    "make",
    "opened",
    "opened_desk",
    "read_articles",
    "recall",
    "silent",
    "store_path",
    "summarize",
    "surely",
    "writer_of",
    "written",
]
