"""A one-off record is put into a case later, seen in its course, and taken out again."""

import pytest
from sqlalchemy import select

from cswtool.cases.models import Case
from cswtool.consultations.models import Consultation, Revision
from cswtool.db.elevated import elevated


@pytest.fixture
def url(world) -> str:
    return f"/consultations/{world.consultation_loose}/case"


def _contact(engine, world) -> Consultation:
    with elevated(engine, reason="test") as session:
        return session.get_one(Consultation, world.consultation_loose)


def _file(client, url, number, version="1"):
    return client.send(url, number=number, version=version)


def test_it_goes_into_a_case_and_out_again_and_both_stay_on_file(browse, engine, world, url):
    client, zone = browse("shutanto"), _contact(engine, world).zone_id
    assert "ケースに入れる" in client.get(url.removesuffix("/case")).text
    assert _file(client, url, "ｒ8-2").status_code == 303
    assert _contact(engine, world).case_id == world.case_east
    assert _contact(engine, world).zone_id == zone
    assert str(world.consultation_loose) in client.get(f"/cases/{world.case_east}").text
    assert "ケースから外す" in client.get(url.removesuffix("/case")).text
    assert client.send(f"{url}/out", version="2").status_code == 303
    assert _contact(engine, world).case_id is None
    with elevated(engine, reason="test") as session:
        rows = session.scalars(select(Revision).order_by(Revision.at)).all()
        assert [row.changes[0]["after"] for row in rows] == ["R8-0002", "ケースなし"]
    assert "R8-0002" in client.get(f"/consultations/{world.consultation_loose}/history").text


@pytest.mark.parametrize("number", ["R8-9999", "R8-0004", "なし", ""])
def test_a_number_out_of_sight_is_like_one_that_does_not_exist(browse, engine, world, url, number):
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_closed).restricted = True
        session.get_one(Case, world.case_closed).primary_id = world.users["yoso"]
    answer = _file(browse("shutanto"), url, number)
    assert answer.status_code == 422
    assert _contact(engine, world).case_id is None
    if number:
        assert "この番号のケースは見つかりません" in answer.text
        assert number in answer.text


def test_two_who_file_it_do_not_overwrite_each_other(browse, engine, world, url):
    client = browse("shutanto")
    assert _file(client, url, "R8-0002").status_code == 303
    assert _file(client, url, "R8-0001").status_code == 409
    assert _file(client, url, "R8-0001", "2").status_code == 409
    assert _contact(engine, world).case_id == world.case_east


def test_what_began_in_a_case_or_lies_behind_a_restriction_stays(browse, engine, world, url):
    client = browse("shutanto")
    begun = f"/consultations/{world.consultation_west}/case/out"
    assert client.send(begun, version="1").status_code == 409
    assert _file(client, url, "R8-0003").status_code == 303
    assert _contact(engine, world).case_id == world.case_restricted
    assert client.send(f"{url}/out", version="2").status_code == 409
    assert "外せません" in client.get(f"{url}/out", follow_redirects=True).text
