"""A summary as CSV: every line of every table below one head, so that it can be filtered."""

import csv
from io import StringIO
from typing import Final

from cswtool.publications.document import HIDDEN, NONE, SHARE, Document, Line, Sheet

CSV: Final = "text/csv; charset=utf-8"

_READ_AS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def to_csv(document: Document) -> bytes:
    """The document as an .csv file in UTF-8, with the mark by which Excel recognises that.

    Figures stand as plain digits, a hidden one is the text x. Words that a spreadsheet would
    take for a formula begin with an apostrophe.
    """
    target = StringIO(newline="")
    lines = csv.writer(target)
    lines.writerow([_safe(document.title)])
    lines.writerows([_safe(term), _safe(value)] for term, value in document.facts)
    head: list[str] = []
    for run in document.runs:
        shares = any(sheet.shares for sheet in run)
        words = _head(run[0], shares=shares)
        if words != head:
            lines.writerow([])
            lines.writerow(words)
            head = words
        lines.writerows(row for sheet in run for row in _rows(sheet, shares=shares))
    lines.writerow([])
    lines.writerow(["注記", f"このファイルでは、皆無（{NONE}）を 0 と書いています。"])
    lines.writerows(["注記", _safe(note)] for note in document.notes)
    return target.getvalue().encode("utf-8-sig")


def _head(sheet: Sheet, *, shares: bool) -> list[str]:
    columns = [_safe(column.label) for column in sheet.columns]
    return ["表", "数え方", "項目", *columns, *([f"{SHARE}（％）"] if shares else [])]


def _rows(sheet: Sheet, *, shares: bool) -> list[list[str]]:
    return [
        [
            _safe(sheet.title),
            _safe(sheet.measure),
            _safe(line.heading.label),
            *(HIDDEN if figure is None else str(figure) for figure in line.figures),
            *([_share(line) if sheet.shares else ""] if shares else []),
        ]
        for line in sheet.lines
    ]


def _share(line: Line) -> str:
    if line.figures[-1] == 0:
        return "0"
    return HIDDEN if line.share is None else f"{line.share / 10:.1f}"


def _safe(words: str) -> str:
    return f"'{words}" if words.startswith(_READ_AS_FORMULA) else words
