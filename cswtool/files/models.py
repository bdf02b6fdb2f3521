"""An attachment, and apart from it the sealed bytes, so that no list ever reads them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.db.base import Scoped
from cswtool.files.rules.kinds import FileKind
from cswtool.sight.models import case_id_in_sight


class Attachment(Scoped):
    """A file of a case. Withdrawn, it loses its content; the row says who did it and why."""

    __tablename__ = "attachment"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    consultation_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    """The contact it was attached to. Named as text: contacts stand above attachments."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    name: Mapped[str]
    kind: Mapped[FileKind]
    size: Mapped[int]
    """Bytes as they are kept, before sealing."""
    sha256: Mapped[str]
    caption: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_reason: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class AttachmentContent(Scoped):
    """The sealed bytes of one attachment; gone once it is withdrawn."""

    __tablename__ = "attachment_content"
    audited = False  # comes and goes with its attachment, which is on the trail

    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    sealed: Mapped[bytes]

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)
