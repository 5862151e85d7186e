"""What is said to instruct a model, in nine languages; English comes first."""

from briefing.fence.tongues.eastern import CHINESE, RUSSIAN
from briefing.fence.tongues.english import ENGLISH
from briefing.fence.tongues.germanic import DUTCH, GERMAN
from briefing.fence.tongues.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from briefing.fence.tongues.tongue import Tongue

TONGUES = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, RUSSIAN, CHINESE)

__all__ = ["ENGLISH", "TONGUES", "Tongue"]
