"""The papers know the earlier editions by their days; whole tables are not read for that."""

from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from cswtool.access.fiscal import Period
from cswtool.db.session import ScopedSession
from cswtool.publications.commands.ledger import numbers_meeting

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
