"""How finely a summary is cut: in small numbers coarse cuts show more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cswtool.access.fiscal import Period
from cswtool.people.rules import AgeBand
from cswtool.publications.document import Heading
from cswtool.reports.periods import month_name
from cswtool.reports.rules.figures import UNKNOWN_ZONE, Fold

_QUARTER: Final = 3


class Grain(StrEnum):
    """How finely issues, routes and the like are told apart."""

    GROUPS = "groups"
    SINGLE = "single"

    @property
    def label(self) -> str:
        return {"groups": "分類ごとにまとめる", "single": "1つずつ分ける"}[self]


class Width(StrEnum):
    """Whether 圏域, ages or months stand for themselves or with their neighbours."""

    EACH = "each"
    POOLED = "pooled"


@dataclass(frozen=True, slots=True)
class Cut:
    """All of it together."""

    grain: Grain = Grain.SINGLE
    zones: Width = Width.EACH
    ages: Width = Width.EACH
    months: Width = Width.EACH
    known_only: bool = False
    """Without the households and contacts of which no 圏域 is known, in totals either. Nobody
    chooses it: `leaving.as_it_leaves` does where they are few."""


@dataclass(frozen=True, slots=True)
class Place:
    """A 圏域, and under which word it is counted with its neighbours ("" for alone)."""

    key: str
    label: str
    pool: str


def zones_of(places: Sequence[Place], cut: Cut) -> tuple[tuple[Heading, ...], Fold]:
    """The columns of a summary, and which column each 圏域 counts in."""
    pools: dict[str, list[Place]] = {}
    for place in places:
        alone = cut.zones is Width.EACH or not place.pool
        pools.setdefault(f"one:{place.key}" if alone else f"all:{place.pool}", []).append(place)
    headings = [(_together(members), members) for members in pools.values()]
    fold = {member.key: heading.key for heading, members in headings for member in members}
    unknown = () if cut.known_only else (UNKNOWN_ZONE,)
    return (*(heading for heading, _ in headings), *unknown), fold


def _together(members: Iterable[Place]) -> Heading:
    members = tuple(members)
    keys, labels = (place.key for place in members), (place.label for place in members)
    return Heading("+".join(keys), "・".join(labels))


def months_of(period: Period, width: Width) -> tuple[tuple[Heading, ...], Fold]:
    """The months of a period or its quarters, and where each month counts.

    A quarter is one of the fiscal year; of one that the period cuts, what lies in the period.
    """
    parts: dict[tuple[int, int], list[date]] = {}
    for month in period.months():
        each = month.month if width is Width.EACH else -(-month.month // _QUARTER) + 100
        parts.setdefault((month.year, each), []).append(month)
    headings = [(_month_heading(months), months) for months in parts.values()]
    fold = {month_key(month): heading.key for heading, months in headings for month in months}
    return tuple(heading for heading, _ in headings), fold


def month_key(month: date) -> str:
    """202504."""
    return str(month.year * 100 + month.month)


def _month_heading(months: Sequence[date]) -> Heading:
    """令和7年4月; of several months 令和7年4〜6月, the era said twice only where it changed."""
    first, last = months[0], months[-1]
    if first == last:
        return Heading(month_key(first), month_name(first))
    year, end = (month_name(day).partition("年")[0] for day in (first, last))
    begun, ended = (month_name(first).removesuffix("月"), f"{last.month}月")
    label = f"{begun}〜{ended}" if year == end else f"{month_name(first)}〜{month_name(last)}"
    return Heading(f"{month_key(first)}-{month_key(last)}", label)


_YOUNGER: Final = Heading("0-39", "39歳以下")
_OLDER: Final = Heading("65+", "65歳以上")
_WIDE_BANDS: Final = {
    AgeBand.UNDER_18: _YOUNGER,
    AgeBand.FROM_18: _YOUNGER,
    AgeBand.FROM_65: _OLDER,
    AgeBand.FROM_75: _OLDER,
}


def ages_of(width: Width) -> tuple[tuple[Heading, ...], Fold]:
    """The bands of age, and which of them each narrow one counts in."""
    own = {band: Heading(band.value, band.label) for band in AgeBand}
    found = own | (_WIDE_BANDS if width is Width.POOLED else {})
    return tuple(dict.fromkeys(found.values())), {band.value: h.key for band, h in found.items()}
