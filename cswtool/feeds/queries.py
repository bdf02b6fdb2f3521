"""What somebody's calendar shows."""

from sqlalchemy import select

from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.feeds.rules import Entry, kind_of
from cswtool.tasks.models import Task


def entries(session: ScopedSession) -> list[Entry]:
    """The dated steps in the calendar's sight, the earliest first."""
    query = (
        select(Task.id, Task.due_on, Task.title, Case.number)
        .outerjoin(Case, Case.id == Task.case_id)
        .order_by(Task.due_on, Task.id)
    )
    return [
        Entry(key, day, kind_of(title), number)
        for key, day, title, number in session.execute(query)
        if day is not None
    ]
