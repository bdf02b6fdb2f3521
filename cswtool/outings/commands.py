"""Leaving, staying longer, coming back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cswtool.access import clock
from cswtool.db.session import ScopedSession
from cswtool.outings.models import Outing, OutingPlace


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where somebody goes, with whom, until when, and who was told."""

    back_by: datetime
    told_id: UUID
    companion_id: UUID | None = None
    case_id: UUID | None = None
    place: str = ""
    note: str = ""


def leave(session: ScopedSession, key: UUID, new: Leaving) -> Outing:
    outing = Outing(
        id=key,
        owner_id=session.actor.id,
        companion_id=new.companion_id,
        told_id=new.told_id,
        left_at=clock.now(),
        back_by=new.back_by,
    )
    session.add(outing)
    session.flush()
    place = OutingPlace(outing_id=key, case_id=new.case_id, place=new.place, note=new.note)
    session.add(place)
    session.flush()
    return outing


def stay_until(outing: Outing, back_by: datetime) -> None:
    outing.back_by = back_by


def come_back(outing: Outing) -> None:
    """They are back. Who is back already keeps the first moment."""
    if outing.returned_at is None:
        outing.returned_at = clock.now()
