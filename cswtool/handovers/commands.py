"""Offering a case, answering, and assigning it at once."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from cswtool.access import clock
from cswtool.accounts.models import User
from cswtool.cases.commands import Workers, add_step, give_to, place
from cswtool.cases.models import Case
from cswtool.cases.rules import StepKind
from cswtool.db.session import AuditedSession, ScopedSession
from cswtool.handovers.models import Handover
from cswtool.handovers.rules import AlreadyOfferedError, HandoverStatus, NotOpenError
from cswtool.sight.commands import let_in, let_out
from cswtool.tasks.models import Task

REASON = "引き継ぎを打診"
"""Why somebody is let into a case that they would not see otherwise, until they answer."""


@dataclass(frozen=True, slots=True)
class Offer:
    """To whom, with what note; `zone_id` None leaves the 圏域 as it is."""

    id: UUID
    to_id: UUID
    note: str
    zone_id: UUID | None
    stays: bool


def offer(session: ScopedSession, case: Case, new: Offer) -> Handover:
    """Ask a colleague to take the case over. Raises AlreadyOfferedError.

    A colleague who would not see the case is let in until they have answered.
    """
    if any(handover.is_open for handover in _offered(session, case.id)):
        raise AlreadyOfferedError
    void(session, case.id)
    taker = session.get_one(User, new.to_id)
    let_in(session, case, taker.id, new.id, REASON)
    handover = Handover(
        id=new.id,
        case_id=case.id,
        from_id=case.primary_id,
        to_id=new.to_id,
        author_id=session.actor.id,
        at=clock.now(),
        note=new.note,
        zone_id=new.zone_id,
        stays=new.stays,
    )
    session.add(handover)
    add_step(session, case, StepKind.OFFERED, f"{taker.name}さんへ\n{new.note}")
    return handover


def accept(session: ScopedSession, handover: Handover, task_ids: Collection[UUID]) -> None:
    """The asked one is the primary worker from now on. Raises NotOpenError.

    The chosen steps of the old worker go along. つなぎ belong to the case and need not be moved.
    """
    _answer(handover, HandoverStatus.ACCEPTED)
    case, taker_id = handover.case, handover.to_id
    secondary_id = handover.from_id if handover.stays else case.secondary_id
    workers = Workers(taker_id, None if secondary_id == taker_id else secondary_id)
    _move_tasks(session, case, workers, task_ids)
    give_to(session, case, workers, StepKind.TAKEN_OVER, "")
    if handover.zone_id is not None:
        place(session, case, handover.zone_id)
        session.flush()
    let_out(session, handover.id)


def decline(session: ScopedSession, handover: Handover, reason: str) -> None:
    """The asked one says no, and why. Raises NotOpenError."""
    _answer(handover, HandoverStatus.DECLINED)
    handover.answer = reason
    add_step(session, handover.case, StepKind.DECLINED, f"{handover.taker.name}さん\n{reason}")
    let_out(session, handover.id)


def withdraw(session: ScopedSession, handover: Handover) -> None:
    """It is not offered any more. Raises NotOpenError."""
    _answer(handover, HandoverStatus.WITHDRAWN)
    add_step(session, handover.case, StepKind.OFFER_WITHDRAWN)
    let_out(session, handover.id)


def _answer(handover: Handover, status: HandoverStatus) -> None:
    if not handover.is_open:
        raise NotOpenError
    handover.status, handover.answered_at = status, clock.now()


def assign(
    session: ScopedSession, case: Case, workers: Workers, note: str, task_ids: Collection[UUID]
) -> None:
    """Give the case to these workers at once; nobody is asked, and no offer is left."""
    if workers.primary_id != case.primary_id:
        void(session, case.id)
    _move_tasks(session, case, workers, task_ids)
    give_to(session, case, workers, StepKind.ASSIGNED, note)


def void(session: AuditedSession, case_id: UUID) -> None:
    """Offers that the case has overtaken, or is about to, wait no more."""
    for handover in _offered(session, case_id):
        handover.status, handover.answered_at = HandoverStatus.WITHDRAWN, clock.now()
        let_out(session, handover.id)


def _offered(session: AuditedSession, case_id: UUID) -> list[Handover]:
    query = select(Handover).where(
        Handover.case_id == case_id, Handover.status == HandoverStatus.OFFERED
    )
    return list(session.scalars(query))


def _move_tasks(
    session: ScopedSession, case: Case, workers: Workers, chosen: Collection[UUID]
) -> None:
    """Give chosen steps of the primary worker to the next one, before the case goes.

    All of those of a worker who leaves the case and may no longer see it.
    """
    before = {case.primary_id, case.secondary_id} - {None}
    leaving = before - {workers.primary_id, workers.secondary_id}
    blind = leaving if case.restricted or not session.actor.whole_office else set()
    query = select(Task).where(
        Task.case_id == case.id, Task.owner_id.in_(before), Task.done_at.is_(None)
    )
    for task in session.scalars(query).all():
        is_chosen = task.owner_id == case.primary_id and task.id in chosen
        if is_chosen or task.owner_id in blind:
            task.owner_id = workers.primary_id
    session.flush()
