"""A new case: with its number, its first person, and no person written down twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from cswtool.access import clock, fiscal
from cswtool.cases.commands import CaseInput, NewCase, Workers, next_number, open_case
from cswtool.cases.models import Case, CaseSerial, CaseStep, Membership
from cswtool.cases.rules import StepKind, case_number
from cswtool.community.models import Town, Zone
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.people.commands import PersonInput
from cswtool.people.models import Person
from cswtool.people.rules import UNKNOWN_NAME, Sex

THREADS = 8
CASES_EACH = 4


@pytest.fixture
def fields(world) -> dict[str, str]:
    """The least that a form sends for a new case."""
    return {
        "form_key": str(new_id()),
        "name": "新規 一子",
        "sex": "unknown",
        "headline": "近所づきあいがなく心配",
        "primary": str(world.users["shutanto"]),
    }


def _case(engine, answer) -> Case:
    assert answer.status_code == 303, answer.text
    with elevated(engine, reason="test") as session:
        case = session.get_one(Case, UUID(answer.headers["Location"].rsplit("/", 1)[1]))
        assert case.focus is not None
        return case


def test_a_name_and_a_headline_are_enough(browse, engine, fields, world):
    client = browse("shutanto")
    answer = client.send("/cases/new", **fields)
    case = _case(engine, answer)
    assert case.number == case_number(fiscal.fiscal_year(clock.today()), 29)
    assert (case.primary_id, case.opened_on) == (world.users["shutanto"], clock.today())
    assert "近所づきあいがなく心配" in client.get(answer.headers["Location"]).text
    with elevated(engine, reason="test") as session:
        member = session.scalars(select(Membership).where(Membership.case_id == case.id)).one()
        step = session.scalars(select(CaseStep).where(CaseStep.case_id == case.id)).one()
    assert (member.relation, member.person_id) == ("本人", case.focus_id)
    assert step.kind is StepKind.OPENED


def test_the_zone_comes_from_town_and_address_and_can_be_corrected(browse, engine, fields, world):
    with elevated(engine, reason="test") as session:
        town = session.scalars(select(Town).where(Town.name == "小川町")).one().id
        west, centre = (
            session.scalars(select(Zone.id).where(Zone.code == code)).one() for code in ("W", "C")
        )
    there = fields | {"town": str(town), "address": "２丁目１３番地"}
    assert _case(engine, browse("shutanto").send("/cases/new", **there)).zone_id == centre
    other = there | {"form_key": str(new_id()), "name": "新規 二子", "zone": str(west)}
    assert _case(engine, browse("shutanto").send("/cases/new", **other)).zone_id == west


def test_a_birth_in_the_japanese_era_and_a_guessed_age(browse, engine, fields):
    born = fields | {"birth": "昭和25年4月1日", "sex": "female"}
    person = _case(engine, browse("shutanto").send("/cases/new", **born)).focus
    assert (person.birth_date, person.birth_estimated) == (date(1950, 4, 1), False)
    assert person.sex is Sex.FEMALE
    guessed = fields | {"form_key": str(new_id()), "name": "新規 二子", "age": "80"}
    person = _case(engine, browse("shutanto").send("/cases/new", **guessed)).focus
    assert person.birth_estimated
    assert person.age(clock.today()) == 80


def test_a_name_may_be_unknown_but_must_be_said_to_be(browse, engine, fields):
    nameless = fields | {"name": ""}
    answer = browse("shutanto").send("/cases/new", **nameless)
    assert answer.status_code == 422
    assert "氏名がわからない" in answer.text
    answer = browse("shutanto").send("/cases/new", **nameless, unknown_name="y")
    assert _case(engine, answer).focus.name == UNKNOWN_NAME


def test_a_form_sent_twice_is_one_case(browse, engine, fields):
    client = browse("shutanto")
    first, second = (client.send("/cases/new", **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with elevated(engine, reason="test") as session:
        people = session.scalar(select(func.count(Person.id)).where(Person.name == "新規 一子"))
    assert people == 1


@pytest.mark.parametrize(
    "same", [{"name": "架空　CASE_WEST"}, {"phone": "０４２－０００－０００１"}]
)
def test_similar_people_are_shown_before_anything_is_saved(browse, engine, fields, world, same):
    client = browse("shutanto")
    answer = client.send("/cases/new", **(fields | same))
    assert answer.status_code == 422
    assert "似た人がいます" in answer.text
    assert f"/cases/{world.case_west}" in answer.text
    assert "近所づきあいがなく心配" in answer.text, "nothing typed is lost"
    new = _case(engine, client.send("/cases/new", **(fields | same), similar="new"))
    assert new.focus_id != world.case_west_person


def test_a_person_on_file_gets_the_case_instead_of_a_double(browse, engine, fields, world):
    same = fields | {"phone": "042-000-0001", "similar": str(world.case_west_person)}
    case = _case(engine, browse("shutanto").send("/cases/new", **same))
    assert case.focus_id == world.case_west_person


@pytest.mark.parametrize("stranger", ["case_restricted_person", "case_protected_person"])
def test_nobody_out_of_sight_is_similar_or_can_be_taken(browse, engine, fields, world, stranger):
    with elevated(engine, reason="test") as session:
        phone = session.get_one(Person, world.ids[stranger]).phone
    same = fields | {"phone": phone, "similar": str(world.ids[stranger])}
    case = _case(engine, browse("sodan").send("/cases/new", **same))
    assert case.focus_id != world.ids[stranger]


def test_nobody_opens_a_case_they_would_not_see(browse, engine, fields, world):
    before = _serial(engine)
    answer = browse("sodan").send("/cases/new", **fields, restricted="y")
    assert answer.status_code == 422
    assert "自分を入れてください" in answer.text
    assert _serial(engine) == before
    own = fields | {"primary": str(world.users["sodan"])}
    assert _case(engine, browse("sodan").send("/cases/new", **own, restricted="y")).restricted


def test_a_protected_person_may_be_written_down_for_a_colleague(browse, engine, fields):
    answer = browse("sodan").send("/cases/new", **fields, protected="y")
    case = _case(engine, answer)
    assert case.focus.address_protected
    assert "新規 一子" not in browse("sodan").get(f"/cases/{case.id}").text
    assert "新規 一子" in browse("shutanto").get(f"/cases/{case.id}").text


def test_the_secondary_worker_is_somebody_else(browse, fields, world):
    answer = browse("shutanto").send("/cases/new", **fields, secondary=str(world.users["shutanto"]))
    assert answer.status_code == 422
    assert "主担当と同じ人です" in answer.text


def _serial(engine) -> int:
    with elevated(engine, reason="test") as session:
        return session.get_one(CaseSerial, fiscal.fiscal_year(clock.today())).last


def test_threads_never_get_the_same_number(engine, world):
    actor, before = world.actor("shutanto"), _serial(engine)

    def work(_):
        for _ in range(CASES_EACH):
            with ScopedSession(engine, actor, "test", writes=True) as session:
                workers = Workers(actor.id)
                facts, person = CaseInput("並行して開く"), PersonInput("新規 一子")
                open_case(session, NewCase(new_id(), facts, person, workers))
                session.commit()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    with elevated(engine, reason="test") as session:
        query = select(Case.number).where(Case.headline == "並行して開く")
        numbers = sorted(session.scalars(query))
    year = fiscal.fiscal_year(clock.today())
    last = before + THREADS * CASES_EACH
    assert numbers == [case_number(year, n) for n in range(before + 1, last + 1)]


def test_a_new_fiscal_year_begins_with_one(engine, world):
    with ScopedSession(engine, world.actor("shutanto"), "test", writes=True) as session:
        assert next_number(session, date(2027, 4, 1)) == "R9-0001"
        assert next_number(session, date(2028, 3, 31)) == "R9-0002"


def test_a_number_of_a_case_that_was_not_saved_is_given_again(engine, world):
    for _ in range(2):
        with ScopedSession(engine, world.actor("shutanto"), "test", writes=True) as session:
            assert next_number(session, date(2027, 4, 1)) == "R9-0001"
            session.rollback()
