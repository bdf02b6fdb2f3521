"""Next steps: added, changed, done."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import select

from cswtool.access import clock
from cswtool.access.actor import Actor
from cswtool.cases.models import Case, Membership
from cswtool.cases.rules import Status
from cswtool.db.session import AuditedSession, ScopedSession
from cswtool.people.models import Person
from cswtool.tasks.models import Task


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done, by when (None: whenever) and by whom."""

    title: str
    due_on: date | None
    owner_id: UUID


def add(
    session: ScopedSession, step: NextStep, *, case_id: UUID | None, task_id: UUID | None = None
) -> Task:
    """A new task, on a case or on none; `task_id` where the form already has a key."""
    task = Task(
        case_id=case_id,
        author_id=session.actor.id,
        title=step.title,
        due_on=step.due_on,
        owner_id=step.owner_id,
    )
    if task_id is not None:
        task.id = task_id
    session.add(task)
    session.flush()
    return task


def change(task: Task, step: NextStep) -> None:
    task.title, task.due_on, task.owner_id = step.title, step.due_on, step.owner_id


def done(session: ScopedSession, task: Task) -> None:
    """Mark as done. What is done already keeps who did it first, and when."""
    if task.done_at is None:
        task.done_at, task.done_by_id = clock.now(), session.actor.id


def reopen(task: Task) -> None:
    task.done_at = task.done_by_id = None


def warn_worker(session: AuditedSession, by: Actor, person: Person, act: str) -> None:
    """Tell the worker of somebody with a protected address what `by`, who may not see them, did.

    Seen by the worker alone, not with the case, or `by` would find it there. Once a day for
    each act: the task's id is made of all that. `session` must see further than `by` does.
    """
    now = clock.in_japan(clock.now())
    key = uuid5(NAMESPACE_OID, f"{by.id} {person.id} {act} {now:%Y-%m-%d}")
    if session.get(Task, key) is not None:
        return
    case = _present_case(session, person)
    title = (
        f"ケース {case.number} の、住所を保護している世帯の人を、{by.name} が"
        f"{now.month}月{now.day}日 {now:%H:%M} に{act}。わけを確かめてください。"
    )
    session.add(
        Task(
            id=key,
            owner_id=case.primary_id,
            author_id=case.primary_id,
            title=title,
            due_on=None,
            owner_only=True,
        )
    )
    session.flush()


def _present_case(session: AuditedSession, person: Person) -> Case:
    """The latest case the person is in; one that is closed only where all are."""
    query = (
        select(Case)
        .join(Membership, Membership.case_id == Case.id)
        .where(Membership.person_id == person.id)
        .order_by((Case.status == Status.CLOSED), Case.opened_on.desc(), Case.id.desc())
    )
    return session.scalars(query.limit(1)).one()
