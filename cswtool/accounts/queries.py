"""Reads about users and their sign-ins."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from cswtool.access import clock
from cswtool.access.actor import CASE_STAFF, Role
from cswtool.accounts.login import Limits
from cswtool.accounts.models import CalendarFeed, SignIn, User, UserRole
from cswtool.db.session import ScopedSession


def living_sign_ins(session: ScopedSession, user: User, limits: Limits) -> Sequence[SignIn]:
    """Where a user is signed in now, the latest first."""
    now = clock.now()
    query = select(SignIn).where(
        SignIn.user_id == user.id,
        SignIn.ended_at.is_(None),
        SignIn.seen_at > now - limits.idle,
        SignIn.began_at > now - limits.longest,
    )
    return session.scalars(query.order_by(SignIn.began_at.desc(), SignIn.id)).all()


def calendar_of(session: ScopedSession, user_id: UUID) -> CalendarFeed | None:
    """The calendar of a user that can be read now, the latest of two that a double press made."""
    query = select(CalendarFeed).where(
        CalendarFeed.user_id == user_id, CalendarFeed.ended_at.is_(None)
    )
    latest = query.order_by(CalendarFeed.made_at.desc(), CalendarFeed.id.desc())
    return session.scalars(latest).unique().first()


def calendar_owners(session: ScopedSession) -> dict[UUID, str]:
    """By the id of every calendar there ever was: whose it is."""
    query = select(CalendarFeed.id, User.name).join(User, User.id == CalendarFeed.user_id)
    return {row[0]: row[1] for row in session.execute(query)}


def case_staff(session: ScopedSession, roles: Collection[Role] = CASE_STAFF) -> Sequence[User]:
    """Colleagues who work on cases, or in these roles, and can still sign in, by kana.

    For their names; their own roles and 圏域 are not read along.
    """
    having = select(UserRole.user_id).where(UserRole.role.in_(roles))
    query = select(User).where(User.id.in_(having), User.disabled_at.is_(None))
    query = query.options(lazyload("*")).order_by(User.kana, User.name, User.id)
    return session.scalars(query).all()


def other_supervisors(session: ScopedSession) -> Sequence[User]:
    """The supervisors but the actor: nobody approves or checks their own act."""
    supervisors = case_staff(session, {Role.SUPERVISOR})
    return [user for user in supervisors if user.id != session.actor.id]
