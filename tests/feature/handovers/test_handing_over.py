"""A case goes to another worker when they say so, or at a supervisor's word."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.cases.models import Case, CaseStep, CaseZone
from cswtool.closings.models import ClosingRequest
from cswtool.consultations.models import Consultation
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.handovers.models import Handover
from cswtool.handovers.rules import HandoverStatus
from cswtool.reports.queries import counted
from cswtool.reports.rules import Cut, Grain, summary_of
from cswtool.sight.models import CaseGrant
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import Choice, ChoiceKind

MEMO = "木曜の午後に電話する約束がある"


def _get(engine, model, key):
    with elevated(engine, reason="test") as session:
        return session.get_one(model, key)


def _steps(engine, case_id) -> list[CaseStep]:
    with elevated(engine, reason="test") as session:
        query = select(CaseStep).where(CaseStep.case_id == case_id)
        return list(session.scalars(query.order_by(CaseStep.at, CaseStep.id)))


def _zones(engine, case_id) -> list[CaseZone]:
    with elevated(engine, reason="test") as session:
        query = select(CaseZone).where(CaseZone.case_id == case_id)
        return list(session.scalars(query.order_by(CaseZone.since)))


def _offer(browse, world, who, case_id, to, **more):
    """Who offers the case to whom; the id of the offer."""
    key = new_id()
    fields = {"taker": str(world.users[to]), "note": MEMO, "form_key": str(key), **more}
    answer = browse(who).send(f"/cases/{case_id}/handovers/new", **fields)
    assert answer.status_code == 303, answer.text
    return key


def _accept(engine, browse, who, key, *tasks):
    version = str(_get(engine, Handover, key).version)
    fields = {"version": version, "tasks": [str(task) for task in tasks]}
    return browse(who).send(f"/handovers/{key}/accept", **fields)


def test_until_it_is_accepted_the_old_worker_is_responsible(browse, engine, world):
    key = _offer(browse, world, "shutanto", world.case_west, "yoso")
    assert _get(engine, Case, world.case_west).primary_id == world.users["shutanto"]
    page = browse("yoso").get(f"/handovers/{key}").text
    for told in (MEMO, "電話で様子をきく", "引き受ける", "引き継げない"):
        assert told in page
    assert _accept(engine, browse, "yoso", key, world.task_west).status_code == 303
    assert _get(engine, Case, world.case_west).primary_id == world.users["yoso"]
    assert _get(engine, Task, world.task_west).owner_id == world.users["yoso"]
    kinds = [step.kind for step in _steps(engine, world.case_west)]
    assert kinds == ["opened", "offered", "taken_over"]
    assert "主担当：主担当 花子 → よその 三郎" in _steps(engine, world.case_west)[-1].note


def test_steps_that_were_not_chosen_stay(browse, engine, world):
    key = _offer(browse, world, "shutanto", world.case_west, "yoso", stays="y")
    assert _accept(engine, browse, "yoso", key).status_code == 303
    assert _get(engine, Task, world.task_west).owner_id == world.users["shutanto"]
    assert _get(engine, Case, world.case_west).secondary_id == world.users["shutanto"]


def test_both_see_it_on_their_first_page_and_the_supervisor_in_the_caseload(browse, world):
    _offer(browse, world, "shutanto", world.case_west, "sodan")
    assert "主担当 花子さんから、引き継ぎの申し入れです" in browse("sodan").get("/").text
    assert "主担当 花子さん → 相談 六花さん" in browse("shutanto").get("/").text
    assert "引き継ぎの返事を待っています" in browse("suishin").get(f"/cases/{world.case_west}").text
    listed = browse("kakaricho").get(f"/cases?show=pending&worker={world.users['shutanto']}").text
    assert listed.count('scope="row"') == 1
    caseload = browse("kakaricho").get("/caseload").text
    assert 'href="/cases?show=pending"> 4 </a>' in caseload, "three of the world, and this one"


def test_a_refusal_says_why_and_changes_nothing(browse, engine, world):
    key = _offer(browse, world, "shutanto", world.case_west, "yoso")
    client, url = browse("yoso"), f"/handovers/{key}/decline"
    assert client.send(url, version="1", reason="").status_code == 422
    assert client.send(url, version="1", reason="手いっぱいのため").status_code == 303
    assert _get(engine, Case, world.case_west).primary_id == world.users["shutanto"]
    assert _get(engine, Handover, key).status is HandoverStatus.DECLINED
    assert "手いっぱいのため" in browse("shutanto").get("/").text
    assert "手いっぱいのため" not in browse("yoso").get("/").text
    assert _accept(engine, browse, "yoso", key).status_code == 409, "it was answered already"
    assert _get(engine, Case, world.case_west).primary_id == world.users["shutanto"]


def test_one_offer_at_a_time_and_a_form_sent_twice_is_one(browse, engine, world):
    key = _offer(browse, world, "shutanto", world.case_west, "yoso")
    again = {"taker": str(world.users["yoso"]), "note": MEMO, "form_key": str(key)}
    url = f"/cases/{world.case_west}/handovers/new"
    assert browse("shutanto").send(url, **again).status_code == 303
    second = browse("futanto").send(url, taker=str(world.users["sodan"]), note="別の人へ")
    assert second.status_code == 409
    assert "別の人へ" in second.text
    assert browse("shutanto").send(f"/handovers/{key}/withdraw").status_code == 303
    _offer(browse, world, "futanto", world.case_west, "sodan")
    assert "offer_withdrawn" in [step.kind for step in _steps(engine, world.case_west)]


def test_whoever_is_asked_about_a_restricted_case_sees_it_until_they_answer(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.delete(session.get_one(Handover, world.handover_restricted))
    secret = world.case_restricted
    assert browse("yoso").get(f"/cases/{secret}").status_code == 404
    key = _offer(browse, world, "shutanto", secret, "yoso")
    assert browse("yoso").get(f"/cases/{secret}").status_code == 200
    assert browse("sodan").get(f"/handovers/{key}").status_code == 404
    answer = browse("yoso").send(f"/handovers/{key}/decline", version="1", reason="親族なので")
    assert answer.status_code == 303
    assert browse("yoso").get(f"/cases/{secret}").status_code == 404
    key = _offer(browse, world, "shutanto", secret, "sodan")
    assert _accept(engine, browse, "sodan", key).status_code == 303
    assert browse("shutanto").get(f"/cases/{secret}").status_code == 404
    task = _get(engine, Task, world.task_restricted)
    assert task.owner_id == world.users["sodan"], "nobody keeps a step in a case they cannot see"
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(CaseGrant).where(CaseGrant.case_id == secret)) is None


def test_a_supervisor_assigns_at_once_and_the_offer_is_gone(browse, engine, world):
    key = _offer(browse, world, "shutanto", world.case_west, "yoso")
    version = str(_get(engine, Case, world.case_west).version)
    fields = {"primary": str(world.users["sodan"]), "version": version, "note": "急な休みのため"}
    fields["tasks"] = str(world.task_west)
    answer = browse("kakaricho").send(f"/cases/{world.case_west}/assign", **fields)
    assert answer.status_code == 303
    assert _get(engine, Case, world.case_west).primary_id == world.users["sodan"]
    assert _get(engine, Task, world.task_west).owner_id == world.users["sodan"]
    assert _accept(engine, browse, "yoso", key).status_code == 409
    assert "取り下げ" in browse("yoso").get(f"/handovers/{key}").text


def test_a_worker_changes_the_second_one_and_asks_before_the_first(browse, engine, world):
    case = _get(engine, Case, world.case_west)
    url = f"/cases/{case.id}/assign"
    fields = {"primary": str(world.users["yoso"]), "version": str(case.version)}
    assert browse("shutanto").send(url, **fields).status_code == 422
    fields = {
        "primary": str(case.primary_id),
        "secondary": str(world.users["sodan"]),
        "version": str(case.version),
    }
    assert browse("shutanto").send(url, **fields).status_code == 303
    assert _get(engine, Case, case.id).secondary_id == world.users["sodan"]


def test_a_case_keeps_where_it_was(browse, engine, world):
    east = str(world.zones["E"])
    key = _offer(browse, world, "shutanto", world.case_west, "yoso", zone=east)
    assert _get(engine, Case, world.case_west).zone_id == world.zones["W"]
    assert _accept(engine, browse, "yoso", key).status_code == 303
    assert _get(engine, Case, world.case_west).zone_id == world.zones["E"]
    rows = [(row.zone_id, row.since) for row in _zones(engine, world.case_west)]
    assert rows == [
        (world.zones["W"], clock.today() - timedelta(days=40)),
        (world.zones["E"], clock.today()),
    ]
    contact = _get(engine, Consultation, world.consultation_west)
    assert contact.zone_id == world.zones["W"], "a contact keeps the 圏域 it had"
    page = browse("shutanto").get(f"/cases/{world.case_west}").text
    assert "圏域を変更" in page
    assert "西 → 東" in page


def test_a_zone_that_was_still_open_is_filled_in_and_the_same_day_counts_once(
    browse, engine, world
):
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_west).zone_id = None
        session.get_one(CaseZone, world.case_west_zone).zone_id = None
    for code in ("W", "E", "C"):
        version = str(_get(engine, Case, world.case_west).version)
        fields = {"headline": "主訴", "zone": str(world.zones[code]), "version": version}
        answer = browse("shutanto").send(f"/cases/{world.case_west}/edit", **fields)
        assert answer.status_code == 303
    rows = [row.zone_id for row in _zones(engine, world.case_west)]
    assert rows == [world.zones["W"], world.zones["C"]]


@pytest.mark.parametrize("grain", Grain)
def test_a_move_changes_no_figure_of_what_was(browse, engine, world, grain):
    def figures():
        with ScopedSession(engine, world.actor("kakaricho"), "test") as session:
            period = Period(clock.today() - timedelta(days=60), clock.today())
            return summary_of(counted(session, period), Cut(grain)).truth

    before = figures()
    key = _offer(browse, world, "shutanto", world.case_west, "yoso", zone=str(world.zones["E"]))
    assert _accept(engine, browse, "yoso", key).status_code == 303
    assert figures() == before


def test_a_new_case_begins_its_history(browse, engine, world):
    fields = {
        "form_key": str(new_id()),
        "name": "架空 新子",
        "headline": "新しい相談",
        "zone": str(world.zones["C"]),
        "primary": str(world.users["shutanto"]),
    }
    answer = browse("shutanto").send("/cases/new", **fields)
    assert answer.status_code == 303
    (row,) = _zones(engine, UUID(answer.location.rsplit("/", 1)[-1]))
    assert (row.zone_id, row.since) == (world.zones["C"], clock.today())


def test_a_closed_case_leaves_nobody_asked_and_nobody_let_in(browse, engine, world):
    """Nor does the offer wait again once the case is reopened."""
    with elevated(engine, reason="test") as session:
        session.delete(session.get_one(Handover, world.handover_restricted))
        session.delete(session.get_one(ClosingRequest, world.closing_restricted))
        reason = session.scalars(select(Choice.id).where(Choice.kind == ChoiceKind.CLOSING)).first()
    secret = world.case_restricted
    key = _offer(browse, world, "shutanto", secret, "yoso")
    closing = {"reason": str(reason), "summary": "転出", "tasks": "keep", "referrals": "keep"}
    answer = browse("shutanto").send(f"/cases/{secret}/close", **closing, form_key=str(new_id()))
    assert answer.status_code == 303, answer.text
    assert browse("yoso").get(f"/cases/{secret}").status_code == 404
    assert browse("shutanto").send(f"/cases/{secret}/reopen", note="また").status_code == 303
    assert _get(engine, Handover, key).status is not HandoverStatus.OFFERED
    assert browse("yoso").get(f"/handovers/{key}").status_code == 404


def test_two_questions_to_one_person_end_each_for_itself(browse, engine, world):
    """係長 is asked to approve a closing; the offer to her stays when that is withdrawn."""
    with elevated(engine, reason="test") as session:
        session.delete(session.get_one(Handover, world.handover_restricted))
    key = _offer(browse, world, "shutanto", world.case_restricted, "kakaricho")
    assert browse("kakaricho").get(f"/handovers/{key}").status_code == 200
    withdrawn = browse("shutanto").send(f"/closings/{world.closing_restricted}/withdraw")
    assert withdrawn.status_code == 303
    assert browse("kakaricho").get(f"/handovers/{key}").status_code == 200


def test_the_second_worker_who_makes_room_keeps_no_step_out_of_sight(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.delete(session.get_one(Handover, world.handover_restricted))
        case = session.get_one(Case, world.case_restricted)
        case.secondary_id = world.users["futanto"]
        session.get_one(Task, world.task_restricted).owner_id = world.users["futanto"]
    key = _offer(browse, world, "shutanto", world.case_restricted, "yoso", stays="y")
    assert _accept(engine, browse, "yoso", key).status_code == 303
    case = _get(engine, Case, world.case_restricted)
    assert case.secondary_id == world.users["shutanto"]
    assert _get(engine, Task, world.task_restricted).owner_id == world.users["yoso"]
