"""What is known of a contact, and how its text is written."""

from cswtool.consultations.rules.contacts import (
    FILED,
    KEPT,
    NEW,
    NO_CASE,
    OLD,
    Counterpart,
    Method,
    Passage,
    VisitOutcome,
    again,
    compared,
    is_locked,
    was_filed_later,
    with_main,
)

__all__ = [
    "FILED",
    "KEPT",
    "NEW",
    "NO_CASE",
    "OLD",
    "Counterpart",
    "Method",
    "Passage",
    "VisitOutcome",
    "again",
    "compared",
    "is_locked",
    "was_filed_later",
    "with_main",
]
