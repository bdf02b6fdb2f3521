"""Who is in the household, and what is known of them."""

import pytest
from sqlalchemy import select

from cswtool.cases.models import Membership
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id
from cswtool.people.models import Person


@pytest.fixture
def fields() -> dict[str, str]:
    return {
        "form_key": str(new_id()),
        "name": "架空 長男",
        "sex": "male",
        "relation": "長男",
        "lives_here": "y",
    }


def _members(engine, case_id) -> list[Membership]:
    """The household, without the 母 who is there for her ties."""
    with elevated(engine, reason="test") as session:
        query = select(Membership).where(Membership.case_id == case_id)
        members = session.scalars(query.order_by(Membership.position, Membership.id)).all()
        assert all(member.person is not None for member in members)
        return [member for member in members if member.relation != "母"]


def _save(client, member: Membership, **changes):
    person = member.person
    url = f"/cases/{member.case_id}/members/{member.id}"
    fields = {
        "version": str(member.version),
        "person_version": str(person.version),
        "name": person.name,
        "sex": person.sex.value,
        "relation": member.relation,
        "lives_here": "y",
    }
    return client.send(url, **(fields | changes))


def test_a_member_is_added_once_and_comes_last(browse, engine, world, fields):
    client, url = browse("yoso"), f"/cases/{world.case_west}/members/new"
    assert [client.send(url, **fields).status_code for _ in range(2)] == [303, 303]
    first, second = _members(engine, world.case_west)
    assert (first.relation, second.relation) == ("本人", "長男")
    assert (second.person.name, second.lives_here) == ("架空 長男", True)
    page = client.get(f"/cases/{world.case_west}").text
    assert "架空 長男" in page
    assert "（長男）" in page


def test_somebody_on_file_is_taken_instead_of_a_double(browse, engine, world, fields):
    client, url = browse("yoso"), f"/cases/{world.case_west}/members/new"
    same = fields | {"name": "架空 case_east"}
    asked = client.send(url, **same)
    assert asked.status_code == 422
    assert "似た人がいます" in asked.text
    assert client.send(url, **same, similar=str(world.case_east_person)).status_code == 303
    assert _members(engine, world.case_west)[-1].person_id == world.case_east_person


def test_nobody_is_in_a_household_twice(browse, engine, world, fields):
    same = fields | {"name": "架空 case_west", "similar": str(world.case_west_person)}
    answer = browse("yoso").send(f"/cases/{world.case_west}/members/new", **same)
    assert answer.status_code == 422
    assert "もうこの世帯に入っています" in answer.text
    assert len(_members(engine, world.case_west)) == 1


def test_a_changed_name_is_found_by_the_search_at_once(browse, engine, world):
    (member,) = _members(engine, world.case_west)
    client = browse("futanto")
    assert _save(client, member, name="髙橋 花子").status_code == 303
    assert "R8-0001" in client.send("/search", typed="高橋花子").text
    assert "R8-0001" not in client.send("/search", typed="架空 case_west").text


def test_whoever_leaves_the_household_is_shown_with_the_day(browse, engine, world):
    (member,) = _members(engine, world.case_west)
    client = browse("futanto")
    wrong = _save(client, member, since="2026-05-01", until="2026-04-30")
    assert wrong.status_code == 422
    assert "「いつから」より前です" in wrong.text
    assert _save(client, member, until="2026-04-30").status_code == 303
    assert "2026/04/30(木)まで" in client.get(f"/cases/{world.case_west}").text


@pytest.mark.parametrize("first", [{"relation": "母"}, {"name": "先に 直した"}])
def test_two_people_edit_one_member_and_both_texts_are_shown(browse, engine, world, first):
    (member,) = _members(engine, world.case_west)
    assert _save(browse("futanto"), member, **first).status_code == 303
    late = _save(browse("shutanto"), member, phone="042-000-7777")
    assert late.status_code == 409
    assert next(iter(first.values())) in late.text
    assert 'value="042-000-7777"' in late.text
    with elevated(engine, reason="test") as session:
        assert session.get_one(Person, member.person_id).phone != "042-000-7777"


def test_whoever_protects_a_person_they_do_not_work_with_sees_them_no_more(browse, engine, world):
    (member,) = _members(engine, world.case_west)
    client = browse("yoso")
    assert _save(client, member, protected="y").status_code == 303
    page = client.get(f"/cases/{world.case_west}").text
    assert "担当者だけが見られます" in page
    assert "架空 case_west" not in page
    assert client.get(f"/cases/{world.case_west}/members/{member.id}").status_code == 404
    assert "住所保護" in browse("shutanto").get(f"/cases/{world.case_west}").text


def test_a_protected_member_may_be_added_by_whoever_will_not_see_them(
    browse, engine, world, fields
):
    url = f"/cases/{world.case_west}"
    assert browse("yoso").send(f"{url}/members/new", **fields, protected="y").status_code == 303
    assert "架空 長男" not in browse("yoso").get(url).text
    assert "架空 長男" in browse("futanto").get(url).text
