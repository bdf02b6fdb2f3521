"""The figures of one table, and how they are gathered from counts by household."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cswtool.disclosure.tables import Figure
from cswtool.publications.document import Heading

ALL: Final = "all"
UNKNOWN: Final = "unknown"
NONE: Final = "none"

UNKNOWN_ZONE: Final = Heading(UNKNOWN, "全域・不明")
NO_ISSUE: Final = Heading(NONE, "課題の記録なし")
TOTAL: Final = Heading(ALL, "計")

REAL: Final = "実ケース数"
CONTACTS: Final = "延べ件数"
TIMES: Final = "件数"
MINUTES: Final = "分"
PEOPLE: Final = "延べ人数"
HELD: Final = "回数"
CASES: Final = "検討件数"

Figures = Mapping[tuple[str, str], Figure]
Fold = Mapping[str, str]
"""The key that a key counts under; what is not in it counts under its own."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """延べ件数 of one cell, the households behind them, and the most that one household has."""

    number: int
    households: int
    most: int

    @property
    def figure(self) -> Figure:
        return Figure(self.number, self.households, largest=self.most)


@dataclass(frozen=True, slots=True)
class Tally:
    """One table before protection: `figures` by (column, part), totals included."""

    key: str
    title: str
    measure: str
    heading: str
    parts: tuple[Heading, ...]
    figures: Figures
    overlapping: bool = False
    """A household may stand in several parts."""
    total: bool = True
    """The parts are of one kind, so that a line of totals stands under them."""
    across: tuple[Heading, ...] = ()
    """What stands across where that is not the 圏域."""
    stands_for: Fold = field(default_factory=dict)
    """The heading that each finest part counts under, where parts are merged."""
    wholes: bool = True
    """A part that is its whole total is kept back: it tells of everybody who is counted."""

    @property
    def lines(self) -> tuple[Heading, ...]:
        return (*self.parts, TOTAL) if self.total else self.parts


def with_totals(
    parts: Iterable[Heading], zones: Iterable[Heading], households: Mapping[tuple[str, str], int]
) -> Figures:
    """Households by (zone, part) and by (zone, all), completed with zeros and the city."""
    zones = tuple(zones)
    figures: dict[tuple[str, str], Figure] = {}
    for part in (*(part.key for part in parts), ALL):
        line = {zone.key: households.get((zone.key, part), 0) for zone in zones}
        figures |= {(zone, part): Figure(number) for zone, number in line.items()}
        figures[ALL, part] = Figure(sum(line.values()))
    return figures


def of_households(
    placed: Mapping[int, str], parts: Iterable[tuple[int, str]]
) -> Counter[tuple[str, str]]:
    """Households by (zone, part), each once a cell; and all of them by (zone, all)."""
    found = Counter((placed[household], part) for household, part in set(parts))
    return found + Counter((zone, ALL) for zone in placed.values())


def of_contacts(
    parts: Iterable[Heading],
    zones: Iterable[Heading],
    contacts: Iterable[tuple[int, str, str, int]],
) -> Figures:
    """延べ件数 by (zone, part) with both margins, from (household, zone, part, times).

    A household may have contacts of several kinds, so the households behind a margin are not
    the sum of those behind its parts: each margin is gathered for itself.
    """
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for household, zone, part, times in contacts:
        for cell in _met(zone, part):
            found[cell][household] += times
    nobody: Mapping[int, int] = {}
    return {cell: _gathered(found.get(cell, nobody)).figure for cell in _cells(parts, zones)}


def of_work(
    parts: Iterable[Heading], zones: Iterable[Heading], told: Iterable[tuple[str, str, int]]
) -> Figures:
    """What the office did by (zone, part) with both margins: no household stands behind it."""
    found = _added(told)
    return {cell: Figure(found[cell], households=0) for cell in _cells(parts, zones)}


def of_people(
    parts: Iterable[Heading], zones: Iterable[Heading], told: Iterable[tuple[str, str, int]]
) -> Figures:
    """How many came, or how many were spoken of: each stands for a household of its own."""
    found = _added(told)
    return {cell: Figure(found[cell]) for cell in _cells(parts, zones)}


def _added(told: Iterable[tuple[str, str, int]]) -> Counter[tuple[str, str]]:
    found = Counter[tuple[str, str]]()
    for zone, part, amount in told:
        for cell in _met(zone, part):
            found[cell] += amount
    return found


def _met(zone: str, part: str) -> tuple[tuple[str, str], ...]:
    """The cells in which something of a 圏域 and a part counts."""
    return (zone, part), (zone, ALL), (ALL, part), (ALL, ALL)


def _cells(parts: Iterable[Heading], zones: Iterable[Heading]) -> Iterator[tuple[str, str]]:
    names = [*(part.key for part in parts), ALL]
    return ((place, name) for place in (*(zone.key for zone in zones), ALL) for name in names)


def _gathered(by_household: Mapping[int, int]) -> Contacts:
    times = by_household.values()
    return Contacts(number=sum(times), households=len(times), most=max(times, default=0))
