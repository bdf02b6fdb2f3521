"""What a summary counts, which figures hang together, and what may be shown of them.

実ケース数 counts households: the cases with a contact in the period, each once a cell. 延べ件数
counts contacts, those without a case too; there each contact without a case stands for a household
of its own. In 実 a case belongs to one 圏域 only, that of its last contact in the period, so the
圏域 add up to the city; in 延べ each contact keeps its own. A household with an address-protected
member counts under 全域・不明 everywhere (design.md §3).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from cswtool.disclosure.cells import Problem, Protected, Published, Relation
from cswtool.disclosure.tables import Axis, Figure, Table, at_most, crosstab, problem_of, same
from cswtool.publications.document import Heading, Line, Sheet

ALL: Final = "all"
UNKNOWN: Final = "unknown"
NONE: Final = "none"

UNKNOWN_ZONE: Final = Heading(UNKNOWN, "全域・不明")
NO_ISSUE: Final = Heading(NONE, "課題の記録なし")
TOTAL: Final = Heading(ALL, "計")

REAL: Final = "実ケース数"
CONTACTS: Final = "延べ件数"

ISSUE, ROUTE, METHOD, MONTH, SEEN = "issue", "route", "method", "month", "seen"

Figures = Mapping[tuple[str, str], Figure]


class Grain(StrEnum):
    """How finely issues and routes are told apart: in small numbers coarse ones show more."""

    GROUPS = "groups"
    SINGLE = "single"

    @property
    def label(self) -> str:
        return {"groups": "分類ごとにまとめる", "single": "1つずつ分ける"}[self]


@dataclass(frozen=True, slots=True)
class Contacts:
    """延べ件数 of one cell, the households behind them, and the most that one household has."""

    number: int
    households: int
    most: int

    @property
    def figure(self) -> Figure:
        return Figure(self.number, self.households, largest=self.most)


NO_CONTACTS: Final = Contacts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """One table before protection: `figures` by (zone, part), totals included."""

    key: str
    title: str
    measure: str
    heading: str
    parts: tuple[Heading, ...]
    figures: Figures
    overlapping: bool = False
    """A household may stand in several parts."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The tables of one period, all over the same zones."""

    zones: tuple[Heading, ...]
    """圏域 in order, then 全域・不明."""
    tallies: tuple[Tally, ...]
    remarks: tuple[str, ...] = ()
    """What must be said of the words that this period is counted in."""

    @property
    def truth(self) -> dict[str, int | None]:
        """Every figure by its cell, nothing hidden."""
        return {cell.id: cell.value for table in self._tables() for cell in table.cells}

    def problem(self, threshold: int) -> Problem:
        """All tables as one problem, with all that an outsider knows to hold between them."""
        return problem_of(threshold, self._tables(), links=self._links())

    def sheets(self, shown: Mapping[str, int | None]) -> tuple[Sheet, ...]:
        """The tables as they are shown: 圏域 across, totals last."""
        columns = (*self.zones, TOTAL)
        return tuple(
            Sheet(
                tally.key,
                tally.title,
                tally.measure,
                tally.heading,
                columns,
                tuple(
                    Line(
                        part,
                        tuple(shown[f"{tally.key}|{zone.key}|{part.key}"] for zone in columns),
                    )
                    for part in (*tally.parts, TOTAL)
                ),
            )
            for tally in self.tallies
        )

    def _tables(self) -> Iterator[Table]:
        zones = Axis(tuple(zone.key for zone in self.zones), ALL)
        for tally in self.tallies:
            parts = Axis(tuple(part.key for part in tally.parts), ALL, tally.overlapping)
            yield crosstab(tally.key, tally.figures, zones, parts)

    def _links(self) -> Iterator[Relation]:
        (issues,) = (tally for tally in self.tallies if tally.key == ISSUE)
        (months,) = (tally for tally in self.tallies if tally.key == MONTH)
        for zone in (*(zone.key for zone in self.zones), ALL):
            yield same(f"{ISSUE}|{zone}|{ALL}", f"{ROUTE}|{zone}|{ALL}")
            yield same(f"{ISSUE}|{zone}|{ALL}", f"{SEEN}|{zone}|{ALL}")
            yield same(f"{METHOD}|{zone}|{ALL}", f"{MONTH}|{zone}|{ALL}")
            # The last contact of every case of a zone is one of the zone's contacts.
            yield at_most(f"{ISSUE}|{zone}|{ALL}", f"{METHOD}|{zone}|{ALL}")
            yield from _apart(zone, issues.parts)
        for month in months.parts:
            # Within one zone this need not hold: a household may have moved since that month.
            yield at_most(f"{SEEN}|{ALL}|{month.key}", f"{MONTH}|{ALL}|{month.key}")
        for place in self.zones:
            yield from _since(place.key, [month.key for month in months.parts])


def _since(zone: str, months: Sequence[str]) -> Iterator[Relation]:
    """A case stands in the zone of its last contact, so that contact is among the zone's own.

    For every month: cases seen in it <= contacts of the zone from that month on; and all
    cases <= cases seen in the months before + contacts from that month on.
    """
    for at, month in enumerate(months):
        later = tuple((f"{MONTH}|{zone}|{key}", -1) for key in months[at:])
        before = tuple((f"{SEEN}|{zone}|{key}", -1) for key in months[:at])
        yield Relation(((f"{SEEN}|{zone}|{month}", 1), *later), None, 0)
        yield Relation(((f"{ISSUE}|{zone}|{ALL}", 1), *before, *later), None, 0)


def _apart(zone: str, issues: Iterable[Heading]) -> Iterator[Relation]:
    """Nobody has an issue and none: any issue + none <= total."""
    for issue in issues:
        if issue.key != NONE:
            none, one, total = (f"{ISSUE}|{zone}|{key}" for key in (NONE, issue.key, ALL))
            yield Relation(((none, 1), (one, 1), (total, -1)), None, 0)


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


class UnsafeError(Exception):
    """The protected figures do not agree with the true ones, or show what is sensitive."""


def refuse_unsafe(problem: Problem, protected: Protected) -> None:
    """A last look at the answer with the naked eye. Raises UnsafeError naming a cell."""
    shown = protected.shown
    for cell in problem.cells:
        figure = shown.get(cell.id)
        if cell.id not in shown or (figure is not None and figure != cell.value):
            raise UnsafeError(cell.id)
        if figure is not None and problem.is_sensitive(cell):
            raise UnsafeError(cell.id)


def as_published(problem: Problem, protected: Protected) -> Problem:
    """The same problem once everything is out: nothing further can be hidden.

    Protecting this hides nothing more or fails, so it is one more attack on the answer.
    """
    out = tuple(Published(name, figure) for name, figure in protected.shown.items())
    return replace(problem, published=out)
