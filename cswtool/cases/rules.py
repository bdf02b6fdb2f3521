"""The course of a case, its number, and who is in the household."""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from cswtool.access import fiscal


class Status(StrEnum):
    OPEN = "open"
    WATCH = "watch"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"open": "支援中", "watch": "見守り", "closed": "終結"}[self]


class Urgency(StrEnum):
    """How soon somebody must act. Judged by a person, apart from the complexity."""

    TODAY = "today"
    DAYS = "days"
    USUAL = "usual"

    @property
    def label(self) -> str:
        return {"today": "当日", "days": "数日", "usual": "通常"}[self]


class Complexity(StrEnum):
    """How much there is to hold together in a case; says nothing about haste."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"

    @property
    def label(self) -> str:
        return {"high": "高", "middle": "中", "low": "低"}[self]


class StepKind(StrEnum):
    """What happened to a case as a file."""

    OPENED = "opened"
    WATCHED = "watched"
    RESUMED = "resumed"
    CLOSED = "closed"
    REOPENED = "reopened"
    CLOSING_ASKED = "closing_asked"
    CLOSING_SENT_BACK = "closing_sent_back"
    CLOSING_WITHDRAWN = "closing_withdrawn"
    ASSIGNED = "assigned"
    OFFERED = "offered"
    TAKEN_OVER = "taken_over"
    DECLINED = "declined"
    OFFER_WITHDRAWN = "offer_withdrawn"
    MOVED = "moved"
    RESTRICTED = "restricted"
    UNRESTRICTED = "unrestricted"
    CAUTIONED = "cautioned"
    CAUTION_ENDED = "caution_ended"
    TWO_WORKERS = "two_workers"
    ONE_WORKER = "one_worker"
    URGENCY = "urgency"
    COMPLEXITY = "complexity"
    GRANTED = "granted"
    GRANT_ENDED = "grant_ended"
    MERGED = "merged"
    UNMERGED = "unmerged"

    @property
    def label(self) -> str:
        return {
            "opened": "ケースを開始",
            "watched": "見守りへ",
            "resumed": "支援を再開",
            "closed": "終結",
            "reopened": "再開（終結の取り消し）",
            "closing_asked": "終結の承認を申請",
            "closing_sent_back": "終結を差し戻し",
            "closing_withdrawn": "終結の申請を取り下げ",
            "assigned": "担当を変更",
            "offered": "引き継ぎを申し入れ",
            "taken_over": "引き継ぎ",
            "declined": "引き継ぎを辞退",
            "offer_withdrawn": "引き継ぎの申し入れを取り下げ",
            "moved": "圏域を変更",
            "restricted": "閲覧を制限",
            "unrestricted": "閲覧の制限を解除",
            "cautioned": "訪問時の注意を追加",
            "caution_ended": "訪問時の注意を取り下げ",
            "two_workers": "二人訪問にする",
            "one_worker": "二人訪問を解除",
            "urgency": "緊急度を判断",
            "complexity": "複雑さを判断",
            "granted": "閲覧を許可",
            "grant_ended": "閲覧の許可を取り消し",
            "merged": "ケースを統合",
            "unmerged": "統合を元に戻した",
        }[self]


class WrongCourseError(Exception):
    """The case is not in a state from which this can be done."""


NEXT = {
    StepKind.WATCHED: ({Status.OPEN}, Status.WATCH),
    StepKind.RESUMED: ({Status.WATCH}, Status.OPEN),
    StepKind.CLOSED: ({Status.OPEN, Status.WATCH}, Status.CLOSED),
    StepKind.REOPENED: ({Status.CLOSED}, Status.OPEN),
}
"""From which states a step may be taken, and where it leads."""


def after(status: Status, step: StepKind) -> Status:
    """The state after a step. Raises WrongCourseError where it may not be taken."""
    allowed, then = NEXT[step]
    if status not in allowed:
        raise WrongCourseError(f"{step} from {status}")
    return then


FOCUS: Final = "本人"
"""The relation of the person whose case it is."""
UNSURE: Final = "要確認"
"""The relation of somebody who was 本人 of another case until the two were merged."""
RELATIONS: Final = (
    "配偶者", "夫", "妻", "父", "母", "子", "長男", "長女", "次男", "次女",
    "兄", "姉", "弟", "妹", "祖父", "祖母", "孫", "おじ・おば", "子の配偶者", "内縁",
    "友人・知人", "近隣", "大家", "後見人", "その他",
)  # fmt: skip
"""Relations offered while typing; any other may be typed."""

_NUMBER: Final = re.compile(r"([RH][0-9]{1,2})-?([0-9]{1,5})")
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−ー"), "-")


def case_number(fiscal_year: int, serial: int) -> str:
    """R8-0123: the fiscal year and a serial of at least four digits."""
    return f"{fiscal.fiscal_label(fiscal_year)}-{serial:04}"


def typed_number(typed: str) -> str | None:
    """A case number however it was typed: r8-123, Ｒ８－０１２３; None if it is none."""
    text = unicodedata.normalize("NFKC", typed.strip()).translate(_DASHES).upper()
    found = _NUMBER.fullmatch(text)
    return f"{found[1]}-{int(found[2]):04}" if found and "-" in text else None
