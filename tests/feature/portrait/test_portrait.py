"""The pictures of a household, and entering what they show."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from cswtool.cases.models import Membership
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.portrait.models import Tie

PAGES = ["genogram", "genogram/sheet", "ecomap", "ecomap/sheet", "history", "history/sheet"]


def _url(world, path: str, case: str = "case_west") -> str:
    return f"/cases/{world.ids[case]}/{path}"


def _stored(engine, model, key):
    with elevated(engine, reason="test") as session:
        return session.scalars(select(model).where(model.id == key)).one_or_none()


@pytest.fixture
def hidden(engine, world) -> str:
    """A protected child, living elsewhere, in yoso's case: seen by yoso alone."""
    with elevated(engine, reason="test") as session:
        child = Person(
            name="秘密 隠子",
            birth_date=date(2015, 4, 1),
            address_protected=True,
            author_id=world.users["yoso"],
        )
        session.add(child)
        session.flush()
        session.add(
            Membership(
                case_id=world.case_east, person_id=child.id, relation="長女", lives_here=False
            )
        )
        mine = {"author_id": world.users["yoso"]}
        mother = world.case_east_person
        session.add(Relationship(first_id=mother, second_id=child.id, kind="parent", **mine))
        session.add(PersonFact(person_id=child.id, kind="school", text="秘密小学校", **mine))
    return "隠子"


@pytest.mark.parametrize("page", PAGES)
def test_who_is_hidden_is_in_no_picture_and_no_table(browse, world, hidden, page):
    url = _url(world, page, "case_east")
    assert hidden in browse("yoso").get(url).text
    seen = browse("kakaricho").get(url).text
    assert hidden not in seen
    assert "秘密" not in seen


def test_a_tie_to_somebody_hidden_is_not_listed_nor_drawn(browse, world, hidden):
    assert hidden in browse("yoso").get(_url(world, "relations", "case_east")).text
    other = browse("kakaricho")
    assert "親子" not in other.get(_url(world, "relations", "case_east")).text
    picture = other.get(_url(world, "genogram", "case_east")).text
    assert "<path" not in picture.split("<svg")[1].split("</svg>")[0]


def test_the_picture_says_what_the_table_says(browse, world):
    page = browse("shutanto").get(_url(world, "genogram")).text
    assert page.count("<svg") == 1
    assert "続柄 母の子" in page
    assert "style=" not in page.split("<svg")[1].split("</svg>")[0]


def test_a_day_before_birth_shows_nobody_and_nonsense_shows_today(browse, world):
    client = browse("shutanto")
    assert "架空 case_west" not in client.get(_url(world, "genogram?on=1930-01-01")).text
    assert "架空 case_west" in client.get(_url(world, "genogram?on=nonsense")).text


def test_a_death_is_drawn_from_its_day_on(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(Person, world.case_west_person).died_on = date(2020, 5, 1)
    client = browse("shutanto")
    assert "2020年没" in client.get(_url(world, "genogram")).text
    assert "2020年没" not in client.get(_url(world, "genogram?on=2020-04-30")).text
    assert "亡くなる（70歳）" in client.get(_url(world, "history")).text


def test_a_tie_of_two_is_entered_once_changed_and_taken_away(browse, engine, world):
    client, key = browse("shutanto"), uuid4()
    fields = {
        "form_key": key,
        "first": world.west_parent,
        "second": world.case_west_person,
        "kind": "adoptive",
        "since": "1960-01-01",
    }
    for _ in range(2):
        assert client.send(_url(world, "relations/new"), **fields).status_code == 303
    assert _stored(engine, Relationship, key).kind == "adoptive"
    one = _url(world, f"relations/{key}")
    assert client.send(one, **{**fields, "kind": "step", "version": 1}).status_code == 303
    late = client.send(one, **{**fields, "kind": "parent", "version": 1})
    assert late.status_code == 409
    assert "親子（継親子）" in late.text
    assert client.send(one + "/remove", version=2).status_code == 422
    assert client.send(one + "/remove", version=2, reason="mistake").status_code == 303
    assert _stored(engine, Relationship, key) is None
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent.detail).where(AuditEvent.record_id == key)
        assert "removed: mistake" in session.scalars(query).all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"second": "first"}, "同じ人です"),
        ({"since": "2020-01-02", "until": "2020-01-01"}, "より前です"),
        ({"first": ""}, "選んでください"),
        ({"first": "stranger"}, "入力を直してください"),
    ],
)
def test_a_tie_that_cannot_be_is_refused_in_words(browse, world, wrong, words):
    ids = {"first": world.west_parent, "stranger": world.case_east_person, "": ""}
    fields = {"first": world.west_parent, "second": world.case_west_person, "kind": "married"}
    fields |= {name: ids.get(value, value) for name, value in wrong.items()}
    answer = browse("shutanto").send(_url(world, "relations/new"), **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_parent_is_not_younger_than_the_child(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(Person, world.west_parent).birth_date = date(1925, 1, 1)
    fields = {"first": world.case_west_person, "second": world.west_parent, "kind": "parent"}
    answer = browse("shutanto").send(_url(world, "relations/new"), **fields)
    assert answer.status_code == 422
    assert "親が子より年下" in answer.text


def test_a_fact_stands_in_the_years(browse, engine, world):
    client, key = browse("shutanto"), uuid4()
    facts = _url(world, f"members/{world.case_west_member}/facts")
    fields = {"form_key": key, "kind": "care-level", "text": "要介護2", "since": "2024-06-01"}
    assert client.send(facts + "/new", **fields).status_code == 303
    assert "架空 case_west：要介護2" in client.get(_url(world, "history")).text
    changed = {**fields, "text": "要介護3", "version": 1}
    assert client.send(f"{facts}/{key}", **changed).status_code == 303
    other = {**changed, "text": "要介護4"}
    assert client.send(f"{facts}/{key}", **other).status_code == 409
    assert client.send(f"{facts}/{key}", **changed).status_code == 303  # what is stored already
    assert client.send(f"{facts}/{key}/remove", version=2, reason="wish").status_code == 303
    assert _stored(engine, PersonFact, key) is None


def test_a_fact_of_another_member_is_not_found(browse, world):
    other = f"members/{world.west_parent_member}/facts/{world.fact_west}"
    assert browse("shutanto").get(_url(world, other)).status_code == 404


def test_a_tie_of_the_household_is_drawn_and_a_referral_gives_way_to_it(browse, engine, world):
    client, key = browse("shutanto"), uuid4()
    before = client.get(_url(world, "ecomap")).text
    assert before.count("つなぎ</td>") == 1
    with elevated(engine, reason="test") as session:
        from cswtool.referrals.models import Referral

        organisation = session.get_one(Referral, world.referral_west).organisation_id
    fields = {"form_key": key, "organisation": organisation, "kind": "strong", "direction": "in"}
    assert client.send(_url(world, "ties/new"), **fields).status_code == 303
    assert _stored(engine, Tie, key).kind == "strong"
    after = client.get(_url(world, "ecomap")).text
    assert after.count("つなぎ</td>") == 0


def test_a_tie_needs_one_thing_it_leads_to(browse, world):
    for name in ({}, {"name": "x", "organisation": world.organisation}):
        fields = {"kind": "weak", "direction": "none", **name}
        answer = browse("shutanto").send(_url(world, "ties/new"), **fields)
        assert answer.status_code == 422
        assert "どちらか一つ" in answer.text


def test_printing_is_on_the_trail(browse, engine, world):
    browse("shutanto").get(_url(world, "genogram/sheet"))
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent.actor_id).where(AuditEvent.detail == "print: ジェノグラム")
        assert session.scalars(query).all() == [world.users["shutanto"]]


def test_a_death_is_entered_on_the_page_of_the_member(browse, engine, world):
    client = browse("shutanto")
    url = _url(world, f"members/{world.west_parent_member}")
    fields = {
        "name": "続柄 母", "sex": "female", "relation": "母", "version": 1, "person_version": 2,
        "birth": "昭和5年1月1日",
    }  # fmt: skip
    assert client.send(url, **fields, died="昭和4年1月1日").status_code == 422
    assert client.send(url, **fields, died="令和2年5月1日").status_code == 303
    assert _stored(engine, Person, world.west_parent).died_on == date(2020, 5, 1)
