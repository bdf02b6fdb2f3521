from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.db.base import Scoped


class SetAside(Scoped):
    """Somebody looked at a 気づき and decided that nothing follows for now.

    It names a 圏域 and a word and holds no case content.
    """

    __tablename__ = "signal_set_aside"

    zone: Mapped[str]
    """Code of the 圏域; empty for the whole city."""
    kind: Mapped[str]
    key: Mapped[str]
    on: Mapped[date]
    until: Mapped[date]
    """Not shown before this day."""
    note: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return true() if actor.is_case_staff else false()
