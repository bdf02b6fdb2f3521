"""Named colleagues are let into a restricted case, and out again."""

import pytest
from sqlalchemy import select

from cswtool.cases.models import CaseStep
from cswtool.cases.rules import StepKind
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id
from cswtool.sight.models import CaseGrant


@pytest.fixture
def url(world) -> str:
    return f"/cases/{world.case_restricted}/grants"


def _grant(client, world, url, key, who="sodan"):
    return client.send(
        url, colleague=str(world.users[who]), reason="同行するため", form_key=str(key)
    )


def test_the_worker_lets_a_colleague_in_and_out_again(browse, engine, world, url):
    key, case = new_id(), f"/cases/{world.case_restricted}"
    assert browse("sodan").get(case).status_code == 404
    for _ in range(2):
        assert _grant(browse("shutanto"), world, url, key).status_code == 303
    assert browse("sodan").get(case).status_code == 200
    page = browse("shutanto").get(url).text
    assert "同行するため" in page
    assert "主担当 花子 が許可" in page
    assert browse("shutanto").send(f"{url}/end", grant=str(key)).status_code == 303
    assert browse("sodan").get(case).status_code == 404
    again = browse("shutanto").send(f"{url}/end", grant=str(key))
    assert again.status_code == 422
    with elevated(engine, reason="test") as session:
        steps = select(CaseStep).where(CaseStep.case_id == world.case_restricted)
        kinds = [step.kind for step in session.scalars(steps.order_by(CaseStep.at))]
        assert kinds == [StepKind.OPENED, StepKind.GRANTED, StepKind.GRANT_ENDED]
        rows = session.scalars(select(AuditEvent).where(AuditEvent.record_id == key)).all()
        assert [row.action for row in rows] == ["case:grant", "case:grant"]
        assert rows[1].fields == ["deleted"]


def test_those_who_are_named_already_are_not_offered(browse, world, url):
    page = browse("shutanto").get(url).text
    assert f'value="{world.users["shutanto"]}"' not in page
    assert f'value="{world.users["yoso"]}"' in page
    _grant(browse("shutanto"), world, url, new_id(), "yoso")
    again = _grant(browse("shutanto"), world, url, new_id(), "yoso")
    assert again.status_code == 422
    assert "同行するため" in again.text


def test_somebody_who_was_let_in_may_not_let_others_in(browse, world, url):
    _grant(browse("shutanto"), world, url, new_id())
    assert browse("sodan").get(url).status_code == 403


def test_a_supervisor_who_takes_back_their_own_sight_is_led_to_the_list(browse, engine, world, url):
    key = new_id()
    _grant(browse("shutanto"), world, url, key, "kakaricho")
    answer = browse("kakaricho").send(f"{url}/end", grant=str(key))
    assert answer.location == "/cases"
    with elevated(engine, reason="test") as session:
        assert session.get(CaseGrant, key) is None
