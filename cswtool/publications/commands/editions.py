"""Preparing, checking by a second person, freezing with the lines of the ledger."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, func, select

from cswtool.access import clock
from cswtool.accounts.models import Office
from cswtool.db.elevated import widened
from cswtool.db.session import ScopedSession
from cswtool.publications.commands.ledger import numbers_meeting
from cswtool.publications.document import Document, content_of, sheets_from
from cswtool.publications.ledger.kept import Kept
from cswtool.publications.ledger.sealing import seal
from cswtool.publications.models import (
    EditionTruth,
    PreparedEdition,
    Publication,
    PublishedCell,
)
from cswtool.publications.rules import (
    EditionStatus,
    HidesTooLittleError,
    LedgerMovedError,
    NotOpenError,
    Profile,
    TooOldError,
)

KEEP = "ledger: what was counted"


@dataclass(frozen=True, slots=True)
class Protected:
    """A document that may be shown, and what was counted for it."""

    document: Document
    kept: Kept
    counted_at: datetime
    """Before the engine began, which may take minutes."""


def keep(reading: ScopedSession, key: bytes, protected: Protected, edition_id: UUID) -> None:
    """Store a protected document, and apart from it, sealed, what was counted.

    In a short transaction of its own: while the engine worked nobody's saving waited.
    """
    engine = reading.get_bind()
    assert isinstance(engine, Engine)
    with ScopedSession(engine, reading.actor, reading.action, writes=True) as session:
        session.add(_prepared(session, protected, edition_id))
        session.flush()
        sealed = seal(key, edition_id, protected.kept)
        with widened(session, reason=KEEP) as wide:
            wide.note()
            wide.add(EditionTruth(edition_id=edition_id, sealed=sealed))
        session.commit()


def _prepared(session: ScopedSession, protected: Protected, edition_id: UUID) -> PreparedEdition:
    document = protected.document
    assert document.profile is not Profile.INTERNAL
    return PreparedEdition(
        id=edition_id,
        author_id=session.actor.id,
        at=protected.counted_at,
        title=document.title,
        profile=document.profile,
        threshold=document.threshold or 0,
        first=document.period.first,
        last=document.period.last,
        tables={
            **content_of(document),
            "after": list(protected.kept.after),
            "asked": dict(protected.kept.asked),
        },
        corrects=document.correction.number if document.correction else None,
    )


def ask(session: ScopedSession, edition: PreparedEdition, checker_id: UUID, note: str) -> None:
    """Hand it on to be checked. Raises as `publish` does."""
    if not edition.is_open:
        raise NotOpenError
    _refuse_old(edition)
    _refuse_too_open(session, edition)
    _refuse_moved(session, edition)
    edition.status, edition.asked_at = EditionStatus.ASKED, clock.now()
    edition.checker_id, edition.note = checker_id, note


def publish(session: ScopedSession, edition: PreparedEdition) -> Publication:
    """Let it out as the next number, for good, together with its lines in the ledger.

    In the ledger a cell's name begins with its period, as in
    2025-04/2026-03|issue|W|hikikomori. Raises NotOpenError, TooOldError, HidesTooLittleError,
    LedgerMovedError.
    """
    _require_asked(edition)
    _refuse_old(edition)
    _refuse_too_open(session, edition)
    # Before the look at the ledger: an edition that goes out from here on takes this number too,
    # and whoever is second meets the unique key and begins anew.
    number = _next_number(session)
    _refuse_moved(session, edition)
    _say(session, edition, EditionStatus.PUBLISHED)
    publication = Publication(
        id=edition.id,
        number=number,
        title=edition.title,
        profile=edition.profile,
        threshold=edition.threshold,
        first=edition.first,
        last=edition.last,
        author_id=edition.author_id,
        at=clock.now(),
        tables=edition.tables,
        corrects=edition.corrects,
    )
    session.add(publication)
    session.flush()
    session.add_all(_lines(publication))
    return publication


def _next_number(session: ScopedSession) -> int:
    return (session.scalar(select(func.max(Publication.number))) or 0) + 1


def _refuse_old(edition: PreparedEdition) -> None:
    if edition.is_too_old:
        raise TooOldError


def _refuse_too_open(session: ScopedSession, edition: PreparedEdition) -> None:
    if edition.hides_too_little(session.get_one(Office, 1)):
        raise HidesTooLittleError


def _refuse_moved(session: ScopedSession, edition: PreparedEdition) -> None:
    """It was protected against the editions of then; one that came since was not among them."""
    if edition.overtaken_by(numbers_meeting(session, edition.period)) is not None:
        raise LedgerMovedError


def _lines(publication: Publication) -> list[PublishedCell]:
    period = f"{publication.first:%Y-%m}/{publication.last:%Y-%m}"
    return [
        PublishedCell(publication_id=publication.id, cell=f"{period}|{cell}", value=figure)
        for sheet in sheets_from(publication.tables)
        for cell, figure in sheet.cells()
    ]


def send_back(session: ScopedSession, edition: PreparedEdition, answer: str) -> None:
    """Not like this, and why. Raises NotOpenError."""
    _require_asked(edition)
    _say(session, edition, EditionStatus.SENT_BACK)
    edition.answer = answer


def withdraw(session: ScopedSession, edition: PreparedEdition) -> None:
    """It is not to go out after all. Raises NotOpenError."""
    if not edition.is_open:
        raise NotOpenError
    _say(session, edition, EditionStatus.WITHDRAWN)


def _require_asked(edition: PreparedEdition) -> None:
    if edition.status is not EditionStatus.ASKED:
        raise NotOpenError


def _say(session: ScopedSession, edition: PreparedEdition, status: EditionStatus) -> None:
    edition.status, edition.decided_at = status, clock.now()
    edition.decided_by_id = session.actor.id
