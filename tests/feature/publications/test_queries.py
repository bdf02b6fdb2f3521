"""The papers know the earlier editions by their days; whole tables are not read for that."""

from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from cswtool.access.fiscal import Period
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.publications.commands.ledger import numbers_meeting
from cswtool.publications.models import Publication

YEAR = Period(date(2024, 4, 1), date(2025, 3, 31))


@contextmanager
def _about_editions(engine):
    """The statements that read editions while this is open."""
    seen: list[str] = []

    def keep(*args):
        if "FROM publication" in args[2]:
            seen.append(args[2].replace('"', ""))

    event.listen(engine, "before_cursor_execute", keep)
    yield seen
    event.remove(engine, "before_cursor_execute", keep)


def test_the_page_asks_for_editions_of_its_period_only_and_not_for_their_tables(browse, engine):
    with _about_editions(engine) as statements:
        page = browse("yoso").get("/summary?first=2024-04&last=2025-03").text
    assert "第1号（公表）の訂正として出す" in page
    assert len(statements) == 1
    assert "publication.tables" not in statements[0].split("FROM")[0]
    assert "publication.first = " in statements[0]
    assert "publication.last = " in statements[0]


def test_which_editions_hang_together_is_told_without_their_tables(engine, world):
    with (
        ScopedSession(engine, world.actor("yoso"), "summary:prepare") as session,
        _about_editions(engine) as statements,
    ):
        assert numbers_meeting(session, YEAR) == (1,)
    assert len(statements) == 1
    assert "publication.tables" not in statements[0]


@pytest.mark.parametrize("page", ["/", "/publications/prepared/{}"])
def test_what_can_no_longer_leave_is_told_without_their_tables(browse, engine, world, page):
    with _about_editions(engine) as statements:
        browse("kakaricho").get(page.format(world.edition_asked))
    days = [one for one in statements if "publication.profile IN" in one]
    assert len(days) == 1
    assert "publication.tables" not in days[0]


@pytest.mark.parametrize("who", ["yoso", "shi"])
def test_the_list_of_editions_does_not_read_their_tables(browse, engine, who):
    with _about_editions(engine) as statements:
        page = browse(who).get("/publications").text
    assert "第1号" in page
    assert [one for one in statements if "publication.tables" in one.split("FROM")[0]] == []


def test_what_an_edition_corrects_is_told_without_the_tables_of_that(browse, engine, world):
    with elevated(engine, reason="test") as session:
        old = session.get_one(Publication, world.publication_public)
        columns = Publication.__table__.columns.keys()
        same = {name: getattr(old, name) for name in columns if name != "id"}
        new = Publication(**same | {"id": new_id(), "number": 3, "corrects": old.number})
        session.add(new)
    for edition, words in ((new.id, "前の版"), (old.id, "第3号で訂正")):
        with _about_editions(engine) as statements:
            assert words in browse("shi").get(f"/publications/{edition}").text
        read = [one for one in statements if "publication.tables" in one.split("FROM")[0]]
        assert len(read) == 1  # its own
