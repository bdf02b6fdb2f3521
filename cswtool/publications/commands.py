"""Freezing an edition together with its lines in the ledger."""

from uuid import UUID

from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.db.session import ScopedSession
from cswtool.publications.document import Document, content_of
from cswtool.publications.models import Publication, PublishedCell
from cswtool.publications.rules import PUBLIC_THRESHOLD, Profile


class OverlapError(Exception):
    """An earlier public edition tells about the same days; see `number`."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"edition {number} overlaps")


def refuse_overlap(session: ScopedSession, period: Period) -> None:
    """Raises OverlapError where an earlier public edition tells about a day of the period.

    Whoever has both could subtract one from the other.
    """
    earlier = session.scalar(
        select(func.max(Publication.number)).where(
            Publication.profile == Profile.PUBLIC,
            Publication.first <= period.last,
            Publication.last >= period.first,
        )
    )
    if earlier is not None:
        raise OverlapError(earlier)


def freeze(session: ScopedSession, document: Document, key: UUID) -> Publication:
    """Hand out a protected document as the next numbered edition, for good.

    In the ledger a cell's name begins with its period, as in
    2025-04/2026-03|issue|W|hikikomori. Raises OverlapError.
    """
    assert document.profile is Profile.PUBLIC
    refuse_overlap(session, document.period)
    publication = Publication(
        id=key,
        number=(session.scalar(select(func.max(Publication.number))) or 0) + 1,
        title=document.title,
        profile=document.profile,
        threshold=PUBLIC_THRESHOLD,
        first=document.period.first,
        last=document.period.last,
        author_id=session.actor.id,
        at=clock.now(),
        tables=content_of(document),
    )
    session.add(publication)
    session.flush()
    session.add_all(_ledger(publication, document))
    return publication


def _ledger(publication: Publication, document: Document) -> list[PublishedCell]:
    period = f"{document.period.first:%Y-%m}/{document.period.last:%Y-%m}"
    return [
        PublishedCell(publication_id=publication.id, cell=f"{period}|{cell}", value=figure)
        for sheet in document.sheets
        for cell, figure in sheet.cells()
    ]
