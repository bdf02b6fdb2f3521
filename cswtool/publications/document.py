"""A summary as it is shown: tables, notes and what it says at a glance.

Pages, Excel and PDF are all made of it, and of nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cswtool.access.fiscal import Period, wareki
from cswtool.publications.glance import Glance, glance_of
from cswtool.publications.rules import Profile
from cswtool.publications.sheets import (
    FLOW,
    HIDDEN,
    LINES,
    NONE,
    SHARE,
    Heading,
    Line,
    Sheet,
    printed,
    spoken,
    with_zone,
)

__all__ = [
    "FLOW",
    "HIDDEN",
    "LINES",
    "NONE",
    "SHARE",
    "Correction",
    "Document",
    "Heading",
    "Line",
    "Sheet",
    "content_of",
    "printed",
    "sheets_from",
    "spoken",
]


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
            ("秘匿処理", self._protection()),
            ("出力日", wareki(self.made_on)),
            ("作成", self.office),
        ]

    def _protection(self) -> str:
        if not self.is_protected:
            return "なし"
        return "あり" if self.hidden else "あり（伏せた数値はありません）"

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
    def legend(self) -> str:
        """The symbols of the tables, said before the first of them."""
        nothing = f"「{NONE}」は皆無（0）"
        return (
            f"「{HIDDEN}」は秘匿（伏せた数値）、{nothing}です。"
            if self.hidden
            else f"{nothing}です。"
        )

    @property
    def glance(self) -> Glance:
        """What the figures shown say, in a few sentences."""
        return glance_of(self.sheets)

    def column(self, key: str) -> Heading | None:
        """The 圏域, or the totals, that stands across the first table under this key."""
        across = self.sheets[0].columns if self.sheets else ()
        return next((column for column in across if column.key == key), None)

    def with_zone(self, zone: str) -> "Document":
        """The same with the figures of one 圏域 alone beside the totals."""
        return replace(self, sheets=tuple(with_zone(sheet, zone) for sheet in self.sheets))

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

    def name_of(self, run: tuple[Sheet, ...]) -> str:
        """A form's first run bears its name; others, whose columns differ, that of their table."""
        if len(run) == 1:
            return run[0].caption
        first = next(one for one in self.runs if len(one) > 1 and one[0].form == run[0].form)
        return run[0].form if run == first else run[0].title

    @property
    def hidden(self) -> int:
        """How many figures are kept back."""
        return sum(figure is None for sheet in self.sheets for _, figure in sheet.cells())

    @property
    def is_blank(self) -> bool:
        """Whether nothing happened in its period: more often the wrong one than a quiet one."""
        return all(figure == 0 for sheet in self.sheets for _, figure in sheet.cells())


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
