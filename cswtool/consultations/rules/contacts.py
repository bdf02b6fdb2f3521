"""How a contact took place, with whom, and what it was about."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final
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


def again(method: Method) -> str:
    """What is to be done next where only the day was said."""
    return "次の連絡" if method is Method.OTHER else f"次の{method.label}"


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


FILED: Final = "ケース"
"""The label of a correction that put a record into a case, or took it out again."""
NO_CASE: Final = "ケースなし"


def was_filed_later(changes: Iterable[Mapping[str, str]]) -> bool:
    """Whether a record began without a case and was put into one by a correction."""
    return any(change["label"] == FILED and change["before"] == NO_CASE for change in changes)


def is_locked(recorded_at: datetime, now: datetime, days: int) -> bool:
    """Whether a record may only be added to: `days` times 24 hours after it was written down."""
    return now - recorded_at >= timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a corrected text: kept, or only before ("old"), or only after ("new")."""

    kind: str
    text: str


KEPT: Final = "kept"
OLD: Final = "old"
NEW: Final = "new"
_SENTENCE: Final = re.compile(r"[^。\n]*[。\n]|[^。\n]+")
_LETTER_BY_LETTER: Final = 600
"""Longer passages that differ are shown whole: their letters would only look alike by chance."""


def compared(before: str, after: str) -> list[Passage]:
    """Two texts as one with what was taken out and put in, sentence by sentence."""
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    return list(_passages(old, new))


def _passages(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        taken, put = "".join(old[first:last]), "".join(new[start:end])
        if kind == "equal":
            yield Passage(KEPT, taken)
        elif kind == "replace" and len(taken) + len(put) <= _LETTER_BY_LETTER and len(taken) > 1:
            yield from (
                _passages(list(taken), list(put)) if _alike(taken, put) else _both(taken, put)
            )
        else:
            yield from _both(taken, put)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > 1 / 2


def _both(taken: str, put: str) -> Iterator[Passage]:
    if taken:
        yield Passage(OLD, taken)
    if put:
        yield Passage(NEW, put)
