"""Bands from the left to the right: how many went from each of these to each of those."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cswtool.drawing import svg
from cswtool.drawing.lines import COLOURS
from cswtool.drawing.svg import Picture

_TOP: Final = 12.0
_NODE: Final = 14.0
_GAP: Final = 22.0
_TALL: Final = 260.0
"""The height of all bands together, without the gaps."""
_NODE_COLOUR: Final = "#626264"

Amounts = Mapping[tuple[str, str], int | None]


@dataclass(frozen=True, slots=True)
class Frame:
    """How much room there is, and how the names are written in it."""

    width: float
    left: float
    right: float
    longest: int
    """Characters of a name."""
    letters: float


WIDE: Final = Frame(760, 150, 190, longest=11, letters=14)
NARROW: Final = Frame(284, 84, 98, longest=6, letters=12)
"""As wide as a phone leaves it."""


@dataclass(frozen=True, slots=True)
class _Node:
    name: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from where to where; sources and targets as (key, words)."""

    sources: Sequence[tuple[str, str]]
    targets: Sequence[tuple[str, str]]
    amounts: Amounts


def draw(flow: Flow, *, name: str, title: str, frame: Frame = WIDE) -> Picture:
    """Bands as wide as their amounts.

    A hidden amount (None) has no band, and a node is as high as the bands that are drawn: were
    it as high as its total, the rest would tell what is hidden.
    """
    drawn = {cell: amount for cell, amount in flow.amounts.items() if amount}
    scale = _TALL / max(sum(drawn.values()), 1)
    out, into = Counter[str](), Counter[str]()
    for (source, target), amount in drawn.items():
        out[source] += amount
        into[target] += amount
    left, right = _stack(flow.sources, out, scale), _stack(flow.targets, into, scale)
    parts = _bands(left, right, drawn, scale, frame)
    parts += [part for node in left.values() for part in _node(node, frame, "end")]
    parts += [part for node in right.values() for part in _node(node, frame, "start")]
    bottom = max((n.top + n.height for n in (*left.values(), *right.values())), default=0) + _TOP
    desc = "数値は表にあります。伏せた数値の帯は描いていません。"
    return svg.document(parts, ((0, 0), (frame.width, bottom)), name=name, title=title, desc=desc)


def _stack(
    names: Sequence[tuple[str, str]], sums: Mapping[str, int], scale: float
) -> dict[str, _Node]:
    """The nodes of one side that any band meets, from the top down."""
    found: dict[str, _Node] = {}
    top = _TOP
    for key, name in names:
        if sums[key]:
            found[key] = _Node(name, top, sums[key] * scale)
            top += sums[key] * scale + _GAP
    return found


def _bands(
    left: Mapping[str, _Node],
    right: Mapping[str, _Node],
    drawn: Mapping[tuple[str, str], int],
    scale: float,
    frame: Frame,
) -> list[str]:
    starts = {key: node.top for key, node in left.items()}
    ends = {key: node.top for key, node in right.items()}
    colours = {key: COLOURS[at % len(COLOURS)] for at, key in enumerate(left)}
    parts = []
    for source in left:
        for target in right:
            height = drawn.get((source, target), 0) * scale
            if height:
                parts.append(_band(starts[source], ends[target], height, colours[source], frame))
                starts[source] += height
                ends[target] += height
    return parts


def _band(start: float, end: float, height: float, colour: str, frame: Frame) -> str:
    x, far = frame.left + _NODE, frame.width - frame.right
    middle = svg.number((x + far) / 2)
    n = svg.number
    path = (
        f"M{n(x)} {n(start)}C{middle} {n(start)} {middle} {n(end)} {n(far)} {n(end)}"
        f"V{n(end + height)}"
        f"C{middle} {n(end + height)} {middle} {n(start + height)} {n(x)} {n(start + height)}Z"
    )
    return svg.tag(
        "path", d=path, fill=colour, fill_opacity="0.45", stroke=svg.PAPER, stroke_width=0.5
    )


def _node(node: _Node, frame: Frame, anchor: str) -> list[str]:
    """Its name lies outside the bands: before what starts, after what is reached."""
    before = anchor == "end"
    x = frame.left if before else frame.width - frame.right
    at = (x - 8 if before else x + 8 + _NODE, node.top + node.height / 2 + 5)
    said = svg.cut(node.name, frame.longest)
    return [
        svg.tag("rect", x=x, y=node.top, width=_NODE, height=node.height, fill=_NODE_COLOUR),
        svg.words(at, said, anchor=anchor, font_size=frame.letters),
    ]
