"""Mentions -> deals and statistics: who raised what from whom, who bought whom."""

from __future__ import annotations

from extractor.assemble.deals import Assembler, Candidate, Tellings, assemble_deals, deal_prospect
from extractor.assemble.explain import Explanation, explain
from extractor.assemble.judge import fit_judge, judge_probability
from extractor.assemble.statistics import assemble_statistics, tells_statistic

__all__ = [
    "Assembler",
    "Candidate",
    "Explanation",
    "Tellings",
    "assemble_deals",
    "assemble_statistics",
    "deal_prospect",
    "explain",
    "fit_judge",
    "judge_probability",
    "tells_statistic",
]
