"""A summary as PDF on A4 landscape, by Typst."""

import json
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from cswtool.publications.document import Document, Sheet, printed
from cswtool.settings import ROOT

PDF = "application/pdf"
_FONT = "IPAexGothic"

_TEMPLATE = ROOT / "templates" / "publications" / "edition.typ"


def to_pdf(document: Document, *, strict: bool = False) -> bytes:
    """The document as a PDF for screen readers too (PDF/UA-1).

    That standard refuses characters that the font lacks. A rare character in a name an office
    gave its own list must not keep the office from its report: without `strict` the file is
    then made as ordinary PDF. Raises typst.TypstError where `strict` and a glyph is missing.
    """
    try:
        return _compile(document, accessible=True)
    except typst.TypstError:
        if strict:
            raise
        return _compile(document, accessible=False)


def _compile(document: Document, *, accessible: bool) -> bytes:
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": json.dumps(_content(document))},
        pdf_standards=["ua-1"] if accessible else [],
        timestamp=datetime.combine(document.made_on, time(), UTC),
    )


def _fonts() -> Path:
    """The folder of the font package; importing the package itself would ask for matplotlib."""
    package = find_spec("matplotlib_fontja")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "fonts"


def _content(document: Document) -> dict[str, Any]:
    """What the template reads. Figures are printed here, so paper and screen cannot differ."""
    return {
        "title": document.title,
        "mark": document.mark,
        "demo": document.demo,
        "date": [document.made_on.year, document.made_on.month, document.made_on.day],
        "facts": document.facts,
        "notes": list(document.notes),
        "runs": [_run(run) for run in document.runs],
    }


def _run(run: tuple[Sheet, ...]) -> dict[str, Any]:
    """One table, or all the tables of a form below each other."""
    first = run[0]
    return {
        "caption": first.form if len(run) > 1 else first.caption,
        "head": ["項目" if len(run) > 1 else first.heading]
        + [column.label for column in first.columns],
        "picture": _picture(first),
        "parts": [{"caption": sheet.caption, "lines": _lines(sheet)} for sheet in run],
    }


def _picture(sheet: Sheet) -> dict[str, str] | None:
    """The sheet's picture, with the font that the paper has."""
    if (picture := sheet.picture) is None:
        return None
    drawn = picture.svg.replace("<svg ", f'<svg font-family="{_FONT}" ', 1)
    return {"svg": drawn, "said": f"{sheet.caption}の図。数値は下の表にあります。"}


def _lines(sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {
            "label": line.heading.label,
            "figures": [printed(figure) for figure in line.figures],
            "levels": list(sheet.levels(line)),
            "total": sheet.total and line is sheet.lines[-1],
        }
        for line in sheet.lines
    ]
