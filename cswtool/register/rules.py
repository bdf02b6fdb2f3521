"""When two entries may be one, and what becomes of each field when they are merged.

A record is any object with the attributes of a Person or a Case.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Any, Final
from uuid import UUID

from cswtool.access import fiscal
from cswtool.people.rules import UNKNOWN_NAME

MOST_ALIKE: Final = 6
"""More entries alike than this are an address of many households, not one entry twice."""


class Subject(StrEnum):
    PERSON = "person"
    CASE = "case"

    @property
    def label(self) -> str:
        return {"person": "人", "case": "ケース"}[self]


class Verdict(StrEnum):
    """What somebody said of two entries that look alike."""

    DISTINCT = "distinct"
    PROPOSED = "proposed"

    @property
    def label(self) -> str:
        return {
            "distinct": "別のものです（もう候補に出しません）",
            "proposed": "同じです（係長に統合を頼みます）",
        }[self]


@dataclass(frozen=True, slots=True)
class Known:
    """What two persons are compared by; name, kana and phone are folded."""

    id: UUID
    name: str
    kana: str
    born: date | None
    phone: str
    town_id: UUID | None


@dataclass(frozen=True, slots=True)
class Place:
    """A person who lives in a case; `address` is folded."""

    case_id: UUID
    person_id: UUID
    address: str


Pair = tuple[UUID, UUID]


def alike_people(people: Iterable[Known]) -> dict[Pair, str]:
    """Pairs with the same name or kana and one thing more, with the reason in words."""
    by_name: dict[str, list[Known]] = defaultdict(list)
    for person in people:
        for key in {person.name, person.kana} - {"", UNKNOWN_NAME}:
            by_name[key].append(person)
    found: dict[Pair, str] = {}
    for group in by_name.values():
        for one, other in combinations(group, 2):
            shared = _shared(one, other)
            if shared:
                found[_pair(one.id, other.id)] = "名前と" + "・".join(shared)
    return found


def _shared(one: Known, other: Known) -> list[str]:
    same = {
        "生年月日": one.born and one.born == other.born,
        "電話番号": one.phone and one.phone == other.phone,
        "町": one.town_id and one.town_id == other.town_id,
    }
    return [label for label, is_same in same.items() if is_same]


def alike_cases(places: Iterable[Place]) -> dict[Pair, str]:
    """Pairs of cases in which the same person lives, or that have the same address."""
    by_person: dict[Any, set[UUID]] = defaultdict(set)
    by_address: dict[Any, set[UUID]] = defaultdict(set)
    for place in places:
        by_person[place.person_id].add(place.case_id)
        if any(character.isdigit() for character in place.address):
            by_address[place.address].add(place.case_id)
    found = dict.fromkeys(_pairs(by_address.values()), "住所が同じ")
    return found | dict.fromkeys(_pairs(by_person.values()), "同じ人が両方にいる")


def _pairs(groups: Iterable[set[UUID]]) -> Iterator[Pair]:
    for group in groups:
        if len(group) <= MOST_ALIKE:
            yield from (_pair(one, other) for one, other in combinations(group, 2))


def _pair(one: UUID, other: UUID) -> Pair:
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class Part:
    """Columns that are chosen together, and how they are told.

    `settled` decides without asking whether the merged entry's value is taken: the safer
    one. With `joined` both texts may be kept.
    """

    name: str
    label: str
    columns: tuple[str, ...]
    told: Callable[[Any], str]
    settled: Callable[[Any, Any], bool] | None = None
    joined: bool = False


def _day(day: date | None) -> str:
    return fiscal.wareki(day) if day else ""


def _name(record: Any) -> str:
    return record.name if record else ""


def _label(word: Any) -> str:
    return word.label if word else ""


def _plain(name: str, label: str, *, joined: bool = False) -> Part:
    return Part(name, label, (name,), lambda record: getattr(record, name) or "", joined=joined)


PARTS: Final[Mapping[Subject, Sequence[Part]]] = {
    Subject.PERSON: (
        _plain("name", "氏名"),
        _plain("kana", "ふりがな"),
        Part("sex", "性別", ("sex",), lambda p: p.sex.label),
        Part(
            "birth",
            "生年月日",
            ("birth_date", "birth_estimated"),
            lambda p: _day(p.birth_date) + ("（推定）" if p.birth_estimated else ""),
        ),
        Part("died", "死亡日", ("died_on",), lambda p: _day(p.died_on)),
        _plain("phone", "電話番号"),
        Part("address", "住所", ("town_id", "address"), lambda p: _name(p.town) + p.address),
        Part(
            "protected",
            "住所の保護",
            ("address_protected",),
            lambda p: "保護する" if p.address_protected else "なし",
            settled=lambda _kept, gone: gone.address_protected,
        ),
        _plain("note", "メモ", joined=True),
    ),
    Subject.CASE: (
        _plain("headline", "主訴"),
        Part(
            "status",
            "状態",
            ("status", "closed_on", "closing_id", "closing_summary"),
            lambda c: c.status.label + (f"（{_day(c.closed_on)}）" if c.closed_on else ""),
        ),
        Part("focus", "本人", ("focus_id",), lambda c: _name(c.focus)),
        Part("primary", "主担当", ("primary_id",), lambda c: _name(c.primary)),
        Part("secondary", "副担当", ("secondary_id",), lambda c: _name(c.secondary)),
        Part("zone", "圏域", ("zone_id",), lambda c: _name(c.zone)),
        Part("town", "町", ("town_id",), lambda c: _name(c.town)),
        Part("household", "世帯類型", ("household_id",), lambda c: _label(c.household)),
        Part("route", "相談経路", ("route_id",), lambda c: _label(c.route)),
        Part("urgency", "緊急度", ("urgency",), lambda c: _label(c.urgency)),
        Part("complexity", "複雑さ", ("complexity",), lambda c: _label(c.complexity)),
        Part(
            "opened",
            "開始した日",
            ("opened_on",),
            lambda c: _day(c.opened_on),
            settled=lambda kept, gone: gone.opened_on < kept.opened_on,
        ),
        Part(
            "restricted",
            "閲覧の制限",
            ("restricted",),
            lambda c: "制限する" if c.restricted else "なし",
            settled=lambda _kept, gone: gone.restricted,
        ),
        Part(
            "two_workers",
            "二人訪問",
            ("two_workers", "two_workers_reason"),
            lambda c: "する" if c.two_workers else "なし",
            settled=lambda kept, gone: gone.two_workers and not kept.two_workers,
        ),
    ),
}
"""What a merge decides field by field."""

GUARDS: Final[Mapping[Subject, str]] = {
    Subject.PERSON: "address_protected",
    Subject.CASE: "restricted",
}
"""The column by which an entry itself says that few may see it."""


def is_marked(subject: Subject, entry: Any) -> bool:
    return bool(getattr(entry, GUARDS[subject]))


NEVER_MERGED: Final = frozenset({"id", "number", "author_id", "folded", "version"})
"""Columns that each entry keeps for itself or that follow from the others."""

MOVED: Final[Mapping[str, str]] = {
    "Membership": "世帯に入っていること",
    "Case": "ケースの本人",
    "Relationship": "家族の間柄",
    "PersonFact": "経歴",
    "CaseStep": "経過（開始・担当変更など）",
    "CaseZone": "圏域の履歴",
    "Handover": "引き継ぎの申し入れ",
    "ClosingRequest": "終結の申請",
    "CaseGrant": "閲覧の許可",
    "Caution": "訪問時の注意",
    "Consultation": "相談記録（直した履歴・追記も一緒に）",
    "Task": "次の対応",
    "OutingPlace": "外出の行き先",
    "Attachment": "添付",
    "AttachmentContent": "添付の中身",
    "Referral": "つなぎ",
    "ReferralStep": "つなぎの経過",
    "Plan": "支援プラン",
    "PlanAction": "プランの実施すること",
    "PlanService": "プランのサービス",
    "Evaluation": "プランの評価",
    "EvaluationChange": "評価で見られた変化",
    "IncomingReferral": "連絡票",
    "Tie": "つながり",
    "RegionalEvidence": "地域課題の根拠であること",
    "Draft": "下書き",
    "Merge": "前に統合したもの",
}
"""What moves to the entry that stays, by the record's kind, as the preview tells it."""


KEPT: Final = "kept"
GONE: Final = "gone"
BOTH: Final = "both"


def to_choose(subject: Subject, kept: Any, gone: Any) -> list[Part]:
    """The parts in which two entries differ, and a person must say which is right."""
    return [
        part
        for part in PARTS[subject]
        if part.settled is None and part.told(kept) != part.told(gone)
    ]


def likely(part: Part, kept: Any, gone: Any) -> str:
    """The choice that is offered first: what stands there, rather than nothing."""
    return GONE if part.told(gone) and not part.told(kept) else KEPT


def taken(part: Part, kept: Any, gone: Any, choices: Mapping[str, str]) -> dict[str, Any]:
    """The values of the part's columns that the kept entry takes over."""
    if part.settled is not None:
        choice = GONE if part.settled(kept, gone) else KEPT
    else:
        choice = choices.get(part.name) or likely(part, kept, gone)
    if choice == KEPT:
        return {}
    if choice == BOTH:
        name = part.columns[0]
        return {name: f"{getattr(kept, name)}\n{getattr(gone, name)}"}
    return {name: getattr(gone, name) for name in part.columns}
