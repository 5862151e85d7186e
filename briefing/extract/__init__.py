"""HTML to text: the article of a whole page, the paragraphs of a fragment, and what a page says of itself."""

from briefing.extract.fragment import paragraphs, plain, unwrapped
from briefing.extract.page import Extract, extract

__all__ = ["Extract", "extract", "paragraphs", "plain", "unwrapped"]
