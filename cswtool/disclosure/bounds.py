"""What rows say of single figures, whatever is hidden: the narrowest bounds that follow from them.

Each row bounds each of its figures by what the others can be at most and at least; a narrower bound
narrows what other rows say, round by round (bound propagation, as every solver of integer
programmes does before it begins). Figures are whole numbers, so bounds are rounded inwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cswtool.disclosure.cells import ROUNDING
from cswtool.disclosure.solver import Indices, Row, Vector

ROUNDS = 100
"""The end of narrowing where it creeps on by ones; bounds are true after any round."""


class CrossedError(ValueError):
    """No whole number is left for a figure: the rows contradict each other."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


@dataclass(frozen=True)
class Entries:
    """All rows at once, one entry for each figure in a row."""

    row: Indices
    column: Indices
    factor: Vector
    rows: int

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Entries":
        lengths = [len(row.columns) for row in rows]
        none = np.empty(0)
        return cls(
            row=np.repeat(np.arange(len(rows), dtype=np.int32), lengths),
            column=np.concatenate([none.astype(np.int32), *(row.columns for row in rows)]),
            factor=np.concatenate([none, *(row.coefficients for row in rows)]),
            rows=len(rows),
        )

    def span(self, floor: Vector, ceiling: Vector) -> tuple[Vector, Vector]:
        """The least and the most that each entry can add to its row."""
        low, high = self.factor * floor[self.column], self.factor * ceiling[self.column]
        return np.minimum(low, high), np.maximum(low, high)

    def sums(self, entries: Vector) -> Vector:
        """The entries of each row added up."""
        totals = np.zeros(self.rows)
        np.add.at(totals, self.row, entries)
        return totals

    def beside(self, columns: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """These columns and all that stand in a row with one of them."""
        touched = self.sums(columns[self.column].astype(float)) > 0
        grown = columns.copy()
        grown[self.column[touched[self.row]]] = True
        return grown


def tightened(rows: Sequence[Row], floor: Vector, ceiling: Vector) -> tuple[Vector, Vector]:
    """Bounds by column, no wider than those given. Raises CrossedError."""
    entries = Entries.of(rows)
    lower = np.array([row.lower for row in rows])[entries.row]
    upper = np.array([row.upper for row in rows])[entries.row]
    for _ in range(ROUNDS):
        least, most = entries.span(floor, ceiling)
        room = upper - (entries.sums(least)[entries.row] - least)
        want = lower - (entries.sums(most)[entries.row] - most)
        ends = np.sort([want / entries.factor, room / entries.factor], axis=0)
        narrow = floor.copy(), ceiling.copy()
        np.maximum.at(narrow[0], entries.column, np.ceil(ends[0] - ROUNDING))
        np.minimum.at(narrow[1], entries.column, np.floor(ends[1] + ROUNDING))
        if np.array_equal(narrow, (floor, ceiling)):
            break
        floor, ceiling = narrow
        if (crossed := np.flatnonzero(floor > ceiling)).size:
            raise CrossedError(int(crossed[0]))
    return floor, ceiling


def needed(rows: Sequence[Row], floor: Vector, ceiling: Vector) -> Iterator[Row]:
    """The rows that say more than the bounds do."""
    entries = Entries.of(rows)
    least, most = (entries.sums(side) for side in entries.span(floor, ceiling))
    for row, low, high in zip(rows, least, most, strict=True):
        if low < row.lower - ROUNDING or high > row.upper + ROUNDING:
            yield row


def without_fixed(row: Row, floor: Vector, ceiling: Vector) -> Row:
    """The row about those of its figures that can still be more than one number."""
    free = floor[row.columns] < ceiling[row.columns]
    told = float((row.coefficients * floor[row.columns])[~free].sum())
    return Row(row.columns[free], row.coefficients[free], row.lower - told, row.upper - told)
