"""What a report counts, how finely, which figures hang together, and what may be shown."""

from cswtool.reports.rules.counted import Contact, Counted, Word, Words, summary_of
from cswtool.reports.rules.cuts import Cut, Grain, Place, Width, month_key
from cswtool.reports.rules.figures import (
    ALL,
    CONTACTS,
    NONE,
    REAL,
    UNKNOWN,
    UNKNOWN_ZONE,
    Tally,
)
from cswtool.reports.rules.links import ISSUE, METHOD, MONTH, ROUTE, SEEN
from cswtool.reports.rules.safety import UnsafeError, as_published, refuse_unsafe
from cswtool.reports.rules.tables import Summary

__all__ = [
    "ALL",
    "CONTACTS",
    "ISSUE",
    "METHOD",
    "MONTH",
    "NONE",
    "REAL",
    "ROUTE",
    "SEEN",
    "UNKNOWN",
    "UNKNOWN_ZONE",
    "Contact",
    "Counted",
    "Cut",
    "Grain",
    "Place",
    "Summary",
    "Tally",
    "UnsafeError",
    "Width",
    "Word",
    "Words",
    "as_published",
    "month_key",
    "refuse_unsafe",
    "summary_of",
]
