"""A summary as it is shown: headings, figures, notes. Pages, Excel and PDF are all made of it.

A hidden figure is None here and nowhere else present, so no way of showing can leak it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cswtool.access.fiscal import Period, wareki
from cswtool.drawing import flow, lines
from cswtool.drawing.svg import Picture
from cswtool.publications.rules import Profile

HIDDEN: Final = "x"
NONE: Final = "－"
SHARE: Final = "割合"
"""Symbols of Japanese official statistics (統計表で用いる符号): x 秘匿, － 皆無."""

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
        columns, body = self.columns[:-1], self.lines[:-1] if self.total else self.lines
        if self.drawn == LINES and len(body) > 1:
            series = [
                lines.Series(column.label, tuple(line.figures[at] for line in body))
                for at, column in enumerate(columns)
            ]
            steps = [line.heading.label for line in body]
            return lines.draw(series, steps, name=self.key, title=self.caption)
        if self.drawn == FLOW:
            ways = {
                (column.key, line.heading.key): figure
                for line in body
                for column, figure in zip(columns, line.figures, strict=False)
            }
            sources = [(column.key, column.label) for column in columns]
            targets = [(line.heading.key, line.heading.label) for line in body]
            return flow.draw(sources, targets, ways, name=self.key, title=self.caption)
        return None

    def cells(self) -> Iterator[tuple[str, int | None]]:
        """Every cell by its name in the ledger, as in issue|W|hikikomori."""
        for line in self.lines:
            for column, figure in zip(self.columns, line.figures, strict=True):
                yield f"{self.key}|{column.key}|{line.heading.key}", figure

    def levels(self, line: Line) -> tuple[int, ...]:
        """The heat of each figure of a line, 0 to 5; totals and hidden figures have none."""
        lines = self.lines[:-1] if self.total else self.lines
        if self.form or line not in lines:
            return (0,) * len(line.figures)
        body = (figure or 0 for row in lines for figure in row.figures[:-1])
        most = max(body, default=0)
        return (*(_level(figure or 0, most) for figure in line.figures[:-1]), 0)


@dataclass(frozen=True, slots=True)
class Correction:
    """Which edition is put right, and why, in words that are printed."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """All tables of one summary, with everything that is printed around them."""

    title: str
    profile: Profile
    period: Period
    made_on: date
    office: str
    demo: bool
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]
    number: int | None = None
    """Of the edition, once it is published."""
    threshold: int | None = None
    """From how many households on figures are shown; 0 where nothing is hidden."""
    counted_on: date | None = None
    """Where that is another day than `made_on`."""
    correction: Correction | None = None

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands above the tables, as pairs (term, value)."""
        return [
            *self._edition(),
            ("対象期間", f"{wareki(self.period.first)}から{wareki(self.period.last)}まで"),
            ("区分", self.mark),
            ("秘匿処理", "あり" if self.is_protected else "なし"),
            ("出力日", wareki(self.made_on)),
            ("作成", self.office),
        ]

    def _edition(self) -> list[tuple[str, str]]:
        facts = [("版", f"第{self.number}号")] if self.number else []
        if self.correction:
            words = f"第{self.correction.number}号の訂正（{self.correction.reason}）"
            facts.append(("訂正", words))
        if self.counted_on:
            facts.append(("集計日", wareki(self.counted_on)))
        return facts

    @property
    def is_protected(self) -> bool:
        return self.profile is not Profile.INTERNAL and self.threshold != 0

    @property
    def mark(self) -> str:
        return self.profile.mark

    @property
    def file_name(self) -> str:
        """Without its ending."""
        name, span = self.title.split()[0], f"{self.period.first:%Y-%m}_{self.period.last:%Y-%m}"
        number = f"_第{self.number}号" if self.number else ""
        return f"{name}_{span}_{self.profile.file_mark}{number}"

    @property
    def runs(self) -> list[tuple[Sheet, ...]]:
        """The sheets that are printed as one table: those of a form with the same columns."""
        found: list[tuple[Sheet, ...]] = []
        for sheet in self.sheets:
            before = found[-1][-1] if found else None
            joins = before and sheet.form and before.form == sheet.form
            if before and joins and before.columns == sheet.columns:
                found[-1] = (*found[-1], sheet)
            else:
                found.append((sheet,))
        return found

    @property
    def hidden(self) -> int:
        """How many figures are kept back."""
        return sum(figure is None for sheet in self.sheets for _, figure in sheet.cells())


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


def content_of(document: Document) -> dict[str, Any]:
    """What is kept of a document in the edition's own record; `sheets_from` reads it."""
    correction = document.correction
    return {
        "office": document.office,
        "demo": document.demo,
        "notes": list(document.notes),
        "counted_on": document.counted_on.isoformat() if document.counted_on else None,
        "correction": [correction.number, correction.reason] if correction else None,
        "tables": [_kept(sheet) for sheet in document.sheets],
    }


def _kept(sheet: Sheet) -> dict[str, Any]:
    return {
        "key": sheet.key,
        "title": sheet.title,
        "measure": sheet.measure,
        "heading": sheet.heading,
        "columns": [[column.key, column.label] for column in sheet.columns],
        "lines": [
            {
                "key": line.heading.key,
                "label": line.heading.label,
                "figures": list(line.figures),
                "share": line.share,
            }
            for line in sheet.lines
        ],
        "total": sheet.total,
        "form": sheet.form,
        "shares": sheet.shares,
        "drawn": sheet.drawn,
    }


def sheets_from(content: Mapping[str, Any]) -> tuple[Sheet, ...]:
    """The tables of an edition, as `content_of` kept them."""
    return tuple(_sheet(kept) for kept in content["tables"])


def _sheet(kept: Mapping[str, Any]) -> Sheet:
    return Sheet(
        key=kept["key"],
        title=kept["title"],
        measure=kept["measure"],
        heading=kept["heading"],
        columns=tuple(Heading(key, label) for key, label in kept["columns"]),
        lines=tuple(
            Line(Heading(line["key"], line["label"]), tuple(line["figures"]), line.get("share"))
            for line in kept["lines"]
        ),
        total=kept.get("total", True),
        form=kept.get("form", ""),
        shares=kept.get("shares", False),
        drawn=kept.get("drawn", ""),
    )
