"""The 圏域 of an address, and the lists that forms offer, from the office's own data."""

from sqlalchemy import select

from cswtool.community import queries
from cswtool.community.models import Organisation, Town, TownArea
from cswtool.db.session import ScopedSession
from cswtool.taxonomy import queries as words
from cswtool.taxonomy.models import ChoiceKind


def test_the_address_decides_the_zone(engine, world):
    with ScopedSession(engine, world.actor("kanri"), "test", writes=True) as session:
        town = session.scalars(select(Town).where(Town.name == "小川町")).one()
        for line in list(town.areas):
            session.delete(line)
        town.areas = [
            TownArea(chome=1, zone_id=world.zones["W"]),
            TownArea(chome=1, banchi_from=900, banchi_to=999, zone_id=world.zones["CW"]),
        ]
        session.flush()
        assert queries.zone_for(session, town.id, "1-10").code == "W"
        assert queries.zone_for(session, town.id, "１丁目９００番地").code == "CW"
        assert queries.zone_for(session, town.id, "2-5") is None
        assert queries.zone_for(session, None, "1-10") is None


def test_every_town_of_the_office_has_a_line(engine, world):
    with ScopedSession(engine, world.actor("kanri"), "test") as session:
        towns = queries.towns_with_areas(session)
        assert len(towns) == 22
        assert all(town.areas for town in towns)


def test_retired_organisations_are_not_offered(engine, world):
    with ScopedSession(engine, world.actor("kanri"), "test", writes=True) as session:
        gone = session.scalars(select(Organisation).order_by(Organisation.id)).first()
        gone.active = False
        session.flush()
        assert gone not in _flat(queries.organisations_by_kind(session))
        assert _flat(queries.organisations_by_kind(session, retired=True)) == [gone]


def test_each_heading_comes_once_and_retired_words_are_not_offered(engine, world):
    with ScopedSession(engine, world.actor("kanri"), "test", writes=True) as session:
        groups = words.issues_by_group(session)
        assert len({group.code for group, _ in groups}) == len(groups)
        gone = groups[0][1][0]
        gone.active = False
        session.flush()
        assert gone not in _flat(words.issues_by_group(session))
        routes = words.choices(session, ChoiceKind.ROUTE)
        assert routes
        assert {choice.kind for choice in routes} == {ChoiceKind.ROUTE}


def _flat(groups):
    return [row for _, rows in groups for row in rows]
