"""Every endpoint, asked by everybody, on both databases, by real requests.

The expected answers stand in matrix/<blueprint>.txt. An endpoint may have several lines:
`cases.show case_id=case_restricted | …` names other records of the world than the usual.
"""

from contextlib import nullcontext

import pytest
from flask import Blueprint
from sqlalchemy import select

from cswtool.access.permissions import RULES, Permission
from cswtool.app import BLUEPRINTS, create_app
from cswtool.db import audit
from cswtool.db.audit import AuditEvent, Outcome
from cswtool.db.elevated import elevated
from cswtool.web.guarded import PUBLIC, GuardedBlueprint, declared_needs
from tests.architecture.matrix_lines import LINES, Line
from tests.client import client_of
from tests.world import NOBODY

USUAL = {
    "case_id": "case_west",
    "activity_id": "activity_west",
    "regional_id": "regional_west",
    "action_id": "regional_west_action",
    "evidence_id": "evidence_west",
    "caution_id": "caution_west",
    "saved_id": "saved_shared",
    "decision_id": "set_aside",
    "outing_id": "outing_west",
    "other_case_id": "case_east",
    "person_id": "case_west_person",
    "other_person_id": "case_east_person",
    "merge_id": "merge_west",
    "consultation_id": "consultation_west",
    "task_id": "task_west",
    "attachment_id": "attachment_west",
    "referral_id": "referral_west",
    "plan_id": "plan_west",
    "handover_id": "handover_watch",
    "closing_id": "closing_east",
    "incoming_id": "incoming_west",
    "publication_id": "publication_public",
    "release_id": "release_writing",
    "edition_id": "edition_asked",
    "member_id": "case_west_member",
    "relation_id": "relation_west",
    "fact_id": "fact_west",
    "tie_id": "tie_west",
    "token": "calendar",
    "user_id": "yoso",
    "zone_id": "W",
    "town_id": "town",
    "area_id": "area",
    "district_id": "district",
    "organisation_id": "organisation",
    "issue_id": "issue",
    "choice_id": "choice",
}
"""Which record of the world stands in for each parameter of a URL."""

CHANGES = {301, 302, 303}


def _ask(app, world, line: Line, who: str):
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == line.endpoint)
    names = {**USUAL, **dict(line.records)}
    ids = {**world.ids, **world.users, **world.zones}
    values = {key: ids[names[key]] for key in rule.arguments}
    url = rule.build(values)[1]
    client = client_of(app, world, who)
    return client.send(url) if "POST" in rule.methods else client.get(url)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_matrix(line, backend, built, quiet_app):
    """Right answer for everybody; the trail says who looked, acted or was turned away."""
    needs = declared_needs(quiet_app)[line.endpoint]
    for who, expected in line.expected:
        changes = expected in CHANGES
        with backend.office(built.settings) if changes else nullcontext(quiet_app) as app:
            before = audit.head(app.extensions["engine"]).seq
            answer = _ask(app, built.world, line, who)
            added = _added(app, built.world, who, before)
        assert answer.status_code == expected, f"{line} as {who}"
        assert answer.status_code != 500
        if who != NOBODY and needs is not PUBLIC:
            _check_trail(added, needs, expected)


def _added(app, world, who, seq: int) -> set[tuple[str, Outcome]]:
    """The acts of one person, each with its outcome, on the trail behind row `seq`."""
    kinds = select(AuditEvent.action, AuditEvent.outcome).where(AuditEvent.seq > seq)
    theirs = kinds.where(AuditEvent.actor_id == world.users.get(who))
    with elevated(app.extensions["engine"], reason="test") as session:
        return {(action, outcome) for action, outcome in session.execute(theirs)}


def _check_trail(added: set[tuple[str, Outcome]], needs: Permission, status: int) -> None:
    outcomes = {outcome for action, outcome in added if action == needs}
    if status == 403:
        assert outcomes == {Outcome.REFUSED}
    elif status == 404:
        assert Outcome.UNSEEN in outcomes
    elif status < 400:
        assert outcomes == {Outcome.DONE}


def test_every_endpoint_is_in_the_matrix(quiet_app):
    asked = {line.endpoint for line in LINES}
    assert asked == set(declared_needs(quiet_app))


def test_every_endpoint_with_a_record_is_also_asked_out_of_sight(quiet_app):
    """For every endpoint that names a record, some line shows somebody a 404."""
    named = {r.endpoint for r in quiet_app.url_map.iter_rules() if r.arguments - {"filename"}}
    refused = {line.endpoint for line in LINES if 404 in dict(line.expected).values()}
    assert named & set(declared_needs(quiet_app)) <= refused


def test_every_permission_has_a_rule_and_is_needed_somewhere(quiet_app):
    assert set(RULES) == set(Permission)


def test_every_blueprint_is_guarded():
    assert all(isinstance(blueprint, GuardedBlueprint) for blueprint in BLUEPRINTS)


def test_a_route_without_a_permission_cannot_be_registered():
    section = GuardedBlueprint("section")
    with pytest.raises(TypeError, match="needs"):
        section.get("/x")(lambda: "x")


def test_an_undeclared_endpoint_is_never_served(app, world):
    stray = Blueprint("stray", __name__)
    stray.get("/stray")(lambda: "leak")
    program = create_app(app.extensions["settings"])
    program.register_blueprint(stray)
    assert client_of(program, world, "kakaricho").get("/stray").status_code == 404
    program.extensions["engine"].dispose()


def test_urls_are_typed_and_kebab_case(quiet_app):
    for rule in quiet_app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        fixed = "".join(part for part in rule.rule.split("<") if ">" not in part)
        assert fixed == fixed.lower(), rule
        assert "_" not in fixed, rule
        assert all(not rule.rule.count(f"<{name}>") for name in rule.arguments), rule
