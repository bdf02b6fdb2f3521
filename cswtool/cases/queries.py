"""Reads about cases, their members and their course."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, not_, or_, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from cswtool.access.actor import Role
from cswtool.accounts.models import User
from cswtool.accounts.queries import case_staff
from cswtool.cases.models import Case, CaseStep, CaseZone, Membership
from cswtool.cases.rules import Status, typed_number
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.sight.models import CaseGrant


def is_in_sight(session: ScopedSession, case: Case) -> bool:
    """Whether the actor still sees the case, after handing it over or restricting it."""
    return session.scalar(select(Case.id).where(Case.id == case.id)) is not None


def zones_of(session: ScopedSession, case: Case) -> Sequence[CaseZone]:
    """The 圏域 of the case and since when, the present one first."""
    query = select(CaseZone).where(CaseZone.case_id == case.id)
    query = query.options(joinedload(CaseZone.zone))
    return session.scalars(query.order_by(CaseZone.since.desc())).all()


def members_of(session: ScopedSession, case: Case) -> Sequence[Membership]:
    """The household in its order; `person` is None where the actor may not see them."""
    query = select(Membership).where(Membership.case_id == case.id)
    query = query.options(joinedload(Membership.person).joinedload(Person.town))
    return session.scalars(query.order_by(Membership.position, Membership.id)).all()


def is_guarded(members: Iterable[Membership]) -> bool:
    """Whether somebody of the household is out of sight or has a protected address."""
    return any(m.person is None or m.person.address_protected for m in members)


def grants_of(session: ScopedSession, case: Case) -> list[tuple[CaseGrant, User, User]]:
    """Who may see the case beside its workers, with who let them, the earliest first."""
    author = aliased(User)
    query = (
        select(CaseGrant, User, author)
        .join(User, User.id == CaseGrant.user_id)
        .join(author, author.id == CaseGrant.author_id)
        .where(CaseGrant.case_id == case.id, CaseGrant.asked_id.is_(None))
        .order_by(CaseGrant.at, CaseGrant.id)
    )
    return [(row, user, by) for row, user, by in session.execute(query)]


def may_be_granted(session: ScopedSession, case: Case) -> list[User]:
    """Colleagues who are not named on the case yet."""
    lasting = select(CaseGrant.user_id).where(
        CaseGrant.case_id == case.id, CaseGrant.asked_id.is_(None)
    )
    granted = session.scalars(lasting)
    named = {case.primary_id, case.secondary_id, *granted}
    return [user for user in case_staff(session) if user.id not in named]


def steps_of(session: ScopedSession, case: Case) -> Sequence[CaseStep]:
    """The course of the case, the latest first."""
    query = select(CaseStep).where(CaseStep.case_id == case.id)
    query = query.options(joinedload(CaseStep.author).lazyload("*"))
    return session.scalars(query.order_by(CaseStep.at.desc(), CaseStep.id.desc())).all()


def memberships_of(
    session: ScopedSession, people: Iterable[Person]
) -> dict[UUID, list[Membership]]:
    """By the id of each person: their places in cases in sight, the newest case first."""
    ids = [person.id for person in people]
    query = (
        select(Membership)
        .join(Membership.case)
        .where(Membership.person_id.in_(ids))
        .options(joinedload(Membership.case).joinedload(Case.zone))
        .options(joinedload(Membership.case).joinedload(Case.primary).lazyload("*"))
        .order_by(Case.opened_on.desc(), Case.id.desc(), Membership.id)
    )
    found: dict[UUID, list[Membership]] = defaultdict(list)
    for member in session.scalars(query) if ids else ():
        found[member.person_id].append(member)
    return found


def by_number(session: ScopedSession, typed: str) -> Case | None:
    """The case in sight with exactly this number, however it was typed."""
    query = select(Case).where(Case.number == (typed_number(typed) or ""))
    shown = (Case.zone, Case.primary, Case.focus)
    return session.scalar(query.options(*(joinedload(part) for part in shown)))


def number_out_of_sight(session: ScopedSession, typed: str) -> bool:
    """Whether a case has this number, which `by_number` did not find.

    Cases with an address-protected person are left out: not even their existence may show.
    """
    number = typed_number(typed)
    if number is None:
        return False
    known = Case.id.not_in(guarded_cases())
    query = select(func.count(Case.id)).where(Case.number == number, known)
    ((found,),) = count_cells(session, query, reason="search: a case number out of sight")
    return bool(found)


def guarded_cases() -> Select[UUID]:
    """The ids of the cases with an address-protected person, for counts over all cases.

    In a scoped read it misses the persons whom the actor does not see.
    """
    return (
        select(Membership.case_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.address_protected)
    )


def restricted_numbers(session: ScopedSession, *where: ColumnElement[bool]) -> list[str]:
    """Numbers of restricted cases out of sight: all that a supervisor is shown of them."""
    query = select(Case.number, func.count(Case.id)).where(*where)
    return [number for number, _ in restricted_counts(session, query)]


def restricted_counts(session: ScopedSession, query: Select[str, int]) -> list[tuple[str, int]]:
    """How much a list leaves out, by the number of each restricted case out of sight.

    `query` selects Case.number and a count. Shown to supervisors alone: an empty list for
    everybody else.
    """
    if not session.actor.has(Role.SUPERVISOR):
        return []
    seen = func.coalesce(Case.visible_to(session.actor), false())  # NULL: not the second worker
    query = query.where(Case.restricted, not_(seen)).group_by(Case.number).order_by(Case.number)
    cells = count_cells(session, query, reason="numbers of restricted cases")
    return [(number, count) for number, count in cells]


def open_cases_beside(session: ScopedSession, case: Case) -> Sequence[Case]:
    """The actor's own open cases without this one, as first or second worker."""
    me = session.actor.id
    query = select(Case).where(
        or_(Case.primary_id == me, Case.secondary_id == me),
        Case.status != Status.CLOSED,
        Case.id != case.id,
    )
    return session.scalars(query.order_by(Case.number)).all()


def workers_to_filter(session: ScopedSession) -> Sequence[User]:
    """Case staff, and whoever else still holds a case."""
    staff = case_staff(session)
    others = select(User).where(
        User.id.in_(select(Case.primary_id)), User.id.not_in([user.id for user in staff])
    )
    others = others.options(lazyload("*")).order_by(User.kana, User.id)
    return [*staff, *session.scalars(others)]
