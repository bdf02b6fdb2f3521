"""An outsider, written apart from the engine: it shares the problem's words and nothing else.

``intervals`` asks for least and greatest values, as the issue states what is safe. ``undefended``
asks differently and more: for *two* tables of whole numbers in one model, as far apart for the
figure as it takes, and then checks both against everything that is known in plain integers. So a
figure counts as defended on the strength of two tables that anybody can check, not of a solver.
"""

from collections.abc import Mapping

import highspy
import numpy as np

from cswtool.disclosure.cells import Problem, Protected

NO_FIGURE_EXCEEDS = 100_000
Table = dict[str, int]
Target = Mapping[str, int]
"""What is asked for: figures with +1 and -1."""


def intervals(problem: Problem, shown: Mapping[str, int | None]) -> dict[str, tuple[float, float]]:
    """Least and greatest value of every sensitive figure, by one LP each, built from nothing."""
    model = highspy.Highs()
    model.silent()
    model.setOptionValue("threads", 1)
    figures = {name: model.addVariable(*_belief(problem, shown, name)) for name in _names(problem)}
    for relation in problem.relations:
        total = sum(factor * figures[name] for name, factor in relation.terms)
        if relation.lower is not None:
            model.addConstr(total >= relation.lower)
        if relation.upper is not None:
            model.addConstr(total <= relation.upper)
    return {
        name: (
            _optimum(model, figures[name], model.minimize),
            _optimum(model, figures[name], model.maximize),
        )
        for name in sensitive(problem)
    }


def exposed(problem: Problem, protected: Protected) -> list[str]:
    """The sensitive cells whose interval is narrower than the issue allows."""
    needed = problem.threshold + problem.partner_knows - 1
    found = intervals(problem, protected.shown).items()
    return [name for name, (low, high) in found if high - low < needed - 1e-6]


def sensitive(problem: Problem) -> list[str]:
    """The rules in words of their own: forced, a few households, one that makes most of it."""
    few = range(1 if problem.zeros_shown else 0, problem.threshold + problem.partner_knows)
    return [
        cell.id
        for cell in problem.cells
        if cell.sensitive
        or (cell.largest is not None and cell.largest > cell.value - cell.largest)
        or (
            not cell.structural_zero
            and (cell.value if cell.households is None else cell.households) in few
        )
    ] + [entry.id for entry in problem.published if entry.sensitive]


def undefended(problem: Problem, shown: Mapping[str, int | None]) -> list[str]:
    """The sensitive figures, and parts that are their whole total, that can be worked out."""
    outsider = _TwoTables(problem, shown)
    needed = problem.threshold + problem.partner_knows - 1
    targets: dict[str, Target] = {name: {name: 1} for name in dict.fromkeys(sensitive(problem))}
    targets |= {
        f"{whole.part} is all of {whole.total}": {whole.total: 1, whole.part: -1}
        for whole in problem.wholes
    }
    return [name for name, target in targets.items() if not outsider.differ(target, needed)]


class _TwoTables:
    def __init__(self, problem: Problem, shown: Mapping[str, int | None]) -> None:
        self._problem = problem
        self._names = _names(problem)
        self._place = {name: number for number, name in enumerate(self._names)}
        bounds = np.array([_belief(problem, shown, name) for name in self._names], dtype=float)
        self._lower, self._upper = bounds[:, 0], bounds[:, 1]
        self._model = self._twice()
        self._met: list[Table] = []
        self._dice = np.random.default_rng(len(self._names))

    def differ(self, target: Target, needed: int) -> bool:
        """Whether two checked tables put the target that far apart."""
        return self._already(target, needed) or self._found(target, needed)

    def _already(self, target: Target, needed: int) -> bool:
        values = [
            sum(factor * table[name] for name, factor in target.items()) for table in self._met
        ]
        return bool(values) and max(values) - min(values) >= needed

    def _found(self, target: Target, needed: int) -> bool:
        for whole in (False, True):
            self._ask(target, needed, whole=whole)
            if self._already(target, needed):
                return True
        return False

    def _ask(self, target: Target, needed: int, *, whole: bool) -> None:
        size = len(self._names)
        columns = np.arange(2 * size, dtype=np.int32)
        cost = self._dice.random(size) * 1e-3  # any corner will do: take different ones
        cost = np.concatenate([cost, -cost])
        apart: list[tuple[int, float]] = []
        for name, factor in target.items():
            apart += [(self._place[name], factor), (self._place[name] + size, -factor)]
        model = self._model
        model.changeColsCost(2 * size, columns, cost)
        kind = np.full(2 * size, int(whole), dtype=np.uint8)
        model.changeColsIntegrality(2 * size, columns, kind)
        row = model.getNumRow()
        model.addRow(
            needed,
            highspy.kHighsInf,
            len(apart),
            np.array([at for at, _ in apart], dtype=np.int32),
            np.array([factor for _, factor in apart], dtype=float),
        )
        model.run()
        if model.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            found = np.array(model.getSolution().col_value)
            self._meet(found[:size])
            self._meet(found[size:])
        model.deleteRows(1, np.array([row], dtype=np.int32))

    def _meet(self, numbers: np.ndarray) -> None:
        table = {name: round(number) for name, number in zip(self._names, numbers, strict=True)}
        if self._agrees(table):
            self._met.append(table)

    def _agrees(self, table: Table) -> bool:
        """Whether a table contradicts nothing that is known; whole numbers, no tolerance."""
        inside = all(
            low <= value <= high
            for low, value, high in zip(self._lower, table.values(), self._upper, strict=True)
        )
        return inside and all(
            (relation.lower is None or relation.lower <= total)
            and (relation.upper is None or total <= relation.upper)
            for relation in self._problem.relations
            for total in [sum(factor * table[name] for name, factor in relation.terms)]
        )

    def _twice(self) -> highspy.Highs:
        model = highspy.Highs()
        model.silent()
        model.setOptionValue("threads", 1)
        size = len(self._names)
        model.addVars(2 * size, np.tile(self._lower, 2), np.tile(self._upper, 2))
        for relation in self._problem.relations:
            at = np.array([self._place[name] for name, _ in relation.terms], dtype=np.int32)
            factors = np.array([factor for _, factor in relation.terms], dtype=float)
            lower = -highspy.kHighsInf if relation.lower is None else relation.lower
            upper = highspy.kHighsInf if relation.upper is None else relation.upper
            for shift in (0, size):
                model.addRow(lower, upper, len(at), at + np.int32(shift), factors)
        return model


def _names(problem: Problem) -> list[str]:
    return list(dict.fromkeys([c.id for c in problem.cells] + [p.id for p in problem.published]))


def _belief(problem: Problem, shown: Mapping[str, int | None], name: str) -> tuple[float, float]:
    """What the figure can be at all: what was printed, now or earlier, is what it is."""
    earlier = {entry.id: entry.value for entry in problem.published}
    never = {cell.id: 0 for cell in problem.cells if cell.structural_zero}
    for source in (earlier, never, shown):
        figure = source.get(name)
        if figure is not None:
            return figure, figure
    return (1 if problem.zeros_shown else 0), NO_FIGURE_EXCEEDS


def _optimum(model, figure, optimise) -> float:
    optimise(1.0 * figure)
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return model.getInfo().objective_function_value
