"""The record of a contact, read."""

from flask import render_template
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.consultations import queries
from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import compared
from cswtool.consultations.views.blueprint import consultations
from cswtool.db.session import ScopedSession
from cswtool.files.queries import of_consultation


@consultations.get("/consultations/<uuid:consultation_id>", needs=Permission.CONSULTATION_READ)
def show(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        elsewhere=queries.elsewhere(session, [consultation])[consultation.id],
        attachments=of_consultation(session, consultation.id),
        corrected=len(queries.revisions(session, consultation)),
        locked=queries.is_past_correction(session, consultation),
        may_be_taken_out=queries.may_be_taken_out(session, consultation),
    )


@consultations.get(
    "/consultations/<uuid:consultation_id>/history", needs=Permission.CONSULTATION_READ
)
def history(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    """What it said before, and who corrected it when."""
    return render_template(
        "consultations/history.html",
        consultation=consultation,
        revisions=queries.revisions(session, consultation),
        compared=compared,
    )
