"""Reads about editions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, load_only

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.db.session import ScopedSession
from cswtool.publications.document import Correction, Document, sheets_from
from cswtool.publications.models import PreparedEdition, Publication
from cswtool.publications.rules import AUDIENCES, FRESH_DAYS, TOLD_DAYS, EditionStatus

FIRST_PAPER = "summary"
"""What editions are that do not say it."""


def editions() -> Select[Any]:
    """The editions in sight, the newest first."""
    return select(Publication).order_by(Publication.number.desc(), Publication.id)


def correctable(session: ScopedSession, paper: str, period: Period) -> Sequence[Publication]:
    """The editions of the same paper and period, the newest first; their tables are not read.

    One that was put right already is not among them: the next correction is one of the latest.
    """
    later = aliased(Publication)
    told = func.coalesce(Publication.tables["asked"]["paper"].as_string(), FIRST_PAPER)
    query = editions().where(
        Publication.profile.in_(AUDIENCES),
        Publication.first == period.first,
        Publication.last == period.last,
        told == paper,
        ~exists().where(later.corrects == Publication.number),
    )
    query = query.options(load_only(Publication.number, Publication.profile))
    found: Sequence[Publication] = session.scalars(query).all()
    return found


def corrections_of(session: ScopedSession, publication: Publication) -> Sequence[Publication]:
    """The editions that put this one right, the oldest first."""
    query = select(Publication).where(Publication.corrects == publication.number)
    return session.scalars(query.order_by(Publication.number)).all()


def corrected_by(session: ScopedSession, publications: Sequence[Publication]) -> dict[int, int]:
    """For each that was put right the number of the latest edition that does so."""
    numbers = [publication.number for publication in publications]
    query = select(Publication.corrects, Publication.number).where(
        Publication.corrects.in_(numbers)
    )
    return {old: new for old, new in session.execute(query.order_by(Publication.number)) if old}


def corrected_one(session: ScopedSession, number: int | None) -> Publication | None:
    """The edition that another one puts right."""
    return session.scalar(select(Publication).where(Publication.number == number))


def _prepared() -> Select[PreparedEdition]:
    people = (PreparedEdition.author, PreparedEdition.checker, PreparedEdition.decided_by)
    parts: list[Any] = [joinedload(part).lazyload("*") for part in people]
    return select(PreparedEdition).options(*parts)


def on_their_way(session: ScopedSession) -> Sequence[PreparedEdition]:
    """What waits to be checked, and what the actor has prepared and not handed on yet."""
    mine = PreparedEdition.author_id == session.actor.id
    since = clock.now() - timedelta(days=FRESH_DAYS)
    own = and_(PreparedEdition.status == EditionStatus.PREPARED, mine, PreparedEdition.at > since)
    query = _prepared().where(or_(PreparedEdition.status == EditionStatus.ASKED, own))
    return session.scalars(query.order_by(PreparedEdition.at, PreparedEdition.id)).all()


def on_desk_of(session: ScopedSession, now: datetime) -> Sequence[PreparedEdition]:
    """What the actor is to check, has asked for, or lately got back; the oldest first."""
    mine = PreparedEdition.author_id == session.actor.id
    asked = and_(
        PreparedEdition.status == EditionStatus.ASKED,
        or_(mine, PreparedEdition.checker_id == session.actor.id),
    )
    told = and_(
        or_(
            PreparedEdition.status == EditionStatus.PUBLISHED,
            and_(PreparedEdition.status == EditionStatus.SENT_BACK, ~_prepared_again()),
        ),
        PreparedEdition.decided_at > now - timedelta(days=TOLD_DAYS),
        mine,
    )
    query = _prepared().where(or_(asked, told))
    return session.scalars(query.order_by(PreparedEdition.asked_at, PreparedEdition.id)).all()


def _prepared_again() -> ColumnElement[bool]:
    """Whether its author has put the same period forward once more."""
    later = aliased(PreparedEdition)
    return exists().where(
        later.author_id == PreparedEdition.author_id,
        later.first == PreparedEdition.first,
        later.last == PreparedEdition.last,
        later.at > PreparedEdition.at,
    )


def document_of(publication: Publication) -> Document:
    """The edition as it was handed out, from what was frozen and from nothing else."""
    made_on = clock.in_japan(publication.at).date()
    return _document(publication, made_on, publication.number)


def document_to_check(edition: PreparedEdition, today: date) -> Document:
    """The edition as it would be handed out today, but for its number."""
    return _document(edition, today, None)


def _document(of: Publication | PreparedEdition, made_on: date, number: int | None) -> Document:
    content = of.tables
    counted, correction = content.get("counted_on"), content.get("correction")
    return Document(
        title=of.title,
        profile=of.profile,
        period=Period(of.first, of.last),
        made_on=made_on,
        office=content.get("office", ""),
        demo=content.get("demo", False),
        sheets=sheets_from(content),
        notes=tuple(content.get("notes", ())),
        number=number,
        threshold=of.threshold,
        counted_on=date.fromisoformat(counted) if counted else None,
        correction=Correction(*correction) if correction else None,
    )
