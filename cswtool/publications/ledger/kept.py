"""What the ledger keeps of one edition beside what was printed: the figures that were counted.

Nobody but the attack reads this. It holds the true value and the households of every cell, hidden
ones too, because an earlier hidden cell has to be protected from every later edition.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any, Final

from cswtool.disclosure.cells import Problem
from cswtool.disclosure.process import problem_from
from cswtool.publications.ledger.spans import Span

ALL: Final = "all"
TOGETHER: Final = "+"
TIME: Final = "time"
"""The axis of a table whose parts are the months of its period, as in 202504, or quarters."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a figure counts. Two editions that print the same quantity print the same figure.

    `axis` and `part` say of whom, as in issue and hikikomori; both are empty for everybody.
    圏域 taken together, and groups of parts, are written as in W+CW.
    """

    measure: str
    span: Span
    zone: str
    axis: str
    part: str
    adds: bool = field(compare=False)
    """The figures of two periods add up to the figure of both together."""

    @property
    def name(self) -> str:
        """As in 2025-04/2026-03|実ケース数|W|issue|hikikomori."""
        months = f"{self.span.first:%Y-%m}/{self.span.last:%Y-%m}"
        return "|".join((months, self.measure, self.zone, self.axis or ALL, self.part or ALL))

    @property
    def zones(self) -> frozenset[str]:
        """The 圏域 that it counts together."""
        return frozenset(self.zone.split(TOGETHER))

    @property
    def parts(self) -> frozenset[str]:
        """The finest parts that it counts together."""
        return frozenset(self.part.split(TOGETHER))


@dataclass(frozen=True, slots=True)
class KeptTable:
    """How the cells of a table are to be read. Their ids are table|zone|part."""

    key: str
    measure: str
    axis: str
    """What the parts are, the same word in every edition; TIME for months."""
    additive: bool
    """延べ: the figures of two periods add up to the figure of both together."""
    overlapping: bool
    """One household may stand in several parts."""
    parts: Mapping[str, frozenset[str]]
    """The finest parts that each part stands for; a part that is not said stands for itself."""
    rest: str = ""
    """The part for those who are in no other, as 課題の記録なし: in a longer period there may be
    fewer of them."""
    adds: frozenset[str] = frozenset()
    """Parts that add up over time though the whole does not, as 新規相談 in 実."""
    everywhere: str = ALL
    """What the column of totals counts: everything, or the 圏域 together, as in W+CW+C."""

    def named(self, part: str) -> str:
        """What a part is called in the ledger: by the finest parts that it stands for."""
        return TOGETHER.join(sorted(self.parts.get(part, frozenset({part}))))

    def quantity(self, cell: str, span: Span) -> Quantity:
        """What table|zone|part counts in a table of that kind over a period."""
        _, column, part = cell.split("|")
        zone = self.everywhere if column == ALL else column
        if part == ALL:
            return Quantity(self.measure, span, zone, "", "", self.additive)
        if self.axis == TIME:
            return Quantity(self.measure, Span.of_months(part), zone, "", "", self.additive)
        adds = self.additive or part in self.adds
        return Quantity(self.measure, span, zone, self.axis, self.named(part), adds)


@dataclass(frozen=True)
class Counted:
    """The tables of a period in one cut, as they were counted."""

    span: Span
    tables: tuple[KeptTable, ...]
    problem: Problem
    """The cells with their true values, and what holds between them."""

    @cached_property
    def table(self) -> Mapping[str, KeptTable]:
        return {table.key: table for table in self.tables}

    def quantity(self, cell: str) -> Quantity:
        """What a cell counts."""
        return self.table[cell.split("|", 1)[0]].quantity(cell, self.span)


@dataclass(frozen=True)
class Kept(Counted):
    """One edition as it was counted, and what it and earlier ones give away without printing."""

    asked: Mapping[str, str] = field(default_factory=dict)
    """Which paper it is and how it is cut, in the words of whoever made the tables."""
    beside: tuple[Counted, ...] = ()
    """Nobody printed these: pieces of time between editions, and editions in another's cut."""
    after: tuple[int, ...] = ()
    """The numbers of the earlier editions that it was protected against."""


def to_json(kept: Kept) -> str:
    """Everything, in the shape that `from_json` reads."""
    whole = {
        **_stated(kept),
        "asked": dict(kept.asked),
        "beside": [_stated(one) for one in kept.beside],
        "after": kept.after,
    }
    return json.dumps(whole, ensure_ascii=False)


def from_json(text: str) -> Kept:
    """What `to_json` wrote."""
    whole = json.loads(text)
    return Kept(
        *_counted(whole),
        asked=whole["asked"],
        beside=tuple(Counted(*_counted(one)) for one in whole["beside"]),
        after=tuple(whole["after"]),
    )


def _stated(counted: Counted) -> dict[str, Any]:
    return {
        "span": [counted.span.first.isoformat(), counted.span.last.isoformat()],
        "tables": [
            {
                **{field.name: getattr(table, field.name) for field in fields(table)},
                "parts": {part: sorted(finest) for part, finest in table.parts.items()},
                "adds": sorted(table.adds),
            }
            for table in counted.tables
        ],
        "problem": asdict(counted.problem),
    }


def _counted(stated: dict[str, Any]) -> tuple[Span, tuple[KeptTable, ...], Problem]:
    span = Span(*map(date.fromisoformat, stated["span"]))
    return span, tuple(map(_table, stated["tables"])), problem_from(stated["problem"])


def _table(stated: dict[str, Any]) -> KeptTable:
    parts = {part: frozenset(finest) for part, finest in stated["parts"].items()}
    return KeptTable(**stated | {"parts": parts, "adds": frozenset(stated["adds"])})
