"""A summary as PDF on A4 landscape."""

from typing import Any

from cswtool.publications import pictures
from cswtool.publications.document import SHARE, Document, Sheet, printed
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
        "glance": _glance(document),
        "legend": f"表の{document.legend}",
        "notes": list(document.notes),
        "runs": [_run(run, document.name_of(run)) for run in document.runs],
    }


def _glance(document: Document) -> dict[str, Any]:
    found = document.glance
    zones = [[line.zone.label, line.words] for line in found.zones]
    return {"city": list(found.city), "zones": zones}


def _run(run: tuple[Sheet, ...], name: str) -> dict[str, Any]:
    """One table, or all the tables of a form below each other."""
    first, shares = run[0], any(sheet.shares for sheet in run)
    return {
        "caption": name,
        "head": ["項目" if len(run) > 1 else first.heading]
        + [column.label for column in first.columns]
        + ([SHARE] if shares else []),
        "shares": shares,
        "picture": _picture(first),
        "parts": [{"caption": sheet.caption, "lines": _lines(sheet)} for sheet in run],
    }


def _picture(sheet: Sheet) -> dict[str, str] | None:
    svg = pictures.drawn(sheet)
    return (
        None
        if svg is None
        else {"svg": svg, "said": pictures.said(sheet), "note": sheet.picture_note}
    )


def _lines(sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {
            "label": line.heading.label,
            "figures": [printed(figure) for figure in line.figures],
            "levels": list(sheet.levels(line)),
            "share": line.printed_share if sheet.shares else "",
            "total": sheet.total and line is sheet.lines[-1],
        }
        for line in sheet.lines
    ]
