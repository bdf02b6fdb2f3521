"""The line round those who live together: round all of them, and round nobody else."""

from collections import defaultdict
from itertools import pairwise

from cswtool.drawing.layout import HALF, NAMES, ROW, SIZE, Layout
from cswtool.drawing.svg import Point

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_TOP = SIZE / 2 + 10
_BOTTOM = NAMES + 2
_SIDE = HALF - 4
_NARROW = 40
"""The least width of the way from one row to the next."""


def outlines(layout: Layout) -> list[list[Point]]:
    """Closed lines; one if it can be, more where strangers stand between."""
    inside = [key for key in layout.places if key in layout.family.together]
    if len(inside) < 2:  # noqa: PLR2004 -- one alone lives together with nobody
        return []
    whole = _around([_cell(layout, key) for key in inside])
    others = [_cell(layout, key) for key in layout.places if key not in layout.family.together]
    if not any(_meet(whole, cell) for cell in others):
        left, top, right, bottom = whole
        return [[(left, top), (right, top), (right, bottom), (left, bottom)]]
    runs = [_runs(layout, row) for row in layout.rows]
    return _traced([*(box for row in runs for box in row), *_ways(runs)])


def _cell(layout: Layout, key: str) -> Box:
    x, y = layout.places[key]
    return (x - _SIDE, y - _TOP, x + _SIDE, y + _BOTTOM)


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _runs(layout: Layout, row: list[str]) -> list[Box]:
    """The members of a household in one row, as boxes; who stands between parts them."""
    runs: list[list[Box]] = [[]]
    for key in row:
        if key in layout.family.together:
            runs[-1].append(_cell(layout, key))
        elif runs[-1]:
            runs.append([])
    return [_around(run) for run in runs if run]


def _ways(runs: list[list[Box]]) -> list[Box]:
    """From each box to the nearest one of the row above, between the rows."""
    ways = []
    for above, below in pairwise(runs):
        for box in below if above else []:
            near = min(above, key=lambda other: abs(_apart(box, other)))
            ways.append(_way(near, box))
        for box in above if below else []:
            near = min(below, key=lambda other: abs(_apart(box, other)))
            ways.append(_way(box, near))
    return ways


def _apart(one: Box, other: Box) -> float:
    return (one[0] + one[2]) / 2 - (other[0] + other[2]) / 2


def _way(above: Box, below: Box) -> Box:
    left, right = max(above[0], below[0]), min(above[2], below[2])
    if right - left < _NARROW:
        left, right = min(left, right) - _NARROW / 2, max(left, right) + _NARROW / 2
    return (left, above[3], right, above[3] + ROW - _TOP - _BOTTOM)


def _traced(boxes: list[Box]) -> list[list[Point]]:
    """The outer line of boxes that overlap or touch."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    filled = {
        (column, row)
        for column in range(len(xs) - 1)
        for row in range(len(ys) - 1)
        if any(box[0] <= xs[column] < box[2] and box[1] <= ys[row] < box[3] for box in boxes)
    }
    following: dict[Point, list[Point]] = defaultdict(list)
    for column, row in sorted(filled):
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        beside = [(column, row - 1), (column + 1, row), (column, row + 1), (column - 1, row)]
        for side in range(4):
            if beside[side] not in filled:
                (a, b), (c, d) = corners[side], corners[(side + 1) % 4]
                following[xs[a], ys[b]].append((xs[c], ys[d]))
    return _chained(following)


def _chained(following: dict[Point, list[Point]]) -> list[list[Point]]:
    lines = []
    while start := next((point for point, targets in following.items() if targets), None):
        points = [start]
        while targets := following[points[-1]]:
            points.append(targets.pop())
        lines.append(_corners(points[:-1]))
    return lines


def _corners(points: list[Point]) -> list[Point]:
    """Without the points that lie on a straight line."""
    return [
        here
        for before, here, after in zip(
            [points[-1], *points[:-1]], points, [*points[1:], points[0]], strict=True
        )
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
    ]
