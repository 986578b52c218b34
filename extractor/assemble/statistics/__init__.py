"""The statistics of an article: numbers about markets, groups of companies and periods."""

from __future__ import annotations

from extractor.assemble.statistics.gathering import assemble_statistics, tells_statistic

__all__ = ["assemble_statistics", "tells_statistic"]
