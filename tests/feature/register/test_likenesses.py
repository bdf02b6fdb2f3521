"""The queue of likenesses: found within sight, decided once."""

from datetime import date

from cswtool.cases.models import Membership
from cswtool.db.elevated import elevated
from cswtool.people.models import Person


def _double(engine, world, who="yoso") -> None:
    """本人 of the case in 東 once more, in no case."""
    with elevated(engine, reason="test") as session:
        person = Person(
            name="架空　CASE_EAST",
            birth_date=date(1950, 4, 1),
            phone="０４２（０００）０００２",
            town_id=session.get_one(Person, world.case_east_person).town_id,
            author_id=world.users[who],
        )
        session.add(person)
        session.flush()
        person.refold("")
        world.ids["double"] = person.id


def _decide(client, world, verdict, reason=""):
    url = f"/duplicates/people/{world.case_east_person}/{world.double}/verdict"
    return client.send(url, verdict=verdict, why=reason)


def test_the_same_name_and_birthday_are_found_by_who_sees_both(browse, engine, world):
    _double(engine, world)
    mine = browse("yoso").get("/duplicates").text
    assert f"/duplicates/people/{world.case_east_person}/{world.double}" in mine
    assert "名前と生年月日・電話番号・町" in mine
    assert str(world.double) not in browse("shutanto").get("/duplicates").text


def test_what_is_distinct_is_not_asked_again_and_says_who_said_so(browse, engine, world):
    _double(engine, world)
    client = browse("yoso")
    assert _decide(client, world, "distinct", "親子で同じ名前").status_code == 303
    page = client.get("/duplicates").text
    open_part, _, decided = page.partition("別のものと決めた組")
    assert str(world.double) not in open_part
    assert "親子で同じ名前" in decided
    assert "よその 三郎" in decided


def test_a_proposal_stands_at_the_top_until_somebody_says_otherwise(browse, engine, world):
    _double(engine, world)
    client = browse("yoso")
    assert _decide(client, world, "proposed").status_code == 303
    assert "統合を頼まれたもの（1組）" in client.get("/duplicates").text
    assert _decide(client, world, "distinct").status_code == 303
    assert "統合を頼まれたもの" not in client.get("/duplicates").text
    assert _decide(client, world, "").status_code == 422


def test_only_the_supervisor_is_offered_the_merge(browse, world):
    url = f"/duplicates/cases/{world.case_west}/{world.case_east}"
    assert "統合する</button>" not in browse("yoso").get(url).text
    assert "統合する</button>" in browse("kakaricho").get(url).text
    swapped = f"/duplicates/cases/{world.case_east}/{world.case_west}"
    assert swapped in browse("kakaricho").get(url).text


def test_the_same_person_in_two_cases_makes_the_cases_a_pair(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.add(
            Membership(case_id=world.case_west, person_id=world.case_east_person, relation="妹")
        )
    page = browse("sodan").get("/duplicates").text
    assert "同じ人が両方にいる" in page
    assert f"/duplicates/cases/{world.case_west}/{world.case_east}" in page
