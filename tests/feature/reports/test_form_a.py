"""The figures of 様式A, counted a second time in plain Python; and the form on its way out."""

import csv
import re
from collections import Counter, defaultdict
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select

from cswtool.access.fiscal import Period
from cswtool.activities.rules import Meeting
from cswtool.cases.models import Case
from cswtool.community.models import Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.disclosure.cells import Problem
from cswtool.disclosure.wholes import without_told
from cswtool.publications.commands.ledger import attack_all
from cswtool.publications.models import Publication, PublishedCell
from cswtool.publications.queries import document_of
from cswtool.referrals.models import Referral
from cswtool.reports.commands import protecting
from cswtool.reports.queries import form_a_counted
from cswtool.reports.rules import Cut, Grain, Width, for_everybody, form_a_of
from cswtool.taxonomy.models import Choice, IssueType
from tests.feature.publications.walk import publish
from tests.feature.reports.busy_office import BusyOffice, Contact, Home, fill
from tests.feature.reports.busy_zones import Act, fill_zones
from tests.unit.disclosure.outsider import intervals, sensitive

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
ASKED = {
    "paper": "form-a",
    "profile": "public",
    "first": "2025-04",
    "last": "2026-03",
    "grain": "groups",
    "zones": "pooled",
    "ages": "pooled",
    "months": "each",
}


def _place(home: Home | None, zone: str) -> str:
    return "unknown" if (home is not None and home.protected) or not zone else zone


def _band(born: date | None) -> str:
    if born is None:
        return "unknown"
    age = 2026 - born.year - ((born.month, born.day) > (3, 31))
    names = {18: "0-17", 40: "18-39", 65: "40-64", 75: "65-74", 999: "75+"}
    return next(name for end, name in names.items() if age < end)


class _Oracle(Counter):
    """Every figure of an office by (table, zone, part), from the rules in words of its own."""

    def __init__(self, office: BusyOffice, acts: list[Act]) -> None:
        super().__init__()
        for act in acts:
            self._met_about(act)
        by_home = defaultdict(list)
        for contact in office.contacts:
            if YEAR.first <= contact.at.date() <= YEAR.last:
                self._contact(contact)
                by_home[contact.home and contact.home.id].append(contact)
        by_home.pop(None, None)
        self.met = set(by_home)
        for contacts in by_home.values():
            self._met(contacts)
        for home in office.homes:
            self._file(home)

    def _count(self, table: str, zone: str, part: str, *, total: bool = True) -> None:
        for place in (zone, "all"):
            self[table, place, part] += 1
            if total:
                self[table, place, "all"] += 1

    def _contact(self, contact: Contact) -> None:
        zone = _place(contact.home, contact.zone)
        self._count("method", zone, contact.method.value)
        self._count("asker", zone, _code(contact.asker))

    def _met(self, contacts: list[Contact]) -> None:
        home, last = contacts[0].home, max(contacts, key=lambda contact: contact.at)
        zone = _place(home, last.zone)
        mains = [contact for contact in contacts if contact.issues]
        main = max(mains, key=lambda c: c.at).issues[0].code if mains else "none"
        self._count("support", zone, "new" if home.opened >= YEAR.first else "continued")
        self._count("route", zone, _code(home.route))
        self._count("age", zone, _band(home.born))
        self._count("sex", zone, home.sex.value)
        self._count("household", zone, _code(home.household))
        self._count("main", zone, main)
        for issue in {i.code for c in contacts for i in c.issues} or {"none"}:
            self._count("issue", zone, issue, total=False)
        self["issue", zone, "all"] += 1
        self["issue", "all", "all"] += 1

    def _met_about(self, act: Act) -> None:
        counts = act.counts and YEAR.first <= act.day <= YEAR.last
        if counts and act.meeting in {Meeting.SUPPORT, Meeting.LAYERED}:
            for zone in (act.zone or "unknown", "all"):
                self["meeting", zone, act.meeting.value] += 1
                self["discussed", zone, act.meeting.value] += act.discussed or 0

    def _file(self, home: Home) -> None:
        zone = _place(home, home.zone)
        if home.closed and YEAR.first <= home.closed <= YEAR.last:
            self._count("stock", zone, "closed", total=False)
            self._count("closing", zone, home.closing.code)
        begun = home.opened <= YEAR.last or home.id in self.met
        if begun and (home.closed is None or home.closed > YEAR.last):
            self._count("stock", zone, "open", total=False)
        route = home.route.group if home.route else "その他・不明"
        for at, kind in home.referrals:
            if YEAR.first <= at.date() <= YEAR.last:
                self._count("referral", zone, kind)
                self._count("flow", route, kind)


def _code(word: Choice | None) -> str:
    return word.code if word else "unknown"


@pytest.fixture
def alone(engine, world):
    """An office in which the test knows every record: what the cast has is long over."""
    with elevated(engine, reason="test") as session:
        for case in session.scalars(select(Case)):
            case.opened_on = date(2027, 1, 1)
            case.closed_on = date(2027, 1, 2) if case.closed_on else None
        for referral in session.scalars(select(Referral)):
            for step in referral.steps:
                step.at = step.at.replace(year=2030)


@pytest.mark.usefixtures("alone")
def test_every_figure_is_what_plain_python_counts(engine, world):
    office = fill(engine, world, seed=11, homes=60, contacts=700)
    acts = fill_zones(engine, world, seed=11, activities=90)
    with ScopedSession(engine, world.actor("yoso"), "summary:prepare") as session:
        truth = form_a_of(form_a_counted(session, YEAR), Cut()).truth
    shown = {tuple(cell.split("|")): figure for cell, figure in truth.items() if figure}
    assert shown == {cell: n for cell, n in _Oracle(office, acts).items() if n}


def test_merging_neighbours_loses_nobody(engine, world):
    fill(engine, world, seed=12, homes=60, contacts=400)
    with ScopedSession(engine, world.actor("yoso"), "summary:prepare") as session:
        found = form_a_counted(session, YEAR)
    each = form_a_of(found, Cut()).truth
    wide = form_a_of(found, Cut(Grain.GROUPS, Width.POOLED, Width.POOLED)).truth
    assert wide["support|W+CW|all"] == each["support|W|all"] + each["support|CW|all"]
    assert wide["age|C|65+"] == each["age|C|65-74"] + each["age|C|75+"]
    for table in ("support", "method", "asker", "age", "sex", "closing", "referral", "flow"):
        assert wide[f"{table}|all|all"] == each[f"{table}|all|all"]


def _frozen(engine) -> tuple[dict[str, int | None], Publication]:
    with elevated(engine, reason="test") as session:
        publication = session.scalars(
            select(Publication).where(Publication.title.like("様式A%"))
        ).one()
        cells = session.scalars(
            select(PublishedCell).where(PublishedCell.publication_id == publication.id)
        )
        return {cell.cell.split("|", 1)[1]: cell.value for cell in cells}, publication


def test_an_edition_hides_the_same_in_every_format_and_an_outsider_works_nothing_out(
    browse, engine, world
):
    fill(engine, world, seed=17, homes=140, contacts=1200)
    fill_zones(engine, world, seed=17, activities=90)
    address = publish(browse, world, **ASKED)
    client = browse("shi")
    shown, publication = _frozen(engine)
    sheets = document_of(publication).sheets
    assert shown == {cell: figure for sheet in sheets for cell, figure in sheet.cells()}
    wanted = [
        ["x" if f is None else f"{f:,}" if f else "－" for f in line.figures]
        for sheet in sheets
        for line in sheet.lines
    ]
    page = client.get(address).text
    cells = r'<td class="num heat-0">(?:<span aria-hidden="true">)?\s*(x|－|[\d,]+)'
    rows = [re.findall(cells, row) for row in page.split("<tr")]
    assert [row for row in rows if row] == wanted
    assert [row for row in _excel(client.get(f"{address}.xlsx").data) if row] == wanted
    csv_file = client.get(f"{address}.csv").data.decode("utf-8-sig")
    rows = [
        line for line in csv.reader(csv_file.splitlines()) if re.match(r"[1-9] ", "".join(line))
    ]
    figures = [row[3:][: len(line)] for row, line in zip(rows, wanted, strict=True)]
    assert [[_printed(figure) for figure in row] for row in figures] == wanted
    with ScopedSession(engine, world.actor("kakaricho"), "summary:prepare") as session:
        cut = Cut(Grain.GROUPS, Width.POOLED, Width.POOLED, known_only=True)
        problem = for_everybody(form_a_of(form_a_counted(session, YEAR), cut)).problem(10)
    assert not [cell for cell in shown if cell.endswith("|open")]
    _meetings_are_told_and_few_cases_are_not(shown)
    assert len(sensitive(problem)) > 20
    for name, (low, high) in intervals(problem, shown).items():
        assert shown[name] is None
        assert high - low >= 9 - 1e-6, name


def _meetings_are_told_and_few_cases_are_not(shown: dict[str, int | None]) -> None:
    held = [cell for cell in shown if cell.startswith("meeting")]
    assert {*range(1, 5)} & {shown[cell] for cell in held}
    spoken_of = {shown[cell] for cell in shown if cell.startswith("discussed")}
    assert None in spoken_of
    assert not {*range(1, 10)} & spoken_of


def _printed(figure: str) -> str:
    return "x" if figure == "x" else f"{int(figure):,}" if int(figure) else "－"


def _excel(content: bytes) -> list[list[str]]:
    """The figures of every line, sheet by sheet; heads and notes have none."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names[0] == "様式A"
    assert book.sheet_names[-1] == "注記"
    pages = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:-1]]
    lines = [line[1 : _shares_begin(page)] for page in pages for line in page]
    return [
        [c if c == "x" else f"{int(c):,}" if c else "－" for c in line]
        for line in lines
        if line and all(c == "x" or isinstance(c, float) for c in line)
    ]


def _shares_begin(page: list[list]) -> int | None:
    return -1 if any(line[-1] == "計の割合" for line in page) else None


def test_every_step_that_is_offered_leads_to_a_coarser_form(browse, engine, world):
    fill(engine, world, seed=13, homes=60, contacts=500)
    finest = {**ASKED, "grain": "single", "zones": "each", "ages": "each", "last": "2025-06"}
    page = browse("yoso").get("/summary/coarser", query_string=finest)
    assert page.status_code == 200
    sentences = re.findall(
        r"<span>([^<]*まとめると|[^<]*にすると|[^<]*分けると)[^<]*?(\d+)％", page.text
    )
    percents = [int(percent) for _, percent in sentences]
    assert len(percents) >= 4
    assert percents == sorted(percents, reverse=True)
    for address in re.findall(r'href="(/summary/coarser\?[^"]+)"', page.text):
        assert browse("yoso").get(address.replace("&amp;", "&")).status_code == 200


def _of_one_issue(engine, zones: set[str]) -> None:
    """Every record made there is about the same 課題 and no other."""
    there = select(Zone.id).where(Zone.code.in_(zones))
    with elevated(engine, reason="one issue") as session:
        records = session.scalars(select(Consultation.id).where(Consultation.zone_id.in_(there)))
        found = records.all()
        tagged = ConsultationIssue.consultation_id.in_(found)
        session.execute(delete(ConsultationIssue).where(tagged))
        (issue,) = session.scalars(select(IssueType.id).where(IssueType.code == "isolation"))
        session.add_all(
            ConsultationIssue(consultation_id=record, issue_id=issue, main=True) for record in found
        )
        session.commit()


def test_what_zeros_tell_anyway_neither_stops_a_form_nor_alarms_afterwards(
    app, browse, engine, world, monkeypatch
):
    """All of 西部 and 中央西部 have one 課題: the zeros of the other ones say so."""
    fill(engine, world, seed=14, homes=140, contacts=1200)
    _of_one_issue(engine, {"W", "CW"})
    asked: list[Problem] = []
    ask = protecting.protect_in_subprocess
    monkeypatch.setattr(
        protecting, "protect_in_subprocess", lambda p, **how: (asked.append(p), ask(p, **how))[1]
    )
    publish(browse, world, **ASKED)
    assert len(without_told(asked[0]).wholes) < len(asked[0].wholes)
    assert all(one.safe for one in attack_all(engine, app.extensions["settings"].derive("ledger")))
