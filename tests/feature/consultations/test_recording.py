"""相談を記録する: two fields are enough, the case tells the rest, nothing is lost or doubled."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.community.models import Town
from cswtool.community.queries import zone_for
from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import Counterpart, Method
from cswtool.db.elevated import elevated
from cswtool.people.models import Person
from cswtool.people.rules import AgeBand, Sex
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import IssueType
from tests.pages import shown_fields

NEW = "/consultations/new"
LEAST = {"method": "phone", "text": "家賃のことで電話があった"}
WORDS = "玄関先で母と話す"
STRANGER = str(UUID(int=7))


def count(engine, model=Consultation) -> int:
    with elevated(engine, reason="test") as session:
        return session.scalar(select(func.count()).select_from(model))


def latest(engine) -> Consultation:
    """The record that was written down last, with its tags."""
    with elevated(engine, reason="test") as session:
        query = select(Consultation).order_by(Consultation.recorded_at.desc()).limit(1)
        record = session.scalars(query).one()
        assert all(row.issue for row in record.issues)
        return record


def issues(engine, **where) -> list[IssueType]:
    with elevated(engine, reason="test") as session:
        query = select(IssueType).filter_by(active=True, **where).order_by(IssueType.position)
        return list(session.scalars(query))


def town(engine, name: str) -> Town:
    with elevated(engine, reason="test") as session:
        return session.scalars(select(Town).where(Town.name == name)).one()


def on(case) -> str:
    return f"{NEW}?case={case}"


def test_two_fields_are_enough(browse, engine, world):
    answer = browse("shutanto").send(on(world.case_west), **LEAST)
    assert (answer.status_code, answer.location) == (303, f"/cases/{world.case_west}")
    record = latest(engine)
    assert (record.case_id, record.author_id) == (world.case_west, world.users["shutanto"])
    assert (record.method, record.counterpart) == (Method.PHONE, Counterpart.SELF)
    assert clock.now() - record.at < timedelta(minutes=2)
    assert record.day == clock.in_japan(record.at).date()
    assert LEAST["text"] in browse("shutanto").get(answer.location).text


def test_the_case_tells_what_is_not_typed(browse, engine, world):
    browse("shutanto").send(on(world.case_west), **LEAST)
    record = latest(engine)
    with elevated(engine, reason="test") as session:
        case = session.get_one(Case, world.case_west)
    assert (record.zone_id, record.town_id) == (case.zone_id, case.town_id)
    assert (record.sex, record.age_band) == (Sex.FEMALE, AgeBand.FROM_75)


def test_what_the_case_tells_can_be_corrected(browse, engine, world):
    east = world.zones["E"]
    browse("shutanto").send(on(world.case_west), **LEAST, zone=str(east), sex="unknown")
    record = latest(engine)
    assert (record.zone_id, record.sex) == (east, Sex.UNKNOWN)


def test_without_a_case_it_is_a_single_consultation(browse, engine, world):
    page = browse("sodan").get(NEW).text
    assert "一回限り・匿名" in page
    assert 'href="/search"' in page
    answer = browse("sodan").send(NEW, **LEAST)
    record = latest(engine)
    assert (answer.status_code, answer.location) == (303, f"/consultations/{record.id}")
    assert (record.case_id, record.zone_id, record.sex) == (None, None, Sex.UNKNOWN)
    assert browse("sodan").get(answer.location).status_code == 200


def test_the_zone_comes_from_the_town(browse, engine, world):
    place = town(engine, "小川町")
    browse("sodan").send(NEW, **LEAST, town=str(place.id))
    with elevated(engine, reason="test") as session:
        address = session.get_one(Person, world.case_west_person).address
        alone = zone_for(session, place.id, "")
        whole = zone_for(session, place.id, address)
    assert latest(engine).zone_id == (alone.id if alone else None)
    browse("shutanto").send(on(world.case_west), **LEAST, zone="")
    assert latest(engine).zone_id == (whole.id if whole else None)


@pytest.mark.parametrize(
    ("who", "case"), [("yoso", "case_restricted"), ("suishin", "case_restricted")]
)
def test_a_case_out_of_sight_is_not_there(who, case, browse, engine, world):
    before = count(engine)
    url = on(world.ids[case])
    assert browse(who).get(url).status_code == 404
    assert browse(who).send(url, **LEAST).status_code == 404
    assert count(engine) == before


@pytest.mark.parametrize("case", ["1", "x" * 400, STRANGER, "' OR 1=1"], ids=range(4))
def test_a_case_that_is_none_is_not_there(case, browse):
    assert browse("shutanto").get(NEW, query_string={"case": case}).status_code == 404


def test_sent_twice_it_is_one_record_and_one_task(browse, engine, world):
    before, tasks = count(engine), count(engine, Task)
    fields = {**LEAST, "form_key": str(uuid4()), "next_title": "電話する"}
    for _ in range(2):
        assert browse("shutanto").send(on(world.case_west), **fields).status_code == 303
    assert (count(engine), count(engine, Task)) == (before + 1, tasks + 1)


def test_another_text_under_the_same_key_is_not_lost(browse, engine, world):
    """The form was opened in two tabs, or again by the browser's "back"."""
    client, before, key = browse("shutanto"), count(engine), str(uuid4())
    client.send(on(world.case_west), **LEAST, form_key=key)
    answer = client.send(on(world.case_west), method="visit", text=WORDS, form_key=key)
    assert (answer.status_code, count(engine)) == (409, before + 1)
    assert WORDS in answer.text
    fresh = re.search(r'name="form_key"[^>]*value="([^"]+)"', answer.text)[1]
    assert fresh != key
    client.send(on(world.case_west), method="visit", text=WORDS, form_key=fresh)
    assert (latest(engine).text, count(engine)) == (WORDS, before + 2)


@pytest.mark.parametrize(
    ("method", "kept"), [("visit", True), ("accompany", True), ("phone", False)]
)
def test_only_a_call_in_person_has_an_outcome(method, kept, browse, engine, world):
    fields = {"method": method, "outcome": "absent", "text": WORDS}
    browse("shutanto").send(on(world.case_west), **fields)
    assert (latest(engine).outcome is not None) is kept


def test_the_key_of_a_record_out_of_sight_is_answered(browse, world):
    key = str(world.consultation_restricted)
    assert browse("yoso").send(NEW, **LEAST, form_key=key).status_code == 409


def test_the_next_step_becomes_ones_own_task(browse, engine, world):
    due = clock.today() + timedelta(days=7)
    step = {"next_title": "役所に同行する", "next_due": f"{due}"}
    browse("futanto").send(on(world.case_west), **LEAST, **step)
    with elevated(engine, reason="test") as session:
        task = session.scalars(select(Task).where(Task.title == "役所に同行する")).one()
    assert (task.owner_id, task.case_id) == (world.users["futanto"], world.case_west)
    assert task.due_on == due


def test_a_day_alone_means_the_same_again(browse, engine, world):
    browse("shutanto").send(on(world.case_west), **LEAST, next_due=f"{clock.today()}")
    with elevated(engine, reason="test") as session:
        tasks = session.scalars(select(Task).where(Task.case_id == world.case_west))
        assert "次の電話" in {task.title for task in tasks}


def test_an_outcome_alone_means_a_visit(browse, engine, world):
    answer = browse("shutanto").send(on(world.case_west), outcome="absent", text="不在票を置く")
    assert answer.status_code == 303
    record = latest(engine)
    assert (record.method.value, record.outcome.value) == ("visit", "absent")


def test_without_a_way_and_an_outcome_it_is_refused(browse, world):
    answer = browse("shutanto").send(on(world.case_west), text=WORDS)
    assert answer.status_code == 422
    assert "方法を選んでください" in answer.text


def test_tags_and_the_main_one(browse, engine, world):
    first, second, third = issues(engine)[:3]
    client = browse("shutanto")
    client.send(
        on(world.case_west), **LEAST, tags=[str(first.id), str(second.id)], main_tag=str(third.id)
    )
    assert {row.issue_id: row.main for row in latest(engine).issues} == {
        first.id: False,
        second.id: False,
        third.id: True,
    }


def test_abuse_is_answered_with_whom_to_call(browse, engine, world):
    client, tag = browse("shutanto"), issues(engine, abuse=True)[0]
    answer = client.send(on(world.case_west), **LEAST, tags=[str(tag.id)])
    assert "通告・通報の要否をすぐ係長と相談" in client.get(answer.location).text


def wall_clock(minutes: int) -> str:
    return f"{clock.in_japan(clock.now() + timedelta(minutes=minutes)):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(("minutes", "status"), [(3, 303), (10, 422), (-60 * 24 * 400, 303)])
def test_nothing_has_happened_yet_that_is_to_come(minutes, status, browse, world):
    answer = browse("shutanto").send(on(world.case_west), **LEAST, at=wall_clock(minutes))
    assert answer.status_code == status


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": ""},
        {"method": "walk"},
        {"text": " 　\x00"},
        {"text": "あ" * 20_001},
        {"with_whom": "あ" * 201},
        {"at": "0001-01-01T00:00"},
        {"at": "昨日"},
        {"minutes": "-1"},
        {"minutes": "9" * 40},
        {"tags": ["x", STRANGER]},
        {"main_tag": STRANGER},
        {"companion": STRANGER},
        {"zone": "x"},
        {"outcome": "gone"},
        {"counterpart": "dog"},
        {"sex": "x"},
        {"next_due": "2026-13-45"},
    ],
    ids="".join,
)
def test_wrong_fields_are_answered_and_nothing_is_lost(wrong, browse, engine, world):
    before = count(engine)
    fields = {**LEAST, "with_whom": "となりの人", **wrong}
    answer = browse("shutanto").send(on(world.case_west), **fields)
    assert answer.status_code == 422
    assert "となりの人" in answer.text or "with_whom" in wrong
    assert count(engine) == before


def test_a_draft_comes_back_and_is_gone_after_saving(browse, engine, world):
    client, key = browse("shutanto"), str(uuid4())
    keep = f"/drafts?form=consultation&subject={world.case_west}"
    client.send(keep, form_key=key, method="visit", text=WORDS, town="")
    page = client.get(on(world.case_west)).text
    assert WORDS in page
    assert key in page
    assert "下書きを捨てて" in page
    assert WORDS not in client.get(NEW).text
    assert WORDS not in browse("futanto").get(on(world.case_west)).text
    client.send(on(world.case_west), **LEAST, form_key=key)
    assert client.send(keep, form_key=key, text=WORDS).status_code == 409
    assert WORDS not in client.get(on(world.case_west)).text


def test_a_form_that_is_refused_keeps_its_draft(browse, world):
    client, key = browse("shutanto"), str(uuid4())
    keep = f"/drafts?form=consultation&subject={world.case_west}"
    client.send(keep, form_key=key, text=WORDS)
    client.send(on(world.case_west), form_key=key, text=WORDS)
    assert WORDS in client.get(on(world.case_west)).text


def test_a_draft_is_thrown_away_from_the_form(browse, world):
    client = browse("shutanto")
    key = str(uuid4())
    client.send("/drafts?form=consultation", form_key=key, text=WORDS)
    page = client.get(NEW).text
    assert shown_fields(page) == {"form_key": key}
    discard = "/drafts/discard?form=consultation&next=/consultations/new"
    answer = client.send(discard, **shown_fields(page))
    assert answer.location == NEW
    assert WORDS not in client.get(NEW).text
