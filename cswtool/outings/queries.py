"""Reads about outings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from cswtool.accounts.models import User
from cswtool.accounts.queries import case_staff, other_supervisors
from cswtool.db.session import ScopedSession
from cswtool.outings.models import Outing, OutingPlace


@dataclass(frozen=True, slots=True)
class Out:
    """Somebody who is out; `place` is None where the actor may not know it."""

    outing: Outing
    place: OutingPlace | None


@dataclass(frozen=True, slots=True)
class Board:
    """Who is out: those who should be back first, and which of these the actor must ask after."""

    overdue: Sequence[Out]
    others: Sequence[Out]
    mine_to_ask: Sequence[Out]


def _out() -> Select[Outing]:
    people = (Outing.owner, Outing.companion, Outing.told)
    query = select(Outing).where(Outing.returned_at.is_(None))
    query = query.options(*(joinedload(person).lazyload("*") for person in people))
    return query.order_by(Outing.back_by, Outing.id)


def board(session: ScopedSession, now: datetime) -> Board:
    """Everybody who is out, in two statements."""
    outings = session.scalars(_out()).all()
    query = select(OutingPlace).where(OutingPlace.outing_id.in_([outing.id for outing in outings]))
    places = {p.outing_id: p for p in session.scalars(query.options(joinedload(OutingPlace.case)))}
    everybody = [Out(outing, places.get(outing.id)) for outing in outings]
    overdue = [out for out in everybody if out.outing.is_overdue(now)]
    return Board(
        overdue=overdue,
        others=[out for out in everybody if not out.outing.is_overdue(now)],
        mine_to_ask=[out for out in overdue if out.outing.concerns(session.actor)],
    )


def still_out(session: ScopedSession, user_id: UUID) -> bool:
    """Whether somebody left and has not come back."""
    query = select(Outing.id).where(Outing.owner_id == user_id, Outing.returned_at.is_(None))
    return session.scalar(query.limit(1)) is not None


def colleagues(session: ScopedSession) -> Sequence[User]:
    """Case staff beside the actor."""
    return [user for user in case_staff(session) if user.id != session.actor.id]


def usually_told(session: ScopedSession) -> User | None:
    """Who is offered first to be told: a supervisor who is not leaving themself."""
    return next(iter(other_supervisors(session)), None)
