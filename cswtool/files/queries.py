"""Reads about attachments. The sealed bytes are read for one of them at a time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from cswtool.db.session import ScopedSession
from cswtool.files.models import Attachment, AttachmentContent
from cswtool.files.rules.sealing import unseal


class DamagedError(Exception):
    """What is stored is not what was attached."""


def of_case(session: ScopedSession, case_id: UUID) -> Sequence[Attachment]:
    """The attachments of a case, withdrawn ones too, the latest first, with their people."""
    return session.scalars(_shown().where(Attachment.case_id == case_id)).all()


def of_consultation(session: ScopedSession, consultation_id: UUID) -> Sequence[Attachment]:
    """The attachments of one contact, as `of_case` gives them."""
    return session.scalars(_shown().where(Attachment.consultation_id == consultation_id)).all()


def content_of(session: ScopedSession, key: bytes, attachment: Attachment) -> bytes:
    """The file as it was kept. Raises DamagedError."""
    query = select(AttachmentContent.sealed).where(AttachmentContent.attachment_id == attachment.id)
    content = unseal(key, attachment.id, session.scalar(query) or b"")
    if content is None:
        raise DamagedError
    return content


def _shown() -> Select[Attachment]:
    query = select(Attachment).options(
        joinedload(Attachment.author).lazyload("*"),
        joinedload(Attachment.withdrawn_by).lazyload("*"),
    )
    return query.order_by(Attachment.at.desc(), Attachment.id.desc())
