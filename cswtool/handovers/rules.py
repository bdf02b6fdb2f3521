"""The states of an offer to take over a case."""

from enum import StrEnum
from typing import Final


class HandoverStatus(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            "offered": "返事待ち",
            "accepted": "引き受けた",
            "declined": "辞退",
            "withdrawn": "取り下げ",
        }[self]


TOLD_DAYS: Final = 7
"""So long the offerer's first page tells them that somebody declined."""


class NotOpenError(Exception):
    """The offer was answered or withdrawn, or the case has gone another way meanwhile."""


class AlreadyOfferedError(Exception):
    """The case has been offered to somebody who has not answered yet."""
