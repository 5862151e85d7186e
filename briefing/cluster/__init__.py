"""Articles to stories: copies collapse into one article, articles about one event become one story.

Pure: articles and their vectors in, stories out.
"""

from __future__ import annotations

from briefing.cluster.copies import collapse
from briefing.cluster.stories import cluster

__all__ = ["cluster", "collapse"]
