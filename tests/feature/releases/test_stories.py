"""A story of several cases begins with what enough households share."""

import re
from datetime import date

from sqlalchemy import select

from cswtool.cases.models import Case
from cswtool.db.elevated import elevated
from cswtool.people.models import Person
from tests.pages import shown_fields


def _numbers(engine, world, *names):
    with elevated(engine, reason="test") as session:
        return " ".join(session.get_one(Case, world.ids[name]).number for name in names)


def _begun(browse, engine, world, *names):
    answer = browse("shutanto").send("/releases/story", numbers=_numbers(engine, world, *names))
    assert answer.status_code == 200, answer.text
    return answer.text, shown_fields(answer.text)


def test_the_numbers_may_stand_apart_by_any_comma(browse, engine, world):
    numbers = _numbers(engine, world, "case_0", "case_4", "case_8").split()
    for mark in "、，,":
        answer = browse("shutanto").send("/releases/story", numbers=mark.join(numbers) + mark)
        assert "3つのケースに共通する" in answer.text


def test_of_too_many_cases_none_is_left_out_unsaid(browse):
    numbers = " ".join(f"R8-{number:04}" for number in range(11))
    answer = browse("shutanto").send("/releases/story", numbers=numbers)
    assert answer.status_code == 422
    assert "ケースは10件までです。減らしてください。" in answer.text
    assert numbers in answer.text


def test_what_three_cases_share_is_told_and_counted(browse, engine, world):
    page, fields = _begun(browse, engine, world, "case_0", "case_4", "case_8")
    assert fields["purpose"] == "vignette"
    assert "本人は70代" in fields["text"]
    assert "市内の" in fields["text"]
    assert "についての相談" in fields["text"]
    assert "3つのケースに共通する" in page
    assert "当てはまる世帯は" in page


def test_a_decade_that_few_share_is_told_more_widely(browse, engine, world):
    with elevated(engine, reason="test") as session:
        person = session.get_one(Person, world.case_0_person)
        person.birth_date = date(1962, 4, 1)
    _, fields = _begun(browse, engine, world, "case_0", "case_4", "case_8")
    assert "本人は60〜70代" in fields["text"]


def _households(page):
    return int(re.search(r"当てはまる世帯は (\d+)", page).group(1))


def test_what_is_guarded_is_not_counted(browse, engine, world):
    """As behind a 地域課題: else two counts, before and after, would find it."""
    before = _households(_begun(browse, engine, world, "case_0")[0])
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_4).restricted = True
        session.get_one(Person, world.case_8_person).address_protected = True
    after = _households(_begun(browse, engine, world, "case_0")[0])
    assert after == before - 2


def test_of_one_case_it_warns(browse, engine, world):
    page, _ = _begun(browse, engine, world, "case_0")
    assert "ケースが3つより少ない" in page


def test_a_case_out_of_sight_is_as_one_that_is_not(browse, engine, world):
    hidden = _numbers(engine, world, "case_restricted")
    answer = browse("yoso").send("/releases/story", numbers=f"{hidden} R8-9999")
    assert answer.status_code == 422
    assert f"見つかりません：{hidden}、R8-9999" in answer.text


def test_no_story_where_the_office_is_too_small(browse, engine, world, monkeypatch):
    with elevated(engine, reason="test") as session:
        many = len(session.scalars(select(Case.id)).all())
    monkeypatch.setattr("cswtool.releases.rules.vignette.generalise.__defaults__", (many + 1,))
    answer = browse("shutanto").send("/releases/story", numbers=_numbers(engine, world, "case_0"))
    assert answer.status_code == 422
    assert "足りず" in answer.text
