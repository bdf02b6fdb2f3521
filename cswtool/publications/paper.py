"""A summary as PDF on A4 landscape."""

from typing import Any

from cswtool.publications.document import Document, Sheet, printed
from cswtool.typesetting import pages
from cswtool.typesetting.pages import PDF

__all__ = ["PDF", "to_pdf"]

_TEMPLATE = "publications/edition.typ"


def to_pdf(document: Document, *, strict: bool = False) -> bytes:
    """The document as a PDF; `strict` as in `typesetting.pages`."""
    return pages.to_pdf(_TEMPLATE, _content(document), document.made_on, strict=strict)


def _content(document: Document) -> dict[str, Any]:
    """What the template reads. Figures are printed here, so paper and screen cannot differ."""
    return {
        "title": document.title,
        "mark": document.mark,
        "demo": document.demo,
        "date": [document.made_on.year, document.made_on.month, document.made_on.day],
        "facts": document.facts,
        "notes": list(document.notes),
        "sheets": [_sheet(sheet) for sheet in document.sheets],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "caption": sheet.caption,
        "head": [sheet.heading, *(column.label for column in sheet.columns)],
        "lines": [
            {
                "label": line.heading.label,
                "figures": [printed(figure) for figure in line.figures],
                "levels": list(sheet.levels(line)),
            }
            for line in sheet.lines
        ],
    }
