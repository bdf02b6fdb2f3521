"""A genogram by the Japanese conventions, drawn from its layout."""

from collections import defaultdict
from math import sqrt
from typing import Final

from cswtool.drawing.enclosure import outlines
from cswtool.drawing.family import Bond, Child, Descent, Family, Figure, Shape, Union
from cswtool.drawing.layout import HALF, NAMES, SIZE, Layout, laid_out
from cswtool.drawing.svg import (
    DASHED,
    DOTTED,
    INK,
    PAPER,
    Picture,
    Point,
    cut,
    document,
    line,
    path,
    ring,
    tag,
    text,
)

LEGEND: Final = (
    ("□", "男性"),
    ("○", "女性"),
    ("◇", "不明・その他"),
    ("二重の線", "本人"),
    ("×", "死亡（図形の中は亡くなった年齢）"),
    ("横の線", "婚姻（夫が左）"),
    ("点線の横線", "内縁・同棲"),
    ("/", "別居"),
    ("//", "離婚・内縁の解消"),
    ("点線の縦線", "養子"),
    ("破線の縦線", "継子"),
    ("一点から分かれる線", "双子"),
    ("△", "妊娠中の子"),
    ("破線の囲み", "同居"),
)
"""How the picture is read."""

_R: Final = SIZE / 2
_MARGIN: Final = 28
_LANE: Final = 13
_ASIDE: Final = 14
_LINE_WIDTH: Final = 1.6
_NAME_LETTERS: Final = 7
_NOTE_LETTERS: Final = 9
_DASHES: Final = {Descent.ADOPTED: DOTTED, Descent.STEP: DASHED}


def genogram(family: Family, *, title: str, desc: str) -> Picture:
    """The picture of a family; of nobody, an empty sheet."""
    layout = laid_out(family)
    parts = [
        *(_outline(points) for points in outlines(layout)),
        *_couples(layout),
        *_descents(layout),
        *(_figure(figure, layout.places[figure.key]) for figure in family.figures),
    ]
    right = max((x for x, _ in layout.places.values()), default=0) + HALF
    bottom = max((y for _, y in layout.places.values()), default=0) + NAMES
    corner = (-float(_MARGIN), -_R - _MARGIN)
    size = (right + 2 * _MARGIN + 8, bottom + _R + 2 * _MARGIN)
    return document(parts, (corner, size), name="genogram", title=title, desc=desc)


def _outline(points: list[Point]) -> str:
    return ring(
        points,
        stroke="#555",
        stroke_width=1.4,
        stroke_dasharray="12 4",
        stroke_linejoin="round",
    )


def _figure(figure: Figure, at: Point) -> str:
    parts = [_symbol(figure.shape, at, _R)]
    if figure.focus:
        parts.append(_symbol(figure.shape, at, _R - 5))
    if figure.dead:
        left, top, right, bottom = at[0] - _R, at[1] - _R, at[0] + _R, at[1] + _R
        parts += [_ink((left, top), (right, bottom)), _ink((left, bottom), (right, top))]
    if figure.age:
        parts.append(text((at[0], at[1] + 6), figure.age, font_size=16, font_weight="bold"))
    for number, words in enumerate(_lines_under(figure)):
        parts.append(text((at[0], at[1] + _R + 18 + 17 * number), words))
    return tag("g", "".join(parts))


def _symbol(shape: Shape, at: Point, r: float) -> str:
    x, y = at
    look: dict[str, str | float] = {"fill": PAPER, "stroke": INK, "stroke_width": 2}
    if shape is Shape.MALE:
        return tag("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, **look)
    if shape is Shape.FEMALE:
        return tag("circle", cx=x, cy=y, r=r, **look)
    corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    if shape is Shape.UNBORN:
        corners = [(x, y - r * 0.7), (x + r * 0.8, y + r * 0.7), (x - r * 0.8, y + r * 0.7)]
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return tag("polygon", points=points, **look)


def _lines_under(figure: Figure) -> list[str]:
    """Family name and given name on lines of their own, so that names stay narrow."""
    names = [cut(part, _NAME_LETTERS) for part in figure.name.split(maxsplit=1)]
    return [*names, cut(figure.note, _NOTE_LETTERS)] if figure.note else names


def _couples(layout: Layout) -> list[str]:
    parts = []
    for number, union in enumerate(layout.family.unions):
        if len(union.partners) > 1:
            parts.append(_couple(layout, union))
        elif number in layout.drops:
            parts.append(_stub(layout, number, union.partners[0]))
    return parts


def _couple(layout: Layout, union: Union) -> str:
    left, right = sorted(layout.places[key] for key in union.partners)
    middle = ((left[0] + right[0]) / 2, left[1])
    dash = {"stroke_dasharray": DOTTED} if union.bond in {Bond.PARTNERS, Bond.PARTED} else {}
    if _beside(layout, union):
        points = [(left[0] + _R, left[1]), (right[0] - _R, right[1])]
    else:  # somebody stands between: below their names
        low = left[1] + NAMES + 6
        middle = (middle[0], low)
        points = [(left[0] + 14, left[1] + _R), (left[0] + 14, low)]
        points += [(right[0] - 14, low), (right[0] - 14, right[1] + _R)]
    drawn = path(points, stroke=INK, stroke_width=_LINE_WIDTH, **dash)
    return drawn + _slashes(union.bond, middle)


def _beside(layout: Layout, union: Union) -> bool:
    row = next(row for row in layout.rows if union.partners[0] in row)
    one, other = (row.index(key) for key in union.partners)
    return abs(one - other) == 1


def _slashes(bond: Bond, middle: Point) -> str:
    """Beside the middle, where the line to the children begins."""
    count = {Bond.SEPARATED: 1, Bond.DIVORCED: 2, Bond.PARTED: 2}.get(bond, 0)
    x, y = middle
    return "".join(
        line(
            (x - 24 + 8 * number, y + 11),
            (x - 14 + 8 * number, y - 11),
            stroke=INK,
            stroke_width=2,
        )
        for number in range(count)
    )


def _stub(layout: Layout, number: int, parent: str) -> str:
    x, y = layout.places[parent]
    drop = layout.drops[number]
    if drop == x:
        return ""
    edge = x + _R if drop > x else x - _R
    return path([(edge, y), (drop, y)], stroke=INK, stroke_width=_LINE_WIDTH)


def _descents(layout: Layout) -> list[str]:
    """The lines from each union down to its children."""
    parts = []
    for number, lane in _lanes(layout).items():
        children = layout.family.children_of(number)
        bar = layout.places[children[0].key][1] - _R - 34 - _LANE * lane
        parts += _to_children(layout, children, bar)
        if number in layout.drops:
            parts.append(_down_to(layout, number, bar))
    return parts


def _down_to(layout: Layout, number: int, bar: float) -> str:
    union, drop = layout.family.unions[number], layout.drops[number]
    top = layout.places[union.partners[0]][1]
    if len(union.partners) == 1 and drop == layout.places[union.partners[0]][0]:
        top += _R
    elif len(union.partners) > 1 and not _beside(layout, union):
        top += NAMES + 6
    return _ink((drop, top), (drop, bar))


def _to_children(layout: Layout, children: list[Child], bar: float) -> list[str]:
    """The bar over brothers and sisters, and from it a line to each; twins share its end."""
    tops = {child.key: _top_of(layout, child) for child in children}
    ends = _ends(children, tops)
    drop = layout.drops.get(children[0].union)
    reach = [*ends.values(), *([] if drop is None else [drop])]
    parts = []
    if max(reach) > min(reach):
        parts.append(_ink((min(reach), bar), (max(reach), bar)))
    for child in children:
        start = (ends[child.twins or child.key], bar)
        dash = {"stroke_dasharray": _DASHES[child.descent]} if child.descent in _DASHES else {}
        parts.append(_ink(start, tops[child.key], **dash))
    return parts


def _ends(children: list[Child], tops: dict[str, Point]) -> dict[str, float]:
    """Where the lines begin on the bar, by child or by pair of twins."""
    forks: dict[str, list[float]] = defaultdict(list)
    for child in children:
        forks[child.twins or child.key].append(tops[child.key][0])
    return {fork: sum(xs) / len(xs) for fork, xs in forks.items()}


def _top_of(layout: Layout, child: Child) -> Point:
    """Where a child's line ends; the lines of one who has two pairs of parents lie side by side."""
    lines = [other.union for other in layout.family.children if other.key == child.key]
    aside = _ASIDE * (lines.index(child.union) - (len(lines) - 1) / 2)
    x, y = layout.places[child.key]
    shape = next(f.shape for f in layout.family.figures if f.key == child.key)
    depth = {
        Shape.FEMALE: _R - sqrt(max(0, _R * _R - aside * aside)),
        Shape.OTHER: abs(aside),
        Shape.UNBORN: _R * 0.3,
    }
    return (x + aside, y - _R + depth.get(shape, 0))


def _ink(one: Point, other: Point, **more: str) -> str:
    return line(one, other, stroke=INK, stroke_width=_LINE_WIDTH, **more)


def _lanes(layout: Layout) -> dict[int, int]:
    """By union with children: how many steps its bar lies above the lowest place for one.

    Bars of one row that would run into each other lie at different heights.
    """
    spans: dict[int, tuple[float, float, float]] = {}
    for number in range(len(layout.family.unions)):
        children = layout.family.children_of(number)
        if children:
            xs = [_top_of(layout, child)[0] for child in children]
            xs += [layout.drops[number]] if number in layout.drops else []
            spans[number] = (layout.places[children[0].key][1], min(xs), max(xs))
    lanes: dict[int, int] = {}
    for number, (row, left, right) in sorted(spans.items(), key=lambda item: item[1]):
        taken = {
            lanes[other]
            for other in lanes
            if spans[other][0] == row and spans[other][1] <= right and left <= spans[other][2]
        }
        lanes[number] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
    return lanes
