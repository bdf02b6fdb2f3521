"""What reports count of the activities, and minutes in words."""

from enum import StrEnum
from typing import Final, NamedTuple

MEETING: Final = "meeting"
"""The code of the kind of activity that is a meeting."""


class Meeting(StrEnum):
    """Which meeting it was: the two of 重層的支援体制整備事業 are reported to the city.

    支援会議 is that of 社会福祉法106条の6, which the city calls; 重層的支援会議 is held on
    consent (domain notes 1.2).
    """

    SUPPORT = "support"
    LAYERED = "layered"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "support": "支援会議（社会福祉法106条の6）",
            "layered": "重層的支援会議",
            "other": "その他の会議",
        }[self]


class Done(NamedTuple):
    """Some activities that agree in all of this."""

    kind: str
    """The code of the kind."""
    zone: str | None
    """The code of the 圏域; None is the whole city."""
    minutes: int | None
    """Of each of them, None where it was not said; `people` and `discussed` likewise."""
    people: int | None
    meeting: Meeting | None
    discussed: int | None
    """How many cases a meeting spoke of."""
    times: int
    """How many they are."""


def hours(minutes: int) -> str:
    """Minutes as people say them: 1,200時間30分, 45分, 0分."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}分"
    return f"{whole:,}時間{rest}分" if rest else f"{whole:,}時間"
