"""Whether two entries may be merged by this person.

Whoever merges must see both wholly; and where something of them is guarded, those who see it
in the one must be those who see it in the other, so that nobody comes to see more of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select

from cswtool.accounts.models import Office, User
from cswtool.cases.models import Case, Membership
from cswtool.cases.queries import guarded_cases
from cswtool.db.elevated import ElevatedSession
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.register.models import MODELS
from cswtool.register.models.rows import references
from cswtool.register.rules import Subject
from cswtool.sight.models import CaseGrant, near_protected, person_in_sight


class MixedSightError(Exception):
    """Not wholly seen by who merges, or somebody would come to see what is guarded."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which entry becomes part of which, which value of each part is wanted, and why."""

    subject: Subject
    kept_id: UUID
    gone_id: UUID
    choices: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def require_clear_sight(session: ScopedSession, inner: ElevatedSession, wish: Wish) -> None:
    """Raises MixedSightError."""
    for key in (wish.kept_id, wish.gone_id):
        if not _sees_wholly(session, inner, MODELS[wish.subject], key):
            raise MixedSightError
    guarded, seers = _SIGHT[wish.subject]
    kept, gone = wish.kept_id, wish.gone_id
    if (guarded(inner, kept) or guarded(inner, gone)) and seers(inner, kept) != seers(inner, gone):
        raise MixedSightError


def _sees_wholly(
    session: ScopedSession, inner: ElevatedSession, model: type[Any], key: UUID
) -> bool:
    for holder, column in references(model):
        query = select(holder.id).where(getattr(holder, column) == key)
        if set(inner.scalars(query)) != set(session.scalars(query)):
            return False
    members = select(Membership.person_id).where(Membership.case_id == key)
    people = select(Person.id).where(Person.id.in_(members))
    return set(inner.scalars(people)) == set(session.scalars(people))


def _is_guarded_person(inner: ElevatedSession, key: UUID) -> bool:
    restricted = (
        select(Membership.person_id)
        .join(Case, Case.id == Membership.case_id)
        .where(Case.restricted)
    )
    query = select(Person.id).where(
        Person.id == key,
        or_(Person.address_protected, near_protected(Person.id), Person.id.in_(restricted)),
    )
    return inner.scalar(query) is not None


def _seers_of_person(inner: ElevatedSession, key: UUID) -> set[UUID]:
    visibility = inner.scalars(select(Office.case_visibility)).one()
    actors = [user.as_actor(visibility) for user in inner.scalars(select(User))]
    query = select(Person.id).where(Person.id == key)
    return {
        actor.id
        for actor in actors
        if actor.is_case_staff and inner.scalar(query.where(person_in_sight(actor, Person)))
    }


def _is_guarded_case(inner: ElevatedSession, key: UUID) -> bool:
    guarded = or_(Case.restricted, Case.id.in_(guarded_cases()))
    query = select(Case.id).where(Case.id == key, guarded)
    return inner.scalar(query) is not None


def _named_on_case(inner: ElevatedSession, key: UUID) -> set[UUID]:
    case = inner.get_one(Case, key)
    granted = inner.scalars(select(CaseGrant.user_id).where(CaseGrant.case_id == key))
    return {case.primary_id, case.secondary_id or case.primary_id, *granted}


_SIGHT: Final[
    Mapping[
        Subject,
        tuple[
            Callable[[ElevatedSession, UUID], bool], Callable[[ElevatedSession, UUID], set[UUID]]
        ],
    ]
] = {
    Subject.PERSON: (_is_guarded_person, _seers_of_person),
    Subject.CASE: (_is_guarded_case, _named_on_case),
}
"""Whether an entry is guarded, and who sees what is guarded in it."""
