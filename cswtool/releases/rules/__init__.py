"""What is possible with a text that is to leave, and how a story is made of cases."""

from cswtool.releases.rules.texts import (
    LONGEST,
    OPENING,
    TOLD_DAYS,
    Edit,
    Purpose,
    ReleaseStatus,
    Verdict,
    WrongStateError,
    digest,
    edited,
    pieces,
    sentence_at,
)

__all__ = [
    "LONGEST",
    "OPENING",
    "TOLD_DAYS",
    "Edit",
    "Purpose",
    "ReleaseStatus",
    "Verdict",
    "WrongStateError",
    "digest",
    "edited",
    "pieces",
    "sentence_at",
]
