"""訪問時の注意: written, corrected, withdrawn; and whether two must go."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cswtool.access import clock
from cswtool.cases.commands import add_step
from cswtool.cases.models import Case
from cswtool.cases.rules import StepKind
from cswtool.cautions.models import Caution
from cswtool.cautions.rules import CautionKind
from cswtool.db.session import ScopedSession


class AlreadyWithdrawnError(Exception):
    """Somebody withdrew it before."""


@dataclass(frozen=True, slots=True)
class CautionInput:
    kind: CautionKind
    text: str
    since: date


def write(session: ScopedSession, case: Case, key: UUID, new: CautionInput) -> Caution:
    """A new caution, told on the case's course."""
    caution = Caution(id=key, case_id=case.id, author_id=session.actor.id)
    change(caution, new)
    session.add(caution)
    add_step(session, case, StepKind.CAUTIONED, _line(caution))
    return caution


def change(caution: Caution, new: CautionInput) -> None:
    caution.kind, caution.text, caution.since = new.kind, new.text, new.since


def withdraw(session: ScopedSession, caution: Caution, reason: str) -> None:
    """It no longer holds; it stays on file with the reason. Raises AlreadyWithdrawnError."""
    if not caution.holds:
        raise AlreadyWithdrawnError
    caution.until, caution.reason = clock.today(), reason
    add_step(session, caution.case, StepKind.CAUTION_ENDED, f"{_line(caution)}\n{reason}")


def _line(caution: Caution) -> str:
    return f"{caution.kind.label}：{caution.text}"


def send_two(session: ScopedSession, case: Case, reason: str, *, two: bool) -> None:
    """Whether nobody is to go to this household alone, and why. The same again is no step."""
    if case.two_workers is not two:
        add_step(session, case, StepKind.TWO_WORKERS if two else StepKind.ONE_WORKER, reason)
    case.two_workers, case.two_workers_reason = two, reason
