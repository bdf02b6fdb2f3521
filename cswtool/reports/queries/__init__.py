"""What the reports read: the findings of a period, and issues over the years."""

from cswtool.reports.queries.form_a import form_a_counted
from cswtool.reports.queries.form_b import form_b_counted
from cswtool.reports.queries.period import counted
from cswtool.reports.queries.trend import trend

__all__ = ["counted", "form_a_counted", "form_b_counted", "trend"]
