"""What a household is tied to."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.community.models import Organisation
from cswtool.db.base import Scoped, Versioned
from cswtool.drawing.ecomap import Direction, TieKind
from cswtool.sight.models import case_id_in_sight


class Tie(Versioned, Scoped):
    """A line of the ecomap: to an organisation on file, or to whatever `name` says."""

    __tablename__ = "tie"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (name = '')", name="one_thing"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(default="")
    kind: Mapped[TieKind]
    direction: Mapped[Direction] = mapped_column(default=Direction.NONE)
    note: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    until: Mapped[date | None]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    organisation: Mapped[Organisation | None] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)

    @property
    def shown_name(self) -> str:
        return self.organisation.name if self.organisation else self.name
