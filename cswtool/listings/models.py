from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, false, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.db.base import Scoped


class SavedList(Scoped):
    """A filter and no content: what it opens is narrowed to the reader's own sight."""

    __tablename__ = "saved_list"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    page: Mapped[str] = mapped_column(index=True)
    """The path of the list."""
    query: Mapped[str]
    """Its filter, as it stands in the address."""
    name: Mapped[str]
    shared: Mapped[bool] = mapped_column(default=False)

    owner: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return or_(cls.owner_id == actor.id, cls.shared if actor.is_case_staff else false())

    @property
    def url(self) -> str:
        return f"{self.page}?{self.query}"
