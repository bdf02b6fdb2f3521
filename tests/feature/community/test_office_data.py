"""The administrator keeps the office's own data; nothing is overwritten unseen."""

from uuid import UUID

import pytest
from sqlalchemy import select

from cswtool.accounts.models import Office
from cswtool.community.models import District, Organisation, Town, TownArea, Zone
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from tests.pages import shown_fields


def stored(engine, model, key):
    with elevated(engine, reason="test") as session:
        return session.get(model, key)


def test_a_zone_is_described_anew_and_the_trail_says_so(browse, engine, world):
    client, url = browse("kanri"), f"/office/zones/{world.zones['W']}"
    fields = shown_fields(client.get(url).text)
    answer = client.send(url, **{**fields, "description": "新しい特徴"})
    assert answer.status_code == 303
    assert stored(engine, Zone, world.zones["W"]).description == "新しい特徴"
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent).where(AuditEvent.record_id == world.zones["W"])
        rows = session.scalars(query.order_by(AuditEvent.seq.desc())).all()
    assert rows[0].fields[0] == "description"
    assert rows[0].actor_id == world.users["kanri"]


def test_two_people_saving_see_both_texts_and_neither_is_lost(browse, engine, world):
    client, url = browse("kanri"), f"/office/zones/{world.zones['W']}"
    opened = shown_fields(client.get(url).text)
    client.send(url, **{**opened, "description": "先の人の文"})
    answer = client.send(url, **{**opened, "description": "後の人の文"})
    assert answer.status_code == 409
    assert "先の人の文" in answer.text
    assert "後の人の文" in answer.text
    assert stored(engine, Zone, world.zones["W"]).description == "先の人の文"
    settled = client.send(url, **shown_fields(answer.text))
    assert settled.status_code == 303
    assert stored(engine, Zone, world.zones["W"]).description == "後の人の文"


@pytest.mark.parametrize(
    ("name", "model", "path"),
    [
        ("area", TownArea, "/office/areas"),
        ("district", District, "/office/districts"),
        ("organisation", Organisation, "/office/organisations"),
    ],
)
def test_a_row_is_confirmed_in_one_tap_as_it_was_shown(browse, engine, world, name, model, path):
    client, key = browse("kanri"), world.ids[name]
    assert stored(engine, model, key).provisional
    url = f"{path}/{key}/confirm"
    assert client.send(url, version=99).status_code == 409
    assert stored(engine, model, key).provisional
    assert client.send(url, version=1).status_code == 303
    assert not stored(engine, model, key).provisional


@pytest.fixture
def town(engine):
    """A town with 丁目 whose lines are known."""
    with elevated(engine, reason="test") as session:
        town = session.scalars(select(Town).where(Town.chomes > 2).order_by(Town.kana)).first()
        for line in list(town.areas):
            session.delete(line)
        return town.id


def area(**more):
    return {"chome": "", "banchi_from": "", "banchi_to": "", "zone_id": "", "note": "", **more}


def test_lines_are_added_changed_and_removed(browse, engine, world, town):
    client, new = browse("kanri"), f"/office/towns/{town}/areas/new"
    west = str(world.zones["W"])
    key = "0198b3c0-0000-7000-8000-000000000001"
    form = area(form_key=key, chome="2", banchi_from="100", banchi_to="199", zone_id=west)
    assert client.send(new, **form).status_code == 303
    assert client.send(new, **form).status_code == 303
    assert "2丁目100〜199番地" in client.get("/office/towns").text
    url = f"/office/areas/{key}"
    fields = shown_fields(client.get(url).text)
    assert fields["zone_id"] == west
    assert client.send(url, **{**fields, "zone_id": ""}).status_code == 303
    with elevated(engine, reason="test") as session:
        (line,) = session.get(Town, town).areas
        assert (line.chome, line.banchi_from, line.zone_id) == (2, 100, None)
    assert client.send(f"{url}/remove", version=1).status_code == 409
    assert client.send(f"{url}/remove", version=2).status_code == 303
    assert stored(engine, Town, town) is not None
    with elevated(engine, reason="test") as session:
        assert session.get(Town, town).areas == []


def test_overlapping_ranges_are_refused_in_words(browse, town):
    client, new = browse("kanri"), f"/office/towns/{town}/areas/new"
    client.send(new, **area(chome="2", banchi_from="100", banchi_to="199"))
    answer = client.send(new, **area(chome="2", banchi_from="150", banchi_to="250"))
    assert answer.status_code == 422
    assert "「2丁目100〜199番地」の行と重なっています" in answer.text
    assert client.send(new, **area(chome="2")).status_code == 303
    assert client.send(new, **area(chome="2")).status_code == 422


@pytest.mark.parametrize(
    "strange",
    [
        {"banchi_from": "5"},
        {"banchi_to": "5"},
        {"banchi_from": "9", "banchi_to": "5"},
        {"banchi_from": "0", "banchi_to": "5"},
        {"banchi_from": "9" * 30, "banchi_to": "9" * 30},
        {"banchi_from": "一", "banchi_to": "二"},
        {"chome": "99"},
        {"zone_id": "x"},
        {"zone_id": "0198b3c0-0000-7000-8000-000000000009"},
        {"note": "🙂" * 100_000},
    ],
)
def test_strange_lines_are_refused_in_words(browse, town, strange):
    answer = browse("kanri").send(f"/office/towns/{town}/areas/new", **area(**strange))
    assert answer.status_code == 422
    assert "入力を直してください" in answer.text


def test_an_organisation_is_added_renamed_and_retired(browse, engine, world):
    client, key = browse("kanri"), "0198b3c0-0000-7000-8000-000000000002"
    form = {"name": "架空食堂", "kana": "かくうしょくどう", "kind_code": "child", "active": "y"}
    new = {"form_key": key, **form}
    for _ in range(2):
        assert client.send("/office/organisations/new", **new).status_code == 303
    taken = client.send("/office/organisations/new", **form)
    assert taken.status_code == 422
    assert "この名前はもうあります" in taken.text
    url = f"/office/organisations/{key}"
    fields = shown_fields(client.get(url).text)
    fields.pop("active")
    assert client.send(url, **{**fields, "phone": "042-000-0000\x00"}).status_code == 303
    organisation = stored(engine, Organisation, UUID(key))
    assert (organisation.active, organisation.phone) == (False, "042-000-0000")
    assert "今は使っていない機関" in client.get("/office/organisations").text


def test_a_district_has_other_towns_and_goes_only_when_empty(browse, engine, world):
    client, url = browse("kanri"), f"/office/districts/{world.district}"
    fields = shown_fields(client.get(url).text)
    before = stored(engine, District, world.district)
    towns = [str(world.town)] if world.town not in before.town_ids else []
    assert client.send(url, **{**fields, "town_ids": towns}).status_code == 303
    after = stored(engine, District, world.district)
    assert {str(key) for key in after.town_ids} == set(towns)
    assert after.version == before.version + 1
    assert client.send(url, **fields).status_code == 409
    answer = client.send(f"{url}/remove", version=after.version)
    assert answer.status_code == 422
    assert "この地区の民生委員がいます" in answer.text


def test_a_new_district_can_go_again(browse, engine):
    client, key = browse("kanri"), "0198b3c0-0000-7000-8000-000000000003"
    form = {"form_key": key, "name": "第九地区", "kana": "だいきゅうちく"}
    assert client.send("/office/districts/new", **form).status_code == 303
    assert client.send(f"/office/districts/{key}/remove", version=1).status_code == 303
    assert stored(engine, District, UUID(key)) is None


def test_in_an_office_by_zones_a_worker_of_another_zone_no_longer_sees_the_case(
    browse, engine, world
):
    with elevated(engine, reason="test") as session:
        assert session.get(Office, 1).case_visibility == "office"
    client = browse("kanri")
    fields = shown_fields(client.get("/office/settings").text)
    assert client.send("/office/settings", **{**fields, "case_visibility": "x"}).status_code == 422
    changed = client.send("/office/settings", **{**fields, "case_visibility": "zone"})
    assert changed.status_code == 303
    assert browse("yoso").get(f"/consultations/{world.consultation_west}").status_code == 404
    assert browse("shutanto").get(f"/consultations/{world.consultation_west}").status_code == 200
