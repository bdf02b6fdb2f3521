"""R7, its second half and a correction: read back from the files and attacked together.

The figures are those that a page, an Excel file and a PDF show. Who attacks them has all three
editions; what they believe comes from the ledger's rules, and once from a pencil and nothing else.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from cswtool.access.fiscal import Period
from cswtool.app import create_app
from cswtool.cli import set_up
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.elevated import elevated
from cswtool.db.engine import open_engine
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.demo.office import Plan, fill
from cswtool.demo.staff import PASSWORD
from cswtool.publications.commands.ledger import attack_all
from cswtool.publications.ledger.figures import Edition
from cswtool.publications.ledger.problem import whole_of
from cswtool.publications.ledger.sealing import unseal
from cswtool.publications.models import EditionTruth, Publication
from cswtool.publications.queries import document_of
from cswtool.reports.queries import counted
from cswtool.reports.rules import Cut, Grain, summary_of
from cswtool.settings import ROOT, Settings
from tests.client import CheckedClient, csrf_token
from tests.feature.publications.walk import (
    SECOND_HALF,
    YEAR,
    cells_of_excel,
    cells_of_page,
    figures_by_cell,
    prepare,
    printed_rows,
    publish,
    text_of_pdf,
)
from tests.feature.reports.busy_office import fill as fill_busy
from tests.unit.disclosure.outsider import intervals

FIRST_HALF = Period(date(2025, 4, 1), date(2025, 9, 30))
WHY = "遅れて届いた記録を加えたため"
CORRECTION = {"corrects": "3", "reason": WHY}


def _late_entries(engine, number: int = 30) -> None:
    """Contacts of June that were typed in after the year had been published."""
    with elevated(engine, reason="test") as session:
        june = select(Consultation).where(
            Consultation.day.between(date(2025, 5, 1), date(2025, 8, 31)),
            Consultation.case_id.is_not(None),
        )
        for old in session.scalars(june.order_by(Consultation.id).limit(number)).all():
            at = datetime(2025, 6, 20, 13, tzinfo=ZoneInfo("Asia/Tokyo"))
            late = Consultation(
                id=new_id(),
                case_id=old.case_id,
                author_id=old.author_id,
                at=at,
                day=at.date(),
                method=Method.PHONE,
                zone_id=old.zone_id,
                text="架空の記録",
                recorded_at=at,
            )
            late.issues = [ConsultationIssue(issue_id=one.issue_id) for one in old.issues]
            session.add(late)


def _from_the_files(engine, key: bytes, read) -> list[Edition]:
    """Every edition with what its page, its Excel and its PDF show; all three agree."""
    with elevated(engine, reason="test") as session:
        truths = dict(session.execute(select(EditionTruth.edition_id, EditionTruth.sealed)).all())
        query = select(Publication).where(Publication.id.in_(truths)).order_by(Publication.number)
        publications = session.scalars(query).all()
    editions = []
    for one in publications:
        document, address = document_of(one), f"/publications/{one.id}"
        rows = cells_of_page(read(address).text)
        assert cells_of_excel(read(f"{address}.xlsx").data) == rows
        text = text_of_pdf(read(f"{address}.pdf").data)
        assert all("".join(row) in text for row in printed_rows(document))
        shown = figures_by_cell(document, rows)
        kept = unseal(key, one.id, truths[one.id])
        editions.append(Edition(one.number, one.profile, kept, shown))
    return editions


def _attack(editions: list[Edition]) -> int:
    """By the outsider of the engine's own tests; the number of figures that stay hidden."""
    problem = whole_of(editions, None, 10).problem
    shown = {entry.id: entry.value for entry in problem.published}
    found = intervals(problem, shown)
    assert [(n, ends) for n, ends in found.items() if ends[1] - ends[0] < 9 - 1e-6] == []
    return len(found)


def _subtract(year: Edition, half: Edition, between: dict, threshold: int = 10) -> int:
    """By pencil: what the year says less what its second half says. How many were tried."""
    tried = 0
    for cell in year.shown.keys() & half.shown.keys():
        whole, part = year.shown[cell], half.shown[cell]
        if whole is None or part is None or cell.startswith(("month", "seen")):
            continue
        tried += 1
        if cell.startswith("method"):
            assert not 1 <= between[cell].households < threshold, cell
        assert not 1 <= whole - part < threshold or cell.startswith("method"), cell
    return tried


def _between(session: ScopedSession) -> dict:
    tables = summary_of(counted(session, FIRST_HALF), Cut(Grain.GROUPS)).tallies
    return {f"{t.key}|{z}|{p}": f for t in tables for (z, p), f in t.figures.items()}


def test_a_year_its_second_half_and_a_correction_give_nothing_together(app, browse, engine, world):
    fill_busy(engine, world, seed=3, homes=260, contacts=2600)
    publish(browse, world, **YEAR)
    publish(browse, world, **SECOND_HALF)
    with ScopedSession(engine, world.actor("kakaricho"), "summary:prepare") as session:
        between = _between(session)
    _late_entries(engine)
    key = app.extensions["settings"].derive("ledger")
    address = publish(browse, world, **YEAR, **CORRECTION)
    editions = _from_the_files(engine, key, browse("shi").get)
    assert [edition.number for edition in editions] == [3, 4, 5]
    assert _attack(editions) > 50
    assert _subtract(editions[0], editions[1], between) > 50
    assert editions[0].shown != editions[2].shown
    _says_what_it_corrects(browse("shi"), browse("shutanto"), address)
    assert all(attack.safe for attack in attack_all(engine, key))


def _says_what_it_corrects(reader, staff, address: str) -> None:
    page = reader.get(address).text
    assert "第3号の訂正" in page
    assert WHY in page
    assert WHY in text_of_pdf(reader.get(f"{address}.pdf").data)
    assert "第5号で訂正" in reader.get("/publications").text
    old = page.split("前の版：")[1].split('href="')[1].split('"')[0]
    assert "この版は訂正されています" in reader.get(old).text
    assert "同じ期間を開き" not in staff.get(old).text
    assert "「前の版の訂正か」で第5号" in staff.get(address).text


def test_a_correction_wants_a_reason_and_an_edition_of_the_same_period(browse, engine, world):
    fill_busy(engine, world, seed=3, homes=140, contacts=1200)
    address = publish(browse, world, **YEAR)
    client = browse("shutanto")
    way = re.search(r'href="(/summary[^"]+)"[^>]*>同じ期間を開き', client.get(address).text)[1]
    assert "第3号（公表）の訂正として出す" in client.get(unescape(way)).text
    assert "同じ期間を開き" not in browse("shi").get(address).text
    assert "訂正として出す" not in client.get("/summary?first=2025-10&last=2026-03").text
    answer = client.send("/summary/prepare", **YEAR, corrects="3")
    assert answer.status_code == 422
    assert "訂正の理由も選んでください" in answer.text
    typed = client.send("/summary/prepare", **YEAR, corrects="3", reason="架空 花子さんの記録")
    assert typed.status_code == 422, "it would be printed unread"
    other = client.send("/summary/prepare", **YEAR, corrects="1", reason=WHY)
    assert other.status_code == 422
    assert "選択肢の中から" in other.text


# --- The demo office --------------------------------------------------------------------


@dataclass
class Demo:
    app: Flask
    settings: Settings

    def sign_in(self, login: str) -> CheckedClient:
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = "0" * 40
        fields = {"csrf_token": csrf_token(self.app), "login": login, "password": PASSWORD}
        assert client.post("/sign-in", data=fields).status_code == 303
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = "0" * 40
        return client


@pytest.fixture
def demo(backend):
    settings = backend.empty()
    set_up(settings, name="架空市社会福祉協議会", demo=True, folder=ROOT / "config" / "kodaira")
    engine = open_engine(settings.database_url, settings.key)
    fill(engine, Plan(None, 8), settings.derive("attachments"))
    engine.dispose()
    app = create_app(settings)
    app.test_client_class = CheckedClient
    yield Demo(app, settings)
    app.extensions["engine"].dispose()


def _by_two(demo: Demo, **asked) -> None:
    address = prepare(demo.sign_in(AUTHOR), **asked)
    engine = demo.app.extensions["engine"]
    with elevated(engine, reason="test") as session:
        from cswtool.accounts.models import User

        chief = session.scalars(select(User.id).where(User.login == CHIEF)).one()
    version = {"version": "1", "checker": str(chief)}
    assert demo.sign_in(AUTHOR).send(f"{address}/ask", **version).status_code == 303
    out = demo.sign_in(CHIEF).send(f"{address}/publish")
    assert out.location == address.replace("/prepared", "")


AUTHOR, CHIEF, READER = "nishi", "chuo", "shi"


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_from_the_demo_office_too(demo):
    engine, key = demo.app.extensions["engine"], demo.settings.derive("ledger")
    _by_two(demo, **YEAR)
    _by_two(demo, **SECOND_HALF)
    _late_entries(engine, 60)
    _by_two(demo, **YEAR, corrects="1", reason=WHY)
    editions = _from_the_files(engine, key, demo.sign_in(READER).get)
    assert [edition.number for edition in editions] == [1, 2, 3]
    assert _attack(editions) > 50
    assert all(attack.safe for attack in attack_all(engine, key))
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(func.count()).select_from(Publication)) == 3
