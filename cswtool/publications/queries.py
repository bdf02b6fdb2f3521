"""Reads about editions."""

from typing import Any

from sqlalchemy import Select, select

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.publications.document import Document, sheets_from
from cswtool.publications.models import Publication


def editions() -> Select[Any]:
    """The editions in sight, the newest first."""
    return select(Publication).order_by(Publication.number.desc(), Publication.id)


def document_of(publication: Publication) -> Document:
    """The edition as it was handed out, from what was frozen and from nothing else."""
    content = publication.tables
    return Document(
        title=publication.title,
        profile=publication.profile,
        period=Period(publication.first, publication.last),
        made_on=clock.in_japan(publication.at).date(),
        office=content.get("office", ""),
        demo=content.get("demo", False),
        sheets=sheets_from(content),
        notes=tuple(content.get("notes", ())),
        number=publication.number,
    )
