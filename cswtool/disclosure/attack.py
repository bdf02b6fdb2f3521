"""The attack: how closely can an outsider work out each hidden sensitive cell?

For each of them the least and the greatest value over all tables consistent with what is shown, by
linear programming (the disclosure audit of Fischetti and Salazar, Management Science 47 (2001)
1008–1027). Shown figures are fixed, hidden ones are at least 1 where zeros are shown (else 0).
An outsider knows that counts are whole numbers: the interval is first shrunk to the whole numbers
inside it, ``ceil(least - eps)`` and ``floor(greatest + eps)``, and where the table at its end is
not of whole numbers the end is found again over those alone. A cell is exposed where the interval
is narrower than threshold - 1.
"""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from cswtool.disclosure.cells import ROUNDING, Problem, ProblemError
from cswtool.disclosure.solver import Model, Solution, Vector
from cswtool.disclosure.system import System, systems

SPREADS = 36  # turns of ``Attacker._spread``; twice through all digits
SPREAD_DIGITS = 9


@dataclass(frozen=True)
class Interval:
    """What an outsider can work out of one sensitive cell: between ``low`` and ``high``."""

    id: str
    low: int
    high: int
    exposed: bool


@dataclass(frozen=True)
class Exposure:
    """A sensitive cell (position in the system) with the two LP optima that give it away."""

    position: int
    least: Solution
    greatest: Solution

    @property
    def width(self) -> float:
        """Greatest minus least value, not rounded (``greatest`` minimises the negative)."""
        return -self.greatest.objective - self.least.objective

    @property
    def low(self) -> int:
        return round_up(self.least.objective)

    @property
    def high(self) -> int:
        return round_down(-self.greatest.objective)


class Attacker:
    """One linear programme over one system, kept warm from question to question."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._model = Model(len(system.ids), system.rows, warm=True)

    def see(self, pattern: Vector, reach: float = math.inf) -> None:
        """Fixes what is shown and frees what is hidden.

        ``pattern`` between 0 and 1 frees a figure in part (for the relaxed search), and then
        ``reach`` bounds how far above its true value a figure that may yet be shown can go.
        """
        value, ceiling = self._system.value, self._system.reachable(reach)
        self._model.bound(
            value - (value - self._system.floor) * pattern,
            value + (ceiling - value) * pattern,
        )

    def ask(self, position: int, *, whole: bool = False) -> Exposure:
        """The least and the greatest value of one cell; ``whole``: over whole-number tables."""
        return Exposure(
            position,
            self._extreme(position, 1.0, whole=whole),
            self._extreme(position, -1.0, whole=whole),
        )

    def exposed(self, *, whole: bool = False) -> list[Exposure]:
        """The sensitive cells whose interval is too narrow.

        A table met on the way is a witness for every cell at once, so most need no question of
        their own.
        """
        seen = self._spread() if whole else Witnessed(self._system)
        found = []
        for position in self._system.sensitive:
            if seen.wide_enough(position):
                continue
            answer = self.ask(position, whole=whole)
            seen.add(answer.least.x)
            seen.add(answer.greatest.x)
            if answer.high - answer.low < self._system.width:
                found.append(answer)
        return found

    def _spread(self) -> "Witnessed":
        """Whole-number tables that push many cells apart at once; saves most single questions.

        Each turn raises one half of the cells still open and lowers the other, split by another
        binary digit of their rank, then the reverse.
        """
        seen = Witnessed(self._system)
        for turn in range(SPREADS):
            still_open = [at for at in self._system.sensitive if not seen.wide_enough(at)]
            if not still_open:
                break
            digit = (np.arange(len(still_open)) >> (turn // 2 % SPREAD_DIGITS)) & 1
            cost = np.zeros(len(self._system.ids))
            cost[still_open] = (2.0 * digit - 1.0) * (-1.0) ** turn
            seen.add(self._cheapest(cost, whole=True).x)
        return seen

    def _extreme(self, position: int, direction: float, *, whole: bool) -> Solution:
        cost = np.zeros(len(self._system.ids))
        cost[position] = direction
        return self._cheapest(cost, whole=whole)

    def _cheapest(self, cost: Vector, *, whole: bool) -> Solution:
        self._model.price(cost)
        solution = self._model.solve()
        if solution is not None and whole and not _is_whole(solution.x):
            solution = self._model.solve_whole()
        if solution is None:
            raise ProblemError(
                "no table agrees with all relations and earlier editions around cell "
                + self._system.ids[0],
            )
        return solution


class Witnessed:
    """The span of values met for each cell, beginning with the true table."""

    def __init__(self, system: System) -> None:
        self._low = self._high = system.value
        self._width = system.width

    def add(self, table: Vector) -> None:
        """Takes in one more table that agrees with what is shown."""
        self._low, self._high = np.minimum(self._low, table), np.maximum(self._high, table)

    def wide_enough(self, position: int) -> bool:
        """True where two tables met lie threshold - 1 apart for the cell."""
        return round_down(self._high[position]) - round_up(self._low[position]) >= self._width


def attack(problem: Problem, hidden: Collection[str]) -> tuple[Interval, ...]:
    """The interval of every sensitive cell when exactly ``hidden`` is kept back.

    A cell that is shown, or known anyway, has the interval [value, value].
    """
    found = {
        interval.id: interval
        for system, attacker in _attackers(problem, hidden)
        for interval in _intervals(system, attacker)
    }
    return tuple(
        found.get(cell.id, Interval(cell.id, cell.value, cell.value, exposed=True))
        for cell in problem.cells
        if problem.is_sensitive(cell)
    )


def exposed_cells(problem: Problem, hidden: Collection[str], *, whole: bool) -> list[str]:
    """The ids ``attack`` would call exposed, found without asking for every interval.

    Without ``whole`` by linear programming alone, which may miss some.
    """
    exposed = {
        system.ids[answer.position]
        for system, attacker in _attackers(problem, hidden)
        for answer in attacker.exposed(whole=whole)
    }
    return [
        cell.id
        for cell in problem.cells
        if problem.is_sensitive(cell) and (problem.is_known(cell) or cell.id in exposed)
    ]


def _attackers(problem: Problem, hidden: Collection[str]) -> Iterator[tuple[System, Attacker]]:
    never_told = problem.published_values.keys() - {cell.id for cell in problem.cells}
    unseen = never_told.union(hidden)
    for system in systems(problem):
        attacker = Attacker(system)
        attacker.see(system.pattern(unseen))
        yield system, attacker


def _intervals(system: System, attacker: Attacker) -> Iterator[Interval]:
    for position in system.sensitive:
        answer = attacker.ask(position, whole=True)
        exposed = answer.high - answer.low < system.width
        yield Interval(system.ids[position], answer.low, answer.high, exposed)


def _is_whole(table: Vector) -> bool:
    return bool(np.all(np.abs(table - np.round(table)) < ROUNDING))


def round_up(number: float) -> int:
    """The least whole number not below, forgiving the solver's rounding."""
    return math.ceil(number - ROUNDING)


def round_down(number: float) -> int:
    """The greatest whole number not above, forgiving the solver's rounding."""
    return math.floor(number + ROUNDING)
