"""A calendar reads its person's dates and nothing else, until it is ended."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.access.actor import Actor
from cswtool.accounts.models import CalendarFeed, User
from cswtool.cases.models import Case
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession, scoped_models
from cswtool.feeds.rules import MOST_READS
from cswtool.tasks.models import Task
from tests.world import CALENDAR_TOKEN

URL = f"/calendar/{CALENDAR_TOKEN}.ics"


def _summaries(text: str) -> list[str]:
    return re.findall(r"SUMMARY:(.*)\r", text)


def test_it_shows_dates_numbers_and_kinds(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(Task, world.task_restricted).title = "架空 花子さんを訪問する"
    answer = browse("nobody").get(URL)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert _summaries(answer.text) == ["R8-0001 電話", "電話", "R8-0003 訪問"]
    assert "架空" not in answer.text
    assert f"DTSTART;VALUE=DATE:{clock.today() - timedelta(days=3):%Y%m%d}" in answer.text


def test_a_step_that_is_done_or_out_of_sight_is_gone(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(Task, world.task_west).done_at = clock.now()
        case = session.get_one(Case, world.case_restricted)
        case.primary_id = world.users["yoso"]
    assert _summaries(browse("nobody").get(URL).text) == ["電話"]


def test_a_calendar_sees_nothing_but_dated_steps_and_their_cases(engine, world):
    person = world.actor("shutanto")
    calendar = Actor(world.calendar_west, "", frozenset(), calendar_of=person)
    with ScopedSession(engine, calendar, "test") as session:
        seen = {
            model.__name__: session.scalar(select(func.count()).select_from(model))
            for model in scoped_models()
        }
        numbers = set(session.scalars(select(Case.id)))
    assert {name: number for name, number in seen.items() if number} == {"Task": 3, "Case": 2}
    assert numbers == {world.case_west, world.case_restricted}


def _make(client) -> str:
    return re.search(
        r"http://localhost(/calendar/[^<]+\.ics)", client.send("/account/calendar/make").text
    )[1]


def test_a_new_address_ends_the_old_one_and_only_its_hash_is_stored(browse, engine):
    client = browse("shutanto")
    url = _make(client)
    assert browse("nobody").get(URL).status_code == 404
    assert browse("nobody").get(url).status_code == 200
    assert url not in client.get("/account/calendar").text, "it is shown once"
    token = url.removeprefix("/calendar/").removesuffix(".ics")
    with elevated(engine, reason="test") as session:
        assert token not in str(session.scalars(select(CalendarFeed.token_hash)).all())
    assert client.send("/account/calendar/end").status_code == 303
    assert browse("nobody").get(url).status_code == 404


@pytest.mark.parametrize("what", ["disabled", "no longer staff"])
def test_it_refuses_when_its_person_may_not_read_it(browse, engine, world, what):
    with elevated(engine, reason="test") as session:
        user = session.get_one(User, world.users["shutanto"])
        if what == "disabled":
            user.disabled_at = clock.now()
        else:
            user.set_roles(frozenset())
    assert browse("nobody").get(URL).status_code == 404


def test_disabling_an_account_ends_its_calendar_for_good(browse, engine, world):
    with elevated(engine, reason="test") as session:
        version = session.get_one(User, world.users["shutanto"]).version
    fields = {"everything": str(world.users["yoso"]), "version": str(version)}
    url = f"/office/accounts/{world.users['shutanto']}/disable"
    assert browse("kanri").send(url, **fields).status_code == 303
    with elevated(engine, reason="test") as session:
        assert session.get_one(CalendarFeed, world.calendar_west).ended_at is not None


def test_the_trail_has_one_row_a_day_and_names_the_calendar(browse, engine, world):
    for _ in range(3):
        assert browse("nobody").get(URL).status_code == 200
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent).where(AuditEvent.actor_id == world.calendar_west)
        (row,) = session.scalars(query)
        assert (row.action, row.detail) == ("calendar", "calendar read")
        feed = session.get_one(CalendarFeed, world.calendar_west)
        assert feed.reads == 3
        feed.counted_from = clock.now() - timedelta(days=1)
    browse("nobody").get(URL)
    with elevated(engine, reason="test") as session:
        query = select(func.count()).where(AuditEvent.actor_id == world.calendar_west)
        assert session.scalar(query) == 2
    assert "主担当 花子のカレンダー" in browse("hogo").get("/office/trail").text


def test_it_is_not_read_too_often(browse, engine, world):
    assert browse("nobody").get(URL).status_code == 200
    with elevated(engine, reason="test") as session:
        session.get_one(CalendarFeed, world.calendar_west).reads = MOST_READS
    refused = browse("nobody").get(URL)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "600"
    with elevated(engine, reason="test") as session:
        feed = session.get_one(CalendarFeed, world.calendar_west)
        feed.counted_from = clock.now() - timedelta(minutes=11)
    assert browse("nobody").get(URL).status_code == 200
