"""What is typed is kept sealed, comes after nobody else, and goes once it was sent."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from cswtool.db.session import ScopedSession
from cswtool.drafts import commands
from cswtool.drafts.queries import my_drafts
from cswtool.drafts.rules import LARGEST, Place

URL = "/drafts?form=consultation"
WORDS = "玄関先で母と話す"


def drafts_of(engine, world, who):
    with ScopedSession(engine, world.actor(who), "test") as session:
        return list(my_drafts(session))


def test_a_draft_is_kept_and_unreadable_in_the_database(browse, engine, world):
    answer = browse("shutanto").send(URL, form_key=str(uuid4()), text=WORDS)
    assert answer.status_code == 204
    (draft,) = drafts_of(engine, world, "shutanto")
    assert WORDS.encode() not in draft.sealed
    assert drafts_of(engine, world, "kakaricho") == []


def test_one_form_has_one_draft(browse, engine, world):
    client, key = browse("shutanto"), str(uuid4())
    for words in ("玄", "玄関"):
        client.send(URL, form_key=key, text=words)
    assert len(drafts_of(engine, world, "shutanto")) == 1


def test_a_copy_that_comes_after_its_form_is_refused(browse, engine, world):
    client, key = browse("shutanto"), str(uuid4())
    client.send(URL, form_key=key, text=WORDS)
    with ScopedSession(engine, world.actor("shutanto"), "test", writes=True) as session:
        commands.spend(session, Place("consultation"), key)
        session.commit()
    assert client.send(URL, form_key=key, text=WORDS).status_code == 409
    assert drafts_of(engine, world, "shutanto") == []
    assert client.send(URL, form_key=str(uuid4()), text=WORDS).status_code == 204


def test_a_draft_is_thrown_away(browse, engine, world):
    client = browse("shutanto")
    client.send(URL, form_key=str(uuid4()), text=WORDS)
    answer = client.send("/drafts/discard?form=consultation&next=/cases")
    assert (answer.status_code, answer.location) == (303, "/cases")
    assert drafts_of(engine, world, "shutanto") == []
    with engine.connect() as connection:
        assert connection.execute(text("SELECT sealed FROM draft")).scalars().all() == [None]


@pytest.mark.parametrize(
    "next_path", ["//evil.example", "https://evil.example/", "", "/\\evil.example"]
)
def test_nobody_is_sent_elsewhere_after_it(browse, next_path):
    query = urlencode({"form": "consultation", "next": next_path})
    answer = browse("shutanto").send(f"/drafts/discard?{query}")
    assert answer.location == "/"


@pytest.mark.parametrize("query", ["", "?form=A", "?form=consultation&subject=1"])
def test_a_draft_of_nothing_is_refused(browse, query):
    assert browse("shutanto").send(f"/drafts{query}", text=WORDS).status_code == 422


def test_too_large_a_draft_is_refused(browse):
    assert browse("shutanto").send(URL, text="x" * LARGEST).status_code == 413


def test_a_draft_is_nobody_elses_even_by_id(browse, engine, world):
    browse("shutanto").send(URL, form_key=str(uuid4()), text=WORDS)
    (draft,) = drafts_of(engine, world, "shutanto")
    with ScopedSession(engine, world.actor("kakaricho"), "test") as session:
        assert session.scalars(select(type(draft)).where(type(draft).id == draft.id)).all() == []
