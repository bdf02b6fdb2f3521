"""A summary as a file to be saved: the same for an edition and for the papers of the office."""

from collections.abc import Callable
from io import BytesIO
from typing import Final

from flask import send_file
from flask.typing import ResponseReturnValue

from cswtool.publications.document import Document
from cswtool.publications.excel import EXCEL, to_excel
from cswtool.publications.paper import PDF, to_pdf
from cswtool.publications.plain import CSV, to_csv

_MADE: Final[dict[str, tuple[Callable[[Document], bytes], str]]] = {
    "xlsx": (to_excel, EXCEL),
    "pdf": (to_pdf, PDF),
    "csv": (to_csv, CSV),
}


def as_file(document: Document, kind: str) -> ResponseReturnValue:
    """The answer that saves it; `kind` is xlsx, pdf or csv."""
    make, media_type = _MADE[kind]
    name = f"{document.file_name}.{kind}"
    return send_file(BytesIO(make(document)), media_type, as_attachment=True, download_name=name)
