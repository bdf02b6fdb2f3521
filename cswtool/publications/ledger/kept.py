"""What the ledger keeps of one edition beside what was printed: the figures that were counted.

Nobody but the attack reads this. It holds the true value and the households of every cell, hidden
ones too, because an earlier hidden cell has to be protected from every later edition.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from cswtool.disclosure.cells import Problem
from cswtool.disclosure.process import problem_from
from cswtool.disclosure.tables import Figure
from cswtool.publications.ledger.spans import Span

ALL: Final = "all"
TIME: Final = "time"
"""The axis of a table whose parts are the months of its period, as in 202504, or quarters."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a figure counts. Two editions that print the same quantity print the same figure.

    `axis` and `part` say of whom, as in issue and hikikomori; both are empty for everybody.
    """

    measure: str
    span: Span
    zone: str
    axis: str
    part: str

    @property
    def name(self) -> str:
        """As in 2025-04/2026-03|実ケース数|W|issue|hikikomori."""
        months = f"{self.span.first:%Y-%m}/{self.span.last:%Y-%m}"
        return "|".join((months, self.measure, self.zone, self.axis or ALL, self.part or ALL))


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

    def named(self, part: str) -> str:
        """What a part is called in the ledger: a group of one is that one, others are marked."""
        finest = self.parts.get(part, frozenset({part}))
        return next(iter(finest)) if len(finest) == 1 else f"{part}…"

    def finest(self) -> dict[str, frozenset[str]]:
        """The finest parts by what a part is called in the ledger."""
        return {self.named(part): finest for part, finest in self.parts.items()}


@dataclass(frozen=True, slots=True)
class Beside:
    """The additive figures of a period that no edition prints but two of them give away."""

    span: Span
    figures: Mapping[str, Figure]
    """By the id of the cell, as if it were a table of an edition."""


@dataclass(frozen=True)
class Kept:
    """One edition as it was counted."""

    span: Span
    tables: tuple[KeptTable, ...]
    problem: Problem
    """Its own cells with their true values, and what holds between them."""
    beside: tuple[Beside, ...] = ()
    after: tuple[int, ...] = ()
    """The numbers of the earlier editions that it was protected against."""

    @cached_property
    def table(self) -> Mapping[str, KeptTable]:
        return {table.key: table for table in self.tables}

    def quantity(self, cell: str, span: Span | None = None) -> Quantity:
        """What a cell counts, here or in another period."""
        return quantity_of(self.table[cell.split("|", 1)[0]], cell, span or self.span)


def quantity_of(table: KeptTable, cell: str, span: Span) -> Quantity:
    """What table|zone|part counts in a table of that kind."""
    _, zone, part = cell.split("|")
    if part == ALL:
        return Quantity(table.measure, span, zone, "", "")
    if table.axis == TIME:
        return Quantity(table.measure, Span.of_months(part), zone, "", "")
    return Quantity(table.measure, span, zone, table.axis, table.named(part))


def to_json(kept: Kept) -> str:
    """Everything, in the shape that `from_json` reads."""
    return json.dumps(
        {
            "span": _days(kept.span),
            "tables": [
                {
                    "key": table.key,
                    "measure": table.measure,
                    "axis": table.axis,
                    "additive": table.additive,
                    "overlapping": table.overlapping,
                    "parts": {part: sorted(finest) for part, finest in table.parts.items()},
                    "rest": table.rest,
                }
                for table in kept.tables
            ],
            "problem": asdict(kept.problem),
            "beside": [
                [_days(one.span), {name: asdict(figure) for name, figure in one.figures.items()}]
                for one in kept.beside
            ],
            "after": kept.after,
        },
        ensure_ascii=False,
    )


def from_json(text: str) -> Kept:
    """What `to_json` wrote."""
    whole = json.loads(text)
    return Kept(
        span=_span(whole["span"]),
        tables=tuple(_table(table) for table in whole["tables"]),
        problem=problem_from(whole["problem"]),
        beside=tuple(
            Beside(_span(days), {name: Figure(**figure) for name, figure in figures.items()})
            for days, figures in whole["beside"]
        ),
        after=tuple(whole["after"]),
    )


def _table(stated: dict[str, Any]) -> KeptTable:
    parts = {part: frozenset(finest) for part, finest in stated["parts"].items()}
    return KeptTable(**stated | {"parts": parts})


def _days(span: Span) -> list[str]:
    return [span.first.isoformat(), span.last.isoformat()]


def _span(days: list[str]) -> Span:
    return Span(*map(date.fromisoformat, days))
