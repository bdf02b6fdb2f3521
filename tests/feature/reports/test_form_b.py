"""The figures of 様式B, counted a second time in plain Python; and the form on its way out."""

import csv
import re
from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from cswtool.access import clock
from cswtool.access.fiscal import Period, fiscal_year
from cswtool.activities.models import Activity
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.publications.commands.ledger import attack_all
from cswtool.publications.document import printed
from cswtool.publications.models import Publication
from cswtool.publications.paper import to_pdf
from cswtool.publications.queries import document_of
from cswtool.reports.queries import form_b_counted
from cswtool.reports.rules import Cut, Grain, Width, form_b_of
from tests.feature.publications.walk import cells_of_page, prepare, publish, text_of_pdf
from tests.feature.reports.busy_office import fill
from tests.feature.reports.busy_zones import Act, fill_zones
from tests.unit.disclosure.outsider import intervals, sensitive

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
ASKED = {
    "paper": "form-b",
    "first": "2025-04",
    "last": "2026-03",
    "grain": "single",
    "zones": "each",
    "ages": "each",
    "months": "each",
}


def _oracle(acts: list[Act]) -> Counter:
    """Every figure by (table, zone, part), from the rules in words of its own."""
    found: Counter = Counter()
    for act in acts:
        if not act.counts or not YEAR.first <= act.day <= YEAR.last:
            continue
        for zone in (act.zone or "unknown", "all"):
            for part in (act.kind.code, "all"):
                found["done", zone, part] += 1
                found["spent", zone, part] += act.minutes or 0
                found["came", zone, part] += act.people or 0
    return found


def _summary(engine, world, who: str = "yoso", cut: Cut | None = None):
    with ScopedSession(engine, world.actor(who), "summary:prepare") as session:
        return form_b_of(form_b_counted(session, YEAR), cut or Cut())


@pytest.mark.parametrize("who", ["yoso", "kakaricho"])
def test_every_figure_is_what_plain_python_counts_whoever_asks(engine, world, who):
    acts = fill_zones(engine, world, seed=31, activities=160)
    truth = _summary(engine, world, who).truth
    shown = {tuple(cell.split("|")): figure for cell, figure in truth.items() if figure}
    assert shown == {cell: figure for cell, figure in _oracle(acts).items() if figure}


def test_kinds_together_and_neighbours_together_have_the_sum(engine, world):
    fill_zones(engine, world, seed=32, activities=80)
    each = _summary(engine, world).truth
    wide = _summary(engine, world, cut=Cut(Grain.GROUPS, Width.POOLED)).truth
    for table in ("done", "spent", "came"):
        assert wide[f"{table}|all|all"] == each[f"{table}|all|all"]
        both = each[f"{table}|W|all"] + each[f"{table}|CW|all"]
        assert wide[f"{table}|W+CW|all"] == both
        systems = each[f"{table}|C|network"] + each[f"{table}|C|resource"]
        assert wide[f"{table}|C|しくみづくり"] == systems


def _edition(engine, back: int = 0) -> Publication:
    """The latest, or one so many before it."""
    with elevated(engine, reason="test") as session:
        return session.scalars(select(Publication).order_by(Publication.number.desc())).all()[back]


def test_an_edition_tells_the_work_and_no_few_people_the_same_in_every_format(
    browse, engine, world
):
    fill_zones(engine, world, seed=33, activities=70)
    address = publish(browse, world, **ASKED)
    summary, sheets = _summary(engine, world), document_of(_edition(engine)).sheets
    truth, shown = summary.truth, {cell: f for sheet in sheets for cell, f in sheet.cells()}
    work = [cell for cell in shown if cell.startswith(("done", "spent"))]
    assert len(work) == 2 * 7 * 8
    assert all(shown[cell] == truth[cell] for cell in work)
    people = {cell: shown[cell] for cell in shown if cell.startswith("came")}
    few = {cell for cell in people if 1 <= truth[cell] <= 9}
    assert len(few) > 5
    assert all(people[cell] is None for cell in few)
    assert sum(figure is not None and figure > 0 for figure in people.values()) > 5
    problem = summary.problem(10)
    assert set(sensitive(problem)) == few
    for name, (low, high) in intervals(problem, shown).items():
        assert high - low >= 9 - 1e-6, name
    _same_everywhere(browse("shi"), address, sheets)
    assert to_pdf(document_of(_edition(engine)), strict=True).startswith(b"%PDF")


def _same_everywhere(client, address: str, sheets) -> None:
    wanted = [[printed(f) for f in line.figures] for sheet in sheets for line in sheet.lines]
    page = client.get(address).text
    assert [row for row in cells_of_page(page) if row] == wanted
    assert "10人未満の人数" in page
    assert "世帯" not in re.sub(r"<nav.*?</nav>", "", page.split("<h2>")[1], flags=re.DOTALL)
    lines = list(csv.reader(client.get(f"{address}.csv").data.decode("utf-8-sig").splitlines()))
    rows = [line[3:] for line in lines if re.match(r"[1-3] ", "".join(line))]
    assert [[printed(None if f == "x" else int(f)) for f in row] for row in rows] == wanted
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{address}.xlsx").data))
    assert book.sheet_names == ["様式B", "注記"]
    cells = [line[1:] for line in book.get_sheet_by_name("様式B").to_python()]
    rows = [line for line in cells if all(c == "x" or isinstance(c, float) for c in line)]
    assert [[printed(None if f == "x" else int(f)) for f in row] for row in rows] == wanted
    paper = text_of_pdf(client.get(f"{address}.pdf").data)
    assert all("".join(row) in paper for row in wanted)


def test_few_people_are_not_given_away_by_two_editions(app, browse, engine, world):
    """The year and its first half, the year by groups, beside a summary: all of them go out."""
    fill(engine, world, seed=34, homes=140, contacts=900)
    fill_zones(engine, world, seed=34, activities=200)
    publish(browse, world, **{**ASKED, "paper": "summary", "grain": "groups"})
    publish(browse, world, **ASKED)
    publish(browse, world, **{**ASKED, "grain": "groups"})
    publish(browse, world, **{**ASKED, "last": "2025-09"})
    attacks = attack_all(engine, app.extensions["settings"].derive("ledger"))
    assert [(len(one.numbers), one.safe) for one in attacks] == [(5, True)]
    year, half = (
        {
            cell: f
            for sheet in document_of(_edition(engine, back)).sheets
            for cell, f in sheet.cells()
        }
        for back in (2, 0)
    )
    both = [c for c in year if c.startswith("came") and None not in {year[c], half[c]}]
    assert len(both) > 10
    assert [c for c in both if 1 <= year[c] - half[c] <= 9] == []


def test_the_city_gets_it_by_the_threshold_of_the_contract(browse, engine, world):
    fill_zones(engine, world, seed=35, activities=70)
    prepared = browse("shutanto").get(prepare(browse("shutanto"), **{**ASKED, "profile": "city"}))
    assert "10人未満の人数" in prepared.text
    rows = [row for row in cells_of_page(prepared.text) if row]
    assert all("x" not in row for row in rows[:16])
    few = {str(number) for number in range(1, 10)}
    assert not few & {cell for row in rows[16:] for cell in row}
    assert "x" in {cell for row in rows[16:] for cell in row}


def test_the_list_of_activities_leads_to_the_form_of_its_year(browse, engine, world):
    fill_zones(engine, world, seed=36, activities=40)
    year = fiscal_year(clock.today()) - 1
    client = browse("shutanto")
    page = client.get(f"/activities?year={year}").text
    (address,) = re.findall(r'href="(/summary\?[^"]*paper=form-b[^"]*)"', page)
    form = client.get(address.replace("&amp;", "&"))
    assert form.status_code == 200
    assert "様式B地域支援" in form.text
    assert "居場所の立ち上げ" in form.text
    assert (
        "活動の種類を分類ごとにまとめる" in client.get("/summary/coarser", query_string=ASKED).text
    )


def test_a_year_that_no_report_reaches_has_no_such_link(browse, engine, world):
    with elevated(engine, reason="test") as session:
        old = fiscal_year(clock.today()) - 6
        session.get_one(Activity, world.activity_west).day = date(old, 5, 1)
    client = browse("shutanto")
    assert "paper=form-b" not in client.get(f"/activities?year={old}").text
    assert "paper=form-b" in client.get(f"/activities?year={old + 1}").text
    oldest = re.findall(
        r'href="(/summary\?[^"]*paper=form-b[^"]*)"', client.get(f"/activities?year={old + 1}").text
    )
    assert client.get(oldest[0].replace("&amp;", "&")).status_code == 200
