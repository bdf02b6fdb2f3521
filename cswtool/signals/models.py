from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cswtool.accounts.models import User
from cswtool.sight.models import OfTheOffice


class SetAside(OfTheOffice):
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
