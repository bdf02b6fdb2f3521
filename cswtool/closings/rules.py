"""The states of a request to close a case, and what becomes of what is still open."""

from enum import StrEnum
from typing import Final


class ClosingStatus(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            "asked": "承認待ち",
            "approved": "承認",
            "sent_back": "差し戻し",
            "withdrawn": "取り下げ",
        }[self]


class Rest(StrEnum):
    """What becomes of what is still open when a case is closed."""

    END = "end"
    KEEP = "keep"


TOLD_DAYS: Final = 7
"""So long the asker's first page tells them that a closing was sent back."""


class NotOpenError(Exception):
    """The request was decided or withdrawn, or the case is closed already."""


class AlreadyAskedError(Exception):
    """A request to close this case waits for a decision."""
