"""The case list: what each filter shows, compared with a plain reading of all cases."""

import itertools
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from cswtool.access import clock, fiscal
from cswtool.casefile.queries import (
    ACTIVE,
    ALL,
    NEW,
    SILENT,
    Wanted,
    cases_of,
    listed,
    narrowed,
)
from cswtool.cases.models import Case
from cswtool.cases.rules import Status
from cswtool.community.queries import NO_ZONE
from cswtool.consultations.models import Consultation
from cswtool.db.counts import count_cells
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession

TODAY = clock.today()


@pytest.fixture
def varied(engine, world) -> None:
    """Cases opened and last heard of on days around every border of the filters."""
    borders = [0, 30, 31, 60]
    with elevated(engine, reason="test") as session:
        for number in range(22):
            case = session.get_one(Case, world.ids[f"case_{number}"])
            contact = session.get_one(Consultation, world.ids[f"consultation_{number}"])
            case.opened_on = TODAY - timedelta(days=borders[number % 4])
            contact.day = TODAY - timedelta(days=borders[(number // 4) % 4])
            case.status = list(Status)[number % 3]
            case.closed_on = TODAY if case.status is Status.CLOSED else None
            case.zone_id = None if number % 5 == 0 else case.zone_id


def _oracle(case: Case, contacts: list[date], wanted: Wanted) -> bool:
    """The same filter, said again in plain Python."""
    zone = str(case.zone_id) if case.zone_id else NO_ZONE
    states = {ALL: set(Status), ACTIVE: {Status.OPEN, Status.WATCH}}
    long_ago = all((TODAY - day).days > 30 for day in [case.opened_on, *contacts])
    shown = {
        "": True,
        NEW: case.opened_on >= fiscal.month_start(TODAY),
        SILENT: long_ago and case.status is not Status.CLOSED,
    }
    return (
        wanted.zone in {"", zone}
        and wanted.worker in {"", str(case.primary_id)}
        and case.status in states.get(wanted.status, {wanted.status})
        and shown[wanted.show]
    )


def test_every_filter_shows_what_a_plain_reading_would(engine, world, varied):
    zones = ["", NO_ZONE, str(world.zones["W"])]
    workers = ["", str(world.users["yoso"])]
    with ScopedSession(engine, world.actor("kakaricho"), "test") as session:
        cases = session.scalars(select(Case)).all()
        contacts = {case.id: [] for case in cases}
        for case_id, day in session.execute(
            select(Consultation.case_id, Consultation.day).where(Consultation.case_id.is_not(None))
        ):
            contacts[case_id].append(day)
        for choice in itertools.product(zones, workers, [ACTIVE, ALL, *Status], ["", NEW, SILENT]):
            wanted = Wanted(*choice)
            found = {case.id for case in session.scalars(listed(wanted, TODAY))}
            expected = {c.id for c in cases if _oracle(c, contacts[c.id], wanted)}
            assert found == expected, wanted


def test_a_count_over_all_cases_and_the_list_with_its_restricted_numbers_agree(engine, world):
    wanted = Wanted(zone=str(world.zones["W"]), status=ALL)
    with ScopedSession(engine, world.actor("kakaricho"), "test") as session:
        query = select(func.count(Case.id)).where(*narrowed(wanted, TODAY))
        ((everything,),) = count_cells(session, query, reason="test")
        assert len(session.scalars(listed(wanted, TODAY)).all()) == everything - 1


def test_only_a_supervisor_reads_the_numbers_of_restricted_cases(browse, world):
    page = browse("kakaricho").get("/cases").text
    assert "閲覧が制限されたケース" in page
    assert "R8-0003" in page
    assert str(world.case_restricted) not in page
    assert "関係者を限る相談" not in page
    east = browse("kakaricho").get(f"/cases?zone={world.zones['E']}").text
    assert "R8-0003" not in east, "the filter holds for them too"
    assert "R8-0003" not in browse("yoso").get("/cases").text
    own = browse("shutanto").get("/cases").text
    assert str(world.case_restricted) in own


def test_a_filter_that_is_nonsense_narrows_nothing(browse):
    plain = browse("kakaricho").get("/cases").text
    for nonsense in ("zone=x", "worker=1", "status=%00", "show=nothing", "page=-1", "page=x"):
        page = browse("kakaricho").get(f"/cases?{nonsense}").text
        assert page.count("<tr") == plain.count("<tr")


def test_the_list_goes_on_on_the_next_page_with_its_filter(browse, engine, world):
    with elevated(engine, reason="test") as session:
        case = session.get_one(Case, world.case_west)
        for number in range(60):
            session.add(
                Case(
                    number=f"R7-{number:04}",
                    headline="長い一覧",
                    primary_id=case.primary_id,
                    zone_id=case.zone_id,
                    opened_on=TODAY - timedelta(days=400),
                )
            )
    client = browse("kakaricho")
    first = client.get(f"/cases?zone={world.zones['W']}")
    assert f'href="/cases?zone={world.zones["W"]}&amp;page=2"' in first.text
    second = client.get(f"/cases?zone={world.zones['W']}&page=2").text
    numbers = [
        {f"R7-{n:04}" for n in range(60) if f"R7-{n:04}" in page} for page in (first.text, second)
    ]
    assert not numbers[0] & numbers[1]
    assert len(numbers[0] | numbers[1]) == 60


def test_a_protected_person_is_not_named_in_the_list(browse, world):
    assert "架空 case_protected" not in browse("kakaricho").get("/cases").text
    assert "架空 case_protected" in browse("yoso").get("/cases").text


def test_my_cases_are_those_i_work_on_the_earliest_step_first(engine, world):
    with ScopedSession(engine, world.actor("futanto"), "test") as session:
        rows = cases_of(session, session.actor.id)
    numbers = [row.case.number for row in rows]
    assert numbers[0] == "R8-0001", "second worker, and a step is due"
    assert "R8-0005" in numbers
    assert rows[0].last_contact == TODAY - timedelta(days=10)
    assert rows[0].next_due == TODAY - timedelta(days=3)
    assert all(row.next_due is None for row in rows[1:])


def test_an_old_bookmark_is_told_in_japanese_what_is_wrong(browse):
    page = browse("shutanto").get("/cases?zone=zzz").text
    assert "Not a valid choice" not in page
