"""How good summaries and stories are, by the measures of the field; and how sure that is.

read | evaluate(writers and baselines) | against(an earlier run) | as_json, page
"""

from briefing.evaluate.baselines import baselines
from briefing.evaluate.briefs import Made, read_brief
from briefing.evaluate.contender import Contender, contender
from briefing.evaluate.corpus import Corpus, Gold, Labeled, read
from briefing.evaluate.metrics import METRIC, METRICS, Metric, Scores
from briefing.evaluate.records import against, as_json, expect_same, read_run
from briefing.evaluate.report import Clustering, Comparison, Figure, Report, Scored, Told, compared
from briefing.evaluate.running import evaluate, evaluate_brief, evaluate_clustering

__all__ = [
    "METRIC",
    "METRICS",
    "Clustering",
    "Comparison",
    "Contender",
    "Corpus",
    "Figure",
    "Gold",
    "Labeled",
    "Made",
    "Metric",
    "Report",
    "Scored",
    "Scores",
    "Told",
    "against",
    "as_json",
    "baselines",
    "compared",
    "contender",
    "evaluate",
    "evaluate_brief",
    "evaluate_clustering",
    "expect_same",
    "read",
    "read_brief",
    "read_run",
]
