"""What a report counts, how finely, which figures hang together, and what may be shown."""

from cswtool.reports.rules.counted import Contact, Counted, Word, Words, summary_of
from cswtool.reports.rules.cuts import Cut, Grain, Place, Width
from cswtool.reports.rules.figures import (
    ALL,
    CONTACTS,
    NONE,
    REAL,
    UNKNOWN,
    UNKNOWN_ZONE,
    Tally,
)
from cswtool.reports.rules.form_a import FORM_A, Facts, FormCounted, for_everybody, form_a_of
from cswtool.reports.rules.form_b import FORM_B, FormBCounted, form_b_of
from cswtool.reports.rules.leaving import LEFT_OUT, as_it_leaves
from cswtool.reports.rules.links import (
    ADDING,
    FLOW,
    ISSUE,
    METHOD,
    MONTH,
    NEW,
    OF_CONTACTS,
    OF_HOUSEHOLDS,
    ROUTE,
    SEEN,
    SUPPORT,
)
from cswtool.reports.rules.options import at_first_sight, options, percent_shown
from cswtool.reports.rules.safety import UnsafeError, refuse_unsafe
from cswtool.reports.rules.tables import Summary
from cswtool.reports.rules.trend import TrendLine, TrendPart, Years, years_recorded
from cswtool.reports.rules.wanted import Paper, Wanted, unprinted_beside

__all__ = [
    "ADDING",
    "ALL",
    "CONTACTS",
    "FLOW",
    "FORM_A",
    "FORM_B",
    "ISSUE",
    "LEFT_OUT",
    "METHOD",
    "MONTH",
    "NEW",
    "NONE",
    "OF_CONTACTS",
    "OF_HOUSEHOLDS",
    "REAL",
    "ROUTE",
    "SEEN",
    "SUPPORT",
    "UNKNOWN",
    "UNKNOWN_ZONE",
    "Contact",
    "Counted",
    "Cut",
    "Facts",
    "FormBCounted",
    "FormCounted",
    "Grain",
    "Paper",
    "Place",
    "Summary",
    "Tally",
    "TrendLine",
    "TrendPart",
    "UnsafeError",
    "Wanted",
    "Width",
    "Word",
    "Words",
    "Years",
    "as_it_leaves",
    "at_first_sight",
    "for_everybody",
    "form_a_of",
    "form_b_of",
    "options",
    "percent_shown",
    "refuse_unsafe",
    "summary_of",
    "unprinted_beside",
    "years_recorded",
]
