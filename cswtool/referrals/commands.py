"""Writing a つなぎ and taking it on, step by step."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import ReferralStatus, WrongStepError, require_step
from cswtool.sharing.rules import Basis, ConsentWay


@dataclass(frozen=True, slots=True)
class ReferralInput:
    organisation_id: UUID
    contact: str
    purpose: str
    shared: str
    basis: Basis
    basis_note: str
    consent_way: ConsentWay | None
    consent_on: date | None


@dataclass(frozen=True, slots=True)
class NewStep:
    status: ReferralStatus
    on: date
    note: str


def write(session: ScopedSession, case: Case, key: UUID, new: ReferralInput) -> Referral:
    """Store a つなぎ as 作成; the organisation has not been told anything yet."""
    referral = Referral(
        id=key,
        case_id=case.id,
        author_id=session.actor.id,
        status=ReferralStatus.WRITTEN,
        status_on=clock.today(),
    )
    _fill(referral, new)
    session.add(referral)
    session.flush()
    _add_step(session, referral, clock.now(), "")
    return referral


def correct(referral: Referral, new: ReferralInput) -> None:
    """Change what nobody was told yet. Raises WrongStepError once it was sent."""
    if not referral.is_correctable:
        raise WrongStepError(referral.status)
    _fill(referral, new)


def _fill(referral: Referral, new: ReferralInput) -> None:
    for name in ReferralInput.__slots__:
        setattr(referral, name, getattr(new, name))


def take_step(session: ScopedSession, referral: Referral, step: NewStep) -> None:
    """Take a つなぎ on to its next state. Raises WrongStepError where it may not go there."""
    require_step(referral.status, step.status)
    at = max([_moment(step.on), *(earlier.at for earlier in referral.steps)])
    referral.status, referral.status_on = step.status, step.on
    _add_step(session, referral, at, step.note)


def end(session: ScopedSession, referral: Referral, note: str) -> None:
    """Finish a つなぎ wherever it stands, because its case ends."""
    referral.status, referral.status_on = ReferralStatus.DONE, clock.today()
    _add_step(session, referral, clock.now(), note)


def _add_step(session: ScopedSession, referral: Referral, at: datetime, note: str) -> None:
    session.add(
        ReferralStep(
            case_id=referral.case_id,
            referral_id=referral.id,
            author_id=session.actor.id,
            status=referral.status,
            at=at,
            note=note,
        )
    )


def _moment(day: date) -> datetime:
    """Now for a step of today; noon for one that is entered later."""
    if day == clock.today():
        return clock.now()
    return clock.from_japan(datetime.combine(day, time(12)))
