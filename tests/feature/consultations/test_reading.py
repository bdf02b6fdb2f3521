"""The timeline of a case, the days of its last contacts, and one record."""

from datetime import timedelta

from flask import render_template_string
from sqlalchemy import event

from cswtool.consultations import queries
from cswtool.db.session import ScopedSession
from cswtool.web.paging import page_of
from tests.world import TODAY

ENTRIES = """
{% from "consultations/entry.html" import consultation_entry %}
{% for c in page.items %}{{ consultation_entry(c) }}{% endfor %}
"""


def test_a_timeline_costs_the_same_however_long_it_is(app, engine, world):
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with (
        ScopedSession(engine, world.actor("shutanto"), "test") as session,
        app.test_request_context(),
    ):
        page = page_of(session, queries.timeline(world.case_west), 1)
        html = render_template_string(ENTRIES, page=page)
    assert "玄関先で本人と話す" in html
    assert "訪問（会えた）" in html
    assert len([s for s in statements if s.startswith("SELECT")]) == 4


def test_a_timeline_out_of_sight_is_empty(app, engine, world):
    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        assert page_of(session, queries.timeline(world.case_restricted), 1).total == 0


def test_the_days_of_the_last_contacts(engine, world):
    cases = [world.case_west, world.case_watch, world.case_restricted]
    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        days = queries.latest_contacts(session, cases)
    assert days == {world.case_west: TODAY - timedelta(days=10)}


def test_a_record_is_read_with_its_tags(browse, world):
    page = browse("yoso").get(f"/consultations/{world.consultation_west}").text
    assert "玄関先で本人と話す" in page
    assert "主課題：" in page
    assert "R8-0001" in page
