"""Reads about contacts."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.session import ScopedSession


def timeline(case_id: UUID) -> Select[Consultation]:
    """The contacts of a case, the latest first, for `paging.page_of`.

    With what `templates/consultations/entry.html` shows of each: people and tags.
    """
    return (
        select(Consultation)
        .where(Consultation.case_id == case_id)
        .options(
            joinedload(Consultation.author).lazyload("*"),
            joinedload(Consultation.companion).lazyload("*"),
            selectinload(Consultation.issues).joinedload(ConsultationIssue.issue),
        )
        .order_by(Consultation.at.desc(), Consultation.id.desc())
    )


def latest_contacts(session: ScopedSession, case_ids: Sequence[UUID]) -> Mapping[UUID, date]:
    """The day of the last contact of each case that has had one."""
    query = (
        select(Consultation.case_id, func.max(Consultation.day))
        .where(Consultation.case_id.in_(case_ids))
        .group_by(Consultation.case_id)
    )
    return {case_id: day for case_id, day in session.execute(query) if case_id is not None}
