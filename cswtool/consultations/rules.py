"""How a contact took place, with whom, and what it was about."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID


class Method(StrEnum):
    VISIT = "visit"
    OFFICE = "office"
    PHONE = "phone"
    ACCOMPANY = "accompany"
    MAIL = "mail"
    MEETING = "meeting"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "visit": "訪問",
            "office": "来所",
            "phone": "電話",
            "accompany": "同行",
            "mail": "メール",
            "meeting": "会議",
            "other": "その他",
        }[self]

    @property
    def goes_there(self) -> bool:
        """Whether somebody was called on, so that there is an outcome to tell."""
        return self in {Method.VISIT, Method.ACCOMPANY}


class VisitOutcome(StrEnum):
    MET = "met"
    ABSENT = "absent"
    REFUSED = "refused"
    WATCHED = "watched"

    @property
    def label(self) -> str:
        return {"met": "会えた", "absent": "不在", "refused": "拒否", "watched": "見守りのみ"}[self]


class Counterpart(StrEnum):
    SELF = "self"
    FAMILY = "family"
    AGENCY = "agency"
    COMMISSIONER = "commissioner"
    NEIGHBOUR = "neighbour"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "self": "本人",
            "family": "家族",
            "agency": "関係機関",
            "commissioner": "民生委員",
            "neighbour": "近隣",
            "other": "その他",
        }[self]


def with_main(tags: Sequence[UUID], main: UUID | None) -> tuple[list[UUID], UUID | None]:
    """The tags without doubles and the 主課題 among them.

    A 主課題 that is not among the tags joins them; a single tag is the 主課題.
    """
    together = list(dict.fromkeys([*tags, main] if main else tags))
    return together, together[0] if len(together) == 1 else main
