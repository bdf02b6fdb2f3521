"""Opening accounts, handing out invitations, ending sign-ins."""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from cswtool.access import clock
from cswtool.access.actor import Role
from cswtool.accounts.login import hash_password, hash_token
from cswtool.accounts.models import CalendarFeed, Invitation, SignIn, User
from cswtool.accounts.rules import INVITATION_LIFE, new_invitation_code, normal_code
from cswtool.db.session import AuditedSession
from cswtool.db.types import new_id


class BadInvitationError(Exception):
    """The login name and code do not belong together, or the code is used or too old."""


class LoginTakenError(Exception):
    """Another user has this login name."""


@dataclass(frozen=True, slots=True)
class UserInput:
    login: str
    name: str
    kana: str = ""
    phone: str = ""
    roles: frozenset[Role] = frozenset()
    zone_ids: frozenset[UUID] = frozenset()
    district_id: UUID | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """A user, and the code to hand over on paper. It is shown once and stored nowhere."""

    user: User
    code: str = field(repr=False)


def add_user(session: AuditedSession, new: UserInput, *, key: UUID | None = None) -> User:
    """Store a user, under `key` if given, who cannot sign in yet. Raises LoginTakenError."""
    login = new.login.strip().lower()
    if session.scalar(select(User.id).where(User.login == login)) is not None:
        raise LoginTakenError
    user = User(id=key or new_id(), login=login, name=new.name, password_hash=None)
    session.add(user)
    change_user(user, new)
    session.flush()
    return user


def change_user(user: User, new: UserInput) -> None:
    """Everything but the login name, which people have written down."""
    user.name, user.kana, user.phone = new.name, new.kana, new.phone
    user.district_id, user.organisation_id = new.district_id, new.organisation_id
    if (user.roles, user.zone_ids) == (new.roles, new.zone_ids):
        return
    user.set_roles(new.roles)
    user.set_zones(new.zone_ids)
    if user.version is not None:
        user.touch()


def invite(session: AuditedSession, user: User, *, key: UUID | None = None) -> Invited:
    """Make a one-time code, under `key` if given, to choose a (new) password with.

    Older codes stop working; the old password works until the new one is chosen.
    """
    now = clock.now()
    for old in _open_invitations(session, user.id):
        old.used_at = now
    code = new_invitation_code()
    expires = now + INVITATION_LIFE
    session.add(
        Invitation(
            id=key or new_id(), user_id=user.id, code_hash=hash_token(code), expires_at=expires
        )
    )
    return Invited(user, code)


def _open_invitations(session: AuditedSession, user_id: UUID) -> list[Invitation]:
    query = select(Invitation).where(Invitation.user_id == user_id, Invitation.used_at.is_(None))
    return list(session.scalars(query))


def accept_invitation(session: AuditedSession, login: str, code: str, password: str) -> User:
    """Choose a password with a one-time code. Raises BadInvitationError."""
    user = session.scalar(select(User).where(User.login == login.strip().lower()))
    if user is None or user.is_disabled:
        raise BadInvitationError
    wanted, now = hash_token(normal_code(code)), clock.now()
    for invitation in _open_invitations(session, user.id):
        if invitation.code_hash == wanted and invitation.expires_at > now:
            invitation.used_at = now
            set_password(session, user, password)
            return user
    raise BadInvitationError


def set_password(session: AuditedSession, user: User, password: str) -> None:
    """Store a new password and end every sign-in made with the old one."""
    user.password_hash = hash_password(password)
    user.failures, user.blocked_until = 0, None
    end_sign_ins(session, user)


def end_sign_in(session: AuditedSession, row: SignIn) -> None:
    """Sign out here."""
    row.ended_at = clock.now()
    session.note(detail="signed out")


def end_sign_ins(session: AuditedSession, user: User) -> None:
    """End the sign-ins on all devices."""
    query = select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    for row in session.scalars(query):
        row.ended_at = clock.now()
    session.note(user, detail="signed out everywhere")


def make_calendar(session: AuditedSession, user_id: UUID) -> str:
    """A new address for the user's calendar; the token is stored nowhere. Older ones end."""
    _end_calendars(session, user_id)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(user_id=user_id, token_hash=hash_token(token), made_at=clock.now())
    session.add(feed)
    session.flush()
    session.note(feed, detail="calendar made")
    return token


def end_calendars(session: AuditedSession, user_id: UUID) -> None:
    """No address reads the user's calendar any more."""
    _end_calendars(session, user_id)
    session.note(detail="calendar ended")


def _end_calendars(session: AuditedSession, user_id: UUID) -> None:
    query = select(CalendarFeed).where(
        CalendarFeed.user_id == user_id, CalendarFeed.ended_at.is_(None)
    )
    for feed in session.scalars(query):
        feed.ended_at = clock.now()


def sign_out_everywhere(session: AuditedSession, user: User) -> None:
    """End every sign-in, and let nothing that waits on any device be read again."""
    user.device_salt = secrets.token_hex(16)
    end_sign_ins(session, user)


def disable(session: AuditedSession, user: User) -> None:
    """The user cannot sign in any more; what they wrote stays under their name."""
    user.disabled_at = clock.now()
    for invitation in _open_invitations(session, user.id):
        invitation.used_at = user.disabled_at
    _end_calendars(session, user.id)
    sign_out_everywhere(session, user)


def enable(user: User) -> None:
    """The user may be invited again; the old password stays behind."""
    user.disabled_at, user.password_hash = None, None
