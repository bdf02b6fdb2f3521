"""What a 連絡票 says, and how far it has come."""

from enum import StrEnum
from typing import Final


class Awareness(StrEnum):
    """Whether the person concerned knows that the CSW is being told."""

    AGREED = "agreed"
    KNOWS = "knows"
    UNAWARE = "unaware"
    HIDDEN = "hidden"

    @property
    def label(self) -> str:
        return {
            "agreed": "本人が相談してよいと言っている",
            "knows": "本人は知っている",
            "unaware": "本人は知らない・わからない",
            "hidden": "本人には伝えないでほしい",
        }[self]


class Wish(StrEnum):
    """What the 民生委員 would like the CSW to do."""

    VISIT = "visit"
    TOGETHER = "together"
    PHONE = "phone"
    ADVICE = "advice"

    @property
    def label(self) -> str:
        return {
            "visit": "訪問してほしい",
            "together": "いっしょに訪問したい",
            "phone": "まず自分に電話がほしい",
            "advice": "助言だけほしい",
        }[self]


class IncomingStatus(StrEnum):
    """All that the sender is told afterwards (domain.md §3.2)."""

    RECEIVED = "received"
    CONTACTED = "contacted"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {"received": "受付済", "contacted": "CSWが連絡しました", "ended": "終了"}[self]


_I = IncomingStatus
NEXT: Final[dict[IncomingStatus, tuple[IncomingStatus, ...]]] = {
    _I.RECEIVED: (_I.CONTACTED, _I.ENDED),
    _I.CONTACTED: (_I.ENDED,),
    _I.ENDED: (),
}


class WrongStepError(Exception):
    """A 連絡票 does not go back, and nothing follows its end."""


def require_step(now: IncomingStatus, then: IncomingStatus) -> None:
    """Raise WrongStepError unless `then` may follow `now`."""
    if then not in NEXT[now]:
        raise WrongStepError(f"{now} to {then}")


def receipt_number(fiscal_label: str, serial: int) -> str:
    """連R8-0012: the twelfth 連絡票 of 令和8年度."""
    return f"連{fiscal_label}-{serial:04}"
