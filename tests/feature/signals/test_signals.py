"""気づき: counted whoever asks, shown in words, left with a reason, taken up again."""

import re
from datetime import date, datetime, time, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.signals.models import SetAside
from cswtool.signals.queries import UNKNOWN, finished_months, noticed, series_of
from cswtool.taxonomy.models import IssueType
from tests.pages import draft_url, shown_fields
from tests.world import Builder, World


@pytest.fixture
def months():
    """The first days of the months looked at, the oldest first."""
    return finished_months(clock.today()).months()


@pytest.fixture
def meet(engine, world):
    """meet("W", day, tag) is a new household of a 圏域, first met on a day."""

    def once(zone: str, day: date, *, tag: bool = False, **case) -> None:
        with elevated(engine, reason="test") as session:
            builder = Builder(session, World(world.users, world.zones, dict(world.ids)))
            builder.serial = 400 + len(session.scalars(select(Case.id)).all())
            made = builder.case(f"met_{builder.serial}", "家計", zone=zone, primary="yoso", **case)
            at = clock.from_japan(datetime.combine(day, time(10)))
            contact = Consultation(
                case_id=made.id,
                author_id=world.users["yoso"],
                at=at,
                day=day,
                method=Method.VISIT,
                zone_id=world.zones[zone],
                text="話を聞いた",
                recorded_at=at,
            )
            session.add(contact)
            session.flush()
            if tag:
                row = ConsultationIssue(consultation_id=contact.id, issue_id=world.issue)
                session.add(row)

    return once


@pytest.fixture
def risen(months, meet):
    """Two households a month for three years; in the last three months four more with a tag."""
    for month in months[::3]:
        meet("W", month)
    for month in months[-3:]:
        for day in range(4):
            meet("W", month + timedelta(days=day), tag=True)


def _series(session, kind: str, zone: str, key: str):
    found = series_of(session, finished_months(clock.today()))
    return next((s for s in found if (s.kind, s.zone, s.key) == (kind, zone, key)), None)


def _code(engine, world) -> str:
    with elevated(engine, reason="test") as session:
        return session.get_one(IssueType, world.issue).code


def test_a_household_counts_in_the_month_it_was_first_met_with_the_word(
    engine, world, months, meet
):
    meet("E", months[5], tag=True)
    code = _code(engine, world)
    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        east = _series(session, "issue", "E", code)
        city = _series(session, "issue", "", code)
    assert east.first[5] == 1
    assert east.met[5] == 1
    assert city.first[5] == 1


def test_what_nobody_knows_is_no_word(engine, world, risen):
    """More households of an unknown 年代 or 経路 tell of the records, not of a 圏域."""
    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        series = series_of(session, finished_months(clock.today()))
    assert series
    assert UNKNOWN not in {one.key for one in series}


def test_it_does_not_depend_on_who_asks(engine, world, risen):
    def asked(who: str) -> list:
        with ScopedSession(engine, world.actor(who), "test") as session:
            return noticed(session, clock.today())

    assert asked("shutanto") == asked("sodan") != []


def test_a_protected_household_counts_in_the_city_alone(engine, world, months, meet):
    meet("E", months[5], tag=True, protected=True)
    code = _code(engine, world)
    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        assert _series(session, "issue", "E", code) is None
        assert _series(session, "issue", "", code).first[5] == 1
    with elevated(engine, reason="test") as session:
        assert session.scalars(select(Person.id).where(Person.address_protected)).all()


def test_nothing_is_noticed_in_an_office_that_goes_on_as_before(browse):
    assert "目立って増えているものはありません" in browse("shutanto").get("/signals").text


def test_it_is_left_with_a_reason_and_taken_up_again(browse, engine, world, risen):
    client = browse("shutanto")
    with elevated(engine, reason="test") as session:
        session.get_one(SetAside, world.set_aside).until = clock.today()
        label = session.get_one(IssueType, world.issue).label
    page = client.get("/signals").text
    assert f"西圏域：{label}" in page
    assert "この3か月に新しく12世帯ありました" in page
    code = _code(engine, world)
    url = f"/signals/leave?zone=W&kind=issue&key={code}"
    fields = shown_fields(client.get(url).text)
    refused = client.send("/signals/leave", **fields)
    assert refused.status_code == 422
    assert "見送る理由を入力してください" in refused.text
    for _ in range(2):
        sent = client.send("/signals/leave", **{**fields, "note": "訪問月間で見つかった"})
        assert sent.status_code == 303
    page = browse("yoso").get("/signals").text
    assert f"<h2>西圏域：{label}" not in page
    assert "訪問月間で見つかった" in page
    with elevated(engine, reason="test") as session:
        (left,) = session.scalars(select(SetAside).where(SetAside.note.contains("訪問月間")))
    assert client.send(f"/signals/{left.id}/take-up").status_code == 303
    assert f"西圏域：{label}" in client.get("/signals").text


def _leave_url(engine, world):
    return f"/signals/leave?zone=W&kind=issue&key={_code(engine, world)}"


def test_a_reason_half_written_is_kept_for_its_own_notice(browse, engine, world):
    client, url = browse("shutanto"), _leave_url(engine, world)
    page = client.get(url).text
    client.send(draft_url(page), **{**shown_fields(page), "note": "書きかけの理由"})
    assert "書きかけの理由" not in client.get(url.replace("zone=W", "zone=E")).text
    again = shown_fields(client.get(url).text, "/leave")
    assert again["note"] == "書きかけの理由"
    assert client.send("/signals/leave", **again).status_code == 303
    assert "書きかけの理由" not in client.get(url).text


def _left(engine, note):
    with elevated(engine, reason="test") as session:
        return list(session.scalars(select(SetAside).where(SetAside.note == note)))


@pytest.mark.parametrize("other", [{"note": "別の理由"}, {"months": "12"}])
def test_another_decision_from_the_same_page_is_not_dropped(browse, engine, world, other):
    client = browse("shutanto")
    fields = {**shown_fields(client.get(_leave_url(engine, world)).text), "note": "訪問月間"}
    assert client.send("/signals/leave", **fields).status_code == 303
    answer = client.send("/signals/leave", **{**fields, **other})
    assert answer.status_code == 409
    assert "もう保存しています" in answer.text
    assert client.send("/signals/leave", **shown_fields(answer.text)).status_code == 303
    assert len(_left(engine, "訪問月間")) + len(_left(engine, "別の理由")) == 2


def test_what_two_have_left_is_taken_up_at_once(browse, engine, world):
    client = browse("shutanto")
    for note in ("一人目の理由", "二人目の理由"):
        fields = shown_fields(client.get(_leave_url(engine, world)).text)
        client.send("/signals/leave", **{**fields, "note": note})
    (one,) = _left(engine, "一人目の理由")
    assert client.send(f"/signals/{one.id}/take-up").status_code == 303
    page = client.get("/signals").text
    assert "人目の理由" not in page


def test_a_regional_issue_begins_with_what_was_noticed(browse, engine, world, risen):
    client = browse("shutanto")
    with elevated(engine, reason="test") as session:
        session.get_one(SetAside, world.set_aside).until = clock.today()
        label = session.get_one(IssueType, world.issue).label
    links = re.findall(r'href="(/regional/new[^"]+)"', client.get("/signals").text)
    begun = [shown_fields(client.get(unescape(link)).text) for link in links]
    assert str(world.zones["W"]) in {form["zone_id"] for form in begun}
    assert all(label in form["trigger"] for form in begun)


@pytest.mark.parametrize("key", ["zone=X&kind=issue&key={code}", "zone=W&kind=issue&key=zzz"])
def test_what_there_is_not_cannot_be_left(browse, engine, world, key):
    url = "/signals/leave?" + key.format(code=_code(engine, world))
    assert browse("shutanto").get(url).status_code == 303
