"""Reads about editions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, defer, joinedload

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.accounts.models import Office
from cswtool.db.session import ScopedSession
from cswtool.publications.document import Correction, Document, sheets_from
from cswtool.publications.models import PreparedEdition, Publication, hanging_together
from cswtool.publications.rules import AUDIENCES, FRESH_DAYS, TOLD_DAYS, EditionStatus

FIRST_PAPER = "summary"
"""What editions are that do not say it."""


def editions() -> Select[Any]:
    """The editions in sight, the newest first."""
    return _named().order_by(Publication.number.desc(), Publication.id)


def _named() -> Select[Any]:
    """Editions as lists and links tell them: hundreds of figures of each are left unread."""
    return select(Publication).options(defer(Publication.tables, raiseload=True))


def correctable(session: ScopedSession, paper: str, period: Period) -> Sequence[Publication]:
    """The editions of the same paper and period, the newest first.

    One that was put right already is not among them: the next correction is one of the latest.
    """
    later = aliased(Publication)
    query = editions().where(
        Publication.profile.in_(AUDIENCES),
        Publication.first == period.first,
        Publication.last == period.last,
        _paper(Publication.tables) == paper,
        ~exists().where(later.corrects == Publication.number),
    )
    found: Sequence[Publication] = session.scalars(query).all()
    return found


def corrections_of(session: ScopedSession, publication: Publication) -> Sequence[Publication]:
    """The editions that put this one right, the oldest first."""
    query = _named().where(Publication.corrects == publication.number)
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
    found: Publication | None = session.scalar(_named().where(Publication.number == number))
    return found


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Prepared editions as a list tells them."""

    editions: Sequence[PreparedEdition]
    stale: Mapping[UUID, int | None]
    """As `stale_among`."""


def stale_among(
    session: ScopedSession, editions: Sequence[PreparedEdition]
) -> dict[UUID, int | None]:
    """Those that nobody decided about and that can never leave: they have to be prepared anew.

    With the number of the edition that came since; None where it is for another reason alone:
    they are too old, or hide less than the office has set by now.
    """
    undecided = [one for one in editions if one.is_open]
    if not undecided:
        return {}
    out, office = session.scalars(Publication.outside()).all(), session.get_one(Office, 1)
    found = {}
    for edition in undecided:
        meeting = [one.number for one in hanging_together(out, edition.period)]
        number = edition.overtaken_by(meeting)
        if number or edition.is_too_old or edition.hides_too_little(office):
            found[edition.id] = number
    return found


def _on_the_way(session: ScopedSession, wanted: ColumnElement[bool], order: Any) -> OnTheWay:
    """What is stale is told until the same is prepared again."""
    people = (PreparedEdition.author, PreparedEdition.checker, PreparedEdition.decided_by)
    parts: list[Any] = [joinedload(part).lazyload("*") for part in people]
    query = select(PreparedEdition, _prepared_again()).options(*parts).where(wanted)
    rows = session.execute(query.order_by(order, PreparedEdition.id)).all()
    stale = stale_among(session, [edition for edition, _ in rows])
    return OnTheWay([one for one, again in rows if not (again and one.id in stale)], stale)


def on_their_way(session: ScopedSession) -> OnTheWay:
    """What waits to be checked; of the actor's own also what is not handed on, or came back."""
    mine = PreparedEdition.author_id == session.actor.id
    own = or_(
        PreparedEdition.status == EditionStatus.PREPARED,
        _sent_back(clock.now() - timedelta(days=FRESH_DAYS)),
    )
    wanted = or_(PreparedEdition.status == EditionStatus.ASKED, and_(mine, own))
    return _on_the_way(session, wanted, PreparedEdition.at)


def beside(session: ScopedSession, edition: PreparedEdition) -> OnTheWay:
    """Others that wait or are the actor's own, about shared days: one out makes the rest stale.

    What is stale is told of the edition itself, too.
    """
    mine = PreparedEdition.author_id == session.actor.id
    query = select(PreparedEdition).where(
        or_(
            PreparedEdition.status == EditionStatus.ASKED,
            and_(mine, PreparedEdition.status == EditionStatus.PREPARED),
        ),
        PreparedEdition.id != edition.id,
        PreparedEdition.first <= edition.last,
        PreparedEdition.last >= edition.first,
    )
    others = session.scalars(query.order_by(PreparedEdition.at, PreparedEdition.id)).all()
    stale = stale_among(session, [edition, *others])
    return OnTheWay([one for one in others if one.id not in stale], stale)


def _sent_back(since: datetime) -> ColumnElement[bool]:
    return and_(
        PreparedEdition.status == EditionStatus.SENT_BACK,
        PreparedEdition.decided_at > since,
        ~_prepared_again(),
    )


def on_desk_of(session: ScopedSession, now: datetime) -> OnTheWay:
    """What the actor is to check, has asked for, or lately got back; the oldest first."""
    mine = PreparedEdition.author_id == session.actor.id
    asked = and_(
        PreparedEdition.status == EditionStatus.ASKED,
        or_(mine, PreparedEdition.checker_id == session.actor.id),
    )
    since = now - timedelta(days=TOLD_DAYS)
    out = and_(
        PreparedEdition.status == EditionStatus.PUBLISHED, PreparedEdition.decided_at > since
    )
    wanted = or_(asked, and_(mine, or_(out, _sent_back(since))))
    return _on_the_way(session, wanted, PreparedEdition.asked_at)


def _prepared_again() -> ColumnElement[bool]:
    """Whether its author has put the same paper of the period forward once more, for the same."""
    later = aliased(PreparedEdition)
    return exists().where(
        later.author_id == PreparedEdition.author_id,
        later.profile == PreparedEdition.profile,
        later.first == PreparedEdition.first,
        later.last == PreparedEdition.last,
        _paper(later.tables) == _paper(PreparedEdition.tables),
        later.status != EditionStatus.WITHDRAWN,
        later.at > PreparedEdition.at,
    )


def _paper(tables: Any) -> ColumnElement[str]:
    return func.coalesce(tables["asked"]["paper"].as_string(), FIRST_PAPER)


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
