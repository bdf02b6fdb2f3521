"""From preparing to an edition: the same hidden cells everywhere, and nothing to work out."""

import re
from datetime import date
from io import BytesIO

import html5lib
import pypdf
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from cswtool.access.fiscal import Period
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.publications.models import Publication, PublishedCell
from cswtool.publications.paper import to_pdf
from cswtool.publications.queries import document_of
from cswtool.reports.queries import counted
from cswtool.reports.rules import Cut, Grain, summary_of
from tests.feature.reports.busy_office import fill
from tests.unit.disclosure.outsider import intervals, sensitive

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
ASKED = {
    "paper": "summary",
    "first": "2025-04",
    "last": "2026-03",
    "grain": "groups",
    "zones": "each",
    "ages": "each",
    "months": "each",
    "profile": "public",
}
_XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def busy(engine, world):
    return fill(engine, world, seed=3, homes=140, contacts=1200)


def _publish(client) -> str:
    """Prepare the year and publish it; the address of the edition."""
    prepared = client.send("/summary/prepare", **ASKED)
    assert prepared.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", prepared.text)[:600]
    fields = dict(re.findall(r'name="(sealed|form_key)"[^>]*value="([^"]*)"', prepared.text))
    answer = client.send("/summary/publish", **fields)
    assert answer.status_code == 303
    return answer.headers["Location"]


def _cells_of_page(html: str) -> list[list[str]]:
    page = html5lib.parse(html)
    rows = []
    for body in page.iter(f"{_XHTML}tbody"):
        for row in body.iter(f"{_XHTML}tr"):
            cells = ["".join(cell.itertext()) for cell in row if cell.tag == f"{_XHTML}td"]
            rows.append([re.match(r"\s*(x|－|[\d,]+)", cell).group(1) for cell in cells])
    return rows


def _cells_of_excel(content: bytes) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names[-1] == "注記"
    rows = []
    for name in book.sheet_names[:-1]:
        table = book.get_sheet_by_name(name).to_python()[4:]
        rows.extend([_printed(value) for value in row[1:]] for row in table)
    return rows


def _printed(value) -> str:
    return value if isinstance(value, str) else f"{int(value):,}" if value else "－"


def _frozen(engine) -> tuple[dict[str, int | None], Publication]:
    with elevated(engine, reason="test") as session:
        publication = session.scalars(
            select(Publication).order_by(Publication.number.desc()).limit(1)
        ).one()
        cells = session.scalars(
            select(PublishedCell).where(PublishedCell.publication_id == publication.id)
        )
        return {cell.cell.split("|", 1)[1]: cell.value for cell in cells}, publication


def test_page_excel_pdf_and_ledger_show_and_hide_the_same(browse, engine, busy):
    client = browse("kakaricho")
    address = _publish(client)
    ledger, publication = _frozen(engine)
    document = document_of(publication)
    wanted = [
        ["x" if f is None else f"{f:,}" if f else "－" for f in line.figures]
        for sheet in document.sheets
        for line in sheet.lines
    ]
    assert ledger == {cell: f for sheet in document.sheets for cell, f in sheet.cells()}
    assert _cells_of_page(client.get(address).text) == wanted
    assert _cells_of_excel(client.get(f"{address}.xlsx").data) == wanted
    text = "".join(
        page.extract_text()
        for page in pypdf.PdfReader(BytesIO(client.get(f"{address}.pdf").data)).pages
    )
    shown = re.sub(r"\s", "", text)
    for sheet, line in ((s, line) for s in document.sheets for line in s.lines):
        printed = "".join("x" if f is None else f"{f:,}" if f else "－" for f in line.figures)
        assert printed in shown, f"{sheet.key} {line.heading.label}"
    assert "x" in {cell for row in wanted for cell in row}


def test_an_outsider_works_out_no_small_figure(browse, engine, world, busy):
    _publish(browse("kakaricho"))
    shown, _ = _frozen(engine)
    with ScopedSession(engine, world.actor("kakaricho"), "summary:prepare") as session:
        problem = summary_of(counted(session, YEAR), Cut(Grain.GROUPS)).problem(10)
    assert all(shown[name] is None for name in sensitive(problem))
    assert len(sensitive(problem)) > 5
    for name, (low, high) in intervals(problem, shown).items():
        assert high - low >= 9 - 1e-6, name


def test_the_pdf_is_accessible_and_no_glyph_is_missing(browse, engine, busy):
    _publish(browse("kakaricho"))
    _, publication = _frozen(engine)
    assert to_pdf(document_of(publication), strict=True).startswith(b"%PDF")


def test_an_edition_that_overlaps_an_earlier_one_is_refused_in_words(browse, engine, busy):
    client = browse("kakaricho")
    _publish(client)
    again = client.send("/summary/prepare", **{**ASKED, "last": "2025-09"})
    assert again.status_code == 422
    assert "もう公表されています" in again.text


def test_a_period_that_has_not_ended_is_not_published(browse):
    answer = browse("kakaricho").send(
        "/summary/prepare", **{**ASKED, "first": "2026-04", "last": "2026-11"}
    )
    assert answer.status_code == 422
    assert "まだ終わっていません" in answer.text


def test_a_prepared_version_that_was_tampered_with_is_not_published(browse, busy):
    answer = browse("kakaricho").send("/summary/publish", sealed="x" * 40)
    assert answer.status_code == 422
    assert "確かめられませんでした" in answer.text


def test_the_same_publication_sent_twice_is_one_edition(browse, engine, busy):
    client = browse("kakaricho")
    prepared = client.send("/summary/prepare", **ASKED)
    fields = dict(re.findall(r'name="(sealed|form_key)"[^>]*value="([^"]*)"', prepared.text))
    first, second = (client.send("/summary/publish", **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]


def test_a_report_reader_sees_the_public_edition_and_no_inside_figures(browse, busy):
    address = _publish(browse("kakaricho"))
    reader = browse("shi")
    assert reader.get(address).status_code == 200
    assert address in reader.get("/publications").text
    assert "内部" not in reader.get("/publications").text
    assert reader.get("/summary").status_code == 403


def test_an_edition_cannot_be_changed(browse, engine, busy):
    _publish(browse("kakaricho"))
    with pytest.raises(Exception, match="insert-only"), elevated(engine, reason="test") as session:
        session.scalars(select(Publication)).first().title = "x"
