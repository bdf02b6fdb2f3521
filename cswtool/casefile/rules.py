"""What the page of a case puts together, and what it warns of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from cswtool.cases.rules import Complexity, Urgency

SILENT_DAYS: Final = 30
"""After so many days without a contact somebody should ask how the household is."""


class Dated(Protocol):
    """A contact, or a step of the case's course."""

    @property
    def at(self) -> datetime: ...


def silent_before(today: date) -> date:
    """A last contact before this day is too long ago."""
    return today - timedelta(days=SILENT_DAYS)


PRESENT_DAYS: Final = 365
"""An issue that no contact of a year has told of is one of earlier times."""


def is_present(last: date, latest_contact: date | None) -> bool:
    """Whether an issue that was last told of on a day still stands, seen from the last contact."""
    return latest_contact is None or last >= latest_contact - timedelta(days=PRESENT_DAYS)


def woven(
    contacts: Sequence[Dated], steps: Sequence[Dated], newer: datetime | None, *, last: bool
) -> list[Dated]:
    """One page of the timeline, the latest first: its contacts and the steps between them.

    `newer` is the moment of the last contact of the page before, `last` whether this is
    the last page; so every step stands on exactly one page.
    """
    oldest = contacts[-1].at if contacts and not last else None
    between = [
        step
        for step in steps
        if (newer is None or step.at < newer) and (oldest is None or step.at >= oldest)
    ]
    return sorted([*contacts, *between], key=lambda entry: entry.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Condition:
    """What decides whether the page of a case warns of something."""

    restricted: bool
    closed: bool
    has_zone: bool
    protected: bool
    opened_on: date
    last_contact: date | None


def warnings(condition: Condition, today: date) -> list[str]:
    """What whoever opens the case must know before anything else."""
    found = []
    if condition.protected:
        found.append("住所を知られてはならない人がいます。住所や電話番号を外に伝えないでください。")
    if condition.restricted:
        found.append("閲覧が制限されています。担当者と、許された人だけが見ています。")
    if condition.closed:
        return found
    latest = condition.last_contact or condition.opened_on
    if latest < silent_before(today):
        found.append(f"{(today - latest).days}日間、連絡の記録がありません。")
    if not condition.has_zone:
        found.append("圏域が決まっていません。「内容を直す」で選んでください。")
    return found


UNKNOWN_WORDS: Final = frozenset({"不明", "わからない", "名前はわからない", "氏名不明"})
"""What a 民生委員 writes who does not know the name."""
LONGEST_HEADLINE: Final = 60


def headline_of(worry: str) -> str:
    """A suggestion for the one line of a case: how the 気になる様子 begins."""
    first = worry.strip().split("\n", maxsplit=1)[0].split("。", maxsplit=1)[0]
    return first if len(first) <= LONGEST_HEADLINE else first[: LONGEST_HEADLINE - 1] + "…"


@dataclass(frozen=True, slots=True)
class Signs:
    """What the file of a case says that bears on its urgency and its complexity.

    `issues` counts the issues of all contacts, `refusals` visits that ended in 拒否,
    `agencies` organisations a つなぎ went to, `silent` days since anybody was in contact.
    """

    abuse: bool
    issues: int
    refusals: int
    agencies: int
    silent: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the file suggests, and why; a person decides. `value` None: nothing to suggest."""

    value: Urgency | Complexity | None
    reasons: tuple[str, ...]

    @property
    def told(self) -> str:
        """One sentence for the form, or what to do where nothing is suggested."""
        if self.value is None:
            return "記録からの目安はありません。ご自身の判断で選んでください。"
        why = "、".join(self.reasons)
        return f"記録からの目安は「{self.value.label}」です（{why}）。決めるのは担当者です。"


MANY_ISSUES: Final = 4
SOME_ISSUES: Final = 2
MANY_AGENCIES: Final = 3
MANY_REFUSALS: Final = 2


def suggested_urgency(signs: Signs) -> Suggestion:
    """虐待 asks for an answer the same day; a refusal or a long silence, within days.

    No national scale was found; the thresholds are the office's to discuss (仮).
    """
    if signs.abuse:
        return Suggestion(Urgency.TODAY, ("虐待の課題がある",))
    reasons = []
    if signs.refusals:
        reasons.append(f"訪問を断られたことが{signs.refusals}回")
    if signs.silent >= SILENT_DAYS:
        reasons.append(f"{signs.silent}日間連絡なし")
    return Suggestion(Urgency.DAYS if reasons else None, tuple(reasons))


def suggested_complexity(signs: Signs) -> Suggestion:
    """Each of many issues, many agencies, repeated refusals is a load: two are 高, one is 中.

    Two or three issues alone are 中 too. The thresholds are the office's to discuss (仮).
    """
    loads = [
        (signs.issues >= MANY_ISSUES, f"課題が{signs.issues}"),
        (signs.agencies >= MANY_AGENCIES, f"関わる機関が{signs.agencies}"),
        (signs.refusals >= MANY_REFUSALS, f"訪問を断られたことが{signs.refusals}回"),
    ]
    reasons = tuple(words for there, words in loads if there)
    if len(reasons) > 1:
        return Suggestion(Complexity.HIGH, reasons)
    if reasons:
        return Suggestion(Complexity.MIDDLE, reasons)
    if signs.issues >= SOME_ISSUES:
        return Suggestion(Complexity.MIDDLE, (f"課題が{signs.issues}",))
    return Suggestion(None, ())
