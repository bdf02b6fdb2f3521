"""The blueprint of the records of contacts, and where one leads when a record is saved."""

from flask import url_for

from cswtool.consultations.models import Consultation
from cswtool.web.guarded import GuardedBlueprint

consultations = GuardedBlueprint("consultations", records={"consultation_id": Consultation})


def page_after(contact: Consultation) -> str:
    if contact.case_id is None:
        return url_for("consultations.show", consultation_id=contact.id)
    return url_for("casefile.show", case_id=contact.case_id)
