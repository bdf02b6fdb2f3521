"""Bands from the left to the right: how many went from each of these to each of those."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cswtool.drawing import svg
from cswtool.drawing.lines import COLOURS
from cswtool.drawing.svg import Picture

_WIDTH: Final = 760.0
_LEFT, _RIGHT, _TOP = 150.0, 190.0, 12.0
_NODE: Final = 14.0
_GAP: Final = 22.0
_TALL: Final = 260.0
"""The height of all bands together, without the gaps."""
_LONGEST: Final = 11
_NODE_COLOUR: Final = "#626264"

Amounts = Mapping[tuple[str, str], int | None]


@dataclass(frozen=True, slots=True)
class _Node:
    name: str
    top: float
    height: float


def draw(
    sources: Sequence[tuple[str, str]],
    targets: Sequence[tuple[str, str]],
    amounts: Amounts,
    *,
    name: str,
    title: str,
) -> Picture:
    """Bands as wide as their amounts; sources and targets as (key, words).

    A hidden amount (None) has no band, and a node is as high as the bands that are drawn: were
    it as high as its total, the rest would tell what is hidden.
    """
    drawn = {cell: amount for cell, amount in amounts.items() if amount}
    scale = _TALL / max(sum(drawn.values()), 1)
    out, into = Counter[str](), Counter[str]()
    for (source, target), amount in drawn.items():
        out[source] += amount
        into[target] += amount
    left, right = _stack(sources, out, scale), _stack(targets, into, scale)
    parts = _bands(left, right, drawn, scale)
    parts += [part for node in left.values() for part in _node(node, _LEFT, -8, "end")]
    parts += [
        part for node in right.values() for part in _node(node, _WIDTH - _RIGHT, 8 + _NODE, "start")
    ]
    bottom = max((n.top + n.height for n in (*left.values(), *right.values())), default=0) + _TOP
    desc = "数値は表にあります。伏せた数値の帯は描いていません。"
    return svg.document(parts, ((0, 0), (_WIDTH, bottom)), name=name, title=title, desc=desc)


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
) -> list[str]:
    starts = {key: node.top for key, node in left.items()}
    ends = {key: node.top for key, node in right.items()}
    colours = {key: COLOURS[at % len(COLOURS)] for at, key in enumerate(left)}
    parts = []
    for source in left:
        for target in right:
            height = drawn.get((source, target), 0) * scale
            if height:
                parts.append(_band(starts[source], ends[target], height, colours[source]))
                starts[source] += height
                ends[target] += height
    return parts


def _band(start: float, end: float, height: float, colour: str) -> str:
    x, far = _LEFT + _NODE, _WIDTH - _RIGHT
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


def _node(node: _Node, x: float, aside: float, anchor: str) -> list[str]:
    return [
        svg.tag("rect", x=x, y=node.top, width=_NODE, height=node.height, fill=_NODE_COLOUR),
        svg.words(
            (x + aside, node.top + node.height / 2 + 5), svg.cut(node.name, _LONGEST), anchor=anchor
        ),
    ]
