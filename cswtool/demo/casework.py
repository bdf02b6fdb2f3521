"""How a synthetic case goes on: its contacts, next steps, watch and closing."""

from datetime import date, datetime, timedelta

from cswtool.cases.rules import Status, StepKind
from cswtool.demo import contacts, papers
from cswtool.demo.contacts import Contact, Filing
from cswtool.demo.ground import Ground, works
from cswtool.demo.households import CaseFile, add_step
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import ChoiceKind

NEXT_STEP_SHARE = 0.4
PENDING_SHARE = 0.75  # of the open cases have a next step
LATE_SHARE = 0.35  # of the next steps that are past their day are really overdue
WATCH_SHARE = 0.22  # of the open cases with a past
WATCH_FROM = 5  # contacts
SECOND_AUTHOR_SHARE = 0.15
DUE_IN = (4, 28)  # days


def run(ground: Ground, file: CaseFile) -> None:
    """Write everything that happened in a case up to today."""
    days = [day for day in file.course.contacts if day <= ground.last_day]
    at: datetime | None = None
    held: list[Contact] = []
    for day in days:
        at = ground.moment(day, at)
        held.append(contacts.contact(ground, file.situation, at, first=not held))
    for number, contact in enumerate(held):
        following = held[number + 1] if number + 1 < len(held) else None
        filing = _filing(ground, file)
        written = contacts.write(ground, file.situation, contact, filing)
        file.records += [*written, *papers.left_behind(ground, written)]
        if following and ground.chance(NEXT_STEP_SHARE):
            file.records.append(_done_step(ground, file, contact, following))
    _finish(ground, file, held[-1])


def _filing(ground: Ground, file: CaseFile) -> Filing:
    case = file.case
    if case.secondary_id is None or not ground.chance(SECOND_AUTHOR_SHARE):
        return Filing(case.id, case.primary_id)
    companion = case.primary_id if ground.chance(contacts.COMPANION_SHARE) else None
    return Filing(case.id, case.secondary_id, companion)


def _finish(ground: Ground, file: CaseFile, last: Contact) -> None:
    if file.course.closed <= ground.last_day:
        _close(ground, file)
        return
    if len(file.course.contacts) >= WATCH_FROM and ground.chance(WATCH_SHARE):
        file.case.status = Status.WATCH
        add_step(ground, file, StepKind.WATCHED, min(last.at + timedelta(hours=1), ground.now))
    if ground.chance(PENDING_SHARE):
        file.records.append(_step(ground, file, last, _due(ground, last.day)))


def _close(ground: Ground, file: CaseFile) -> None:
    case, course = file.case, file.course
    case.status, case.closed_on = Status.CLOSED, course.closed
    case.closing_id = ground.lists.choice(ChoiceKind.CLOSING, course.reason)
    case.closing_summary = ground.texts.closing(
        reason=course.reason, issues=file.situation.issues, cast=file.situation.cast
    )
    add_step(ground, file, StepKind.CLOSED, ground.moment(course.closed))


def _due(ground: Ground, last: date) -> date:
    due = last + timedelta(days=ground.rng.randint(*DUE_IN))
    if due < ground.today and not ground.chance(LATE_SHARE):
        due = ground.today + timedelta(days=ground.rng.randint(0, DUE_IN[0] * 3))
    while not works(due):
        due += timedelta(days=1)
    return due


def _step(ground: Ground, file: CaseFile, contact: Contact, due: date) -> Task:
    title = ground.texts.next_step(
        outcome=contact.outcome, issues=contact.tags, cast=file.situation.cast
    )
    return Task(
        id=ground.key(contact.at),
        case_id=file.case.id,
        owner_id=file.case.primary_id,
        author_id=file.case.primary_id,
        title=title,
        due_on=due,
    )


def _done_step(ground: Ground, file: CaseFile, contact: Contact, following: Contact) -> Task:
    task = _step(ground, file, contact, following.day)
    task.done_at, task.done_by_id = following.at, file.case.primary_id
    return task
