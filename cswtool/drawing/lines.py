"""Lines over time: one for each series, its name at its end. A figure that is missing is a gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle, groupby
from typing import Final

from cswtool.drawing import svg
from cswtool.drawing.svg import Picture, Point

_TOP, _BOTTOM = 16.0, 34.0
_LABEL_GAP: Final = 18.0
_TICKS: Final = 4
_STEPS: Final = (1, 2, 5)
_GRID: Final = "#d8d8db"
COLOURS: Final = ("#0017c1", "#c74700", "#197a4b", "#8b1ac7", "#b5005c", "#5c4a00", "#00687a")
"""Each at least 4.5:1 on white; the name at the line's end tells them apart without colour."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How much room there is. Letters are as large in any of them."""

    width: float
    height: float
    left: float
    right: float
    most_labels: int
    """Of the steps below."""
    longest: int
    """Characters of a name."""


WIDE: Final = Frame(760, 340, 56, 170, most_labels=7, longest=11)
NARROW: Final = Frame(284, 300, 44, 92, most_labels=2, longest=5)
"""As wide as a phone leaves it."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name, and a figure for each step of time, None where there is none to show."""

    name: str
    values: tuple[int | None, ...]


def draw(
    series: Sequence[Series],
    steps: Sequence[str],
    *,
    name: str,
    title: str,
    frame: Frame = WIDE,
) -> Picture:
    """The lines over `steps`, from zero up to the greatest figure shown.

    Nothing is drawn across a gap, so that nobody reads a hidden figure off a slope.
    """
    most = max((value for line in series for value in line.values if value is not None), default=0)
    top, ticks = _scale(most)
    plot = _Plot(len(steps), top, frame)
    parts = [*_grid(plot, ticks), *_step_labels(plot, steps)]
    for colour, line in zip(cycle(COLOURS), series, strict=False):
        parts += _line(plot, line, colour)
    parts += _names(plot, series)
    gaps = "途切れている所は、数値を伏せています。"
    return svg.document(
        parts,
        ((0, 0), (frame.width, frame.height)),
        name=name,
        title=title,
        desc=f"数値は表にあります。{gaps}",
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    steps: int
    top: int
    frame: Frame

    def at(self, step: int, value: float) -> Point:
        frame = self.frame
        width, height = frame.width - frame.left - frame.right, frame.height - _TOP - _BOTTOM
        across = step / max(self.steps - 1, 1)
        return frame.left + across * width, _TOP + height * (1 - value / self.top)


def _scale(most: int) -> tuple[int, list[int]]:
    """Where the axis ends, and its round figures; at most five of them."""
    powers = (10**power for power in count())
    step = next(s * p for p in powers for s in _STEPS if s * p * _TICKS >= most)
    ticks = list(range(0, max(most, 1) + step, step))[: _TICKS + 1]
    return ticks[-1], ticks


def _grid(plot: _Plot, ticks: Sequence[int]) -> Iterator[str]:
    for tick in ticks:
        left, right = plot.at(0, tick), plot.at(max(plot.steps - 1, 1), tick)
        yield svg.line(left, right, stroke=_GRID, stroke_width=1)
        yield svg.words((left[0] - 8, left[1] + 5), f"{tick:,}", anchor="end")


def _step_labels(plot: _Plot, steps: Sequence[str]) -> Iterator[str]:
    every = -(-len(steps) // plot.frame.most_labels)
    y = plot.frame.height - 10
    for at, label in enumerate(steps):
        if at % every == 0:
            yield svg.words((plot.at(at, 0)[0], y), label, anchor="middle", font_size=12)


def _line(plot: _Plot, line: Series, colour: str) -> Iterator[str]:
    shown = [(at, value) for at, value in enumerate(line.values) if value is not None]
    for _, run in groupby(enumerate(shown), key=lambda pair: pair[1][0] - pair[0]):
        points = [plot.at(at, value) for _, (at, value) in run]
        if len(points) > 1:
            yield svg.path(points, stroke=colour, stroke_width=2.5)
        for x, y in points:
            yield svg.tag("circle", cx=x, cy=y, r=3.5, fill=colour)


def _names(plot: _Plot, series: Sequence[Series]) -> Iterator[str]:
    """Each beside the last figure shown, pushed apart where they would lie on each other."""
    ends = []
    for colour, line in zip(cycle(COLOURS), series, strict=False):
        shown = [(at, value) for at, value in enumerate(line.values) if value is not None]
        if shown:
            ends.append((plot.at(*shown[-1])[1], colour, line.name))
    ends.sort()
    y = _TOP
    lowest = plot.frame.height - _BOTTOM - _LABEL_GAP * (len(ends) - 1)
    for wanted, colour, name in ends:
        y = max(y, min(wanted, lowest))
        at = (plot.frame.width - plot.frame.right + 10, y + 5)
        yield svg.tag("circle", cx=at[0], cy=y, r=4, fill=colour)
        yield svg.words((at[0] + 10, at[1]), svg.cut(name, plot.frame.longest), anchor="start")
        y, lowest = y + _LABEL_GAP, lowest + _LABEL_GAP
