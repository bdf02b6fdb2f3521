"""A case is closed with what is still open, and by two people where the office asks for it."""

import pytest
from sqlalchemy import select

from cswtool.access.actor import Role
from cswtool.accounts.models import Office, UserRole
from cswtool.cases.models import Case
from cswtool.cases.rules import Status
from cswtool.closings.models import ClosingRequest
from cswtool.closings.rules import ClosingStatus
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import ReferralStatus
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import Choice, ChoiceKind

SUMMARY = "長男が週に二度、居場所に通う"


def _get(engine, model, key):
    with elevated(engine, reason="test") as session:
        return session.get_one(model, key)


@pytest.fixture
def reason(engine) -> str:
    with elevated(engine, reason="test") as session:
        query = select(Choice.id).where(Choice.kind == ChoiceKind.CLOSING)
        return str(session.scalars(query.order_by(Choice.position)).first())


@pytest.fixture
def approval(engine) -> None:
    """The office asks for a second person; 係長 is its one supervisor."""
    with elevated(engine, reason="test") as session:
        session.get_one(Office, 1).closing_approval = True


def _fields(world, reason, **more):
    return {
        "reason": reason,
        "summary": SUMMARY,
        "tasks": "end",
        "referrals": "end",
        "approver": str(world.users["kakaricho"]),
        **more,
    }


def _ask(browse, world, reason, case_id, who="shutanto", **more):
    key = new_id()
    answer = browse(who).send(
        f"/cases/{case_id}/close", **_fields(world, reason, form_key=str(key), **more)
    )
    assert answer.status_code == 303, answer.text
    return key


def test_the_page_says_what_is_still_open(browse, world):
    page = browse("shutanto").get(f"/cases/{world.case_west}/close").text
    assert "残っている次の対応（1件）" in page
    assert "終わっていないつなぎ（1件）" in page
    assert "承認を頼む" not in page
    quiet = browse("futanto").get(f"/cases/{world.case_watch}/close").text
    assert "残っている次の対応" not in quiet


def test_what_is_still_open_ends_with_the_case(browse, engine, world, reason):
    answer = browse("shutanto").send(f"/cases/{world.case_west}/close", **_fields(world, reason))
    assert answer.status_code == 303
    assert _get(engine, Case, world.case_west).status is Status.CLOSED
    assert _get(engine, Task, world.task_west).done_by_id == world.users["shutanto"]
    assert _get(engine, Referral, world.referral_west).status is ReferralStatus.DONE
    with elevated(engine, reason="test") as session:
        query = select(ReferralStep.note).where(ReferralStep.referral_id == world.referral_west)
        assert "ケースの終結にともない終了" in session.scalars(query).all()


def test_or_stays(browse, engine, world, reason):
    rest = {"tasks": "keep", "referrals": "keep"}
    fields = _fields(world, reason, **rest)
    assert browse("shutanto").send(f"/cases/{world.case_west}/close", **fields).status_code == 303
    assert _get(engine, Task, world.task_west).done_at is None
    assert _get(engine, Referral, world.referral_west).status is ReferralStatus.SENT


@pytest.mark.usefixtures("approval")
def test_a_second_person_approves(browse, engine, world, reason):
    key = _ask(browse, world, reason, world.case_west)
    assert _get(engine, Case, world.case_west).status is Status.OPEN
    assert _get(engine, Task, world.task_west).done_at is None
    assert "承認か差し戻しを" in browse("kakaricho").get("/").text
    assert "終結の承認を待っています" in browse("shutanto").get(f"/cases/{world.case_west}").text
    page = browse("kakaricho").get(f"/closings/{key}").text
    assert SUMMARY in page
    assert browse("kakaricho").send(f"/closings/{key}/approve").status_code == 303
    case = _get(engine, Case, world.case_west)
    assert (case.status, case.closing_summary) == (Status.CLOSED, SUMMARY)
    assert _get(engine, Task, world.task_west).done_at is not None
    request = _get(engine, ClosingRequest, key)
    assert (request.status, request.decided_by_id) == ("approved", world.users["kakaricho"])
    client = browse("kakaricho")
    again = client.send(f"/closings/{key}/approve")
    assert "もう決まったか" in client.get(again.location).text


@pytest.mark.usefixtures("approval")
def test_nobody_approves_their_own_act(browse, engine, world, reason):
    page = browse("kakaricho").get(f"/cases/{world.case_west}/close").text
    assert "承認できる係長が、あなたのほかにいません" in page
    own = browse("kakaricho").send(f"/cases/{world.case_west}/close", **_fields(world, reason))
    assert own.status_code == 422
    assert SUMMARY in own.text
    with elevated(engine, reason="test") as session:
        session.add(UserRole(user_id=world.users["suishin"], role=Role.SUPERVISOR))
    approver = str(world.users["suishin"])
    key = _ask(browse, world, reason, world.case_west, who="kakaricho", approver=approver)
    assert browse("kakaricho").send(f"/closings/{key}/approve").status_code == 403
    assert browse("kakaricho").get(f"/closings/{key}/send-back").status_code == 403
    assert _get(engine, Case, world.case_west).status is Status.OPEN
    assert browse("suishin").send(f"/closings/{key}/approve").status_code == 303
    assert _get(engine, Case, world.case_west).status is Status.CLOSED


@pytest.mark.usefixtures("approval")
def test_what_was_sent_back_can_be_asked_again_with_what_was_written(browse, engine, world, reason):
    key = _ask(browse, world, reason, world.case_west)
    client, url = browse("kakaricho"), f"/closings/{key}/send-back"
    assert client.send(url, version="1", note="").status_code == 422
    assert client.send(url, version="1", note="医療機関の返事を待つ").status_code == 303
    assert _get(engine, ClosingRequest, key).status is ClosingStatus.SENT_BACK
    assert _get(engine, Case, world.case_west).status is Status.OPEN
    assert "医療機関の返事を待つ" in browse("shutanto").get("/").text
    page = browse("shutanto").get(f"/cases/{world.case_west}/close").text
    assert SUMMARY in page
    assert "医療機関の返事を待つ" in page
    again = _ask(browse, world, reason, world.case_west)
    assert "医療機関の返事を待つ" not in browse("shutanto").get("/").text
    assert browse("shutanto").send(f"/closings/{again}/withdraw").status_code == 303
    assert _get(engine, ClosingRequest, again).status is ClosingStatus.WITHDRAWN


@pytest.mark.usefixtures("approval")
def test_two_requests_for_one_case_are_one(browse, engine, world, reason):
    key = _ask(browse, world, reason, world.case_west)
    same = _fields(world, reason, form_key=str(key))
    url = f"/cases/{world.case_west}/close"
    assert browse("shutanto").send(url, **same).status_code == 303
    other = browse("futanto").send(url, **_fields(world, reason, summary="別のまとめ"))
    assert other.status_code == 409
    assert "別のまとめ" in other.text


@pytest.mark.usefixtures("approval")
def test_a_supervisor_sees_a_restricted_case_while_they_are_asked(browse, engine, world, reason):
    with elevated(engine, reason="test") as session:
        session.delete(session.get_one(ClosingRequest, world.closing_restricted))
    secret = world.case_restricted
    assert browse("kakaricho").get(f"/cases/{secret}").status_code == 404
    key = _ask(browse, world, reason, secret)
    assert browse("kakaricho").get(f"/closings/{key}").status_code == 200
    answer = browse("kakaricho").send(f"/closings/{key}/approve")
    assert answer.location == "/"
    assert _get(engine, Case, secret).status is Status.CLOSED
    assert browse("kakaricho").get(f"/cases/{secret}").status_code == 404


@pytest.mark.usefixtures("approval")
def test_when_the_office_asks_no_more_a_closing_leaves_nobody_asked(browse, engine, world, reason):
    secret = world.case_restricted
    with elevated(engine, reason="test") as session:
        session.delete(session.get_one(ClosingRequest, world.closing_restricted))
    key = _ask(browse, world, reason, secret)
    with elevated(engine, reason="test") as session:
        session.get_one(Office, 1).closing_approval = False
    answer = browse("shutanto").send(f"/cases/{secret}/close", **_fields(world, reason))
    assert answer.status_code == 303
    assert _get(engine, Case, secret).status is Status.CLOSED
    assert _get(engine, ClosingRequest, key).status is ClosingStatus.WITHDRAWN
    assert browse("kakaricho").get(f"/cases/{secret}").status_code == 404


def test_the_administrator_switches_it_on(browse, engine):
    client, version = browse("kanri"), str(_get(engine, Office, 1).version)
    fields = {
        "case_visibility": "office",
        "correction_days": "7",
        "city_threshold": "10",
        "version": version,
    }
    answer = client.send("/office/settings", closing_approval="y", **fields)
    assert answer.status_code == 303
    assert _get(engine, Office, 1).closing_approval is True
    assert "係長の承認がいる" in client.get("/office").text
