"""One edition: the same hidden cells everywhere, and nothing to work out."""

from datetime import date

import pytest
from sqlalchemy import select

from cswtool.access.fiscal import Period
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.publications.models import Publication, PublishedCell
from cswtool.publications.paper import to_pdf
from cswtool.publications.queries import document_of
from cswtool.reports.queries import counted
from cswtool.reports.rules import Cut, Grain, summary_of
from tests.feature.publications.walk import (
    cells_of_excel,
    cells_of_page,
    printed_rows,
    publish,
    text_of_pdf,
)
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
}


@pytest.fixture
def busy(engine, world):
    return fill(engine, world, seed=3, homes=140, contacts=1200)


def _frozen(engine) -> tuple[dict[str, int | None], Publication]:
    with elevated(engine, reason="test") as session:
        publication = session.scalars(
            select(Publication).order_by(Publication.number.desc()).limit(1)
        ).one()
        cells = session.scalars(
            select(PublishedCell).where(PublishedCell.publication_id == publication.id)
        )
        return {cell.cell.split("|", 1)[1]: cell.value for cell in cells}, publication


def test_page_excel_pdf_and_ledger_show_and_hide_the_same(browse, engine, world, busy):
    address = publish(browse, world)
    client = browse("shi")
    ledger, publication = _frozen(engine)
    document = document_of(publication)
    wanted = printed_rows(document)
    assert ledger == {cell: f for sheet in document.sheets for cell, f in sheet.cells()}
    assert cells_of_page(client.get(address).text) == wanted
    assert cells_of_excel(client.get(f"{address}.xlsx").data) == wanted
    shown = text_of_pdf(client.get(f"{address}.pdf").data)
    for sheet, line in ((s, line) for s in document.sheets for line in s.lines):
        printed = "".join("x" if f is None else f"{f:,}" if f else "－" for f in line.figures)
        assert printed in shown, f"{sheet.key} {line.heading.label}"
    assert "x" in {cell for row in wanted for cell in row}


def test_an_outsider_works_out_no_small_figure(browse, engine, world, busy):
    publish(browse, world)
    shown, _ = _frozen(engine)
    with ScopedSession(engine, world.actor("kakaricho"), "summary:prepare") as session:
        problem = summary_of(counted(session, YEAR), Cut(Grain.GROUPS, known_only=True)).problem(10)
    assert all(shown[name] is None for name in sensitive(problem))
    assert len(sensitive(problem)) > 5
    for name, (low, high) in intervals(problem, shown).items():
        assert high - low >= 9 - 1e-6, name


def test_the_pdf_is_accessible_and_no_glyph_is_missing(browse, engine, world, busy):
    publish(browse, world)
    _, publication = _frozen(engine)
    assert to_pdf(document_of(publication), strict=True).startswith(b"%PDF")


def test_a_period_that_has_not_ended_is_not_published(browse):
    answer = browse("kakaricho").send(
        "/summary/prepare", **{**ASKED, "first": "2026-04", "last": "2026-11"}
    )
    assert answer.status_code == 422
    assert "まだ終わっていません" in answer.text


def test_a_report_reader_sees_the_public_edition_and_no_inside_figures(browse, world, busy):
    address = publish(browse, world)
    reader = browse("shi")
    assert reader.get(address).status_code == 200
    assert address in reader.get("/publications").text
    assert "内部" not in reader.get("/publications").text
    assert reader.get("/summary").status_code == 403


def test_an_edition_cannot_be_changed(browse, engine, world, busy):
    publish(browse, world)
    with pytest.raises(Exception, match="insert-only"), elevated(engine, reason="test") as session:
        session.scalars(select(Publication)).first().title = "x"
