"""Writing an activity down, correcting it, withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cswtool.access import clock
from cswtool.activities.models import Activity, ActivityOrganisation
from cswtool.activities.rules import Meeting
from cswtool.db.session import ScopedSession


class AlreadyWithdrawnError(Exception):
    """Somebody withdrew it before."""


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """What stands in an activity beside its organisations; no 圏域 is the whole city."""

    kind_id: UUID
    day: date
    zone_id: UUID | None
    title: str
    minutes: int | None
    people: int | None
    meeting: Meeting | None
    discussed: int | None
    others: str
    done: str
    next_step: str


@dataclass(frozen=True, slots=True)
class ActivityInput:
    facts: ActivityFacts
    organisations: Sequence[UUID]


def write(session: ScopedSession, key: UUID, new: ActivityInput) -> Activity:
    activity = Activity(id=key, author_id=session.actor.id)
    _fill(activity, new)
    session.add(activity)
    session.flush()
    return activity


def change(activity: Activity, new: ActivityInput) -> None:
    """Other words. Raises AlreadyWithdrawnError: what was withdrawn stays as it was."""
    if activity.withdrawn_at is not None:
        raise AlreadyWithdrawnError
    _fill(activity, new)
    # Organisations are rows of their own; whoever has the old ones open must hear of it.
    activity.touch()


def _fill(activity: Activity, new: ActivityInput) -> None:
    for name in ActivityFacts.__slots__:
        setattr(activity, name, getattr(new.facts, name))
    kept = {row.organisation_id: row for row in activity.partners}
    activity.partners = [
        kept.get(key) or ActivityOrganisation(organisation_id=key) for key in new.organisations
    ]


def withdraw(session: ScopedSession, activity: Activity, reason: str) -> None:
    """It is not counted any more and stays on file. Raises AlreadyWithdrawnError."""
    if activity.withdrawn_at is not None:
        raise AlreadyWithdrawnError
    activity.withdrawn_at, activity.withdrawn_reason = clock.now(), reason
    activity.withdrawn_by_id = session.actor.id
