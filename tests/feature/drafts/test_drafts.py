"""What is typed is kept sealed, comes after nobody else, and goes once it was sent."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from cswtool.accounts.models import SignIn
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.drafts import commands
from cswtool.drafts.queries import my_drafts
from cswtool.drafts.rules import LARGEST, Place
from tests.client import csrf_token

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
    key = str(uuid4())
    client.send(URL, form_key=key, text=WORDS)
    answer = client.send("/drafts/discard?form=consultation&next=/cases", form_key=key)
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


def _typed_by(client, key, words, writer, opened=""):
    headers = {"X-Draft-Writer": writer, **({"X-Draft-Opened": opened} if opened else {})}
    data = {"csrf_token": csrf_token(client.application), "form_key": key, "text": words}
    return client.post(URL, data=data, headers=headers).headers["X-Form-Key"]


def test_two_pages_that_write_one_draft_are_kept_apart(browse, engine, world):
    client, key = browse("shutanto"), str(uuid4())
    assert _typed_by(client, key, "一枚目", "aa") == key
    (draft,) = drafts_of(engine, world, "shutanto")
    opened = draft.saved_at.isoformat()
    assert _typed_by(client, key, "一枚目と続き", "aa") == key
    apart = _typed_by(client, key, "二枚目", "bb", opened)
    assert apart != key
    assert _typed_by(client, key, "二枚目", "bb", opened) == apart
    assert len(drafts_of(engine, world, "shutanto")) == 2
    latest = client.get("/consultations/new").text
    assert "二枚目" in latest
    assert f"draft={key}" in latest
    assert "一枚目と続き" in client.get(f"/consultations/new?draft={key}").text


def test_a_page_opened_with_a_draft_goes_on_with_it(browse, engine, world):
    client, key = browse("shutanto"), str(uuid4())
    _typed_by(client, key, WORDS, "aa")
    (draft,) = drafts_of(engine, world, "shutanto")
    assert _typed_by(client, key, "続き", "bb", draft.saved_at.isoformat()) == key
    assert len(drafts_of(engine, world, "shutanto")) == 1


@pytest.mark.parametrize(
    "headers", [{"X-Draft-Writer": "no page"}, {"X-Draft-Opened": "yesterday"}]
)
def test_a_page_that_names_itself_wrongly_is_refused(browse, headers):
    client = browse("shutanto")
    data = {"csrf_token": csrf_token(client.application), "text": WORDS}
    assert client.post(URL, data=data, headers=headers).status_code == 422


def test_the_key_of_the_device_is_ones_own_until_signing_out_everywhere(browse, app, world):
    def key_of(who):
        (meta,) = re.findall(r'name="device-key" content="([^"]+)"', browse(who).get("/").text)
        return meta

    first = key_of("shutanto")
    assert key_of("shutanto") == first
    assert key_of("futanto") != first
    browse("shutanto").send("/account/sign-out-everywhere")
    with elevated(app.extensions["engine"], reason="test") as session:
        for sign_in in session.scalars(select(SignIn)):
            sign_in.ended_at = None
    assert key_of("shutanto") != first
    assert "device-key" not in app.test_client().get("/sign-in").text
