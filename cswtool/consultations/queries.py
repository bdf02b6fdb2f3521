"""Reads about contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Integer, Select, cast, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cswtool.access import clock
from cswtool.access.permissions import Permission, may
from cswtool.accounts.models import Office, User
from cswtool.accounts.rules import TextStyle
from cswtool.cases.models import Case
from cswtool.consultations.models import Addendum, Consultation, ConsultationIssue, Revision
from cswtool.consultations.rules import is_locked, was_filed_later
from cswtool.db.session import ScopedSession
from cswtool.files.queries import of_consultation
from cswtool.taxonomy.models import IssueType
from cswtool.taxonomy.queries import merged_by


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


@dataclass(frozen=True, slots=True)
class Tag:
    """An issue of a case: since when, until when it was told of, whether ever the main one."""

    issue: IssueType
    since: date
    last: date
    main: bool


def tags_of(session: ScopedSession, case_id: UUID) -> list[Tag]:
    """The issues of all contacts of a case, the main ones first, then the oldest.

    Those that were merged are one, since the first of them.
    """
    now, found = merged_by(session, clock.today()), dict[UUID, Tag]()
    for tag in _told_tags(session, case_id):
        issue = now.get(tag.issue.id, tag.issue)
        same = found.get(issue.id, tag)
        found[issue.id] = Tag(
            issue,
            since=min(tag.since, same.since),
            last=max(tag.last, same.last),
            main=tag.main or same.main,
        )
    return sorted(found.values(), key=lambda tag: (not tag.main, tag.since, tag.issue.position))


def _told_tags(session: ScopedSession, case_id: UUID) -> list[Tag]:
    """The issues of a case under the tags that its contacts have."""
    main = func.max(cast(ConsultationIssue.main, Integer))
    query = (
        select(IssueType, func.min(Consultation.day), func.max(Consultation.day), main)
        .join(ConsultationIssue, ConsultationIssue.issue_id == IssueType.id)
        .join(Consultation, Consultation.id == ConsultationIssue.consultation_id)
        .where(Consultation.case_id == case_id)
        .group_by(IssueType.id)
        .order_by(IssueType.position, IssueType.id)
    )
    rows = session.execute(query)
    return [Tag(issue, first, last, bool(ever)) for issue, first, last, ever in rows]


def revisions(session: ScopedSession, contact: Consultation) -> Sequence[Revision]:
    """What a contact said before it was corrected, the latest correction first."""
    query = select(Revision).where(Revision.consultation_id == contact.id)
    query = query.options(joinedload(Revision.author).lazyload("*"))
    return session.scalars(query.order_by(Revision.at.desc(), Revision.id.desc())).all()


def is_past_correction(session: ScopedSession, contact: Consultation) -> bool:
    """Whether the office's days for correcting a record are over for this one."""
    return not in_time(session, [contact])


def in_time(session: ScopedSession, contacts: Iterable[Consultation]) -> list[Consultation]:
    """Those for which the office's days for correcting a record are not over."""
    days, now = session.scalars(select(Office.correction_days)).one(), clock.now()
    return [contact for contact in contacts if not is_locked(contact.recorded_at, now, days)]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same entry in another household: the record there, and the number of the case."""

    id: UUID
    number: str


def elsewhere(
    session: ScopedSession, contacts: Sequence[Consultation]
) -> dict[UUID, list[Elsewhere]]:
    """By the id of each contact: where else in sight it was written down, in one statement."""
    occasions = [contact.occasion_id for contact in contacts if contact.occasion_id]
    query = (
        select(Consultation.occasion_id, Consultation.id, Case.number)
        .join(Case, Case.id == Consultation.case_id)
        .where(Consultation.occasion_id.in_(occasions))
        .order_by(Case.number, Consultation.id)
    )
    rows = session.execute(query).all()
    return {
        contact.id: [
            Elsewhere(key, number)
            for occasion, key, number in rows
            if occasion == contact.occasion_id and key != contact.id
        ]
        for contact in contacts
    }


def written_with(session: ScopedSession, contact: Consultation) -> list[Consultation]:
    """The same entry in other households, as far as the actor may write there."""
    query = (
        select(Consultation)
        .join(Consultation.case)
        .where(
            Consultation.occasion_id == contact.occasion_id,
            Consultation.occasion_id.is_not(None),
            Consultation.id != contact.id,
        )
        .options(contains_eager(Consultation.case))
        .order_by(Case.number, Consultation.id)
    )
    rows = session.scalars(query).all()
    return [row for row in rows if may(session.actor, Permission.CONSULTATION_EDIT, row)]


def may_be_taken_out(session: ScopedSession, contact: Consultation) -> bool:
    """Whether a record may go back to standing without a case.

    Only where a correction put it in, nothing is attached to it there, and the case is open
    to the office: what was added behind a restriction must not come out of it.
    """
    if contact.case is None or contact.case.restricted:
        return False
    changes = [change for row in revisions(session, contact) for change in row.changes]
    return was_filed_later(changes) and not of_consultation(session, contact.id)


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
