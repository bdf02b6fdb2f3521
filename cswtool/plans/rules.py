"""The way of a plan, from 案 to 評価済. Wordings are from general knowledge: provisional."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class PlanStatus(StrEnum):
    DRAFT = "draft"
    DECIDED = "decided"
    EVALUATED = "evaluated"

    @property
    def label(self) -> str:
        return {"draft": "案", "decided": "決定", "evaluated": "評価済"}[self]


class PlanAct(StrEnum):
    """What somebody does to a plan that is on file."""

    EDIT = "edit"
    DECIDE = "decide"
    REVISE = "revise"
    EVALUATE = "evaluate"

    @property
    def label(self) -> str:
        return {"edit": "直す", "decide": "決定する", "revise": "見直す", "evaluate": "評価する"}[
            self
        ]


OPEN_TO: Final[dict[PlanStatus, frozenset[PlanAct]]] = {
    PlanStatus.DRAFT: frozenset({PlanAct.EDIT, PlanAct.DECIDE}),
    PlanStatus.DECIDED: frozenset({PlanAct.REVISE, PlanAct.EVALUATE}),
    PlanStatus.EVALUATED: frozenset({PlanAct.REVISE}),
}
"""A decided plan is never edited: it is revised, which makes the next one."""


class WrongActError(Exception):
    """The plan does not stand where this can be done to it."""


def require_act(now: PlanStatus, act: PlanAct) -> None:
    """Raise WrongActError unless `act` may be done to a plan that stands at `now`."""
    if act not in OPEN_TO[now]:
        raise WrongActError(f"{act} at {now}")


def refusal(now: PlanStatus, act: PlanAct) -> str:
    """Why the act is refused, and what can be done instead."""
    allowed = "・".join(f"「{other.label}」" for other in PlanAct if other in OPEN_TO[now])
    return f"今は「{now.label}」なので、「{act.label}」はできません。できるのは{allowed}です。"


def next_number(numbers: Iterable[int]) -> int:
    """第1期, 第2期 …: the number after the highest one of the case."""
    return max(numbers, default=0) + 1


class Doer(StrEnum):
    """誰が."""

    SELF = "self"
    CSW = "csw"
    ORGANISATION = "organisation"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"self": "本人", "csw": "CSW", "organisation": "機関", "other": "その他"}[self]


class Attainment(StrEnum):
    """目標の達成."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_YET = "not-yet"

    @property
    def label(self) -> str:
        return {"reached": "達成した", "partly": "一部達成した", "not-yet": "達成していない"}[self]
