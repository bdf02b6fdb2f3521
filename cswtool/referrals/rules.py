"""The way of a つなぎ, from written to finished."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class ReferralStatus(StrEnum):
    WRITTEN = "written"
    SENT = "sent"
    RECEIVED = "received"
    WORKING = "working"
    RESULT = "result"
    DONE = "done"
    DECLINED = "declined"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> str:
        return {
            "written": "作成",
            "sent": "送付",
            "received": "受領",
            "working": "対応中",
            "result": "結果",
            "done": "完了",
            "declined": "辞退",
            "called_off": "取りやめ",
        }[self]

    @property
    def act(self) -> str:
        """What somebody says who takes a つなぎ there."""
        return {
            "written": "作成した",
            "sent": "送付した",
            "received": "相手が受け取った",
            "working": "対応が始まった",
            "result": "結果が届いた",
            "done": "完了にする",
            "declined": "辞退された",
            "called_off": "取りやめる",
        }[self]


_S = ReferralStatus
# The first of each line is what usually comes next.
NEXT: dict[ReferralStatus, tuple[ReferralStatus, ...]] = {
    _S.WRITTEN: (_S.SENT, _S.CALLED_OFF),
    _S.SENT: (_S.RECEIVED, _S.WORKING, _S.DECLINED, _S.CALLED_OFF),
    _S.RECEIVED: (_S.WORKING, _S.RESULT, _S.DECLINED, _S.CALLED_OFF),
    _S.WORKING: (_S.RESULT, _S.DECLINED, _S.CALLED_OFF),
    _S.RESULT: (_S.DONE, _S.WORKING),
    _S.DONE: (),
    _S.DECLINED: (),
    _S.CALLED_OFF: (),
}

COURSE: Final = (_S.WRITTEN, _S.SENT, _S.RECEIVED, _S.WORKING, _S.RESULT, _S.DONE)
"""The whole way in order; a つなぎ may pass over some of it, or end as 辞退 or 取りやめ."""

ENDED_ON_THE_WAY: Final = frozenset({_S.DECLINED, _S.CALLED_OFF})
FINISHED = ENDED_ON_THE_WAY | {_S.DONE}
CORRECTABLE: Final = frozenset({_S.WRITTEN})
"""Once it was sent, what the organisation was told stays as it was told."""
UNANSWERED = frozenset({_S.SENT})
"""Sent, and nobody has said that it arrived."""
UNANSWERED_DAYS: Final = 14
"""After so many days without an answer somebody asks (the office's custom: provisional)."""
NEEDS_WORDS: Final = {
    _S.RESULT: "結果",
    _S.DECLINED: "辞退の理由",
    _S.CALLED_OFF: "取りやめの理由",
}
"""Steps that say nothing without a note, and what the note is called."""


def unanswered_before(today: date) -> date:
    """What was sent before this day, and still stands there, is unanswered."""
    return today - timedelta(days=UNANSWERED_DAYS)


class WrongStepError(Exception):
    """A つなぎ cannot go from its present state to that one."""


def require_step(now: ReferralStatus, then: ReferralStatus) -> None:
    """Raise WrongStepError unless `then` may follow `now`."""
    if then not in NEXT[now]:
        raise WrongStepError(f"{now} to {then}")
