"""From preparing to an edition, as two people do it; and the figures read back from the files."""

import re
from io import BytesIO

import html5lib
import pypdf
from python_calamine import CalamineWorkbook

from cswtool.publications.document import Document

YEAR = {
    "paper": "summary",
    "profile": "public",
    "first": "2025-04",
    "last": "2026-03",
    "grain": "groups",
    "zones": "each",
    "ages": "each",
    "months": "each",
}
SECOND_HALF = {**YEAR, "first": "2025-10"}
_XHTML = "{http://www.w3.org/1999/xhtml}"


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", html)


def prepare(client, **asked) -> str:
    """The address of the prepared edition."""
    answer = client.send("/summary/prepare", **{**YEAR, **asked})
    assert answer.status_code == 303, plain(answer.text)[150:2100]
    return answer.location


def ask(client, world, address: str, checker: str = "kakaricho") -> None:
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(address).text)[1]
    fields = {"checker": str(world.users[checker]), "version": version}
    assert client.send(f"{address}/ask", **fields).status_code == 303


def publish(browse, world, author: str = "shutanto", **asked) -> str:
    """The address of the edition: 主担当 prepares, 係長 checks."""
    address = prepare(browse(author), **asked)
    ask(browse(author), world, address)
    answer = browse("kakaricho").send(f"{address}/publish")
    assert answer.status_code == 303
    assert "/prepared/" not in answer.location, plain(browse("kakaricho").get(address).text)
    return answer.location


def cells_of_page(html: str) -> list[list[str]]:
    page = html5lib.parse(html)
    rows = []
    for body in page.iter(f"{_XHTML}tbody"):
        for row in body.iter(f"{_XHTML}tr"):
            found = (cell for cell in row if cell.tag == f"{_XHTML}td")
            cells = ["".join(c.itertext()) for c in found if "share" not in c.get("class")]
            rows.append([re.match(r"\s*(x|－|[\d,]+)", cell).group(1) for cell in cells])
    return rows


def cells_of_excel(content: bytes) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names[-1] == "注記"
    rows = []
    for name in book.sheet_names[:-1]:
        _, _, (legend, *_), head, *table = book.get_sheet_by_name(name).to_python()
        assert legend.startswith("表の「")
        figures = slice(1, -1 if head[-1] == "計の割合" else None)
        rows.extend([_printed(value) for value in row[figures]] for row in table)
    return rows


def _printed(value) -> str:
    return value if isinstance(value, str) else f"{int(value):,}" if value else "－"


def text_of_pdf(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def printed_rows(document: Document) -> list[list[str]]:
    return [
        ["x" if f is None else f"{f:,}" if f else "－" for f in line.figures]
        for sheet in document.sheets
        for line in sheet.lines
    ]


def figures_by_cell(document: Document, rows: list[list[str]]) -> dict[str, int | None]:
    """What a file shows, by the names of the ledger; None for x."""
    names = [cell for sheet in document.sheets for cell, _ in sheet.cells()]
    shown = [cell for row in rows for cell in row]
    return {n: _number(cell) for n, cell in zip(names, shown, strict=True)}


def _number(cell: str) -> int | None:
    return None if cell == "x" else 0 if cell == "－" else int(cell.replace(",", ""))
