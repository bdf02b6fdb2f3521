"""A つなぎ and its steps."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.community.models import Organisation
from cswtool.db.base import Scoped, Versioned
from cswtool.referrals.rules import (
    CORRECTABLE,
    FINISHED,
    UNANSWERED,
    ReferralStatus,
    unanswered_before,
)
from cswtool.sharing.rules import Basis, ConsentWay
from cswtool.sight.models import case_id_in_sight


class Referral(Versioned, Scoped):
    __tablename__ = "referral"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    contact: Mapped[str] = mapped_column(default="")
    """Whom at the organisation."""
    purpose: Mapped[str]
    shared: Mapped[str]
    """What is told to the organisation."""
    basis: Mapped[Basis]
    basis_note: Mapped[str] = mapped_column(default="")
    consent_way: Mapped[ConsentWay | None]
    consent_on: Mapped[date | None]
    status: Mapped[ReferralStatus] = mapped_column(default=ReferralStatus.WRITTEN, index=True)
    status_on: Mapped[date]
    """Since when it stands there."""

    case: Mapped[Case] = relationship()
    organisation: Mapped[Organisation] = relationship()
    author: Mapped[User] = relationship()
    steps: Mapped[list["ReferralStep"]] = relationship(
        back_populates="referral", order_by="(ReferralStep.at, ReferralStep.id)"
    )

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)

    @property
    def is_finished(self) -> bool:
        return self.status in FINISHED

    @property
    def is_correctable(self) -> bool:
        return self.status in CORRECTABLE

    def is_unanswered(self, today: date) -> bool:
        """Sent so long ago that somebody should ask whether it arrived."""
        return self.status in UNANSWERED and self.status_on < unanswered_before(today)


class ReferralStep(Scoped):
    __tablename__ = "referral_step"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    status: Mapped[ReferralStatus]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")

    referral: Mapped[Referral] = relationship(back_populates="steps")
    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)
