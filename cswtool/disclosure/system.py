"""A problem in numbers: one system of arrays per connected component.

Cells that nobody can be kept from knowing are folded into the bounds of the rows; what is left
falls apart into components that share no row and are attacked and repaired one by one.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cswtool.disclosure.cells import Cell, Problem, Published, Relation, Whole
from cswtool.disclosure.solver import Row, Vector

# The attacker is granted that no figure exceeds the largest by this many thresholds: it keeps
# every interval finite, and believing a little more than is known never makes a pattern less safe.
HEADROOM = 100


@dataclass(frozen=True)
class System:
    """One component. All vectors run over ``ids``.

    ``value``: true figures; where nobody told us (``real`` is False) the floor stands in.
    ``floor``, ``ceiling``: what an outsider takes a hidden figure to be at least and at most.
    ``always``: 1.0 where the figure is hidden whatever else is decided.
    ``weight``: loss when hidden. ``sensitive``: positions of the cells to protect.
    ``width``: how wide an interval must be, one less than the households needed.
    """

    ids: tuple[str, ...]
    value: Vector
    real: NDArray[np.bool_]
    floor: Vector
    ceiling: Vector
    always: Vector
    weight: Vector
    sensitive: tuple[int, ...]
    rows: tuple[Row, ...]
    width: int

    def pattern(self, hidden: Collection[str]) -> Vector:
        """1.0 for each hidden figure, 0.0 for each shown one."""
        return np.array([float(name in hidden) for name in self.ids])

    def reachable(self, reach: float) -> Vector:
        """The ceiling; for figures that may yet be shown at most ``reach`` above the value."""
        near = np.minimum(self.value + reach, self.ceiling)
        return np.where(self.always > 0, self.ceiling, near)

    def names(self, pattern: Vector) -> set[str]:
        """The ids hidden by a pattern."""
        return {name for name, hidden in zip(self.ids, pattern, strict=True) if hidden > 0}


def systems(problem: Problem) -> list[System]:
    """The components that hold at least one sensitive cell, in the order of the problem's cells."""
    known = known_values(problem)
    relations = (*problem.relations, *map(_difference, problem.wholes))
    movable = [name for name in figures(problem) if name not in known]
    rows = [_without_known(relation, known) for relation in relations]
    groups = _components(movable, rows)
    mine: dict[str, list[Relation]] = defaultdict(list)
    for row in rows:
        if row.terms:
            mine[groups[row.terms[0][0]]].append(row)
    members: dict[str, list[str]] = defaultdict(list)
    for name in movable:
        members[groups[name]].append(name)
    built = (_system(problem, names, mine[root]) for root, names in members.items())
    return [system for system in built if system.sensitive]


def known_values(problem: Problem) -> dict[str, int]:
    """Figures that every outsider knows, hidden or not."""
    known = {name: value for name, value in problem.published_values.items() if value is not None}
    return known | {cell.id: cell.value for cell in problem.cells if problem.is_known(cell)}


def _without_known(relation: Relation, known: dict[str, int]) -> Relation:
    constant = sum(factor * known[name] for name, factor in relation.terms if name in known)
    return Relation(
        terms=tuple(term for term in relation.terms if term[0] not in known),
        lower=None if relation.lower is None else relation.lower - constant,
        upper=None if relation.upper is None else relation.upper - constant,
    )


def _components(names: Iterable[str], rows: Iterable[Relation]) -> dict[str, str]:
    """For each name the representative of its component (union–find)."""
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for row in rows:
        for name, _ in row.terms[1:]:
            parent[root(name)] = root(row.terms[0][0])
    return {name: root(name) for name in parent}


def figures(problem: Problem) -> dict[str, Cell | Published | Whole]:
    """All figures by id; one that is a cell now and was published earlier is the cell."""
    found: dict[str, Cell | Published | Whole] = {cell.id: cell for cell in problem.cells}
    found |= {entry.id: entry for entry in problem.published if entry.id not in found}
    return found | {whole.id: whole for whole in problem.wholes}


def _difference(whole: Whole) -> Relation:
    return Relation(((whole.total, 1), (whole.part, -1), (whole.id, -1)), 0, 0)


def _system(problem: Problem, names: list[str], relations: list[Relation]) -> System:
    all_of_them = figures(problem)
    mine = [all_of_them[name] for name in names]
    floor = np.array([_floor(problem, figure) for figure in mine])
    real = np.array([not isinstance(figure, Published) for figure in mine])
    value = np.array([float(figure.value) if isinstance(figure, Cell) else 0.0 for figure in mine])
    position = {name: index for index, name in enumerate(names)}
    return System(
        ids=tuple(names),
        value=np.where(real, value, floor),
        real=real,
        floor=floor,
        ceiling=np.full(len(names), _ceiling(problem)),
        always=np.array([float(_stays_hidden(problem, figure)) for figure in mine]),
        weight=np.array([figure.weight if isinstance(figure, Cell) else 0.0 for figure in mine]),
        sensitive=tuple(i for i, figure in enumerate(mine) if must_not_come_out(problem, figure)),
        rows=tuple(_row(relation, position) for relation in relations),
        width=problem.needed - 1,
    )


def must_not_come_out(problem: Problem, figure: Cell | Published | Whole) -> bool:
    """True where the figure must be protected."""
    if isinstance(figure, Cell):
        return problem.is_sensitive(figure)
    return isinstance(figure, Whole) or figure.sensitive


def _floor(problem: Problem, figure: Cell | Published | Whole) -> float:
    """What an outsider takes the figure to be at least, once it is hidden."""
    return 1.0 if problem.zeros_shown and not isinstance(figure, Whole) else 0.0


def _stays_hidden(problem: Problem, figure: Cell | Published | Whole) -> bool:
    if not isinstance(figure, Cell):
        return True
    return figure.id in problem.published_values or problem.is_sensitive(figure)


def _ceiling(problem: Problem) -> float:
    values = [cell.value for cell in problem.cells]
    values += [value for value in problem.published_values.values() if value is not None]
    # A hidden figure that nobody told us may be the total of all others.
    told = {cell.id for cell in problem.cells} | known_values(problem).keys()
    unknown = problem.published_values.keys() - told
    greatest = sum(values) if unknown else max(values, default=0)
    return float(greatest + HEADROOM * problem.threshold)


def _row(relation: Relation, position: dict[str, int]) -> Row:
    return Row(
        columns=np.array([position[name] for name, _ in relation.terms], dtype=np.int32),
        coefficients=np.array([float(factor) for _, factor in relation.terms]),
        lower=-math.inf if relation.lower is None else float(relation.lower),
        upper=math.inf if relation.upper is None else float(relation.upper),
    )
