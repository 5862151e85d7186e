"""Which stories come first and what comes of each, with reasons; how a brief's length is shared. Pure; ``now`` is an argument."""

from briefing.rank.choose import choose
from briefing.rank.lengths import LEAST_WORDS, even, share
from briefing.rank.score import newest, rank
from briefing.rank.sections import filed

__all__ = ["LEAST_WORDS", "choose", "even", "filed", "newest", "rank", "share"]
