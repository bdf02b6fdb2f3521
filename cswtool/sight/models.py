"""The one statement of which cases and persons an actor sees.

The conditions ask about one row at a time (`EXISTS`), so that a page of twenty rows costs
twenty look-ups, however many cases there are.

The rule is written over the *names* of the tables it reads, so that it can stand below
the features whose rows it decides about, and none of them says it again:

- Case staff see unrestricted cases: all of them, or those of their own 圏域 (office setting).
- The primary and the secondary worker always see their case, and so does anybody granted it.
- A restricted case is seen by nobody else.
- A calendar sees what its person has still to do on a day, and the case it is to be done in.
- A person is seen by those who see a case the person is in; where the address is
  protected, or shared with somebody whose address is, by the workers of such a case and
  those granted it alone. A person in no case yet is seen by whoever wrote them down.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Select,
    Uuid,
    and_,
    column,
    false,
    literal,
    literal_column,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.db.base import Scoped

_case = table(
    "case",
    column("id", Uuid),
    column("zone_id", Uuid),
    column("restricted", Boolean),
    column("primary_id", Uuid),
    column("secondary_id", Uuid),
)
_membership = table(
    "membership",
    column("case_id", Uuid),
    column("person_id", Uuid),
    column("lives_here", Boolean),
)
_person = table(
    "person",
    column("id", Uuid),
    column("address_protected", Boolean),
    column("author_id", Uuid),
)
_task = table(
    "task",
    column("case_id", Uuid),
    column("owner_id", Uuid),
    column("due_on", Date),
    column("done_at", DateTime),
)
_grant = table("case_grant", column("case_id", Uuid), column("user_id", Uuid))


def named_on_case(actor: Actor, case: Any) -> ColumnElement[bool]:
    """The actor is a worker of the case or has been granted it."""
    me = literal(actor.id, Uuid)  # one value for all three
    granted = select(_grant.c.case_id).where(_grant.c.user_id == me)
    return or_(case.primary_id == me, case.secondary_id == me, case.id.in_(granted))


def case_in_sight(actor: Actor, case: Any) -> ColumnElement[bool]:
    """Whether the actor sees a case; `case` is the Case class or the columns of its table."""
    if not actor.is_case_staff:
        return false()
    return or_(
        and_(case.restricted.is_(False), zone_in_sight(actor, case.zone_id)),
        named_on_case(actor, case),
    )


def case_in_calendar(person: Actor, case: Any) -> ColumnElement[bool]:
    """Whether somebody's calendar names a case: they see it and have a dated step to do in it."""
    dated = select(_task.c.case_id).where(
        _task.c.owner_id == person.id, _task.c.due_on.is_not(None), _task.c.done_at.is_(None)
    )
    return and_(case_in_sight(person, case), case.id.in_(dated))


def zone_in_sight(actor: Actor, zone_id: Any) -> ColumnElement[bool]:
    """Whether the office's setting lets case staff see what belongs to this 圏域.

    What has no 圏域 yet is everybody's, or nobody would look after it.
    """
    if not actor.is_case_staff:
        return false()
    if actor.whole_office:
        return true()
    return or_(zone_id.is_(None), zone_id.in_(actor.zone_ids))


def case_id_in_sight(actor: Actor, case_id: Any) -> ColumnElement[bool]:
    """Whether the actor sees the case with the id in this column."""
    case = _case.alias()
    return _exists_for_one(case.c.id == case_id, case_in_sight(actor, case.c))


def _exists_for_one(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """EXISTS, asked about the row at hand.

    Without the offset PostgreSQL gathers whatever fits any row first, for a page of twenty.
    """
    return select(literal_column("1")).where(*conditions).offset(literal_column("0")).exists()


def person_in_sight(actor: Actor, person: Any) -> ColumnElement[bool]:
    """Whether the actor sees a person; `person` is the Person class or its columns."""
    if not actor.is_case_staff:
        return false()
    case, member, any_member = _case.alias(), _membership.alias(), _membership.alias()
    of_person = (member.c.person_id == person.id, member.c.case_id == case.c.id)
    return or_(
        and_(
            person.address_protected.is_(False),
            _exists_for_one(*of_person, case_in_sight(actor, case.c)),
            ~_lives_with_protected(person.id),
        ),
        _exists_for_one(*of_person, named_on_case(actor, case.c)),
        and_(
            person.author_id == actor.id,
            ~_exists_for_one(any_member.c.person_id == person.id),
        ),
    )


def person_id_in_sight(actor: Actor, person_id: Any) -> ColumnElement[bool]:
    """Whether the actor sees the person with the id in this column."""
    person = _person.alias()
    return _exists_for_one(person.c.id == person_id, person_in_sight(actor, person.c))


def near_protected(person_id: Any) -> ColumnElement[bool]:
    """Whether a person is in a case in which somebody's address is protected."""
    mine = _membership.alias()
    return _exists_for_one(mine.c.person_id == person_id, *_beside_protected(mine))


def all_near_protected() -> Select[Any]:
    """The ids of all such persons, found from the few whose address is protected."""
    mine = _membership.alias()
    return select(mine.c.person_id).where(*_beside_protected(mine))


def _beside_protected(mine: Any) -> list[ColumnElement[bool]]:
    other, person = _membership.alias(), _person.alias()
    return [
        other.c.case_id == mine.c.case_id,
        person.c.id == other.c.person_id,
        person.c.address_protected,
    ]


def _lives_with_protected(person_id: Any) -> ColumnElement[bool]:
    """Whether a person's address is that of somebody whose address is protected."""
    mine, other, person = _membership.alias(), _membership.alias(), _person.alias()
    return _exists_for_one(
        mine.c.person_id == person_id,
        mine.c.lives_here,
        other.c.case_id == mine.c.case_id,
        other.c.lives_here,
        person.c.id == other.c.person_id,
        person.c.address_protected,
    )


class OfTheOffice(Scoped):
    """Tells of no household: seen by all case staff and nobody else."""

    __abstract__ = True

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return true() if actor.is_case_staff else false()


class CaseGrant(Scoped):
    """Somebody beside the workers was let into a case, by whom and why."""

    __tablename__ = "case_grant"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_id: Mapped[UUID | None] = mapped_column(index=True)
    """The question (an offer, a request) with which the sight ends; None where it is lasting."""
    reason: Mapped[str]
    at: Mapped[datetime]

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)
