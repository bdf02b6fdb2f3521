"""The blueprint that the modules beside this one put their routes on."""

from http import HTTPStatus
from typing import Final

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from cswtool.cases.models import Case
from cswtool.regional.models import RegionalAction, RegionalEvidence, RegionalIssue
from cswtool.web.guarded import GuardedBlueprint

regional = GuardedBlueprint(
    "regional",
    records={
        "case_id": Case,
        "regional_id": RegionalIssue,
        "action_id": RegionalAction,
        "evidence_id": RegionalEvidence,
    },
)

ONE: Final = "/regional/<uuid:regional_id>"


def to_issue(issue: RegionalIssue) -> ResponseReturnValue:
    """Back to the page of an issue."""
    here = url_for("regional.show", regional_id=issue.id)
    return redirect(here, HTTPStatus.SEE_OTHER)
