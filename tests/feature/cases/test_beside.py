"""Somebody on file turns out to be meant: what was typed of them is not dropped."""

from cswtool.db.elevated import elevated
from cswtool.people.models import Person
from tests.pages import shown_fields

NAME = "架空 case_east"


def _open(client, world, **typed):
    """A case for the person in 東, with what was typed at first and chosen then."""
    fields = shown_fields(client.get("/cases/new").text)
    first = {**fields, "name": NAME, "headline": "生活費の相談", **typed}
    page = client.send("/cases/new", **first)
    assert page.status_code == 422, page.text
    return {**shown_fields(page.text), "similar": str(world.case_east_person)}


def _person(engine, world) -> Person:
    with elevated(engine, reason="test") as session:
        return session.get_one(Person, world.case_east_person)


def test_another_phone_and_address_go_to_the_note(browse, engine, world):
    client = browse("yoso")
    fields = _open(client, world, phone="０９０−０００−２２２２", address="2-901-5")
    assert fields["add_typed"] == "y"
    assert client.send("/cases/new", **fields).status_code == 303
    person = _person(engine, world)
    assert person.phone == "042-000-0002"
    assert "に聞いた電話番号：090-000-2222" in person.note
    assert "に聞いた住所：2-901-5" in person.note


def test_what_was_empty_is_filled_and_found(browse, engine, world):
    with elevated(engine, reason="test") as session:
        person = session.get_one(Person, world.case_east_person)
        person.phone = person.address = ""
        person.town_id = None
    client = browse("yoso")
    fields = _open(client, world, phone="090-000-2222", address="2-901-5", town=str(world.town))
    assert client.send("/cases/new", **fields).status_code == 303
    person = _person(engine, world)
    assert (person.phone, person.address, person.town_id) == (
        "090-000-2222",
        "2-901-5",
        world.town,
    )
    assert person.note == ""
    assert NAME in client.send("/search", typed="0900002222").text


def test_nothing_is_added_where_the_tick_is_taken_away(browse, engine, world):
    client = browse("yoso")
    fields = _open(client, world, phone="090-000-2222")
    del fields["add_typed"]
    assert client.send("/cases/new", **fields).status_code == 303
    assert _person(engine, world).note == ""


def test_a_member_found_on_file_keeps_what_was_typed_too(browse, engine, world):
    client, url = browse("yoso"), f"/cases/{world.case_west}/members/new"
    fields = shown_fields(client.get(url).text)
    page = client.send(url, **{**fields, "name": NAME, "relation": "妹", "phone": "090-000-2222"})
    again = {**shown_fields(page.text), "similar": str(world.case_east_person)}
    assert client.send(url, **again).status_code == 303
    assert "090-000-2222" in _person(engine, world).note


def test_letters_in_a_phone_number_are_refused_and_kept(browse):
    client = browse("yoso")
    fields = shown_fields(client.get("/cases/new").text)
    page = client.send("/cases/new", **{**fields, "name": "新しい人", "phone": "長男の携帯"})
    assert page.status_code == 422
    assert "数字とハイフン" in page.text
    assert "長男の携帯" in page.text


def test_an_address_that_must_not_be_known_is_one_from_now_on(browse, engine, world):
    client, note = browse("yoso"), "夫に居所を知られないこと"
    fields = {**_open(client, world, address="9-999", protected="y"), "note": note}
    assert client.send("/cases/new", **fields).status_code == 303
    person = _person(engine, world)
    assert person.address_protected
    assert note in person.note
    assert "に聞いた住所：" in person.note


def test_the_mark_is_set_even_where_nothing_else_is_added(browse, engine, world):
    client = browse("yoso")
    fields = _open(client, world, phone="090-000-2222", protected="y")
    del fields["add_typed"]
    assert client.send("/cases/new", **fields).status_code == 303
    person = _person(engine, world)
    assert person.address_protected
    assert person.note == ""
