"""A CSW reads a 連絡票, answers it, and says how far it has come."""

import pytest
from sqlalchemy import select

from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.intake.models import IncomingReferral
from cswtool.intake.queries import waiting_counts, waiting_for
from cswtool.intake.rules import IncomingStatus


def _slip(engine, world) -> IncomingReferral:
    with elevated(engine, reason="test") as session:
        return session.get_one(IncomingReferral, world.incoming_west)


def _url(world, act: str = "") -> str:
    return f"/incoming/{world.incoming_west}{act}"


def test_the_page_shows_the_slip_and_its_sender(browse, world):
    page = browse("shutanto").get(_url(world)).text
    for shown in ("新聞がたまっている", "民生 七海", "第一地区", "公園のとなり"):
        assert shown in page


def test_ones_own_zone_comes_first_among_those_that_wait(browse, world):
    for who, first in (("shutanto", "連R8-0001"), ("yoso", "連R8-0002")):
        page = browse(who).get("/incoming").text
        assert page.split('scope="row"')[1].count(first) == 1


def test_the_list_narrows_by_state_and_zone(browse, world):
    client = browse("shutanto")
    assert client.get("/incoming?status=received").text.count('scope="row"') == 2
    assert client.get("/incoming?status=contacted").text.count('scope="row"') == 1
    assert client.get(f"/incoming?zone={world.zones['E']}").text.count('scope="row"') == 1
    assert client.get("/incoming?zone=x&status=y").text.count('scope="row"') == 3


def test_a_slip_that_went_into_a_case_out_of_sight_is_out_of_sight(browse, world):
    assert browse("yoso").get(f"/incoming/{world.incoming_taken}").status_code == 404
    assert browse("yoso").get("/incoming").text.count('scope="row"') == 2


def test_advice_is_kept_and_the_sender_is_told_the_status_alone(browse, engine, world):
    fields = {"advice": "包括への相談を勧めた", "status": "contacted", "version": 1}
    assert browse("shutanto").send(_url(world, "/answer"), **fields).status_code == 303
    slip = _slip(engine, world)
    assert slip.answer == "包括への相談を勧めた"
    assert (slip.status, slip.taken_by_id) == (
        IncomingStatus.CONTACTED,
        world.users["shutanto"],
    )
    told = browse("minsei").get(f"/slips/{world.incoming_west}").text
    assert "CSWが連絡しました" in told
    assert "包括" not in told


def test_advice_without_words_is_refused(browse, world):
    answer = browse("shutanto").send(_url(world, "/answer"), advice="", status="ended", version=1)
    assert answer.status_code == 422


def test_contacted_then_ended(browse, engine, world):
    client = browse("shutanto")
    assert client.send(_url(world, "/mark"), status="contacted", version=1).status_code == 303
    assert client.send(_url(world, "/mark"), status="ended", version=2).status_code == 303
    assert _slip(engine, world).status is IncomingStatus.ENDED
    back = client.send(_url(world, "/mark"), status="contacted", version=3)
    assert back.status_code == 422
    assert "すでに「終了」" in back.text


@pytest.mark.parametrize("wrong", [{"status": "x"}, {"version": "x"}, {"status": ""}])
def test_a_faulty_form_is_answered_in_words(browse, world, wrong):
    fields = {"status": "ended", "version": 1, **wrong}
    assert browse("shutanto").send(_url(world, "/mark"), **fields).status_code == 422


def test_the_second_is_told_who_was_first_and_keeps_the_text(browse, engine, world):
    browse("shutanto").send(_url(world, "/mark"), status="contacted", version=1)
    fields = {"advice": "書きかけの助言", "status": "ended", "version": 1}
    late = browse("futanto").send(_url(world, "/answer"), **fields)
    assert late.status_code == 409
    assert "主担当 花子さんがこの連絡票を先に引き受けました" in late.text
    assert "書きかけの助言" in late.text
    assert 'value="2"' in late.text
    assert _slip(engine, world).answer == ""


def test_what_waits_is_found_by_zone_and_counted_for_all(engine, world):
    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        (mine,) = session.scalars(waiting_for(session))
        assert mine.id == world.incoming_east
        assert waiting_counts(session) == {world.zones["W"]: 1, world.zones["E"]: 1}


def test_in_an_office_of_separate_zones_a_slip_shows_in_its_own(engine, world):
    actor = world.actor("yoso", whole_office=False)
    with ScopedSession(engine, actor, "test") as session:
        assert set(session.scalars(select(IncomingReferral.id))) == {world.incoming_east}
