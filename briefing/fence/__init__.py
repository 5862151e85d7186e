"""What makes text from outside data for a model: no sentence that instructs it, no mark that ends its place in a prompt.

The rules look for orders, not for lies: who plants a false report among the news without a word to the model is not found here.
"""

from briefing.fence.marks import TOKENS, fenced
from briefing.fence.trust import trusted, whole_sentences, without_orders

__all__ = ["TOKENS", "fenced", "trusted", "whole_sentences", "without_orders"]
