"""Stories to summaries. The extractive writer picks sentences; a model composes them, and what does not hold goes.

offers | picked                                    the articles' own sentences
material | composing | drafts | (ground) | settle  a model's
"""

from briefing.summarize.candidates import Encode, Vectors
from briefing.summarize.extractive import extract, overview
from briefing.summarize.salience import weighing

__all__ = ["Encode", "Vectors", "extract", "overview", "weighing"]
