"""Words in the records: found whatever their length, shown to those who may see them alone."""

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import Method
from cswtool.db.elevated import elevated
from cswtool.db.search import rebuild
from cswtool.people.models import Person

NOTHING = "当てはまる記録はありません"


@pytest.fixture(params=["gathered", "one by one"], autouse=True)
def way(request, monkeypatch):
    """Rare words are gathered, common ones looked for in one record after the other."""
    if request.param == "one by one":
        monkeypatch.setattr("cswtool.db.search.MANY", -1)


@pytest.fixture
def write(engine, world):
    """write("case_west", "…") puts a contact with this text into a case."""

    def contact(case: str, words: str, **more) -> None:
        with elevated(engine, reason="test") as session:
            record = Consultation(
                case_id=world.ids[case],
                author_id=world.users["shutanto"],
                at=clock.now(),
                day=clock.today(),
                method=Method.PHONE,
                text=words,
                recorded_at=clock.now(),
            )
            for name, value in more.items():
                setattr(record, name, value)
            session.add(record)

    return contact


def _find(client, typed: str = "", **more) -> str:
    answer = client.send("/records", typed=typed, **more)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    "typed", ["虐待", "田中", "髙橋", "タカハシ", "勅使河原", "虐", "電気代 田中", "０４２"]
)
def test_words_of_any_length_and_writing_are_found(browse, write, typed):
    write("case_west", "田中さんと勅使河原さん、高橋（たかはし）さんの虐待。電気代は042の番号へ。")
    assert "ケース R8-0001" in _find(browse("shutanto"), typed)


@pytest.mark.parametrize("typed", ["中田", "虐田", "電代", "、", "田中 佐藤"])
def test_what_was_not_written_is_not_found(browse, write, typed):
    write("case_west", "田中さんの虐待。電気代。")
    page = _find(browse("shutanto"), typed)
    assert "<mark>" not in page


def test_what_was_corrected_is_found_by_its_new_words_alone(browse, write, engine):
    write("case_west", "灯油を届けた")
    with elevated(engine, reason="test") as session:
        query = select(Consultation).where(Consultation.text == "灯油を届けた")
        session.scalars(query).one().text = "毛布を届けた"
    assert NOTHING in _find(browse("shutanto"), "灯油")
    assert NOTHING not in _find(browse("shutanto"), "毛布")


def test_what_was_deleted_is_found_no_more(browse, write, engine):
    write("case_west", "灯油を届けた")
    with elevated(engine, reason="test") as session:
        query = select(Consultation).where(Consultation.text == "灯油を届けた")
        session.delete(session.scalars(query).one())
    assert NOTHING in _find(browse("shutanto"), "灯油")


def test_a_restricted_case_is_found_by_its_workers_alone(browse, write):
    write("case_restricted", "灯油を届けた")
    assert NOTHING not in _find(browse("shutanto"), "灯油")
    for who in ("futanto", "yoso", "kakaricho"):
        assert NOTHING in _find(browse(who), "灯油")


def test_a_search_is_narrowed_by_everything_at_once(browse, write, world):
    write("case_west", "灯油を届けた", method=Method.VISIT, zone_id=world.zones["W"])
    client = browse("shutanto")
    right = {
        "zone": str(world.zones["W"]),
        "worker": str(world.users["shutanto"]),
        "method": "visit",
        "status": "open",
        "first": clock.today().isoformat(),
        "last": clock.today().isoformat(),
    }
    assert NOTHING not in _find(client, "灯油", **right)
    wrong = {
        "zone": str(world.zones["E"]),
        "worker": str(world.users["yoso"]),
        "method": "phone",
        "status": "closed",
        "issue": str(world.issue),
    }
    for name, value in wrong.items():
        assert NOTHING in _find(client, "灯油", **{**right, name: value})


def test_a_period_that_ends_before_it_begins_is_refused(browse):
    answer = browse("shutanto").send("/records", first="2026-05-02", last="2026-05-01")
    assert answer.status_code == 422
    assert "日付を確かめてください" in answer.text


def test_many_records_come_a_page_at_a_time(browse, write):
    for number in range(45):
        write("case_west", f"灯油を届けた {number}回目")
    first = _find(browse("shutanto"), "灯油")
    assert "45件" in first
    assert "1／3ページ" in first
    assert "2／3ページ" in _find(browse("shutanto"), "灯油", page="2")
    assert "3／3ページ" in _find(browse("shutanto"), "灯油", page="99")


def test_a_case_is_found_by_its_headline(browse):
    assert "主訴に入っているケース" in _find(browse("shutanto"), "家から出ていない")


def test_a_letter_finds_no_kind_of_record(browse, write):
    """The index holds "Case" and "Consultation" beside the words."""
    write("case_west", "灯油を届けた")
    assert NOTHING in _find(browse("shutanto"), "c")


def test_the_index_can_be_made_anew(browse, write, engine, monkeypatch):
    monkeypatch.setattr("cswtool.db.search.CHUNK", 3)
    write("case_west", "灯油を届けた")
    with elevated(engine, reason="test") as session:
        rebuild(session, [Consultation, Case, Person])
    assert NOTHING not in _find(browse("shutanto"), "灯油")
    assert "架空 case_west" in browse("shutanto").send("/search", typed="case_west").text
