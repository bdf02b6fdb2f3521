"""The way of a 地域課題 from 気づき on, and of each 打ち手. Wordings are provisional."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from cswtool.access.fiscal import wareki


class State(StrEnum):
    NOTICED = "noticed"
    SHARED = "shared"
    DISCUSSED = "discussed"
    TRIED = "tried"
    SETTLED = "settled"
    PROPOSED = "proposed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "noticed": "気づき",
            "shared": "共有",
            "discussed": "検討",
            "tried": "試行",
            "settled": "定着",
            "proposed": "提案",
            "dropped": "見送り",
        }[self]

    @property
    def act(self) -> str:
        """What somebody says who takes an issue there."""
        return {
            "noticed": "もう一度、気づきに戻す",
            "shared": "共有した",
            "discussed": "検討をはじめた",
            "tried": "試行をはじめた",
            "settled": "定着した",
            "proposed": "提案した",
            "dropped": "見送る",
        }[self]


_S = State
# The first of each line is what usually comes next.
NEXT: Final[dict[State, tuple[State, ...]]] = {
    _S.NOTICED: (_S.SHARED, _S.DISCUSSED, _S.DROPPED),
    _S.SHARED: (_S.DISCUSSED, _S.TRIED, _S.PROPOSED, _S.DROPPED),
    _S.DISCUSSED: (_S.TRIED, _S.PROPOSED, _S.DROPPED),
    _S.TRIED: (_S.SETTLED, _S.PROPOSED, _S.DISCUSSED, _S.DROPPED),
    _S.SETTLED: (_S.DISCUSSED,),
    _S.PROPOSED: (_S.TRIED, _S.SETTLED, _S.DISCUSSED, _S.DROPPED),
    _S.DROPPED: (_S.NOTICED,),
}

COURSE: Final = (_S.NOTICED, _S.SHARED, _S.DISCUSSED, _S.TRIED, _S.SETTLED)
"""The whole way in order; an issue may pass over some of it, or leave it as 提案 or 見送り."""

RESTING: Final = frozenset({_S.SETTLED, _S.DROPPED})
"""Nobody has to look again on the review day."""

NEEDS_WORDS: Final = {_S.SETTLED: "何ができたか", _S.PROPOSED: "どこへ何を", _S.DROPPED: "理由"}
"""Steps that say nothing without a note, and what the note is called."""

RESULTS: Final = frozenset({_S.SETTLED, _S.PROPOSED})
"""What is said at these steps is the result of an issue, where nobody has written one."""


class WrongStepError(Exception):
    """An issue cannot go from its present state to that one."""


def require_step(now: State, then: State) -> None:
    """Raise WrongStepError unless `then` may follow `now`; to stay is a review."""
    if then not in {now, *NEXT[now]}:
        raise WrongStepError(f"{now} to {then}")


def is_overdue(state: State, review_on: date | None, today: date) -> bool:
    """Whether somebody should have looked again by now."""
    return review_on is not None and review_on < today and state not in RESTING


REVIEW_DAYS: Final = 90
"""After so many days one looks again, unless somebody says otherwise (provisional)."""


def next_review(review_on: date | None, today: date) -> date:
    """The review day that is offered at a step: the one that was set, while it lies ahead."""
    if review_on is not None and review_on > today:
        return review_on
    return today + timedelta(days=REVIEW_DAYS)


class Side(StrEnum):
    """Whose a 打ち手 is."""

    RESIDENTS = "residents"
    AGENCIES = "agencies"
    CITY = "city"

    @property
    def label(self) -> str:
        return {"residents": "住民", "agencies": "機関", "city": "行政"}[self]


class ActionState(StrEnum):
    PLANNED = "planned"
    GOING = "going"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        return {"planned": "予定", "going": "進めている", "done": "できた", "stopped": "やめた"}[
            self
        ]

    def until(self, due: date | None) -> str:
        """As on a paper: 予定（令和8年12月10日まで）. Of what is over no day is awaited."""
        open_until = due if self in {ActionState.PLANNED, ActionState.GOING} else None
        return f"{self.label}（{wareki(open_until)}まで）" if open_until else self.label
