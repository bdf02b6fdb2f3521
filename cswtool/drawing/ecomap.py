"""An ecomap: the household in the middle, round it whom and what it is tied to."""

from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, hypot, pi, sin
from typing import Final

from cswtool.drawing.family import Shape
from cswtool.drawing.svg import (
    DOTTED,
    INK,
    PAPER,
    Picture,
    Point,
    cut,
    document,
    line,
    path,
    tag,
    text,
)


class TieKind(StrEnum):
    STRONG = "strong"
    ORDINARY = "ordinary"
    WEAK = "weak"
    STRESS = "stress"
    CUT = "cut"

    @property
    def label(self) -> str:
        return {
            "strong": "強い",
            "ordinary": "普通",
            "weak": "弱い",
            "stress": "葛藤",
            "cut": "断絶",
        }[self]


class Direction(StrEnum):
    """Which way help or contact goes, seen from the household."""

    NONE = "none"
    IN = "in"
    OUT = "out"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {
            "none": "向きはない",
            "in": "相手から世帯へ",
            "out": "世帯から相手へ",
            "both": "たがいに",
        }[self]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member of the household, with the shape of the genogram."""

    name: str
    shape: Shape
    age: str = ""
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """What the household is tied to, and how."""

    name: str
    kind: TieKind
    direction: Direction = Direction.NONE
    note: str = ""


LEGEND: Final = (
    ("太い線", "強い"),
    ("線", "普通"),
    ("点線", "弱い"),
    ("ぎざぎざの線", "葛藤・ストレス"),
    ("切れた線", "断絶"),
    ("矢印", "働きかけや支えの向き"),
)
"""How the picture is read."""

BOX: Final = (148, 62)
_LINE_LETTERS: Final = 10
_LINES: Final = 3
_ROOM: Final = 182
"""Between the middles of two neighbours; more than the diagonal of a box."""
_BETWEEN: Final = 108
"""From the household to the nearest end of a box, at least."""
_ROW: Final = 26
_MARGIN: Final = 16
_ZIG: Final = 7
_FLAT: Final = 1e-9


def ecomap(
    members: tuple[Somebody, ...], ties: tuple[Bound, ...], *, title: str, desc: str
) -> Picture:
    """The picture of a household and its ties, the first tie at the top, then clockwise."""
    inner = _inner(len(members))
    reach = max(inner + _BETWEEN + hypot(*BOX) / 2, len(ties) * _ROOM / (2 * pi))
    places = placed(len(ties), reach)
    parts = [_tie(tie, at, inner) for tie, at in zip(ties, places, strict=True)]
    parts.append(tag("circle", cx=0, cy=0, r=inner, fill=PAPER, stroke=INK, stroke_width=2))
    parts += _members(members)
    parts += [_box(tie, at) for tie, at in zip(ties, places, strict=True)]
    wide = max([inner, *(abs(x) + BOX[0] / 2 for x, _ in places)]) + _MARGIN
    high = max([inner, *(abs(y) + BOX[1] / 2 for _, y in places)]) + _MARGIN
    return document(
        parts, ((-wide, -high), (2 * wide, 2 * high)), name="ecomap", title=title, desc=desc
    )


def placed(count: int, reach: float) -> list[Point]:
    """The middles of `count` boxes on a circle."""
    angles = [-pi / 2 + 2 * pi * number / count for number in range(count)]
    return [(round(reach * cos(a), 1), round(reach * sin(a), 1)) for a in angles]


def _inner(members: int) -> float:
    """The radius of the household's circle: room for a line of text for each."""
    return max(84.0, members * _ROW / 2 + 44)


def _members(members: tuple[Somebody, ...]) -> list[str]:
    top = -(len(members) - 1) * _ROW / 2
    parts = []
    for number, one in enumerate(members):
        y = top + number * _ROW
        age = f" {one.age}" if one.age else ""
        parts.append(_mark(one, (-58, y)))
        parts.append(
            text((10, y + 5), cut(one.name, _LINE_LETTERS - 3) + age, font_weight=_weight(one))
        )
    return parts


def _weight(one: Somebody) -> str:
    return "bold" if one.focus else "normal"


def _mark(one: Somebody, at: Point) -> str:
    x, y = at
    radii = (8, 5) if one.focus else (8,)
    look: dict[str, str | float] = {"fill": PAPER, "stroke": INK, "stroke_width": 1.6}
    if one.shape is Shape.MALE:
        return "".join(
            tag("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, **look) for r in radii
        )
    if one.shape is Shape.FEMALE:
        return "".join(tag("circle", cx=x, cy=y, r=r, **look) for r in radii)
    return "".join(
        tag("polygon", points=f"{x},{y - r} {x + r},{y} {x},{y + r} {x - r},{y}", **look)
        for r in radii
    )


def _box(tie: Bound, at: Point) -> str:
    width, height = BOX
    frame = tag(
        "rect",
        x=at[0] - width / 2,
        y=at[1] - height / 2,
        width=width,
        height=height,
        rx=10,
        fill=PAPER,
        stroke=INK,
        stroke_width=1.4,
    )
    lines = _wrapped(tie.name)
    top = at[1] + 5 - (len(lines) - 1) * 9
    return tag(
        "g",
        frame + "".join(text((at[0], top + 18 * n), words) for n, words in enumerate(lines)),
    )


def _wrapped(name: str) -> list[str]:
    whole = cut(name, _LINE_LETTERS * _LINES)
    return [whole[at : at + _LINE_LETTERS] for at in range(0, len(whole), _LINE_LETTERS)]


def _tie(tie: Bound, at: Point, inner: float) -> str:
    """From the household's circle to the edge of the box."""
    angle = atan2(at[1], at[0])
    start = (inner * cos(angle), inner * sin(angle))
    end = _edge(at, angle)
    drawn = _stroke(tie.kind, start, end)
    if tie.direction in {Direction.IN, Direction.BOTH}:
        drawn += _head(start, angle + pi)
    if tie.direction in {Direction.OUT, Direction.BOTH}:
        drawn += _head(end, angle)
    return drawn


def _edge(at: Point, angle: float) -> Point:
    """Where the line from the middle meets the box."""
    across, down = abs(cos(angle)), abs(sin(angle))
    to_side = BOX[0] / 2 / across if across > _FLAT else BOX[0]
    to_end = BOX[1] / 2 / down if down > _FLAT else BOX[0]
    scale = min(to_side, to_end)
    return (at[0] - scale * cos(angle), at[1] - scale * sin(angle))


def _stroke(kind: TieKind, start: Point, end: Point) -> str:
    if kind is TieKind.STRONG:
        return line(start, end, stroke=INK, stroke_width=6)
    if kind is TieKind.WEAK:
        return line(start, end, stroke=INK, stroke_width=1.8, stroke_dasharray=DOTTED)
    if kind is TieKind.STRESS:
        return path(_zigzag(start, end), stroke=INK, stroke_width=1.8, stroke_linejoin="round")
    if kind is TieKind.CUT:
        return _broken(start, end)
    return line(start, end, stroke=INK, stroke_width=1.8)


def _along(start: Point, end: Point, share: float, aside: float = 0) -> Point:
    """A point on the way, `aside` pixels beside it."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    x, y = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    return (
        start[0] + x * length * share - y * aside,
        start[1] + y * length * share + x * aside,
    )


def _zigzag(start: Point, end: Point) -> list[Point]:
    """Straight at both ends, so that an arrow sits well."""
    teeth = 9
    middle = [
        _along(start, end, 0.18 + 0.64 * n / (teeth - 1), _ZIG if n % 2 else -_ZIG)
        for n in range(teeth)
    ]
    return [start, _along(start, end, 0.14), *middle, _along(start, end, 0.86), end]


def _broken(start: Point, end: Point) -> str:
    """A gap in the middle between two short strokes across."""
    parts = [
        line(start, _along(start, end, 0.44), stroke=INK, stroke_width=1.8),
        line(_along(start, end, 0.56), end, stroke=INK, stroke_width=1.8),
    ]
    parts += [
        line(
            _along(start, end, share, -9), _along(start, end, share, 9), stroke=INK, stroke_width=2
        )
        for share in (0.44, 0.56)
    ]
    return "".join(parts)


def _head(tip: Point, angle: float) -> str:
    corners = [
        tip,
        (tip[0] - 14 * cos(angle - 0.42), tip[1] - 14 * sin(angle - 0.42)),
        (tip[0] - 14 * cos(angle + 0.42), tip[1] - 14 * sin(angle + 0.42)),
    ]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return tag("polygon", points=points, fill=INK)
