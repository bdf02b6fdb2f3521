"""The tables of one report, and what an outsider knows to hold between their figures.

実ケース数 counts households: the cases with a contact in the period, each once a cell. 延べ件数
counts contacts, those without a case too; there each contact without a case stands for a household
of its own. In 実 a case belongs to one 圏域 only, that of its last contact in the period, so the
圏域 add up to the city; in 延べ each contact keeps its own. A household with an address-protected
member counts under 全域・不明 everywhere (design.md §3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cswtool.disclosure.cells import Problem
from cswtool.disclosure.rates import rate
from cswtool.disclosure.tables import Axis, Table, crosstab, problem_of
from cswtool.publications import document
from cswtool.publications.document import Heading, Line, Sheet
from cswtool.reports.rules.figures import ALL, TOTAL, Tally
from cswtool.reports.rules.links import FLOW, MONTH, OF_HOUSEHOLDS, SEEN, links

Shown = Mapping[str, int | None]

_DRAWN: Final = {MONTH: document.LINES, SEEN: document.LINES, FLOW: document.FLOW}


@dataclass(frozen=True, slots=True)
class Summary:
    """The tables of one period, all over the same zones."""

    zones: tuple[Heading, ...]
    """圏域 in order, then 全域・不明."""
    tallies: tuple[Tally, ...]
    remarks: tuple[str, ...] = ()
    """What must be said of the words that this period is counted in."""
    form: str = ""
    """The form whose rows all of the tables are; "" where each stands for itself."""

    @property
    def truth(self) -> dict[str, int | None]:
        """Every figure by its cell, nothing hidden."""
        return {cell.id: cell.value for table in self._tables() for cell in table.cells}

    def problem(self, threshold: int) -> Problem:
        """All tables as one problem, with all that an outsider knows to hold between them."""
        known = links([zone.key for zone in self.zones], self.tallies)
        return problem_of(threshold, self._tables(), links=known)

    def sheets(self, shown: Shown, threshold: int) -> tuple[Sheet, ...]:
        """The tables as they are shown: 圏域 across, totals last, and what part of all
        households those are.

        `threshold` is that of the protection, 0 where nothing is hidden.
        """
        problem = self.problem(threshold) if threshold else None
        return tuple(self._sheet(tally, shown, problem) for tally in self.tallies)

    def _sheet(self, tally: Tally, shown: Shown, problem: Problem | None) -> Sheet:
        columns = (*(tally.across or self.zones), TOTAL)
        shares = tally.key in OF_HOUSEHOLDS
        lines = (
            Line(
                part,
                tuple(shown[f"{tally.key}|{column.key}|{part.key}"] for column in columns),
                _share(tally.key, part.key, shown, problem) if shares else None,
            )
            for part in tally.lines
        )
        return Sheet(
            tally.key,
            tally.title,
            tally.measure,
            tally.heading,
            columns,
            tuple(lines),
            total=tally.total,
            form=self.form,
            shares=shares,
            drawn=_DRAWN.get(tally.key, ""),
        )

    def _tables(self) -> Iterator[Table]:
        for tally in self.tallies:
            columns = Axis(tuple(column.key for column in tally.across or self.zones), ALL)
            total = ALL if tally.total else None
            parts = Axis(tuple(part.key for part in tally.parts), total, tally.overlapping)
            yield crosstab(tally.key, tally.figures, columns, parts, wholes=tally.wholes)


def _share(table: str, part: str, shown: Shown, problem: Problem | None) -> int | None:
    """Thousandths of all households of the period, rounded; None where none may be printed.

    Only of two figures that are shown themselves: whoever reads it could divide them.
    """
    cells = f"{table}|{ALL}|{part}", f"{table}|{ALL}|{ALL}"
    found = rate(problem, shown, *cells) if problem else _quotient(*(shown[cell] for cell in cells))
    return None if found is None else int(found * 1000 + Fraction(1, 2))


def _quotient(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if part is not None and whole else None
