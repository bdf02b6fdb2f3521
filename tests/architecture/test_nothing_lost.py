"""Nothing typed is lost, and nothing is shown unseen, when a form is turned away."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.cases.rules import Status
from cswtool.db import audit
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from tests.client import client_of
from tests.pages import shown_fields
from tests.world import NOBODY

WORDS = "閉じた扉の前で書いた長い文章"


def _rows_after(engine, seq: int) -> list[tuple[str, object]]:
    with elevated(engine, reason="test") as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.seq > seq)).all()
        return [(row.action, row.record_id) for row in rows if row.actor_id]


@pytest.mark.parametrize(
    ("path", "fields", "status", "record"),
    [
        ("/cases/{case_east}/members/{case_east_member}", {"version": 0}, 422, "case_east_member"),
        ("/consultations/{consultation_west}/edit", {"version": 0}, 422, "consultation_west"),
        ("/incoming/{incoming_west}/mark", {}, 422, "incoming_west"),
        ("/cases/{case_west}/referrals/{referral_west}/step", {}, 422, "referral_west"),
        ("/incoming/{incoming_west}/take", {"searched": "架空"}, 422, "incoming_west"),
        ("/incoming/{incoming_west}/take/find", {"typed": "架空"}, 200, "incoming_west"),
    ],
)
def test_a_form_that_came_back_is_a_look(browse, engine, world, path, fields, status, record):
    before = audit.head(engine).seq
    answer = browse("sodan").send(path.format(**world.ids), **fields)
    if "/edit" in path:
        status = 403
    assert answer.status_code == status
    assert world.ids[record] in {key for _, key in _rows_after(engine, before)}


def test_a_new_case_that_was_refused_leaves_a_look_and_no_record(browse, engine):
    client = browse("shutanto")
    fields = shown_fields(client.get("/cases/new").text)
    before = audit.head(engine).seq
    answer = client.send("/cases/new", **{**fields, "name": "架空 case_west", "headline": "x"})
    assert answer.status_code == 422
    assert "似た人がいます" in answer.text
    assert _rows_after(engine, before) == [("case:open", None)]


def test_a_case_closed_meanwhile_gives_back_what_was_written(browse, engine, world):
    with elevated(engine, reason="test") as session:
        case = session.get_one(Case, world.case_west)
        case.status, case.closed_on = Status.CLOSED, clock.today()
    answer = browse("shutanto").send(
        f"/cases/{world.case_west}/referrals/new", purpose=WORDS, shared="世帯の構成", basis="law"
    )
    assert answer.status_code == 403
    assert WORDS in answer.text
    assert ">law<" not in answer.text


def test_a_case_restricted_meanwhile_gives_back_what_was_written(browse, world):
    url = f"/consultations/new?case={world.case_restricted}"
    answer = browse("yoso").send(url, method="phone", text=WORDS)
    assert answer.status_code == 404
    assert WORDS in answer.text


def test_a_form_from_before_another_sign_in_can_be_sent_once_more(app, world):
    client = client_of(app, world, "minsei")
    answer = client.post("/slips/new", data={"who": "不明", "worry": WORDS, "csrf_token": "old"})
    assert answer.status_code == 400
    assert "入力した内容を送る" in answer.text
    assert WORDS in answer.text


def test_a_strangers_form_without_a_token_is_not_taken(app, world):
    client = client_of(app, world, NOBODY)
    answer = client.post("/slips/new", data={"who": "不明", "worry": WORDS})
    assert answer.status_code == 400
    assert "入力した内容を送る" not in answer.text


@pytest.mark.parametrize(
    ("who", "path", "first", "second"),
    [
        ("minsei", "/slips/new", {"who": "不明", "worry": "一つ目"}, {"worry": WORDS}),
        ("shutanto", "/cases/{case_west}/tasks", {"title": "一つ目"}, {"title": WORDS}),
        (
            "shutanto",
            "/cases/{case_west}/referrals/new",
            {"purpose": "一つ目", "shared": "構成", "basis": "law"},
            {"purpose": WORDS},
        ),
    ],
)
def test_another_text_on_a_page_that_was_sent_already(browse, world, who, path, first, second):
    client, url = browse(who), path.format(**world.ids)
    fields = {"form_key": str(uuid4()), "owner_id": str(world.users["shutanto"]), **first}
    if "organisation" in world.ids:
        fields["organisation"] = str(world.organisation)
    assert client.send(url, **fields).status_code == 303
    assert client.send(url, **fields).status_code == 303
    answer = client.send(url, **{**fields, **second})
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert "もう保存しています" in answer.text
