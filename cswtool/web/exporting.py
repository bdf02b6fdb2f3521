"""A list as a file: exactly the rows of the list in the reader's sight, and its columns.

Text stays text and figures stay figures: nothing that somebody typed is run as a formula.
Every file says who made it, when and of what, and stands on the trail.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Final

import xlsxwriter
from flask import current_app, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from cswtool.access import clock
from cswtool.db.session import ScopedSession
from cswtool.web.forms import Form, is_compared, shown_value
from cswtool.web.paging import SIZE, Page, asked_page, page_of

MOST_ROWS: Final = 10_000
CARE: Final = "取扱注意：個人情報が含まれます。目的のほかに使わず、不要になったら消してください。"
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS: Final = tuple("=+-@\t\r＝＋－＠")
_SAFE: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEAD_ROW: Final = 4
_BOLD_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands under it: a text, a number, a date, a moment or nothing."""

    heading: str
    value: Callable[[Any], Any]
    width: int = 14


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was asked for, in the order it is shown."""

    title: str
    columns: Sequence[Column]
    form: Form
    rows: Sequence[Any]
    total: int
    foot: str = "取扱注意"
    """At the foot of each page, where it is printed."""

    def head(self, made_by: str) -> list[str]:
        """The lines above the table."""
        moment = clock.in_japan(clock.now())
        more = f"（{self.total}件のうち先頭）" if self.total > len(self.rows) else ""
        return [
            f"{self.title}　{len(self.rows)}件{more}",
            CARE,
            f"条件：{narrowed(self.form) or 'なし'}",
            f"{moment:%Y/%m/%d %H:%M} {made_by}",
        ]

    @property
    def cells(self) -> list[list[Any]]:
        return [[_plain(column.value(row)) for column in self.columns] for row in self.rows]


def narrowed(form: Form) -> str:
    """What a list is narrowed to, in words; "" where by nothing."""
    fields = (f for f in form if is_compared(f) and f.data and not f.errors)
    return "、".join(f"{field.label.text} {shown_value(field)}" for field in fields)


def asked_kind() -> str | None:
    """`xlsx` or `csv` where the list is asked for as a file."""
    kind = request.values.get("as")
    return kind if kind in {"xlsx", "csv"} else None


def listed(session: ScopedSession, query: Select[Any], size: int = SIZE) -> Page[Any]:
    """The page that was asked for; for a file the list as a whole."""
    if asked_kind():
        return page_of(session, query, 1, MOST_ROWS)
    return page_of(session, query, asked_page(), size)


def exported(session: ScopedSession, listing: Listing) -> ResponseReturnValue:
    """The file that was asked for."""
    kind = asked_kind() or "xlsx"
    session.note(detail=f"書き出し：{listing.title}（{kind}、{len(listing.rows)}件）")
    office = current_app.extensions["office"].name
    head = listing.head(f"{office} {session.actor.name}")
    content, mimetype = written(listing, head, kind)
    name = f"{listing.title}_{clock.today():%Y%m%d}.{kind}"
    return send_file(BytesIO(content), mimetype, as_attachment=True, download_name=name)


def written(listing: Listing, head: Sequence[str], kind: str) -> tuple[bytes, str]:
    """A list as `xlsx` or `csv`, and the media type; `head`: up to four lines above it."""
    if kind == "csv":
        return _to_csv(listing, head), "text/csv"
    return _to_excel(listing, head), EXCEL


def _plain(value: Any) -> Any:
    """A moment in the office's time, without the zone that Excel does not know."""
    if isinstance(value, datetime):
        return clock.in_japan(value).replace(tzinfo=None, microsecond=0)
    return "" if value is None else value


def _to_csv(listing: Listing, head: Sequence[str]) -> bytes:
    """With the mark by which Excel knows UTF-8."""
    target = StringIO()
    writer = csv.writer(target)
    writer.writerows([line] for line in head)
    writer.writerow([column.heading for column in listing.columns])
    writer.writerows([_csv_cell(value) for value in row] for row in listing.cells)
    return target.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y/%m/%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y/%m/%d}"
    # An apostrophe, as one would type it: Excel then shows a text and runs nothing.
    risky = isinstance(value, str) and value.startswith(_FORMULA_STARTS)
    return f"'{value}" if risky else str(value)


def _to_excel(listing: Listing, head: Sequence[str]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, _SAFE) as book:
        book.set_properties({"title": listing.title})
        page = book.add_worksheet(listing.title[:31])
        _write_head(book, page, listing, head)
        styles = {
            datetime: book.add_format({"num_format": "yyyy/mm/dd hh:mm", "valign": "top"}),
            date: book.add_format({"num_format": "yyyy/mm/dd", "valign": "top"}),
            str: book.add_format({"text_wrap": True, "valign": "top"}),
            int: book.add_format({"valign": "top"}),
        }
        for row, cells in enumerate(listing.cells, _HEAD_ROW + 1):
            for position, value in enumerate(cells):
                _write_cell(page, (row, position), value, styles[type(value)])
    return target.getvalue()


def _write_head(book: Any, page: Any, listing: Listing, head: Sequence[str]) -> None:
    bold, framed = (
        book.add_format({"bold": True}),
        {"bold": True, "bg_color": "#E8F1FE", "border": 1},
    )
    for row, line in enumerate(head):
        page.write_string(row, 0, line, bold if row < _BOLD_LINES else None)
    heading = book.add_format(framed)
    for position, column in enumerate(listing.columns):
        page.write_string(_HEAD_ROW, position, column.heading, heading)
        page.set_column(position, position, column.width)
    last = _HEAD_ROW + len(listing.rows)
    page.autofilter(_HEAD_ROW, 0, last, len(listing.columns) - 1)
    page.freeze_panes(_HEAD_ROW + 1, 1)
    page.repeat_rows(_HEAD_ROW)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{listing.foot}&R&P／&N")


def _write_cell(page: Any, place: tuple[int, int], value: Any, style: Any) -> None:
    write = {
        str: page.write_string,
        int: page.write_number,
        date: page.write_datetime,
        datetime: page.write_datetime,
    }[type(value)]
    write(*place, value, style)
