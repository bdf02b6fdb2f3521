"""Where everybody stands, in pixels: rows by generation, children centred under their union."""

from dataclasses import dataclass, field
from typing import Final

from cswtool.drawing.family import Family, Shape, Union
from cswtool.drawing.generations import ranks, sound
from cswtool.drawing.order import Row, ordered_rows

SIZE: Final = 48
"""The side of a symbol."""
PITCH: Final = 132
"""From one partner to the next."""
HALF: Final = 58
"""Half the width that one person needs, name included."""
ROW: Final = 196
"""From one generation to the next."""
NAMES: Final = 84
"""From the middle of a symbol to below its last line of text."""
_ROUNDS: Final = 40
_LIGHT: Final = 0.01
"""How hard somebody without lines holds to their place."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The family as far as it can be drawn; by key the middle of each symbol."""

    family: Family
    places: dict[str, tuple[float, float]]
    rows: list[list[str]]
    """From the top, each from left to right."""
    drops: dict[int, float]
    """By union: where the line down to its children begins."""


@dataclass
class _Unit:
    keys: list[str]
    left: float = HALF
    right: float = HALF
    """What it needs left of its first and right of its last person."""
    x: float = 0
    stubs: dict[int, float] = field(default_factory=dict)
    """By union of a single parent: where its line begins, from x."""

    @property
    def reach(self) -> float:
        return (len(self.keys) - 1) * PITCH + self.right


def laid_out(family: Family) -> Layout:
    """Places for everybody; nobody is nearer to another than their widths allow."""
    levels = ranks(family)
    family = sound(family, levels)
    rows = ordered_rows(family, levels)
    placing = _Placing(family, rows)
    placing.settle()
    return placing.result()


class _Placing:
    def __init__(self, family: Family, rows: list[Row]) -> None:
        self.family = family
        self.rows = [[_Unit(keys) for keys in row] for row in rows]
        self.unit = {key: unit for row in self.rows for unit in row for key in unit.keys}
        self.siblings = [
            [child.key for child in family.children_of(number)]
            for number in range(len(family.unions))
        ]
        shapes = {figure.key: figure.shape for figure in family.figures}
        for number, union in enumerate(family.unions):
            if len(union.partners) == 1 and self.siblings[number]:
                self._add_stub(number, union.partners[0], shapes)

    def _add_stub(self, number: int, parent: str, shapes: dict[str, Shape]) -> None:
        """A single parent's line begins beside them, where the other parent would stand."""
        unit = self.unit[parent]
        place = unit.keys.index(parent)
        at_left, at_right = place == 0, place == len(unit.keys) - 1
        goes_left = at_left and (shapes[parent] is Shape.FEMALE or not at_right)
        if goes_left:
            unit.stubs[number], unit.left = -PITCH / 2, PITCH / 2 + 10
        elif at_right:
            unit.stubs[number], unit.right = (place + 0.5) * PITCH, PITCH / 2 + 10
        else:
            unit.stubs[number] = place * PITCH

    def settle(self) -> None:
        """Centre unions over children and children under unions until nothing moves."""
        for row in self.rows:
            self._spread(row, [0.0] * len(row), [1.0] * len(row))
        for _ in range(_ROUNDS):
            for row in reversed(self.rows):
                self._pull(row, upward=True)
            for row in self.rows:
                self._pull(row, upward=False)

    def _pull(self, row: list[_Unit], *, upward: bool) -> None:
        wishes: dict[int, list[float]] = {id(unit): [] for unit in row}
        for number, union in enumerate(self.family.unions):
            if not union.partners or not self.siblings[number]:
                continue
            shift = self._middle(number) - self.drop(number)
            pulled = [self.unit[union.partners[0]]] if upward else self._children(number)
            for unit in pulled:
                if id(unit) in wishes:
                    wishes[id(unit)].append(shift if upward else -shift)
        shifts = [sum(wish) / len(wish) if (wish := wishes[id(unit)]) else 0.0 for unit in row]
        weights = [1.0 if wishes[id(unit)] else _LIGHT for unit in row]
        self._spread(row, [u.x + s for u, s in zip(row, shifts, strict=True)], weights)

    def _children(self, number: int) -> list[_Unit]:
        return list({id(u): u for u in (self.unit[k] for k in self.siblings[number])}.values())

    def _middle(self, number: int) -> float:
        found = [self.place(key) for key in self.siblings[number]]
        return (min(found) + max(found)) / 2

    def place(self, key: str) -> float:
        unit = self.unit[key]
        return unit.x + unit.keys.index(key) * PITCH

    def drop(self, number: int) -> float:
        union = self.family.unions[number]
        if len(union.partners) == 1:
            unit = self.unit[union.partners[0]]
            return unit.x + unit.stubs.get(number, 0)
        return sum(self.place(key) for key in union.partners) / len(union.partners)

    @staticmethod
    def _spread(row: list[_Unit], wanted: list[float], weights: list[float]) -> None:
        """As near to the wanted places as the widths allow (least squares, order kept)."""
        starts, at = [], 0.0
        for unit in row:
            at += unit.left
            starts.append(at)
            at += unit.reach
        blocks: list[list[float]] = []  # mean of (wanted - start), weight, number of units
        for want, start, weight in zip(wanted, starts, weights, strict=True):
            blocks.append([want - start, weight, 1])
            while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
                mean, heft, count = blocks.pop()
                before = blocks[-1]
                before[0] = (before[0] * before[1] + mean * heft) / (before[1] + heft)
                before[1], before[2] = before[1] + heft, before[2] + count
        means = [mean for mean, _, count in blocks for _ in range(int(count))]
        for unit, start, mean in zip(row, starts, means, strict=True):
            unit.x = start + mean

    def result(self) -> Layout:
        first = min((u.x - u.left for row in self.rows for u in row), default=0.0)
        places = {
            key: (round(self.place(key) - first, 1), float(number * ROW))
            for number, row in enumerate(self.rows)
            for unit in row
            for key in unit.keys
        }
        drops = {
            number: round(self.drop(number) - first, 1)
            for number, union in enumerate(self.family.unions)
            if union.partners and self._is_drawn(union, number)
        }
        rows = [[key for unit in row for key in unit.keys] for row in self.rows]
        return Layout(self.family, places, rows, drops)

    def _is_drawn(self, union: Union, number: int) -> bool:
        return len(union.partners) > 1 or bool(self.siblings[number])
