"""The caseload: every number of the page is what the list behind it shows."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import event

from cswtool.access import clock
from cswtool.accounts.models import CaseVisibility, Office
from cswtool.cases.models import Case
from cswtool.db.elevated import elevated
from cswtool.intake.models import IncomingReferral
from cswtool.intake.rules import IncomingStatus
from cswtool.tasks.models import Task

TODAY = clock.today()
LIST = re.compile(r'<td[^>]*>\s*<a href="([^"]+)">(.*?)</a>\s*</td>', re.DOTALL)


@pytest.fixture
def busy(engine, world) -> None:
    """Something of everything, also restricted, without a 圏域, and without a case."""
    with elevated(engine, reason="test") as session:
        for number in range(22):
            case = session.get_one(Case, world.ids[f"case_{number}"])
            case.opened_on = TODAY - timedelta(days=(0, 40, 400)[number % 3])
            case.restricted = number % 4 == 0
            case.zone_id = None if number % 7 == 0 else case.zone_id
            for step in range(number % 3):
                session.add(_late_step(world, case.id, step))
        session.add(_late_step(world, None, 1))
        slip = session.get_one(IncomingReferral, world.incoming_taken)
        slip.status = IncomingStatus.RECEIVED
        session.get_one(IncomingReferral, world.incoming_east).zone_id = None


def _late_step(world, case_id, number: int) -> Task:
    owner = world.users[("shutanto", "yoso")[number % 2]]
    due = TODAY - timedelta(days=1 + number)
    return Task(case_id=case_id, owner_id=owner, author_id=owner, title="電話", due_on=due)


def _figures(page: str) -> list[tuple[str, int]]:
    """Each link of the table with its number."""
    return [
        (unescape(url), int(re.sub(r"<[^>]+>", "", shown).strip()))
        for url, shown in LIST.findall(page)
    ]


def _listed(page: str) -> int:
    """Rows of a list, and what stands below it of restricted cases."""
    page, _, below = page.partition("<h2>閲覧が制限された")
    rows = page.count('scope="row"') + page.count('class="task-title"')
    entries = re.findall(r"<li>R\d+-\d+ .*?</span>\s*(\d*)", below)
    return rows + sum(int(count or 1) for count in entries)


def test_every_number_is_that_of_the_list_it_opens(browse, busy):
    client = browse("kakaricho")
    figures = _figures(client.get("/caseload").text)
    assert {url.split("?")[0] for url, _ in figures} == {
        "/cases",
        "/caseload/tasks",
        "/incoming",
        "/referrals",
    }
    assert sum(number > 0 for _, number in figures) > 30
    found = [(url, _listed(client.get(url).text)) for url, _ in figures]
    assert found == figures


def test_the_workers_of_a_zone_add_up_to_it_and_the_zones_to_the_office(browse, busy):
    figures = dict(_figures(browse("kakaricho").get("/caseload").text))
    for page in ("/cases", "/caseload/tasks"):
        of = {u: n for u, n in figures.items() if u.split("?")[0] == page and "show" not in u}
        office = of.pop(page)
        zones = sum(n for url, n in of.items() if "worker" not in url)
        assert office == zones == sum(n for url, n in of.items() if "worker" in url)


def test_a_restricted_case_is_counted_and_shown_by_its_number_alone(browse, world):
    client = browse("kakaricho")
    for url in ("/cases?", "/referrals?show=unanswered&"):
        page = client.get(f"{url}zone={world.zones['W']}").text
        assert "R8-0003" in page.partition("閲覧が制限された")[2]
        assert "関係者を限る相談" not in page
        assert str(world.case_restricted) not in page


def test_only_a_supervisor_is_told_that_a_list_leaves_something_out(browse, busy):
    for url in ("/incoming", "/referrals"):
        assert "閲覧が制限されたケースのもの" in browse("kakaricho").get(url).text
        assert "閲覧が制限されたケースのもの" not in browse("yoso").get(url).text


def test_where_sight_ends_at_ones_zone_other_zones_are_numbers_alone(browse, engine, world, busy):
    with elevated(engine, reason="test") as session:
        session.get_one(Office, 1).case_visibility = CaseVisibility.ZONE
    client = browse("kakaricho")
    page = client.get("/caseload").text
    zones = {url.partition("zone=")[2].split("&")[0] for url, _ in _figures(page)}
    assert zones == {str(world.zones["C"]), "none"}
    assert "担当圏域の外のものは、数だけを出しています。" in page
    for url, number in _figures(page):
        assert _listed(client.get(url).text) == number, url


def test_the_page_takes_the_same_number_of_statements_however_much_there_is(browse, engine, world):
    def statements() -> int:
        seen = []

        def count(*_) -> None:
            seen.append(1)

        event.listen(engine, "before_cursor_execute", count)
        browse("kakaricho").get("/caseload")
        event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    browse("kakaricho").get("/caseload")  # the first page also opens connections
    few = statements()
    with elevated(engine, reason="test") as session:
        for number, who in enumerate(("suishin", "sodan", "futanto")):
            session.add(
                Case(
                    number=f"R7-{number:04}",
                    headline="ほかの圏域",
                    primary_id=world.users[who],
                    zone_id=world.zones["E"],
                    opened_on=TODAY,
                )
            )
    assert statements() == few


def test_a_filter_that_is_nonsense_narrows_nothing(browse):
    plain = _listed(browse("kakaricho").get("/caseload/tasks").text)
    for nonsense in ("zone=x", "worker=1", "zone=%00", "page=-1"):
        assert _listed(browse("kakaricho").get(f"/caseload/tasks?{nonsense}").text) == plain
