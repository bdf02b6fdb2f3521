"""The course of a case: watched, closed, reopened, handed over, restricted."""

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.cases.models import Case, CaseStep
from cswtool.cases.rules import Status, StepKind
from cswtool.db.elevated import elevated
from cswtool.taxonomy.models import Choice, ChoiceKind


def _case(engine, case_id) -> Case:
    with elevated(engine, reason="test") as session:
        return session.get_one(Case, case_id)


def _steps(engine, case_id) -> list[CaseStep]:
    with elevated(engine, reason="test") as session:
        query = select(CaseStep).where(CaseStep.case_id == case_id)
        return list(session.scalars(query.order_by(CaseStep.at, CaseStep.id)))


@pytest.fixture
def closing(engine) -> Choice:
    with elevated(engine, reason="test") as session:
        query = select(Choice).where(Choice.kind == ChoiceKind.CLOSING)
        return session.scalars(query.order_by(Choice.position)).first()


def test_a_case_goes_its_whole_course(browse, engine, world, closing):
    client, url = browse("shutanto"), f"/cases/{world.case_west}"
    assert client.send(f"{url}/watch", note="月に一度").status_code == 303
    assert _case(engine, world.case_west).status is Status.WATCH
    assert client.send(f"{url}/resume").status_code == 303
    rest = {"tasks": "keep", "referrals": "keep"}
    closed = client.send(f"{url}/close", reason=str(closing.id), summary="落ち着いた", **rest)
    assert closed.status_code == 303
    case = _case(engine, world.case_west)
    assert (case.status, case.closed_on) == (Status.CLOSED, clock.today())
    assert (case.closing_id, case.closing_summary) == (closing.id, "落ち着いた")
    assert client.send(f"{url}/reopen", note="また相談があった").status_code == 303
    case = _case(engine, world.case_west)
    assert (case.status, case.closed_on, case.closing_id) == (Status.OPEN, None, None)
    kinds = [step.kind for step in _steps(engine, world.case_west)]
    assert kinds == ["opened", "watched", "resumed", "closed", "reopened"]
    page = client.get(url).text
    for told in ("月に一度", closing.label, "落ち着いた", "また相談があった"):
        assert told in page, "why it was closed stays in the course"


def test_a_step_that_was_taken_already_changes_nothing(browse, engine, world):
    client, url = browse("futanto"), f"/cases/{world.case_watch}"
    answer = client.send(f"{url}/watch")
    assert answer.status_code == 409
    assert "ほかの人が先に操作したようです" in answer.text
    assert len(_steps(engine, world.case_watch)) == 1
    assert client.send(f"{url}/reopen", note="x").status_code == 403
    assert client.send(f"/cases/{world.case_closed}/close").status_code == 403


@pytest.mark.parametrize("missing", ["reason", "summary", "tasks", "referrals"])
def test_a_case_is_not_closed_without_saying_why_and_what_becomes_of_the_rest(
    browse, engine, world, closing, missing
):
    fields = {"reason": str(closing.id), "summary": "落ち着いた"}
    fields |= {"tasks": "end", "referrals": "end"}
    del fields[missing]
    answer = browse("shutanto").send(f"/cases/{world.case_west}/close", **fields)
    assert answer.status_code == 422
    assert _case(engine, world.case_west).status is Status.OPEN


def test_handing_over_says_from_whom_to_whom(browse, engine, world):
    case = _case(engine, world.case_west)
    fields = {"primary": str(world.users["yoso"]), "secondary": "", "version": str(case.version)}
    answer = browse("kakaricho").send(f"/cases/{case.id}/assign", **fields, note="転居のため")
    assert answer.status_code == 303
    assert _case(engine, case.id).primary_id == world.users["yoso"]
    note = _steps(engine, case.id)[-1].note
    assert note == "主担当：主担当 花子 → よその 三郎\n副担当：副担当 次郎 → なし\n転居のため"


def test_a_worker_restricts_a_case_and_the_office_sees_it_no_more(browse, engine, world):
    client, url = browse("shutanto"), f"/cases/{world.case_west}"
    assert client.send(f"{url}/restrict", note="職員の親族").status_code == 303
    assert client.get(url).status_code == 200
    assert browse("futanto").get(url).status_code == 200
    assert browse("kakaricho").get(url).status_code == 404
    assert client.send(f"{url}/restrict", note="もう一度").status_code == 409
    assert client.send(f"{url}/unrestrict", note="事情がなくなった").status_code == 303
    assert browse("kakaricho").get(url).status_code == 200
    kinds = [step.kind for step in _steps(engine, world.case_west)]
    assert kinds[1:] == [StepKind.RESTRICTED, StepKind.UNRESTRICTED]


def test_a_supervisor_who_restricts_a_case_closes_it_to_themself(browse, engine, world):
    client = browse("kakaricho")
    answer = client.send(f"/cases/{world.case_west}/restrict", note="職員の親族")
    assert answer.headers["Location"] == "/cases"
    assert "R8-0001" in client.get("/cases").text, "the number stays in the supervisor's list"
    assert client.get(f"/cases/{world.case_west}").status_code == 404
    assert _steps(engine, world.case_west)[-1].author_id == world.users["kakaricho"]


def test_two_people_edit_one_case_and_both_texts_are_shown(browse, engine, world):
    url, version = f"/cases/{world.case_west}/edit", str(_case(engine, world.case_west).version)
    first = browse("futanto").send(url, version=version, headline="先に直した主訴")
    assert first.status_code == 303
    late = browse("shutanto").send(url, version=version, headline="後から直した主訴")
    assert late.status_code == 409
    assert "先に直した主訴" in late.text
    assert 'value="後から直した主訴"' in late.text
    assert _case(engine, world.case_west).headline == "先に直した主訴"
    again = browse("shutanto").send(
        url, version=str(_case(engine, world.case_west).version), headline="後から直した主訴"
    )
    assert again.status_code == 303


def test_two_people_hand_over_one_case_and_the_second_is_asked(browse, engine, world):
    case = _case(engine, world.case_west)
    fields = {"version": str(case.version), "primary": str(world.users["yoso"])}
    assert browse("kakaricho").send(f"/cases/{case.id}/assign", **fields).status_code == 303
    late = fields | {"primary": str(world.users["sodan"])}
    answer = browse("kakaricho").send(f"/cases/{case.id}/assign", **late)
    assert answer.status_code == 409
    assert _case(engine, case.id).primary_id == world.users["yoso"]


def test_a_retired_word_stays_in_the_case_that_uses_it(browse, engine, world):
    with elevated(engine, reason="test") as session:
        query = select(Choice).where(Choice.kind == ChoiceKind.HOUSEHOLD)
        word = session.scalars(query).first()
        session.get_one(Case, world.case_west).household_id = word.id
        word.active = False
    client = browse("shutanto")
    page = client.get(f"/cases/{world.case_west}/edit").text
    assert f'<option selected value="{word.id}">' in page
    assert str(word.id) not in client.get(f"/cases/{world.case_east}/edit").text
