"""The tables of a summary, how their figures are printed, and the pictures made of them.

A hidden figure is None here and nowhere else present, so no way of showing can leak it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from cswtool.drawing import flow, lines
from cswtool.drawing.svg import Picture

HIDDEN: Final = "x"
NONE: Final = "－"
"""Symbols of Japanese official statistics (統計表で用いる符号): x 秘匿, － 皆無."""

SHARE: Final = "計の割合"
"""The column beside the totals: what part of all households of the city they are."""

HEAT_LEVELS: Final = 5
LINES: Final = "lines"
FLOW: Final = "flow"


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a row or a column: the stable key and the words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a figure for every column, None where it is hidden."""

    heading: Heading
    figures: tuple[int | None, ...]
    share: int | None = None
    """Thousandths that the last figure is of all households, where the sheet has shares; None
    where that must not be printed."""

    @property
    def printed_share(self) -> str:
        """As in 42.3%; of nothing it is － as the figure is."""
        if self.figures[-1] == 0:
            return NONE
        return HIDDEN if self.share is None else f"{self.share / 10:.1f}%"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Its last column are the totals, and mostly its last line."""

    key: str
    title: str
    measure: str
    """実ケース数 or 延べ件数."""
    heading: str
    """What the rows are, as in 課題."""
    columns: tuple[Heading, ...]
    lines: tuple[Line, ...]
    total: bool = True
    """Its last line is a total."""
    form: str = ""
    """The form whose rows these are; printed together with the others of that name."""
    shares: bool = False
    """Beside the totals stands what part of all households they are."""
    drawn: str = ""
    """How it is drawn beside its table: LINES, FLOW, or "" for not at all."""

    @property
    def caption(self) -> str:
        return f"{self.title}（{self.measure}）"

    @property
    def picture(self) -> Picture | None:
        """The figures shown, as a picture: what is hidden in the table is not in it either.

        Made of the body alone; totals are neither drawn nor do they set the scale.
        """
        return self._drawn(narrow=False)

    @property
    def narrow_picture(self) -> Picture | None:
        """The same, as wide as a phone."""
        return self._drawn(narrow=True)

    @property
    def picture_note(self) -> str:
        """What is not drawn, in words below the picture; "" where all of the table is."""
        shown = [figure for line in self._body for figure in line.figures[:-1]]
        if self.drawn == FLOW and None in shown:
            whole, drawn = self.lines[-1].figures[-1], sum(figure or 0 for figure in shown)
            of = "" if whole is None else f"{whole:,}件のうち"
            told = f"数値を載せた流れだけです（{of}{drawn:,}件）"
            return f"図は、{told}。伏せた流れは描いていません。"
        if self.drawn == LINES and None in shown:
            return "線の途切れている所は、数値を伏せています。"
        return ""

    @property
    def _body(self) -> tuple[Line, ...]:
        return self.lines[:-1] if self.total else self.lines

    def _drawn(self, *, narrow: bool) -> Picture | None:
        if self.drawn == LINES and len(self._body) > 1:
            return self._as_lines(narrow=narrow)
        return self._as_flow(narrow=narrow) if self.drawn == FLOW else None

    def _as_lines(self, *, narrow: bool) -> Picture | None:
        """A line for each column that shows more than zeros."""
        series = [
            lines.Series(column.label, tuple(line.figures[at] for line in self._body))
            for at, column in enumerate(self.columns[:-1])
        ]
        series = [one for one in series if any(one.values)]
        if not series:
            return None
        steps = [line.heading.label for line in self._body]
        frame = lines.NARROW if narrow else lines.WIDE
        return lines.draw(series, steps, frame=frame, **self._said(narrow=narrow))

    def _as_flow(self, *, narrow: bool) -> Picture | None:
        ways = {
            (column.key, line.heading.key): figure
            for line in self._body
            for column, figure in zip(self.columns[:-1], line.figures, strict=False)
        }
        sources = [(column.key, column.label) for column in self.columns[:-1]]
        targets = [(line.heading.key, line.heading.label) for line in self._body]
        if not any(ways.values()):
            return None
        frame = flow.NARROW if narrow else flow.WIDE
        drawn = flow.Flow(sources, targets, ways)
        return flow.draw(drawn, frame=frame, **self._said(narrow=narrow))

    def _said(self, *, narrow: bool) -> dict[str, str]:
        """Its name in the page, where both stand, and its title."""
        return {"name": f"{self.key}-narrow" if narrow else self.key, "title": self.caption}

    def cells(self) -> Iterator[tuple[str, int | None]]:
        """Every cell by its name in the ledger, as in issue|W|hikikomori."""
        for line in self.lines:
            for column, figure in zip(self.columns, line.figures, strict=True):
                yield f"{self.key}|{column.key}|{line.heading.key}", figure

    def levels(self, line: Line) -> tuple[int, ...]:
        """The heat of each figure of a line, 0 to 5; totals and hidden figures have none."""
        if self.form or line not in self._body:
            return (0,) * len(line.figures)
        body = (figure or 0 for row in self._body for figure in row.figures[:-1])
        most = max(body, default=0)
        return (*(_level(figure or 0, most) for figure in line.figures[:-1]), 0)


def with_zone(sheet: Sheet, zone: str) -> Sheet:
    """The sheet with the column of one 圏域 (or with none of them) beside its totals.

    A sheet over other columns, and one that does not have this one, stays as it is.
    """
    keys = [column.key for column in sheet.columns]
    if sheet.drawn == FLOW or zone not in keys:
        return sheet
    kept = sorted({keys.index(zone), len(keys) - 1})
    cut = tuple(
        replace(line, figures=tuple(line.figures[at] for at in kept)) for line in sheet.lines
    )
    return replace(sheet, columns=tuple(sheet.columns[at] for at in kept), lines=cut)


def printed(figure: int | None) -> str:
    """A figure as paper and screen show it."""
    if figure is None:
        return HIDDEN
    return f"{figure:,}" if figure else NONE


def spoken(figure: int | None) -> str | None:
    """What a symbol means, for those who hear the table; None for a plain number."""
    if figure is None:
        return "秘匿"
    return None if figure else "皆無（0）"


def _level(figure: int, most: int) -> int:
    """ceil(5 x figure / most): every level spans the same range of figures."""
    return -(-HEAT_LEVELS * figure // most) if most else 0
