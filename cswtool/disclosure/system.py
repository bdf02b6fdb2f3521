"""A problem in numbers: one system of arrays per connected component.

Cells that nobody can be kept from knowing are folded into the bounds of the rows, and what a row
says of a single figure into the bounds of that figure; what is left falls apart into components
that share no row and are attacked and repaired one by one.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cswtool.disclosure.bounds import CrossedError, needed, tightened, without_fixed
from cswtool.disclosure.cells import Cell, Problem, ProblemError, Published, Relation, Whole
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
    """The components that hold at least one sensitive cell, in the order of the problem's cells.

    Raises ProblemError where the relations and the earlier editions contradict each other.
    """
    everything = simplified(_all_of(problem))
    return [part for part in _apart(everything) if part.sensitive]


def known_values(problem: Problem) -> dict[str, int]:
    """Figures that every outsider knows, hidden or not."""
    known = {name: value for name, value in problem.published_values.items() if value is not None}
    return known | {cell.id: cell.value for cell in problem.cells if problem.is_known(cell)}


def figures(problem: Problem) -> dict[str, Cell | Published | Whole]:
    """All figures by id; one that is a cell now and was published earlier is the cell."""
    found: dict[str, Cell | Published | Whole] = {cell.id: cell for cell in problem.cells}
    found |= {entry.id: entry for entry in problem.published if entry.id not in found}
    return found | {whole.id: whole for whole in problem.wholes}


def _difference(whole: Whole) -> Relation:
    return Relation(((whole.total, 1), (whole.part, -1), (whole.id, -1)), 0, 0)


def _all_of(problem: Problem) -> System:
    """Everything that is not known for certain as one system, known figures folded into rows."""
    known = known_values(problem)
    movable = {name: f for name, f in figures(problem).items() if name not in known}
    mine = list(movable.values())
    position = {name: at for at, name in enumerate(movable)}
    floor = np.array([_floor(problem, figure) for figure in mine])
    real = np.array([not isinstance(figure, Published) for figure in mine], dtype=bool)
    value = np.array([float(figure.value) if isinstance(figure, Cell) else 0.0 for figure in mine])
    relations = (*problem.relations, *map(_difference, problem.wholes))
    return System(
        ids=tuple(movable),
        value=np.where(real, value, floor),
        real=real,
        floor=floor,
        ceiling=np.full(len(mine), _ceiling(problem)),
        always=np.array([float(_stays_hidden(problem, figure)) for figure in mine]),
        weight=np.array([figure.weight if isinstance(figure, Cell) else 0.0 for figure in mine]),
        sensitive=tuple(i for i, figure in enumerate(mine) if must_not_come_out(problem, figure)),
        rows=tuple(_rows(relations, position, known)),
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


def _rows(
    relations: Iterable[Relation], position: Mapping[str, int], known: Mapping[str, int]
) -> Iterator[Row]:
    for relation in relations:
        movable = ((name, factor) for name, factor in relation.terms if factor)
        terms = [(position[name], factor) for name, factor in movable if name in position]
        if terms:
            told = sum(factor * known.get(name, 0) for name, factor in relation.terms)
            yield Row(
                columns=np.array([at for at, _ in terms], dtype=np.int32),
                coefficients=np.array([float(factor) for _, factor in terms]),
                lower=-math.inf if relation.lower is None else float(relation.lower - told),
                upper=math.inf if relation.upper is None else float(relation.upper - told),
            )


def simplified(system: System) -> System:
    """The same with all that the rows alone say of single figures said by the bounds.

    What cannot be but one number is folded into the rows, and a row that says no more than the
    bounds is left out. All of it is true whatever is hidden. Raises ProblemError where no table
    keeps to the rows, or the true one does not.
    """
    try:
        floor, ceiling = tightened(system.rows, system.floor, system.ceiling)
    except CrossedError as error:
        raise ProblemError(contradicted(system.ids[error.column])) from error
    beyond = system.real & ((system.value < floor) | (system.value > ceiling))
    if beyond.any():
        raise ProblemError(contradicted(system.ids[int(np.flatnonzero(beyond)[0])]))
    rows = []
    for row in needed(system.rows, floor, ceiling):
        rows.append(without_fixed(row, floor, ceiling))
        if not rows[-1].columns.size:
            raise ProblemError(contradicted(system.ids[row.columns[0]]))
    value = np.where(system.real, system.value, floor)
    return replace(system, floor=floor, ceiling=ceiling, value=value, rows=tuple(rows))


def contradicted(cell: str) -> str:
    """What is said where no table can be."""
    return f"no table agrees with all relations and earlier editions around cell {cell}"


def _apart(system: System) -> Iterator[System]:
    """One system for each set of columns that no row joins to others."""
    part_of = _components(len(system.ids), system.rows)
    columns: dict[int, list[int]] = defaultdict(list)
    for column, part in enumerate(part_of):
        columns[part].append(column)
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in system.rows:
        rows[part_of[row.columns[0]]].append(row)
    sensitive = np.isin(np.arange(len(system.ids)), system.sensitive)
    place = np.empty(len(system.ids), dtype=np.int32)
    for part, mine in columns.items():
        place[mine] = np.arange(len(mine))
        yield System(
            ids=tuple(system.ids[at] for at in mine),
            value=system.value[mine],
            real=system.real[mine],
            floor=system.floor[mine],
            ceiling=system.ceiling[mine],
            always=system.always[mine],
            weight=system.weight[mine],
            sensitive=tuple(int(at) for at in np.flatnonzero(sensitive[mine])),
            rows=tuple(replace(row, columns=place[row.columns]) for row in rows[part]),
            width=system.width,
        )


def _components(columns: int, rows: Iterable[Row]) -> list[int]:
    """For each column the representative of its component (union–find)."""
    parent = list(range(columns))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for row in rows:
        first, *others = row.columns.tolist()
        for other in others:
            parent[root(other)] = root(first)
    return [root(at) for at in range(columns)]
