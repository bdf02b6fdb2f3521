"""Where all pages of contacts hang, and what several of them do."""

from flask import flash, url_for

from cswtool.consultations.models import Consultation
from cswtool.web.guarded import GuardedBlueprint

consultations = GuardedBlueprint("consultations", records={"consultation_id": Consultation})

_DANGER = "危険があるときは110・119、児童は189へ。通告・通報の要否をすぐ係長と相談してください。"


def say_saved(contact: Consultation, done: str) -> None:
    flash(done, "ok")
    if contact.is_about_abuse:
        flash(_DANGER, "danger")


def page_after(contact: Consultation) -> str:
    if contact.case_id is None:
        return url_for("consultations.show", consultation_id=contact.id)
    return url_for("casefile.show", case_id=contact.case_id)
