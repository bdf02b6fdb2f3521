"""The figures of a summary, counted a second time in plain Python."""

from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event, select

from cswtool.access.fiscal import Period
from cswtool.db import audit
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.reports.queries import counted
from cswtool.reports.rules import Cut, Grain, summary_of
from cswtool.taxonomy.models import Choice, ChoiceKind
from tests.feature.publications.walk import prepare
from tests.feature.reports.busy_office import BusyOffice, Contact, fill

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))


def _zone(contact: Contact) -> str:
    hidden = contact.home is not None and contact.home.protected
    return "unknown" if hidden or not contact.zone else contact.zone


def _oracle(office: BusyOffice) -> Counter:
    """Every figure by (table, zone, part), from the rules in words of its own."""
    counted = [c for c in office.contacts if YEAR.first <= c.at.date() <= YEAR.last]
    found: Counter = Counter()
    by_home = defaultdict(list)
    for contact in counted:
        month = str(contact.at.year * 100 + contact.at.month)
        for zone in (_zone(contact), "all"):
            found["method", zone, contact.method.value] += 1
            found["method", zone, "all"] += 1
            found["month", zone, month] += 1
            found["month", zone, "all"] += 1
        if contact.home:
            by_home[contact.home.id].append(contact)
    for contacts in by_home.values():
        _count_home(found, contacts)
    return found


def _count_home(found: Counter, contacts: list[Contact]) -> None:
    home = contacts[0].home
    last = max(contacts, key=lambda contact: contact.at)
    issues = {issue.code for contact in contacts for issue in contact.issues} or {"none"}
    months = {str(c.at.year * 100 + c.at.month) for c in contacts}
    route = home.route.code if home.route else "unknown"
    for zone in (_zone(last), "all"):
        for issue in issues:
            found["issue", zone, issue] += 1
        for month in months:
            found["seen", zone, month] += 1
        found["route", zone, route] += 1
        for table in ("issue", "route", "seen"):
            found[table, zone, "all"] += 1


@pytest.mark.parametrize("who", ["yoso", "kakaricho"])
def test_every_figure_is_what_plain_python_counts_whoever_asks(engine, world, who):
    office = fill(engine, world, seed=7, homes=60, contacts=700)
    with ScopedSession(engine, world.actor(who), "summary:prepare") as session:
        truth = summary_of(counted(session, YEAR), Cut(Grain.SINGLE)).truth
    wanted = _oracle(office)
    shown = {tuple(cell.split("|")): figure for cell, figure in truth.items() if figure}
    assert shown == {cell: figure for cell, figure in wanted.items() if figure}


def test_groups_add_up_to_the_same_households(engine, world):
    fill(engine, world, seed=8, homes=40, contacts=300)
    with ScopedSession(engine, world.actor("yoso"), "summary:prepare") as session:
        single = summary_of(counted(session, YEAR), Cut(Grain.SINGLE)).truth
        groups = summary_of(counted(session, YEAR), Cut(Grain.GROUPS)).truth
    for table in ("issue", "route", "method", "month", "seen"):
        assert single[f"{table}|all|all"] == groups[f"{table}|all|all"]


def _group_the_first_route(engine, group: str) -> tuple[str, str]:
    """An administrator writes another 分類; code and label of the entry."""
    with elevated(engine, reason="test") as session:
        routes = select(Choice).where(Choice.kind == ChoiceKind.ROUTE)
        first = session.scalars(routes.order_by(Choice.position)).first()
        first.group = group
        return first.code, first.label


def test_an_entry_that_is_in_no_group_stands_for_itself(engine, world):
    fill(engine, world, seed=8, homes=40, contacts=300)
    code, label = _group_the_first_route(engine, "")
    with ScopedSession(engine, world.actor("yoso"), "summary:prepare") as session:
        found = counted(session, YEAR)
    (routes,) = (t for t in summary_of(found, Cut(Grain.GROUPS)).tallies if t.key == "route")
    assert label in [part.label for part in routes.parts]
    assert all(part.label for part in routes.parts)
    single = summary_of(found, Cut(Grain.SINGLE)).truth[f"route|all|{code}"]
    assert routes.figures["all", code].value == single > 0


def test_a_group_may_have_any_sign_in_its_name(browse, engine, world):
    fill(engine, world, seed=8, homes=40, contacts=300)
    _group_the_first_route(engine, "来所|電話+訪問")
    address = prepare(browse("shutanto"), first="2025-04", last="2026-03", grain="groups")
    assert "来所|電話+訪問" in browse("shutanto").get(address).text


def test_what_is_stored_in_the_middle_of_a_count_is_not_in_half_of_its_tables(engine, world):
    """A colleague's new household has its contact in the first statement, or its tag in none."""
    fill(engine, world, seed=9, homes=20, contacts=200)
    with ScopedSession(engine, world.actor("yoso"), "summary:prepare") as session:
        before = summary_of(counted(session, YEAR), Cut()).truth
    with ScopedSession(engine, world.actor("yoso"), "summary:prepare") as session:
        with _one_more_office_meanwhile(engine, world) as filled:
            meanwhile = summary_of(counted(session, YEAR), Cut()).truth
        assert filled == [True]
    assert meanwhile == before


@contextmanager
def _one_more_office_meanwhile(engine, world):
    """Somebody else stores more just before the tags are read."""
    filled: list[bool] = []

    def store(*args):
        if "consultation_issue" in args[2] and not filled:
            filled.append(True)
            fill(engine, world, seed=10, homes=20, contacts=200)

    event.listen(engine, "before_cursor_execute", store)
    yield filled
    event.remove(engine, "before_cursor_execute", store)


_CASES = "counts: {}の集計 2025-04〜2026-03"
_ACTIVITIES = _CASES.format("地域支援の活動")


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        ("summary", [_CASES.format("地域のまとめ")]),
        ("form-a", [_CASES.format("様式A実績"), _ACTIVITIES]),
        ("form-b", [_ACTIVITIES]),
    ],
)
def test_what_a_paper_counted_stands_on_the_trail_once(browse, engine, paper, told):
    before = audit.head(engine).seq
    browse("yoso").get(f"/summary?paper={paper}&first=2025-04&last=2026-03")
    rows = select(AuditEvent.detail).where(AuditEvent.seq > before)
    with elevated(engine, reason="test") as session:
        counts = session.scalars(rows.where(AuditEvent.detail.startswith("counts:"))).all()
    assert sorted(counts) == sorted(told)


@pytest.mark.parametrize("kind", ["xlsx", "pdf", "csv"])
@pytest.mark.parametrize(
    ("paper", "name"), [("summary", "地域のまとめ"), ("form-b", "様式B地域支援")]
)
def test_which_figures_left_in_which_file_stands_on_the_trail(browse, engine, paper, name, kind):
    before = audit.head(engine).seq
    browse("yoso").get(f"/summary.{kind}?paper={paper}&first=2025-04&last=2026-03")
    rows = select(AuditEvent.detail).where(AuditEvent.seq > before)
    with elevated(engine, reason="test") as session:
        details = session.scalars(rows).all()
    assert f"書き出し：{name} 令和7年度（内部、{kind}）" in details
