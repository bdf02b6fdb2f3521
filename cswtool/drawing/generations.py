"""In which row everybody stands, and who stands beside whom as a couple."""

from collections import defaultdict
from dataclasses import replace

from cswtool.drawing.family import Child, Family, Shape, Union


def ranks(family: Family) -> dict[str, int]:
    """By key the row, counted from 0 at the top: partners level, children one below."""
    steps = _steps(family)
    found: dict[str, int] = {}
    starts = sorted(family.figures, key=lambda figure: not figure.focus)
    for figure in starts:
        if figure.key not in found:
            _spread(figure.key, figure.rank, steps, found)
    rows = {rank: row for row, rank in enumerate(sorted(set(found.values())))}
    return {key: rows[rank] for key, rank in found.items()}


def _steps(family: Family) -> dict[str, list[tuple[str, int]]]:
    """From everybody to those they are tied to, and how many rows below they stand."""
    steps: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, union in enumerate(family.unions):
        children = [child.key for child in family.children_of(number)]
        level = union.partners or tuple(children)
        for one, other, down in [
            *((parent, child, 1) for parent in union.partners for child in children),
            *((level[0], other, 0) for other in level[1:]),
        ]:
            steps[one].append((other, down))
            steps[other].append((one, -down))
    return steps


def _spread(
    start: str, rank: int, steps: dict[str, list[tuple[str, int]]], found: dict[str, int]
) -> None:
    waiting = [(start, rank)]
    while waiting:
        key, rank = waiting.pop(0)
        if key not in found:
            found[key] = rank
            waiting += [(other, rank + down) for other, down in steps[key]]


def sound(family: Family, rows: dict[str, int]) -> Family:
    """The family without lines that fit no row, such as a parent who is also a grandchild.

    Such lines come from mistakes; the table beside the picture still names them.
    """
    unions = tuple(
        union if _level(union, rows) else replace(union, partners=()) for union in family.unions
    )
    children = [
        child
        for child in family.children
        if all(rows[p] + 1 == rows[child.key] for p in family.unions[child.union].partners)
        and _level(family.unions[child.union], rows)
    ]
    return replace(family, unions=unions, children=tuple(_level_only(unions, children, rows)))


def _level_only(
    unions: tuple[Union, ...], children: list[Child], rows: dict[str, int]
) -> list[Child]:
    """Where no parent is drawn, brothers and sisters of different rows are not joined."""
    first: dict[int, int] = {}
    for child in children:
        first.setdefault(child.union, rows[child.key])
    return [c for c in children if unions[c.union].partners or rows[c.key] == first[c.union]]


def _level(union: Union, rows: dict[str, int]) -> bool:
    return len({rows[key] for key in union.partners}) <= 1


def units(family: Family) -> list[list[str]]:
    """Everybody who is tied by unions stands in one unit, in order from left to right.

    Of a couple the man stands left. Where somebody had several partners, a man stands
    between the earlier ones and the latest, a woman between the latest and the earlier.
    """
    partners: dict[str, list[str]] = defaultdict(list)
    for union in family.unions:
        if len(union.partners) > 1:
            one, other = union.partners
            if other not in partners[one]:
                partners[one].append(other)
                partners[other].append(one)
    shapes = {figure.key: figure.shape for figure in family.figures}
    taken: set[str] = set()
    return [
        _row_of(figure.key, partners, shapes, taken)
        for figure in sorted(family.figures, key=lambda f: -len(partners[f.key]))
        if figure.key not in taken
    ]


def _row_of(
    hub: str, partners: dict[str, list[str]], shapes: dict[str, Shape], taken: set[str]
) -> list[str]:
    taken.add(hub)
    sides = [_outward(key, partners, taken) for key in partners[hub] if key not in taken]
    if not sides:
        return [hub]
    woman = shapes[hub] is Shape.FEMALE
    if len(sides) == 1:
        beside = shapes[sides[0][0]]
        stands_left = shapes[hub] is Shape.MALE or (beside is not Shape.MALE and not woman)
        return [hub, *sides[0]] if stands_left else [*sides[0][::-1], hub]
    left = [sides[-1]] if woman else sides[:-1]
    right = sides[-2::-1] if woman else [sides[-1]]
    return [*(key for side in left for key in side[::-1]), hub, *(k for s in right for k in s)]


def _outward(key: str, partners: dict[str, list[str]], taken: set[str]) -> list[str]:
    """A partner, and behind them their other partners."""
    taken.add(key)
    found = [key]
    for other in partners[key]:
        if other not in taken:
            found += _outward(other, partners, taken)
    return found
