"""A template of `templates/` filled with data, as PDF or as one picture.

What the data say is plain text to the template: nothing typed is run as markup.
"""

import json
from datetime import UTC, date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst

from cswtool.settings import ROOT

PDF: Final = "application/pdf"
PNG: Final = "image/png"
_TEMPLATES: Final = ROOT / "templates"
_PICTURE_PPI: Final = 144
"""A page of 13.3 by 7.5 inches comes out 1920 dots wide."""


def to_pdf(template: str, content: dict[str, Any], made_on: date, *, strict: bool = False) -> bytes:
    """The filled template as a PDF for screen readers too (PDF/UA-1).

    That standard refuses characters that the font lacks. A rare character in a name must not
    keep the office from its paper: without `strict` the file is then made as ordinary PDF.
    Raises typst.TypstError where `strict` and a glyph is missing.
    """
    try:
        return _compile(template, content, made_on, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        if strict:
            raise
        return _compile(template, content, made_on, format="pdf")


def to_png(template: str, content: dict[str, Any], made_on: date) -> bytes:
    """The first page of the filled template as a picture for a slide."""
    return _compile(template, content, made_on, format="png", ppi=_PICTURE_PPI)


def _compile(template: str, content: dict[str, Any], made_on: date, **how: Any) -> bytes:
    path = _TEMPLATES / template
    made: bytes | list[bytes] = typst.compile(
        path,
        root=path.parent,
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(content)},
        timestamp=datetime.combine(made_on, time(), UTC),
        **how,
    )
    return made[0] if isinstance(made, list) else made


def _fonts() -> Path:
    """The folder of the font package; importing the package itself would ask for matplotlib."""
    package = find_spec("matplotlib_fontja")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "fonts"
