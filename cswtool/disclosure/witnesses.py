"""Tables met during an attack: each shows of every figure at once what it may well be."""

import math
from collections.abc import Iterator

import numpy as np

from cswtool.disclosure.cells import ROUNDING
from cswtool.disclosure.solver import Vector
from cswtool.disclosure.system import System

KEPT = 2000
_WITHIN = 1e-7


class Witnessed:
    """The span of values met for each cell, beginning with the true table where it is known."""

    def __init__(self, system: System) -> None:
        self._low = np.where(system.real, system.value, np.inf)
        self._high = np.where(system.real, system.value, -np.inf)
        self._width = system.width

    def add(self, table: Vector) -> None:
        """Takes in one more table that agrees with what is shown."""
        self._low, self._high = np.minimum(self._low, table), np.maximum(self._high, table)

    def span(self, position: int) -> tuple[int, int] | None:
        """The whole numbers between the least and the greatest met; ``None`` before any."""
        low, high = self._low[position], self._high[position]
        return (round_up(low), round_down(high)) if low <= high else None

    def wide_enough(self, position: int) -> bool:
        """True where two tables met lie threshold - 1 apart for the cell."""
        span = self.span(position)
        return span is not None and span[1] - span[0] >= self._width


class Pool:
    """The latest tables met; one pattern's witnesses may be the next one's too."""

    def __init__(self, columns: int) -> None:
        self._tables = np.empty((KEPT, columns))
        self._whole = np.zeros(KEPT, dtype=bool)
        self._met = 0

    def add(self, table: Vector) -> None:
        """Keeps a table, in place of the oldest where there are many."""
        self._tables[self._met % KEPT] = table
        self._whole[self._met % KEPT] = is_whole(table)
        self._met += 1

    def within(self, lower: Vector, upper: Vector, *, whole: bool) -> Iterator[Vector]:
        """Those that keep to the bounds; ``whole``: of whole numbers only."""
        kept = self._tables[: min(self._met, KEPT)]
        fits = ((kept >= lower - _WITHIN) & (kept <= upper + _WITHIN)).all(axis=1)
        if whole:
            fits &= self._whole[: len(kept)]
        yield from kept[fits]


def is_whole(table: Vector) -> bool:
    """True where all figures are whole numbers, forgiving the solver's rounding."""
    return bool(np.all(np.abs(table - np.round(table)) < ROUNDING))


def round_up(number: float) -> int:
    """The least whole number not below, forgiving the solver's rounding."""
    return math.ceil(number - ROUNDING)


def round_down(number: float) -> int:
    """The greatest whole number not above, forgiving the solver's rounding."""
    return math.floor(number + ROUNDING)
