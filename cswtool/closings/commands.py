"""Closing a case, at once or with a second person's approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from cswtool.access import clock
from cswtool.accounts.models import User
from cswtool.cases import commands as cases
from cswtool.cases.models import Case
from cswtool.cases.rules import StepKind
from cswtool.closings.models import ClosingRequest
from cswtool.closings.rules import AlreadyAskedError, ClosingStatus, NotOpenError
from cswtool.db.session import ScopedSession
from cswtool.handovers.commands import void
from cswtool.referrals.commands import end
from cswtool.referrals.queries import open_of_case as open_referrals
from cswtool.sight.commands import let_in, let_out
from cswtool.tasks.commands import done
from cswtool.tasks.queries import open_of_case as open_tasks
from cswtool.taxonomy.models import Choice

REASON = "終結の承認を申請"
"""Why a supervisor is let into a case that they would not see otherwise, until it is decided."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a case is closed, and whether what is still open ends with it."""

    reason_id: UUID
    summary: str
    end_tasks: bool
    end_referrals: bool


def close(session: ScopedSession, case: Case, closing: Closing) -> None:
    """Close the case now; nobody is asked about it any more. Raises WrongCourseError."""
    for request in _asked(session, case.id):
        _decide(session, request, ClosingStatus.WITHDRAWN)
        let_out(session, request.id)
    void(session, case.id)
    if closing.end_tasks:
        for task in open_tasks(session, case.id):
            done(session, task)
    if closing.end_referrals:
        for referral in open_referrals(session, case):
            end(session, referral, "ケースの終結にともない終了")
    cases.close(session, case, session.get_one(Choice, closing.reason_id), closing.summary)


def ask(
    session: ScopedSession, case: Case, closing: Closing, *, approver_id: UUID, key: UUID
) -> ClosingRequest:
    """Ask a supervisor to approve. Raises AlreadyAskedError.

    One who would not see the case is let in until it is decided.
    """
    if _asked(session, case.id):
        raise AlreadyAskedError
    approver = session.get_one(User, approver_id)
    let_in(session, case, approver_id, key, REASON)
    request = ClosingRequest(
        id=key,
        case_id=case.id,
        author_id=session.actor.id,
        at=clock.now(),
        approver_id=approver_id,
        reason_id=closing.reason_id,
        summary=closing.summary,
        end_tasks=closing.end_tasks,
        end_referrals=closing.end_referrals,
    )
    session.add(request)
    cases.add_step(session, case, StepKind.CLOSING_ASKED, f"{approver.name}さんへ")
    return request


def approve(session: ScopedSession, request: ClosingRequest) -> None:
    """Close the case as it was asked for. Raises NotOpenError."""
    _decide(session, request, ClosingStatus.APPROVED)
    closing = Closing(request.reason_id, request.summary, request.end_tasks, request.end_referrals)
    close(session, request.case, closing)
    session.flush()
    let_out(session, request.id)


def send_back(session: ScopedSession, request: ClosingRequest, note: str) -> None:
    """Not yet, and why. Raises NotOpenError."""
    _decide(session, request, ClosingStatus.SENT_BACK)
    request.answer = note
    cases.add_step(session, request.case, StepKind.CLOSING_SENT_BACK, note)
    let_out(session, request.id)


def withdraw(session: ScopedSession, request: ClosingRequest) -> None:
    """It is not asked for any more. Raises NotOpenError."""
    _decide(session, request, ClosingStatus.WITHDRAWN)
    cases.add_step(session, request.case, StepKind.CLOSING_WITHDRAWN)
    let_out(session, request.id)


def _asked(session: ScopedSession, case_id: UUID) -> Sequence[ClosingRequest]:
    query = select(ClosingRequest).where(
        ClosingRequest.case_id == case_id, ClosingRequest.status == ClosingStatus.ASKED
    )
    return session.scalars(query).all()


def _decide(session: ScopedSession, request: ClosingRequest, status: ClosingStatus) -> None:
    if not request.is_open:
        raise NotOpenError
    request.status, request.answered_at = status, clock.now()
    request.decided_by_id = session.actor.id
