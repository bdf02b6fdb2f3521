"""The counts behind summaries and trends. Only counts come back, over all cases, whoever asks."""

from cswtool.reports.queries.parts import finest_parts
from cswtool.reports.queries.summary import summary
from cswtool.reports.queries.trend import trend

__all__ = ["finest_parts", "summary", "trend"]
