"""The attack: how closely can an outsider work out each hidden sensitive cell?

For each of them the least and the greatest value over all tables consistent with what is shown, by
linear programming (the disclosure audit of Fischetti and Salazar, Management Science 47 (2001)
1008–1027). Shown figures are fixed, hidden ones are at least 1 where zeros are shown (else 0).
An outsider knows that counts are whole numbers: the interval is first shrunk to the whole numbers
inside it, ``ceil(least - eps)`` and ``floor(greatest + eps)``, and where the table at its end is
not of whole numbers the end is found again over those alone. A cell is exposed where the interval
is narrower than threshold - 1. Where such a search takes too long the ends found so far count: they
lie inside the interval, so the cell looks more exposed than it is, never less.
"""

import math
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from cswtool.disclosure.cells import (
    ROUNDING,
    Cell,
    Problem,
    ProblemError,
    Published,
    Whole,
)
from cswtool.disclosure.solver import Model, NoTimeError, Solution, Vector
from cswtool.disclosure.system import (
    System,
    contradicted,
    figures,
    known_values,
    must_not_come_out,
    systems,
)
from cswtool.disclosure.whole_tables import WholeTables
from cswtool.disclosure.witnesses import Pool, Witnessed, is_whole, round_down, round_up

SPREAD_DIGITS = tuple(range(9)) * 2  # of ``Attacker._spread``
WORTH = {True: 1, False: 5}
"""How many cells two tables of the spread have to push apart for two more to be worth it.

Among whole numbers (True) asking for a single cell takes as long as these tables do.
"""


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

    def __init__(self, system: System, deadline: float = math.inf) -> None:
        """After ``deadline`` (of ``time.monotonic``) questions raise ``NoTimeError``."""
        self._system = system
        self._deadline = deadline
        self._model = Model(len(system.ids), system.rows, warm=True)
        self._whole_tables = WholeTables(system)
        self._pool = Pool(len(system.ids))
        self._lower, self._upper = system.floor, system.ceiling

    def see(self, pattern: Vector, reach: float = math.inf) -> None:
        """Fixes what is shown and frees what is hidden.

        ``pattern`` between 0 and 1 frees a figure in part (for the relaxed search), and then
        ``reach`` bounds how far above its true value a figure that may yet be shown can go.
        """
        value, ceiling = self._system.value, self._system.reachable(reach)
        self._lower = value - (value - self._system.floor) * pattern
        self._upper = value + (ceiling - value) * pattern
        self._model.bound(self._lower, self._upper)

    def ask(self, position: int, *, whole: bool = False) -> Exposure:
        """The least and the greatest value of one cell; ``whole``: over whole-number tables."""
        return Exposure(
            position,
            self._extreme(position, 1.0, whole=whole),
            self._extreme(position, -1.0, whole=whole),
        )

    def intervals(self) -> Iterator[tuple[int, int, int]]:
        """For every sensitive cell its position, least and greatest whole value.

        The linear programme says how far an end can be; where a whole-number table met on the way
        is there already, nobody need look for another.
        """
        seen = self._spread(whole=True)
        for position in self._system.sensitive:
            ends = self.ask(position)
            for end in (ends.least.x, ends.greatest.x):
                if is_whole(end):
                    seen.add(end)
            if seen.span(position) != (ends.low, ends.high):
                ends = self.ask(position, whole=True)
                seen.add(ends.least.x)
                seen.add(ends.greatest.x)
            yield position, ends.low, ends.high

    def exposed(self, *, whole: bool = False, most: float = math.inf) -> list[Exposure]:
        """The sensitive cells whose interval is too narrow, the first ``most`` of them.

        A table met on the way is a witness for every cell at once, so most need no question of
        their own.
        """
        seen = self._spread(whole=whole)
        found = []
        for position in self._system.sensitive:
            if seen.wide_enough(position):
                continue
            answer = self.ask(position, whole=whole)
            seen.add(answer.least.x)
            seen.add(answer.greatest.x)
            if not seen.wide_enough(position):
                found.append(answer)
            if len(found) >= most:
                break
        return found

    def _met_before(self, *, whole: bool) -> Witnessed:
        seen = Witnessed(self._system)
        for table in self._pool.within(self._lower, self._upper, whole=whole):
            seen.add(table)
        return seen

    def _spread(self, *, whole: bool) -> Witnessed:
        """Tables that push many cells apart at once; saves most single questions.

        Each turn raises one half of the cells still open and lowers the other, split by another
        binary digit of their rank, then the reverse. No more turns than are worth it.
        """
        seen = self._met_before(whole=whole)
        for digit in SPREAD_DIGITS:
            still_open = self._still_open(seen)
            if len(still_open) < WORTH[whole]:
                break
            for direction in (1.0, -1.0):
                raised = (np.arange(len(still_open)) >> digit) & 1
                cost = np.zeros(len(self._system.ids))
                cost[still_open] = (2.0 * raised - 1.0) * direction
                seen.add(self._some(cost) if whole else self._cheapest(cost).x)
            closed = len(still_open) - len(self._still_open(seen))
            if closed < WORTH[whole]:
                break
        return seen

    def _still_open(self, seen: Witnessed) -> list[int]:
        return [at for at in self._system.sensitive if not seen.wide_enough(at)]

    def _extreme(self, position: int, direction: float, *, whole: bool) -> Solution:
        cost = np.zeros(len(self._system.ids))
        cost[position] = direction
        answer = self._cheapest(cost)
        if not whole or is_whole(answer.x):
            return answer
        near = self._near(cost, answer)
        if near is not None and near.objective < round_up(answer.objective) + ROUNDING:
            return near  # nothing of whole numbers can be cheaper
        return self._kept(self._anywhere(cost))

    def _some(self, cost: Vector) -> Vector:
        """A table of whole numbers that is about as cheap as any."""
        answer = self._cheapest(cost)
        if is_whole(answer.x):
            return answer.x
        return (self._near(cost, answer) or self._kept(self._anywhere(cost))).x

    def _cheapest(self, cost: Vector) -> Solution:
        if time.monotonic() > self._deadline:
            raise NoTimeError("no time for another question")
        self._model.price(cost)
        return self._kept(self._model.solve())

    def _near(self, cost: Vector, answer: Solution) -> Solution | None:
        found = self._whole_tables.near(answer.x, cost, self._lower, self._upper)
        return None if found is None else self._kept(found)

    def _anywhere(self, cost: Vector) -> Solution | None:
        try:
            return self._whole_tables.cheapest(cost, self._lower, self._upper)
        except NoTimeError as error:
            truth = self._system.value
            if not self._system.real.all():
                cell = self._system.ids[int(np.abs(cost).argmax())]
                raise NoTimeError(f"no table found in time around cell {cell}") from error
            at = float(cost @ truth)
            return Solution(truth, np.zeros(len(truth)), at, bound=-math.inf, complete=False)

    def _kept(self, solution: Solution | None) -> Solution:
        if solution is None:
            raise ProblemError(contradicted(self._system.ids[0]))
        self._pool.add(solution.x)
        return solution


def attack(problem: Problem, hidden: Collection[str]) -> tuple[Interval, ...]:
    """The interval of every sensitive figure when exactly ``hidden`` is kept back.

    Sensitive figures of earlier editions come after the problem's own cells, and then, under
    ``Whole.id``, the differences that must not turn out to be 0. What is shown, or known anyway,
    has the interval [value, value].
    """
    found = {
        interval.id: interval
        for system, attacker in _attackers(problem, hidden)
        for interval in _intervals(system, attacker)
    }
    known = known_values(problem)
    return tuple(
        found.get(figure.id) or _given_away(figure, known)
        for figure in figures(problem).values()
        if must_not_come_out(problem, figure)
    )


def exposed_cells(problem: Problem, hidden: Collection[str], *, whole: bool) -> list[str]:
    """The cells ``attack`` would call exposed, found without asking for every interval.

    Without ``whole`` by linear programming alone, which may miss some. A part that turns out to
    be its whole total is named by the part.
    """
    exposed = {
        system.ids[answer.position]
        for system, attacker in _attackers(problem, hidden)
        for answer in attacker.exposed(whole=whole)
    }
    known = known_values(problem)
    names = (
        figure.part if isinstance(figure, Whole) else figure.id
        for figure in figures(problem).values()
        if must_not_come_out(problem, figure) and (figure.id in known or figure.id in exposed)
    )
    return list(dict.fromkeys(names))


def _attackers(problem: Problem, hidden: Collection[str]) -> Iterator[tuple[System, Attacker]]:
    never_told = figures(problem).keys() - {cell.id for cell in problem.cells}
    unseen = never_told.union(hidden)
    for system in systems(problem):
        attacker = Attacker(system)
        attacker.see(system.pattern(unseen))
        yield system, attacker


def _intervals(system: System, attacker: Attacker) -> Iterator[Interval]:
    for position, low, high in attacker.intervals():
        yield Interval(system.ids[position], low, high, exposed=high - low < system.width)


def _given_away(figure: Cell | Published | Whole, known: dict[str, int]) -> Interval:
    return Interval(figure.id, known[figure.id], known[figure.id], exposed=True)
