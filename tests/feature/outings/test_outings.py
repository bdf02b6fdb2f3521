"""行き先と帰着確認: seen by all that somebody is out, by some where; missed when overdue."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from cswtool.access import clock
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id
from cswtool.outings.models import Outing, OutingPlace


@pytest.fixture(autouse=True)
def noon(monkeypatch, engine):
    """Noon in the office, so that "later today" exists whenever the tests run."""
    at = clock.from_japan(datetime.combine(clock.today(), time(12)))
    hour = timedelta(hours=1)
    with engine.begin() as connection:
        connection.execute(update(Outing).values(left_at=at - hour, back_by=at + hour))
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


def _board(browse, who: str) -> str:
    return browse(who).get("/").text.partition("<h2>外出中</h2>")[2].partition("</section>")[0]


def _leaving(world, **more) -> dict[str, str]:
    return {"back_by": "14:30", "told": str(world.users["kakaricho"]), **more}


def _late(engine, world, name: str, noon) -> None:
    with elevated(engine, reason="test") as session:
        outing = session.get_one(Outing, world.ids[name])
        outing.back_by = noon - timedelta(minutes=20)
        session.get_one(User, outing.owner_id).phone = "080-0000-1234"


def test_everybody_sees_who_is_out_and_only_some_see_where(browse):
    for who in ("shutanto", "kakaricho", "yoso", "sodan"):
        board = _board(browse, who)
        assert "主担当 花子" in board
        assert "副担当 次郎" in board
        assert "ケース R8-0001" in board
        assert ("R8-0003" in board) == (who == "shutanto"), "a restricted case"
    assert "外出中" not in browse("minsei").get("/").text


def test_one_press_from_the_case_and_one_when_back(browse, engine, world, noon):
    client, url, key = browse("yoso"), f"/cases/{world.case_east}/outings/new", new_id()
    form = client.get(url).text
    assert 'value="14:00"' in form, "in two hours"
    assert f'<option selected value="{world.users["kakaricho"]}">' in form, "the supervisor"
    for _ in range(2):
        answer = client.send(url, **_leaving(world, form_key=str(key)))
        assert answer.status_code == 303
    with elevated(engine, reason="test") as session:
        (place,) = session.scalars(select(OutingPlace).where(OutingPlace.outing_id == key))
        assert place.case_id == world.case_east
        assert session.get_one(Outing, key).back_by == noon + timedelta(hours=2, minutes=30)
    assert client.send(f"/outings/{key}/return").status_code == 303
    assert "よその 三郎" not in _board(browse, "kakaricho")
    with elevated(engine, reason="test") as session:
        assert session.get_one(Outing, key).returned_at == noon


def test_a_place_in_words_is_for_those_it_concerns(browse, world):
    browse("yoso").send("/outings/new", **_leaving(world, place="市役所の会議室", note="会議"))
    for who, sees in (("yoso", True), ("kakaricho", True), ("sodan", False), ("futanto", False)):
        board = _board(browse, who)
        assert "よその 三郎" in board
        assert ("市役所の会議室 会議" in board) == sees, who


def test_who_is_overdue_stands_on_top_with_a_telephone_number(browse, engine, world, noon):
    _late(engine, world, "outing_restricted", noon)
    for who, asked in (("kakaricho", True), ("futanto", False)):
        page = browse(who).get("/").text
        board = _board(browse, who)
        assert board.index("主担当 花子") < board.index("副担当 次郎")
        assert "戻る時刻を過ぎています" in board
        assert "080-0000-1234" in board
        assert ("電話で確かめてください" in page) == asked
        assert "R8-0003" not in board


def test_the_colleague_who_was_told_is_asked(browse, engine, world, noon):
    _late(engine, world, "outing_west", noon)
    assert "電話で確かめてください" in browse("sodan").get("/").text
    assert "電話で確かめてください" not in browse("yoso").get("/").text


def test_to_stay_longer_is_said_before_it_is_late(browse, engine, world, noon):
    url = f"/outings/{world.outing_west}"
    assert browse("futanto").send(url, back_by="11:00", version="1").status_code == 422
    assert browse("futanto").send(url, back_by="16:00", version="1").status_code == 303
    assert browse("sodan").send(url, back_by="17:00", version="1").status_code == 409
    with elevated(engine, reason="test") as session:
        outing = session.get_one(Outing, world.outing_west)
        assert outing.back_by == noon + timedelta(hours=4)


def test_nobody_leaves_twice(browse, world):
    answer = browse("futanto").send("/outings/new", **_leaving(world, place="図書館"))
    assert answer.status_code == 422
    assert "前の外出がまだ" in answer.text
    assert "図書館" in answer.text


def test_to_a_household_for_two_nobody_goes_alone_without_a_word(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_east).two_workers = True
    client, url = browse("yoso"), f"/cases/{world.case_east}/outings/new"
    answer = client.send(url, **_leaving(world))
    assert answer.status_code == 422
    assert "二人訪問のケースです" in answer.text
    companion = str(world.users["suishin"])
    assert client.send(url, **_leaving(world, companion=companion)).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [{"back_by": ""}, {"back_by": "ひる"}, {"back_by": "11:59"}, {"told": ""}, {"told": "x"},
     {"companion": str(new_id())}, {"place": ""}, {"place": "長" * 30_000}],
    ids=lambda wrong: str(wrong)[:40],
)  # fmt: skip
def test_what_cannot_be_comes_back_as_it_was_typed(wrong, browse, world):
    fields = _leaving(world, place="図書館", note="会議")
    answer = browse("yoso").send("/outings/new", **(fields | wrong))
    assert answer.status_code == 422
    assert "会議" in answer.text
