"""A summary as an Excel file: a sheet for each table or form, and one for the notes.

Figures have the heat that they have on screen, and a table that is drawn has its picture below.
"""

import struct
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Any, Final

import xlsxwriter

from cswtool.publications import pictures
from cswtool.publications.document import HIDDEN, NONE, SHARE, Document, Line, Sheet

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_A4 = 9  # the paper size's number in the file format
_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FIGURE = f'#,##0;-#,##0;"{NONE}"'
_SHARE = "0.0%"
_HEAD_ROW = 3
_FIRST_WIDTH, _WIDTH = 32, 11
_HEAT: Final[tuple[dict[str, str], ...]] = (
    {},
    {"bg_color": "#E8F1FE"},
    {"bg_color": "#C5D7FB"},
    {"bg_color": "#9DB7F9"},
    {"bg_color": "#264AF4", "font_color": "#FFFFFF"},
    {"bg_color": "#00118F", "font_color": "#FFFFFF"},
)
"""By level, as on screen and on paper."""
_PICTURE_SCALE: Final = 2 / 3
"""Pictures are made of 144 dots an inch and shown as of 96."""
_ROW_DOTS, _FIRST_DOTS, _COLUMN_DOTS = 20, 229, 82
"""A row's height and the columns' widths at 96 dots an inch."""


@dataclass(frozen=True)
class _Styles:
    title: Any
    quiet: Any
    head: Any
    label: Any
    figures: tuple[Any, ...]
    """By heat."""
    share: Any
    hidden: Any
    wrapped: Any


def to_excel(document: Document) -> bytes:
    """The document as an .xlsx file.

    A hidden figure is the text x; its number is nowhere in the file. A zero is a real 0 that
    its number format shows as －.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, _SAFE) as book:
        book.set_properties({"title": document.title, "company": document.office})
        styles = _styles(book)
        for run in document.runs:
            _write_run(book, styles, document, run)
        _write_notes(book, styles, document)
    return target.getvalue()


def _styles(book: Any) -> _Styles:
    base = {"font_name": "游ゴシック", "font_size": 11, "valign": "vcenter"}
    framed = base | {"border": 1, "border_color": "#999999"}
    return _Styles(
        title=book.add_format(base | {"bold": True, "font_size": 14}),
        quiet=book.add_format(base),
        head=book.add_format(framed | {"bold": True, "align": "center", "bg_color": "#E8F1FE"}),
        label=book.add_format(framed | {"text_wrap": True}),
        figures=tuple(book.add_format(framed | {"num_format": _FIGURE} | h) for h in _HEAT),
        share=book.add_format(framed | {"num_format": _SHARE}),
        hidden=book.add_format(framed | {"align": "right"}),
        wrapped=book.add_format(base | {"text_wrap": True, "valign": "top"}),
    )


def _write_run(book: Any, styles: _Styles, document: Document, run: tuple[Sheet, ...]) -> None:
    """One table, or all the tables of a form below each other."""
    name = document.name_of(run)
    page = book.add_worksheet(name)
    _write_top(page, styles, document, name)
    row = _HEAD_ROW
    for sheet in run:
        _write_head(page, styles, row, sheet)
        for line in sheet.lines:
            row += 1
            _write_line(page, styles, row, line, sheet.levels(line))
            if sheet.shares:
                _write_share(page, styles, row, line)
        row += 1
    last = row - 1, len(run[0].columns) + any(sheet.shares for sheet in run)
    picture = pictures.to_png(run[0], document.made_on) if len(run) == 1 else None
    covered = _insert_picture(page, run[0], picture, row + 1) if picture else last
    last_row, last_column = map(max, last, covered)
    page.set_column(0, 0, _FIRST_WIDTH)
    page.set_column(1, last_column, _WIDTH)
    if len(run) > 1:  # each table of a form has a head of its own
        page.freeze_panes(0, 1)
    else:
        page.freeze_panes(_HEAD_ROW + 1, 1)
        page.repeat_rows(_HEAD_ROW)
    page.print_area(0, 0, last_row, last_column)
    _lay_out(page, document)


def _write_top(page: Any, styles: _Styles, document: Document, name: str) -> None:
    """A sheet that is printed alone says what it is and what its signs mean."""
    page.write_string(0, 0, f"{document.title}　{name}", styles.title)
    page.write_string(1, 0, _underline(document), styles.quiet)
    page.write_string(2, 0, f"表の{document.legend}", styles.quiet)


def _insert_picture(page: Any, sheet: Sheet, picture: bytes, row: int) -> tuple[int, int]:
    """Puts the sheet's picture there; the last row and the last column that it covers."""
    scale = {"x_scale": _PICTURE_SCALE, "y_scale": _PICTURE_SCALE}
    how = {"image_data": BytesIO(picture), "description": pictures.said(sheet), **scale}
    page.insert_image(row, 0, "picture.png", how)
    width, height = (dots * _PICTURE_SCALE for dots in _size(picture))
    return row + int(height / _ROW_DOTS), ceil((width - _FIRST_DOTS) / _COLUMN_DOTS)


def _size(png: bytes) -> tuple[int, int]:
    """Width and height in dots, as its header says (PNG, W3C: 11.2.2 IHDR)."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _write_head(page: Any, styles: _Styles, row: int, sheet: Sheet) -> None:
    page.write_string(row, 0, sheet.caption if sheet.form else sheet.heading, styles.head)
    for position, column in enumerate(sheet.columns, 1):
        page.write_string(row, position, column.label, styles.head)
    if sheet.shares:
        page.write_string(row, len(sheet.columns) + 1, SHARE, styles.head)


def _write_line(page: Any, styles: _Styles, row: int, line: Line, levels: tuple[int, ...]) -> None:
    page.write_string(row, 0, line.heading.label, styles.label)
    for position, (figure, level) in enumerate(zip(line.figures, levels, strict=True), 1):
        if figure is None:
            page.write_string(row, position, HIDDEN, styles.hidden)
        else:
            page.write_number(row, position, figure, styles.figures[level])


def _write_share(page: Any, styles: _Styles, row: int, line: Line) -> None:
    """Beside the figures; as rounded as it is printed. Of nothing it is － as the figure is."""
    position = len(line.figures) + 1
    if line.figures[-1] == 0:
        page.write_number(row, position, 0, styles.figures[0])
    elif line.share is None:
        page.write_string(row, position, HIDDEN, styles.hidden)
    else:
        page.write_number(row, position, line.share / 1000, styles.share)


def _write_notes(book: Any, styles: _Styles, document: Document) -> None:
    page = book.add_worksheet("注記")
    page.write_string(0, 0, document.title, styles.title)
    rows = [*_glance(document), *(f"{term}：{value}" for term, value in document.facts)]
    rows += document.notes
    rows += [
        f"{sheet.caption}：{sheet.picture_note}"
        for sheet in document.sheets
        if sheet.picture and sheet.picture_note
    ]
    for row, words in enumerate(rows, 2):
        page.write_string(row, 0, words, styles.wrapped)
    page.set_column(0, 0, 100)
    page.print_area(0, 0, len(rows) + 1, 0)
    _lay_out(page, document)


def _glance(document: Document) -> list[str]:
    found = document.glance
    return [*found.city, *(f"{line.zone.label}：{line.words}" for line in found.zones)]


def _lay_out(page: Any, document: Document) -> None:
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{_plain(document.office)}　{document.mark}&R&P / &N")


def _plain(words: str) -> str:
    """In a footer & begins a code; two of them are one of them."""
    return words.replace("&", "&&")


def _underline(document: Document) -> str:
    facts = [f"{term}：{value}" for term, value in document.facts if term != "作成"]
    return "　".join([*facts, "架空のデータ"] if document.demo else facts)
