"""Sending a 連絡票, and what a CSW does with it."""

from dataclasses import dataclass
from uuid import UUID

from cswtool.access import clock, fiscal
from cswtool.cases.models import Case
from cswtool.community.queries import zone_for
from cswtool.db.session import ScopedSession
from cswtool.intake.models import IncomingReferral, IncomingSerial
from cswtool.intake.rules import (
    Awareness,
    IncomingStatus,
    Wish,
    receipt_number,
    require_step,
)


@dataclass(frozen=True, slots=True)
class NewSlip:
    id: UUID
    who: str
    town_id: UUID | None
    place: str
    worry: str
    awareness: Awareness
    wish: Wish


class AlreadyTakenError(Exception):
    """Somebody else put the 連絡票 into a case first. `slip` says who and when."""

    def __init__(self, slip: IncomingReferral) -> None:
        super().__init__(slip.number)
        self.slip = slip


def send(session: ScopedSession, new: NewSlip) -> IncomingReferral:
    """Store a 連絡票 under the next receipt number; its 圏域 comes from town and place."""
    zone = zone_for(session, new.town_id, new.place)
    slip = IncomingReferral(
        id=new.id,
        number=_next_number(session),
        author_id=session.actor.id,
        at=clock.now(),
        who=new.who,
        town_id=new.town_id,
        place=new.place,
        worry=new.worry,
        awareness=new.awareness,
        wish=new.wish,
        zone_id=zone.id if zone else None,
    )
    session.add(slip)
    session.flush()
    return slip


def _next_number(session: ScopedSession) -> str:
    """The next receipt number of the fiscal year, taken in this transaction.

    The row of the year stays locked until the commit, so no number is given twice, nor is
    one lost when the 連絡票 is not stored after all. (Two first ones of a year at the same
    moment: the second is refused by the key, and the guard runs its view again.)
    """
    year = fiscal.fiscal_year(clock.today())
    serial = session.get(IncomingSerial, year, with_for_update=True, populate_existing=True)
    if serial is None:
        serial = IncomingSerial(fiscal_year=year, last=0)
        session.add(serial)
    serial.last += 1
    session.flush()
    return receipt_number(fiscal.fiscal_label(year), serial.last)


def move_on(session: ScopedSession, slip: IncomingReferral, status: IncomingStatus) -> None:
    """Say that the sender was contacted, or that it has ended. Raises WrongStepError."""
    require_step(slip.status, status)
    _take_in_hand(session, slip)
    slip.status = status


def answer(
    session: ScopedSession, slip: IncomingReferral, advice: str, status: IncomingStatus
) -> None:
    """Keep what was advised, for the office alone, and move on. Raises WrongStepError."""
    move_on(session, slip, status)
    slip.answer = advice


def put_into(session: ScopedSession, slip: IncomingReferral, case: Case) -> None:
    """Make the 連絡票 part of a case. Raises AlreadyTakenError where it is part of one.

    The row is read again under a lock: of two at the same moment the second is told.
    What the sender is told does not change: nobody has called them by this alone.
    """
    session.refresh(slip, with_for_update=True)
    if slip.case_id is not None:
        raise AlreadyTakenError(slip)
    slip.case_id = case.id
    slip.taken_by_id, slip.taken_at = session.actor.id, clock.now()
    session.flush()


def _take_in_hand(session: ScopedSession, slip: IncomingReferral) -> None:
    if slip.taken_by_id is None:
        slip.taken_by_id, slip.taken_at = session.actor.id, clock.now()
