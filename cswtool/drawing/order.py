"""The order of the units in each row: the eldest left, and as few crossing lines as can be."""

from collections.abc import Sequence
from itertools import combinations

from cswtool.drawing.family import Family
from cswtool.drawing.generations import units

Row = list[list[str]]
"""Units from left to right; each a couple, or somebody alone."""

_WRONG_AGE, _CROSSING, _BETWEEN, _APART = 1000, 20, 3, 1
"""What weighs how much: age order, crossings, strangers among siblings or a household."""


def ordered_rows(family: Family, rows: dict[str, int]) -> list[Row]:
    """The units of each row in their order, from the top row down."""
    age = {figure.key: place for place, figure in enumerate(family.figures)}
    born_here = {child.key for child in family.children}
    found: list[Row] = [[] for _ in range(1 + max(rows.values(), default=-1))]
    for unit in units(family):
        found[rows[unit[0]]].append(unit)
    for row in found:
        row.sort(key=lambda unit: min([age[k] for k in unit if k in born_here] or [age[unit[0]]]))
    _improve(found, family)
    return found


def _improve(rows: list[Row], family: Family) -> None:
    """Move single units as long as that makes the picture better."""
    best = _cost(rows, family)
    better = True
    while better:
        better = False
        for row in rows:
            for here in range(len(row)):
                for there in range(len(row)):
                    _move(row, here, there)
                    cost = _cost(rows, family)
                    if cost < best:
                        best, better = cost, True
                    else:
                        _move(row, there, here)


def _move(row: Row, here: int, there: int) -> None:
    row.insert(there, row.pop(here))


def _cost(rows: list[Row], family: Family) -> int:
    place = {
        key: number
        for row in rows
        for number, key in enumerate(key for unit in row for key in unit)
    }
    level = {key: number for number, row in enumerate(rows) for unit in row for key in unit}
    lines: list[tuple[int, int, float, int]] = []
    cost = 0
    for number, union in enumerate(family.unions):
        siblings = [place[child.key] for child in family.children_of(number)]
        if not siblings:
            continue
        cost += _WRONG_AGE * sum(one > other for one, other in combinations(siblings, 2))
        cost += _BETWEEN * (max(siblings) - min(siblings))
        if union.partners:
            above = sum(place[key] for key in union.partners) / len(union.partners)
            lines += [(level[union.partners[0]], number, above, below) for below in siblings]
    return cost + _CROSSING * _crossings(lines) + _APART * _strangers(rows, family.together)


def _crossings(lines: Sequence[tuple[int, int, float, int]]) -> int:
    return sum(
        row == other_row
        and union != other_union
        and (above - other_above) * (below - other_below) < 0
        for (row, union, above, below), (other_row, other_union, other_above, other_below) in (
            combinations(lines, 2)
        )
    )


def _strangers(rows: list[Row], together: frozenset[str]) -> int:
    """How many stand between people of one household."""
    count = 0
    for row in rows:
        inside = [key in together for unit in row for key in unit]
        if any(inside):
            first, last = inside.index(True), len(inside) - inside[::-1].index(True)
            count += inside[first:last].count(False)
    return count
