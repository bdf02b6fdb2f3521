"""Reads about contacts."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from cswtool.accounts.models import Office, User
from cswtool.accounts.rules import TextStyle
from cswtool.consultations.models import Addendum, Consultation, ConsultationIssue, Revision
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
            selectinload(Consultation.addenda).joinedload(Addendum.author).lazyload("*"),
        )
        .order_by(Consultation.at.desc(), Consultation.id.desc())
    )


def revisions(session: ScopedSession, contact: Consultation) -> Sequence[Revision]:
    """What a contact said before it was corrected, the latest correction first."""
    query = select(Revision).where(Revision.consultation_id == contact.id)
    query = query.options(joinedload(Revision.author).lazyload("*"))
    return session.scalars(query.order_by(Revision.at.desc(), Revision.id.desc())).all()


def correction_days(session: ScopedSession) -> int:
    """How long a record may be corrected, by the office's setting."""
    return session.scalars(select(Office.correction_days)).one()


def usual_style(session: ScopedSession) -> TextStyle:
    """How the actor wrote their last record down."""
    return session.scalars(select(User.text_style).where(User.id == session.actor.id)).one()


def latest_contacts(session: ScopedSession, case_ids: Sequence[UUID]) -> Mapping[UUID, date]:
    """The day of the last contact of each case that has had one."""
    query = (
        select(Consultation.case_id, func.max(Consultation.day))
        .where(Consultation.case_id.in_(case_ids))
        .group_by(Consultation.case_id)
    )
    return {case_id: day for case_id, day in session.execute(query) if case_id is not None}
