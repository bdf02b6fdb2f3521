"""What the administrator does to the office and its people."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from cswtool.access import clock
from cswtool.access.actor import CASE_STAFF, Role
from cswtool.accounts.commands import UserInput, change_user, disable
from cswtool.accounts.models import CaseVisibility, Office, User, UserRole
from cswtool.cases.models import Case, CaseStep
from cswtool.cases.rules import Status, StepKind
from cswtool.db.elevated import ElevatedSession, widened
from cswtool.db.session import ScopedSession
from cswtool.handovers.commands import void
from cswtool.regional.models import RegionalIssue
from cswtool.register.models import Merge
from cswtool.tasks.models import Task

_SEEING = CASE_STAFF | {Role.PRIVACY_OFFICER}

Successors = Mapping[UUID | None, UUID]
"""Who takes over, by the 圏域 of the case or the 地域課題; None for what has no 圏域."""


class AdministratorNeededError(Exception):
    """An administrator would shut themself out, or the office would have none left."""


class OwnSightError(Exception):
    """An administrator would give themself sight of cases or of the trail."""


@dataclass(frozen=True, slots=True)
class OfficeInput:
    """What the office decides for all; it holds from the next click on."""

    case_visibility: CaseVisibility
    correction_days: int
    closing_approval: bool
    city_threshold: int


def change_office(office: Office, new: OfficeInput) -> None:
    for name in OfficeInput.__slots__:
        setattr(office, name, getattr(new, name))


def change_account(session: ScopedSession, user: User, new: UserInput) -> None:
    """Change a user. Raises AdministratorNeededError and OwnSightError."""
    if user.id == session.actor.id and (new.roles - user.roles) & _SEEING:
        raise OwnSightError
    if Role.ADMINISTRATOR in user.roles - new.roles:
        _require_another_administrator(session, user)
    change_user(user, new)
    labels = [role.label for role in Role if role in new.roles]
    session.note(user, detail=f"役割：{'、'.join(labels) or 'なし'}")


def disable_account(session: ScopedSession, user: User, successors: Successors) -> None:
    """End a user's access; open cases and tasks, and 地域課題, go to the successors.

    The administrator sees no case, so the handing over reaches beyond their sight, and the
    trail says so. Waiting つなぎ stay with their case. Raises AdministratorNeededError.
    """
    if user.id == session.actor.id or Role.ADMINISTRATOR in user.roles:
        _require_another_administrator(session, user)
    if successors:
        with widened(session, reason="a worker is disabled: handing over") as wide:
            _hand_over_cases(wide, user.id, session.actor.id, successors)
            wide.flush()
            _hand_over_tasks(wide, user.id, successors)
            _hand_over_issues(wide, user.id, successors)
    disable(session, user)


def case_for_the_trail(session: ScopedSession, number: str) -> UUID | None:
    """The id of the case with this number, or that had it before it was merged.

    Whoever reads the trail sees no case, so this reaches beyond their sight; that they asked
    for this case stands on its trail.
    """
    with widened(session, reason="the trail of one case") as wide:
        found: Case | Merge | None = wide.scalars(select(Case).where(Case.number == number)).first()
        if found is None:
            merged = select(Merge).where(Merge.number == number, Merge.undone_at.is_(None))
            found = wide.scalars(merged).first()
        if found is None:
            return None
        wide.note(found)
        return found.gone_id if isinstance(found, Merge) else found.id


def _require_another_administrator(session: ScopedSession, user: User) -> None:
    """Nobody shuts themself out, and one administrator always stays.

    The rows are locked: two administrators disabling each other do so one after the other.
    """
    query = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.ADMINISTRATOR, User.disabled_at.is_(None))
        .order_by(User.id)
        .with_for_update()
    )
    others = set(session.scalars(query)) - {user.id}
    if user.id == session.actor.id or not others:
        raise AdministratorNeededError


def _hand_over_cases(
    wide: ElevatedSession, leaver: UUID, author: UUID, successors: Successors
) -> None:
    query = select(Case).where(
        Case.status != Status.CLOSED,
        or_(Case.primary_id == leaver, Case.secondary_id == leaver),
    )
    for case in wide.scalars(query).all():
        void(wide, case.id)
        _replace_worker(case, leaver, successors[case.zone_id])
        step = CaseStep(case_id=case.id, author_id=author, kind=StepKind.ASSIGNED, at=clock.now())
        step.note = "担当者が利用を停止したため引き継ぎ"
        wide.add(step)


def _replace_worker(case: Case, leaver: UUID, successor: UUID) -> None:
    """Put the successor in the leaver's place; nobody is both primary and secondary."""
    if case.primary_id == leaver:
        case.primary_id = successor
        if case.secondary_id in {successor, leaver}:
            case.secondary_id = None
    else:
        case.secondary_id = None if case.primary_id == successor else successor


def _hand_over_tasks(wide: ElevatedSession, leaver: UUID, successors: Successors) -> None:
    query = select(Task).where(Task.owner_id == leaver, Task.done_at.is_(None))
    for task in wide.scalars(query):
        successor = successors[task.case.zone_id if task.case else None]
        task.owner_id = _sees(task.case, successor) if task.case else successor


def _hand_over_issues(wide: ElevatedSession, leaver: UUID, successors: Successors) -> None:
    """Those at rest too: taken up again, they would be looked after by nobody."""
    for issue in wide.scalars(select(RegionalIssue).where(RegionalIssue.owner_id == leaver)):
        issue.owner_id = successors[issue.zone_id]


def _sees(case: Case, successor: UUID) -> UUID:
    """The successor; in a restricted case they do not work on, the case's own worker."""
    named = {case.primary_id, case.secondary_id}
    return case.primary_id if case.restricted and successor not in named else successor
