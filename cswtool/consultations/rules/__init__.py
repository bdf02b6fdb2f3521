"""What is known of a contact, and how its text is written."""

from cswtool.consultations.rules.contacts import (
    KEPT,
    NEW,
    OLD,
    Counterpart,
    Method,
    Passage,
    VisitOutcome,
    again,
    compared,
    is_locked,
    with_main,
)

__all__ = [
    "KEPT",
    "NEW",
    "OLD",
    "Counterpart",
    "Method",
    "Passage",
    "VisitOutcome",
    "again",
    "compared",
    "is_locked",
    "with_main",
]
