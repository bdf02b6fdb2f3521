"""Signing in, being locked out, running out of time, and not losing what was typed."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.accounts import commands
from cswtool.accounts.models import SignIn, User
from cswtool.accounts.rules import FREE_TRIES
from cswtool.db.audit import AuditEvent, Outcome
from cswtool.db.elevated import elevated
from tests import samples
from tests.client import client_of
from tests.world import NOBODY, PASSWORD, token


def test_the_right_password_opens_the_first_page(browse):
    client = browse("nobody")
    answer = client.send("/sign-in", login="Shutanto ", password=PASSWORD)
    assert answer.status_code == 303
    assert "主担当" in client.get("/").text


def test_a_wrong_password_says_so_and_says_no_more(browse):
    known = browse("nobody").send("/sign-in", login="shutanto", password="wrong")
    unknown = browse("nobody").send("/sign-in", login="no-such-user", password="wrong")
    assert known.status_code == unknown.status_code == 422
    assert "ログイン名かパスワードが違います" in known.text
    assert "ログイン名かパスワードが違います" in unknown.text


def test_after_five_wrong_tries_even_the_right_password_must_wait(browse):
    client = browse("nobody")
    for _ in range(5):
        client.send("/sign-in", login="shutanto", password="wrong")
    answer = client.send("/sign-in", login="shutanto", password=PASSWORD)
    assert answer.status_code == 429
    assert "しばらくサインインできません" in answer.text


def test_a_disabled_user_is_out_at_once(browse, engine, world):
    client = browse("shutanto")
    assert client.get("/").status_code == 200
    with elevated(engine, reason="test") as session:
        commands.disable(session, session.get_one(User, world.users["shutanto"]))
    assert client.get("/").status_code == 401


def test_signing_out_everywhere_ends_the_other_browser_too(browse):
    here, there = browse("shutanto"), browse("shutanto")
    assert here.send("/account/sign-out-everywhere").status_code == 303
    assert there.get("/").status_code == 401


def test_an_idle_sign_in_ends_and_gives_back_what_was_typed(browse, engine):
    client = browse("shutanto")
    _leave_alone(engine, "shutanto")
    answer = client.send("/account/password", note="書きかけの文章")
    assert answer.status_code == 401
    assert "入力した内容の続きから送れます" in answer.text
    assert "書きかけの文章" not in answer.text
    back = client.send("/sign-in", login="shutanto", password=PASSWORD, kept=_kept(answer.text))
    assert "書きかけの文章" in back.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', back.text)[1]
    again = client.post("/account/password", data={"note": "x", "csrf_token": token})
    assert again.status_code == 422  # taken, and refused for its own faults alone


@pytest.mark.parametrize(("site", "shown"), [("same-origin", True), ("cross-site", False)])
def test_without_any_cookie_what_was_typed_here_is_shown_and_nothing_sent_from_elsewhere(
    app, site, shown
):
    typed = {"title": "書きかけの題", "csrf_token": "x", "next": "/summary", "code": "AB-12"}
    answer = app.test_client().post("/activities/new", data=typed, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 400
    assert ("書きかけの題" in answer.text) is shown
    assert "/summary" not in answer.text
    assert "AB-12" not in answer.text


def test_a_file_cannot_come_back_and_the_person_is_told(browse, engine, world):
    client = browse("shutanto")
    _leave_alone(engine, "shutanto")
    photograph = (io.BytesIO(samples.png()), "a.png")
    url = f"/consultations/new?case={world.case_west}"
    answer = client.send(url, text="書きかけの文章", files=photograph)
    assert answer.status_code == 401
    back = client.send("/sign-in", login="shutanto", password=PASSWORD, kept=_kept(answer.text))
    assert "書きかけの文章" in back.text
    assert "選んだファイルは残せません" in back.text


def test_what_was_typed_is_not_given_to_somebody_else(browse, engine):
    client = browse("shutanto")
    _leave_alone(engine, "shutanto")
    answer = client.send("/account/password", note="書きかけの文章")
    back = client.send("/sign-in", login="futanto", password=PASSWORD, kept=_kept(answer.text))
    assert back.status_code == 303


def _leave_alone(engine, who: str) -> None:
    with elevated(engine, reason="test") as session:
        row = session.scalars(
            select(SignIn).join(User, User.id == SignIn.user_id).where(User.login == who)
        ).one()
        assert token(who)
        row.seen_at = clock.now() - timedelta(hours=11)


def _kept(page: str) -> str:
    return page.split('name="kept" type="hidden" value="')[1].split('"', maxsplit=1)[0]


def test_an_invitation_is_used_once(browse, engine, world):
    with elevated(engine, reason="test") as session:
        code = commands.invite(session, session.get_one(User, world.users["minsei"])).code
    client, fields = browse("nobody"), {"password": "ame no hi ni aruku"}
    fields |= {"again": fields["password"], "login": "minsei", "code": code.lower()}
    assert client.send("/invitation", **fields).status_code == 303
    assert client.send("/invitation", **fields).status_code == 422
    assert client.send("/sign-in", login="minsei", password=fields["password"]).status_code == 303


def test_a_weak_password_is_refused_with_advice(browse, engine, world):
    with elevated(engine, reason="test") as session:
        code = commands.invite(session, session.get_one(User, world.users["minsei"])).code
    fields = {"login": "minsei", "code": code}
    short = browse("nobody").send("/invitation", password="short", again="short", **fields)
    assert short.status_code == 422
    assert "12文字以上" in short.text


def test_sign_in_does_not_send_people_to_other_sites(browse):
    answer = browse("nobody").send(
        "/sign-in", login="shutanto", password=PASSWORD, next="//elsewhere.example/"
    )
    assert answer.headers["Location"] == "/"


def _refusals(engine) -> int:
    with elevated(engine, reason="test") as session:
        refused = AuditEvent.outcome == Outcome.REFUSED
        return len(session.scalars(select(AuditEvent).where(refused)).all())


def test_every_try_is_on_the_trail_also_those_during_the_pause(browse, engine):
    for _ in range(8):
        browse("nobody").send("/sign-in", login="shutanto", password="wrong")
    assert _refusals(engine) == 8


def test_many_tries_at_one_moment_are_no_way_round_the_pause(app, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(User, world.users["shutanto"]).failures = FREE_TRIES - 1

    def attempt(password: str) -> int:
        client = client_of(app, world, NOBODY)
        return client.send("/sign-in", login="shutanto", password=password).status_code

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, ["wrong"] * 4))
    assert attempt(PASSWORD) == 429


def test_guessing_the_password_of_an_open_screen_is_slowed_down_too(browse, engine):
    fields = {"password": "ame no hi ni aruku", "again": "ame no hi ni aruku"}
    for _ in range(5):
        answer = browse("shutanto").send("/account/password", current="wrong", **fields)
        assert answer.status_code == 422
    answer = browse("shutanto").send("/account/password", current=PASSWORD, **fields)
    assert answer.status_code == 422
    assert "しばらく変えられません" in answer.text
    assert _refusals(engine) == 6


def test_an_account_that_is_opened_again_needs_a_new_password(browse, engine, world):
    with elevated(engine, reason="test") as session:
        user = session.get_one(User, world.users["minsei"])
        code = commands.invite(session, user).code
        commands.disable(session, user)
        commands.enable(user)
    assert browse("nobody").send("/sign-in", login="minsei", password=PASSWORD).status_code == 422
    new = {"password": "ame no hi ni aruku", "again": "ame no hi ni aruku"}
    answer = browse("nobody").send("/invitation", login="minsei", code=code, **new)
    assert answer.status_code == 422
