"""Next steps: added, changed, done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cswtool.access import clock
from cswtool.db.session import ScopedSession
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
