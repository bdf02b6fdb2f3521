"""Urgency and complexity: suggested by the file, decided by a person, told on the course."""

import pytest
from sqlalchemy import select

from cswtool.cases.models import Case, CaseStep
from cswtool.cases.rules import Complexity, StepKind, Urgency
from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import VisitOutcome
from cswtool.db.elevated import elevated
from cswtool.taxonomy.models import IssueType


def _case(engine, world) -> Case:
    with elevated(engine, reason="test") as session:
        return session.get_one(Case, world.case_west)


def _last_step(engine, world) -> CaseStep:
    with elevated(engine, reason="test") as session:
        query = select(CaseStep).where(CaseStep.case_id == world.case_west)
        return session.scalars(query.order_by(CaseStep.at.desc())).first()


def _judge(browse, engine, world, who: str, what: str, value: str):
    version = str(_case(engine, world).version)
    fields = {what: value, "note": "電話の声が弱い", "version": version}
    return browse(who).send(f"/cases/{world.case_west}/{what}", **fields)


@pytest.mark.parametrize(
    ("what", "value", "kind", "told"),
    [
        ("urgency", Urgency.TODAY, StepKind.URGENCY, "まだ判断なし → 当日"),
        ("complexity", Complexity.HIGH, StepKind.COMPLEXITY, "まだ判断なし → 高"),
    ],
)
def test_a_judgement_is_kept_with_its_reason(browse, engine, world, what, value, kind, told):
    assert _judge(browse, engine, world, "suishin", what, value).status_code == 303
    assert getattr(_case(engine, world), what) is value
    step = _last_step(engine, world)
    assert (step.kind, step.note) == (kind, f"{told}\n電話の声が弱い")
    assert "電話の声が弱い" in browse("yoso").get(f"/cases/{world.case_west}").text


def test_the_two_are_kept_apart(browse, engine, world):
    _judge(browse, engine, world, "shutanto", "urgency", "days")
    assert _case(engine, world).complexity is None
    _judge(browse, engine, world, "shutanto", "complexity", "low")
    assert _case(engine, world).urgency is Urgency.DAYS


def test_a_suggestion_is_shown_and_never_stored(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.scalars(select(IssueType).order_by(IssueType.position)).first().abuse = True
        session.get_one(Consultation, world.consultation_west).outcome = VisitOutcome.REFUSED
    page = browse("shutanto").get(f"/cases/{world.case_west}/urgency").text
    assert "記録からの目安は「当日」です（虐待の課題がある）" in page
    assert "checked" not in page
    complexity = browse("shutanto").get(f"/cases/{world.case_west}/complexity").text
    assert "記録からの目安は「中」です（課題が2）" in complexity
    case = _case(engine, world)
    assert (case.urgency, case.complexity) == (None, None)


def test_nothing_is_judged_without_a_reason_or_over_somebody_else(browse, engine, world):
    url, version = f"/cases/{world.case_west}/urgency", str(_case(engine, world).version)
    client = browse("shutanto")
    assert client.send(url, urgency="today", version=version, note="").status_code == 422
    assert client.send(url, urgency="never", version=version, note="x").status_code == 422
    assert client.send(url, urgency="today", version=version, note="先に").status_code == 303
    late = client.send(url, urgency="usual", version=version, note="後から")
    assert late.status_code == 409
    assert "当日" in late.text
    assert "後から" in late.text
    assert _case(engine, world).urgency is Urgency.TODAY


def test_lists_and_the_caseload_show_what_is_urgent(browse, engine, world):
    _judge(browse, engine, world, "shutanto", "urgency", "today")
    listed = browse("kakaricho").get("/cases?urgency=today").text
    assert listed.count('scope="row"') == 1
    assert "緊急・当日" in listed
    assert browse("kakaricho").get("/cases?urgency=days").text.count('scope="row"') == 0
    assert browse("kakaricho").get("/cases?urgency=nonsense").text.count('scope="row"') > 10
    assert browse("shutanto").get("/").text.count("緊急・当日") == 2, "the step and the case"
    caseload = browse("kakaricho").get("/caseload").text
    assert 'href="/cases?urgency=today"> <strong>1</strong>' in caseload
