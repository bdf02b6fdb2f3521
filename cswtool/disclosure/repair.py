"""The repair: which further figures to hide so that nothing sensitive can be worked out.

A cutting-plane search (Fischetti and Salazar 2001): a small integer programme picks the pattern of
least weight, the attack looks for cells it leaves exposed, each of them becomes a new condition,
until none is exposed; that pattern is safe and no safe one weighs less. When the time runs out the
pattern at hand is completed in a hurry: more is hidden then, never less.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cswtool.disclosure.attack import Attacker, Exposure, exposed_cells
from cswtool.disclosure.cells import CannotBeMadeSafeError, Cell, Problem, Protected, ProtectedCell
from cswtool.disclosure.cuts import ENOUGH, TINY, Seen, cut, cut_or_cover, more, single_rows
from cswtool.disclosure.hurry import fulfil, hurried
from cswtool.disclosure.solver import Model, NoTimeError, Row, SolverError, Vector
from cswtool.disclosure.system import System, systems

DEFAULT_SECONDS = 60.0
_ODD_ROUNDS = 20
"""How often a pattern may turn out to be safe among all tables but not among whole ones."""

_CLOSE = 1e-6

_LEAST_COST = 1e-3  # a figure of weight 0 is still not hidden for nothing


@dataclass(frozen=True)
class Pattern:
    """What to hide in one system, and the least weight any safe pattern has there."""

    hidden: Vector
    bound: float
    finished: bool


@dataclass(frozen=True)
class Progress:
    """How far the search is: after round ``turn`` in one of ``parts`` that share no figure.

    ``exposed`` is how many cells that round found exposed before it had enough; ``seconds`` since
    the beginning.
    """

    part: int
    parts: int
    turn: int
    exposed: int
    seconds: float


Tell = Callable[[Progress], None]
Condition = Callable[[System, Exposure, Seen], Row | None]


def untold(_: Progress) -> None:
    """For whoever does not want to know how far it is."""


def protect(
    problem: Problem, *, time_limit: float = DEFAULT_SECONDS, tell: Tell = untold
) -> Protected:
    """Hides the sensitive figures and the cheapest further ones that keep them hidden.

    ``time_limit`` is in seconds of search; the widening after it and the closing attack come on
    top. ``tell`` is called after every round. The same problem gives the same pattern as long as
    the limit is not reached.
    Raises ``CannotBeMadeSafeError``, naming the cells, where hiding everything is not enough.
    """
    started = time.monotonic()
    _refuse_the_hopeless(problem)
    parts = sorted(systems(problem), key=lambda part: len(part.ids))  # most are done soon
    found = []
    for number, part in enumerate(parts, start=1):
        clock = _Clock(started, time_limit, number, len(parts), tell)
        found.append((part, _cheapest(part, clock)))
    hidden = _hidden_before(problem)
    for part, pattern in found:
        hidden |= part.names(pattern.hidden)
    _insist(problem, hidden, whole=False)  # once more, and all over again from the problem
    cells = tuple(_protected(problem, cell, hidden) for cell in problem.cells)
    weight = sum(cell.weight for cell in problem.cells if cell.id in hidden)
    found_weight = sum(float(part.weight @ pattern.hidden) for part, pattern in found)
    return Protected(
        cells=cells,
        hidden_weight=weight,
        least_weight=weight - found_weight + sum(pattern.bound for _, pattern in found),
        finished=all(pattern.finished for _, pattern in found),
        seconds=time.monotonic() - started,
    )


def _refuse_the_hopeless(problem: Problem) -> None:
    everything = {cell.id for cell in problem.cells if not problem.is_known(cell)}
    _insist(problem, everything, whole=True)


def _insist(problem: Problem, hidden: set[str], *, whole: bool) -> None:
    exposed = exposed_cells(problem, hidden, whole=whole)
    if exposed:
        raise CannotBeMadeSafeError(exposed)


def _hidden_before(problem: Problem) -> set[str]:
    """Earlier hidden figures that are in no system with a sensitive cell stay hidden too."""
    before = problem.published_values
    return {cell.id for cell in problem.cells if before.get(cell.id, 0) is None}


def _protected(problem: Problem, cell: Cell, hidden: set[str]) -> ProtectedCell:
    if cell.id not in hidden:
        return ProtectedCell(cell.id, cell.value)
    return ProtectedCell(cell.id, None, "primary" if problem.is_sensitive(cell) else "secondary")


@dataclass(frozen=True)
class _Clock:
    """The time there is, and whom to tell how it is spent."""

    started: float
    limit: float
    part: int
    parts: int
    tell: Tell

    @property
    def deadline(self) -> float:
        return self.started + self.limit

    @property
    def left(self) -> float:
        return max(self.deadline - time.monotonic(), 0.0)

    def told(self, turn: int, exposed: int) -> None:
        seconds = time.monotonic() - self.started
        self.tell(Progress(self.part, self.parts, turn, exposed, seconds))


def _cheapest(system: System, clock: _Clock) -> Pattern:
    search = _Search(system, clock)
    try:
        search.relaxed()
        found = search.whole()
    except NoTimeError:
        found = search.so_far()
    if found.finished:
        return found
    return Pattern(hurried(system, found.hidden), found.bound, finished=False)


class _Search:
    """The cutting-plane search in one system. Raises ``NoTimeError`` when the time runs out."""

    def __init__(self, system: System, clock: _Clock) -> None:
        self._system = system
        self._clock = clock
        self._turn = 0
        self._attacker = Attacker(system, clock.deadline)
        self._master = Model(len(system.ids))
        self._master.bound(system.always, np.ones(len(system.ids)))
        self._surcharge = np.where(system.always > 0, 0.0, _LEAST_COST - system.weight).clip(0.0)
        self._cost = system.weight + self._surcharge
        self._master.price(self._cost)
        self._single = single_rows(system)
        self._pattern = system.always
        self._safe, self._weight = self._pattern, np.inf
        self._bound = 0.0
        self._whole = False

    def relaxed(self) -> None:
        """First with fractions allowed: most conditions are found by plain LPs, and fast."""
        reach = float(self._system.width)
        while rows := (
            self._broken_single(self._pattern) or self._conditions(self._pattern, reach, cut)
        ):
            self._master.add(rows)
            self._solve_master()

    def whole(self) -> Pattern:
        """Then with whole decisions only, until nothing cheaper than what was found can be safe."""
        self._whole = True
        self._master.of_whole_numbers()
        self._solve_master()
        for _ in range(_ODD_ROUNDS):
            best = self._best()
            self._attacker.see(best)
            if not self._attacker.exposed(whole=True):
                return Pattern(best, self._proven, finished=True)
            self._master.add([more(self._system, best)])
            self._weight = np.inf
            self._solve_master()
        return self.so_far()

    def _best(self) -> Vector:
        """The cheapest pattern that the attack finds nothing in.

        Each one that the master picks is first made safe in a hurry. That finds many conditions
        for one turn of the master, which is what takes time, and a pattern to be beaten.
        """
        while True:
            made_safe = self._made_safe()
            weight = float(self._cost @ made_safe)
            if weight < self._weight:
                self._safe, self._weight = made_safe, weight
            if np.array_equal(made_safe, self._pattern):
                return made_safe
            self._solve_master()
            if self._bound > self._weight - _CLOSE * (1.0 + self._weight):
                return self._safe

    def _made_safe(self) -> Vector:
        """The master's pattern and what it still takes; every condition met is kept."""
        pattern = self._pattern.copy()
        while rows := self._broken(pattern):
            self._master.add(rows)
            for row in rows:
                fulfil(self._system, pattern, row)
        return pattern

    def _broken(self, pattern: Vector) -> list[Row]:
        return self._broken_single(pattern) or self._conditions(pattern, np.inf, cut_or_cover)

    def so_far(self) -> Pattern:
        """The best at hand when the time ran out; it may leave cells exposed."""
        pattern = self._pattern if np.isinf(self._weight) else self._safe
        return Pattern(pattern, self._proven, finished=False)

    @property
    def _proven(self) -> float:
        return max(self._bound - float(self._surcharge.sum()), 0.0)

    def _broken_single(self, pattern: Vector) -> list[Row]:
        return [row for row in self._single if _breaks(pattern, row)]

    def _conditions(self, pattern: Vector, reach: float, condition: Condition) -> list[Row]:
        seen = Seen(pattern.copy(), reach)
        self._attacker.see(pattern, reach)
        exposed = self._attacker.exposed(most=ENOUGH)
        self._turn += 1
        self._clock.told(self._turn, len(exposed))
        rows = [condition(self._system, answer, seen) for answer in exposed]
        return [row for row in rows if row is not None]

    def _solve_master(self) -> None:
        solution = self._master.solve(self._clock.left)
        if solution is None:
            raise SolverError("no pattern fulfils conditions that hiding everything fulfils")
        self._bound = max(self._bound, solution.bound)
        self._pattern = np.where(solution.x > TINY, solution.x, 0.0)
        if self._whole:
            self._pattern = np.round(self._pattern)


def _breaks(pattern: Vector, row: Row) -> bool:
    return float(row.coefficients @ pattern[row.columns]) < row.lower - TINY
