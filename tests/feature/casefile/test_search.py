"""Search first: who is found, by what, and what somebody out of sight gives away (nothing)."""

import pytest
from sqlalchemy import event, select

from cswtool.accounts.models import CaseVisibility, Office
from cswtool.cases.models import Case, Membership
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.people.models import Person

ELSEWHERE = "ほかに該当の可能性があります"
NOTHING = "見つかりませんでした"


def _search(client, typed: str) -> str:
    answer = client.send("/search", typed=typed)
    assert answer.status_code == 200
    return answer.text


def _rename(engine, person_id, **changes) -> None:
    with elevated(engine, reason="test") as session:
        person = session.get_one(Person, person_id)
        for name, value in changes.items():
            setattr(person, name, value)
        person.refold("小川町")


@pytest.mark.parametrize(
    "typed",
    [
        "髙橋",
        "高橋　花子",
        "タカハシ",
        "ﾀｶﾊｼ はなこ",
        "042(000)0001",
        "小川町１丁目９００－１",
        "r8-1",
    ],
)
def test_a_person_is_found_however_it_is_typed(browse, engine, world, typed):
    _rename(engine, world.case_west_person, name="高橋 花子", kana="たかはし はなこ")
    page = _search(browse("shutanto"), typed)
    assert f"/cases/{world.case_west}" in page
    assert "長く家から出ていない長男と高齢の母" in page
    assert NOTHING not in page


def test_every_word_must_be_found(browse, engine, world):
    _rename(engine, world.case_west_person, name="高橋 花子")
    assert NOTHING in _search(browse("shutanto"), "高橋 一郎")


def test_signs_that_databases_use_are_only_signs(browse, engine, world):
    _rename(engine, world.case_west_person, name="百%子")
    assert "百%子" in _search(browse("shutanto"), "%子")
    assert NOTHING in _search(browse("shutanto"), "%_%")
    assert NOTHING in _search(browse("shutanto"), "'; --")


def test_the_whole_name_comes_before_names_that_contain_it(browse, engine, world):
    _rename(engine, world.case_0_person, name="架空 有子", kana="あ")
    _rename(engine, world.case_1_person, name="有", kana="ん")
    page = _search(browse("shutanto"), "有")
    assert page.index("R8-0008") < page.index("R8-0007")


def test_nothing_typed_and_nothing_found_both_say_what_to_do(browse):
    client = browse("shutanto")
    empty = client.send("/search", typed="")
    assert empty.status_code == 422
    assert "入力してください" in empty.text
    page = _search(client, "いない人")
    assert NOTHING in page
    assert "新しいケースをはじめる" in page
    assert ELSEWHERE not in page


def test_a_person_in_a_restricted_case_shows_as_a_possibility_only(browse, engine, world):
    _rename(engine, world.case_restricted_person, name="秘密 花子", phone="042-999-9999")
    page = _search(browse("yoso"), "秘密　花子")
    assert ELSEWHERE in page
    assert str(world.case_restricted) not in page
    assert ELSEWHERE in _search(browse("yoso"), "０４２（９９９）９９９９")
    assert ELSEWHERE not in _search(browse("shutanto"), "秘密 花子")
    assert ELSEWHERE in _search(browse("yoso"), "R8-0003")


def test_a_protected_person_does_not_even_show_as_a_possibility(browse, engine, world):
    _rename(engine, world.case_protected_person, name="秘密 花子", phone="042-999-9999")
    for typed in ("秘密", "花子", "042-999-9999"):
        page = _search(browse("kakaricho"), typed)
        assert ELSEWHERE not in page
        assert NOTHING in page
    assert "秘密 花子" in _search(browse("yoso"), "秘密")


def test_the_number_of_a_restricted_case_with_a_protected_person_gives_nothing_away(
    browse, engine, world
):
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_protected).restricted = True
    page = _search(browse("kakaricho"), "R8-0006")
    assert ELSEWHERE not in page
    assert NOTHING in page


def test_with_cases_seen_by_zone_others_are_a_possibility(app, browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.scalars(select(Office)).one().case_visibility = CaseVisibility.ZONE
    _rename(engine, world.case_east_person, name="東 花子")
    page = _search(browse("shutanto"), "東 花子")
    assert ELSEWHERE in page
    assert str(world.case_east) not in page


def test_of_a_person_in_two_cases_only_the_one_in_sight_shows(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.add(
            Membership(
                case_id=world.case_restricted, person_id=world.case_east_person, relation="知人"
            )
        )
    _rename(engine, world.case_east_person, name="東 花子")
    page = _search(browse("kakaricho"), "東 花子")
    assert "R8-0002" in page
    assert "R8-0003" not in page


def test_a_search_costs_the_same_for_one_hit_or_for_all(browse, engine, world):
    _rename(engine, world.case_west_person, name="唯一 花子")
    client = browse("shutanto")
    _search(client, "唯一")
    assert _cost(engine, client, "唯一") == _cost(engine, client, "架空")


def _cost(engine, client, typed) -> int:
    seen: list[str] = []

    def count(*args):
        seen.append(args[2])

    event.listen(engine, "before_cursor_execute", count)
    _search(client, typed)
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_a_search_is_on_the_trail_without_what_was_searched_for(browse, engine, world):
    _search(browse("shutanto"), "架空")
    with elevated(engine, reason="test") as session:
        rows = session.scalars(
            select(AuditEvent).where(AuditEvent.actor_id == world.users["shutanto"])
        ).all()
    assert [row.action for row in rows] == ["search:use"] * len(rows)
    assert rows
    assert all("架空" not in (row.detail or "") for row in rows)


def test_what_was_searched_for_begins_the_new_case(browse):
    client = browse("shutanto")
    assert 'value="架空 花子"' in client.send("/cases/new/prefilled", typed="架空　花子").text
    assert 'value="042-000-1234"' in client.send("/cases/new/prefilled", typed="042-000-1234").text


@pytest.mark.parametrize(
    "part", ["秘密", "秘密 花", "042-999", "9999", "秘密 042", "小川町1-900-3"]
)
def test_nobody_spells_out_a_name_or_a_number_out_of_sight(browse, engine, world, part):
    _rename(engine, world.case_restricted_person, name="秘密 花子", phone="042-999-9999")
    assert ELSEWHERE not in _search(browse("yoso"), part)


def test_whoever_shares_a_case_with_a_protected_address_does_not_show_either(browse, engine, world):
    _rename(engine, world.case_restricted_person, name="秘密 花子")
    with elevated(engine, reason="test") as session:
        session.get_one(Person, world.case_protected_person).name = "別の 人"
        session.add(
            Membership(
                case_id=world.case_restricted,
                person_id=world.case_protected_person,
                relation="母",
                lives_here=False,
            )
        )
    assert ELSEWHERE not in _search(browse("yoso"), "秘密 花子")


def test_who_lives_with_a_protected_address_is_protected_too(browse, engine, world):
    with elevated(engine, reason="test") as session:
        child = Person(name="同居 子", kana="", author_id=world.users["yoso"])
        session.add(child)
        session.flush()
        member = Membership(
            case_id=world.case_protected, person_id=child.id, relation="長男", lives_here=True
        )
        session.add(member)
        session.flush()
        key = member.id
    here = f"/cases/{world.case_protected}"
    assert "同居 子" in browse("yoso").get(here).text
    assert "同居 子" not in browse("kakaricho").get(here).text
    assert browse("kakaricho").get(f"{here}/members/{key}").status_code == 404
