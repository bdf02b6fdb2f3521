"""Who is signed in. Flask-Login carries a token; the sign-in itself is kept here.

A sign-in lives in the database, so it can be ended from elsewhere and ends by itself.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_login import UserMixin
from sqlalchemy import Engine, bindparam, select, true
from sqlalchemy.orm import joinedload, lazyload

from cswtool.access import clock
from cswtool.access.actor import NOBODY, Actor
from cswtool.accounts.models import CaseVisibility, Office, SignIn, User
from cswtool.accounts.rules import pause_after
from cswtool.db.audit import Outcome
from cswtool.db.session import ScopedSession

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's Argon2id parameters: 19 MiB, two passes, one lane."""

_SEEN_EVERY = timedelta(minutes=1)
"""How often a busy sign-in's last-seen time is written."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lives without a sign of life, and at the longest."""

    idle: timedelta
    longest: timedelta


class SignedIn(UserMixin):  # type: ignore[misc]
    """The identity that Flask-Login carries through a request."""

    def __init__(self, token: str, sign_in_id: UUID, user: User, actor: Actor) -> None:
        self.id = token
        self.device_purpose = f"text on a device|{user.id}|{user.device_salt}"
        self.sign_in_id = sign_in_id
        self.actor = actor


class RefusedError(Exception):
    """Not signed in. `until` is set when further tries must wait."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__()
        self.until = until


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe())


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the right one; takes as long where there is no user."""
    try:
        return _HASHER.verify(password_hash or _nobodys_hash(), password) and bool(password_hash)
    except VerificationError:
        return False


def sign_in(engine: Engine, login: str, password: str) -> SignedIn:
    """Check a password and open a sign-in. Raises RefusedError.

    The trail gets every try, whichever way it ends, and never what was typed. Whether the
    user must wait is judged where the try is counted, one try after another, so that many
    at the same moment are no way round the pause.
    """
    with ScopedSession(engine, NOBODY, "sign-in") as session:
        user = session.scalar(select(User).where(User.login == login.strip().lower()))
    right = matches(user.password_hash if user else None, password)
    with ScopedSession(engine, NOBODY, "sign-in", writes=True) as session:
        stored = _locked(session, user.id) if user else None
        if stored is None or stored.is_disabled or not may_try(stored) or not right:
            until = count_failure(session, stored)
            session.commit()
            raise RefusedError(until)
        signed_in = open_sign_in(session, stored)
        session.commit()
    return signed_in


def _locked(session: ScopedSession, user_id: UUID) -> User | None:
    """The user as stored now; nobody else counts a try of theirs until the commit."""
    query = select(User).where(User.id == user_id).with_for_update(of=User)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def may_try(user: User) -> bool:
    """Whether no pause is running after wrong passwords."""
    return user.blocked_until is None or user.blocked_until <= clock.now()


def count_failure(session: ScopedSession, user: User | None) -> datetime | None:
    """Note a wrong try, and make the user wait. A try during the pause does not lengthen it."""
    session.note(user, outcome=Outcome.REFUSED)
    if user is None:
        return None
    if may_try(user):
        user.failures += 1
        pause = pause_after(user.failures)
        user.blocked_until = clock.now() + pause if pause else None
    return user.blocked_until


def open_sign_in(session: ScopedSession, user: User) -> SignedIn:
    """Open a sign-in for a user who has shown who they are.

    Every way in ends here; a second factor will stand in front of it.
    """
    token, now = secrets.token_urlsafe(32), clock.now()
    user.failures, user.blocked_until = 0, None
    row = SignIn(user_id=user.id, token_hash=hash_token(token), began_at=now, seen_at=now)
    session.add(row)
    session.flush()
    session.note(user, detail="signed in")
    return SignedIn(token, row.id, user, user.as_actor(_visibility(session)))


def _visibility(session: ScopedSession) -> CaseVisibility:
    return session.scalars(select(Office.case_visibility)).one()


_WITH_TOKEN = (
    select(SignIn, Office.case_visibility)
    .join(Office, true())
    .where(SignIn.token_hash == bindparam("hash"))
    .options(
        joinedload(SignIn.user).options(joinedload(User.role_rows), joinedload(User.zone_rows))
    )
)
"""All that a request needs to know about who is asking, in one statement."""


def find(engine: Engine, token: str, limits: Limits) -> SignedIn | None:
    """The living sign-in behind a token, or None. Notes the sign of life once a minute."""
    with ScopedSession(engine, NOBODY, "sign-in") as session:
        found = session.execute(_WITH_TOKEN, {"hash": hash_token(token)}).unique().one_or_none()
        if found is None or not _alive(found[0], limits):
            return None
        row, visibility = found
        signed_in = SignedIn(token, row.id, row.user, row.user.as_actor(visibility))
    if clock.now() - row.seen_at > _SEEN_EVERY:
        with ScopedSession(engine, NOBODY, "sign-in", writes=True) as session:
            session.get_one(SignIn, row.id, options=[lazyload(SignIn.user)]).seen_at = clock.now()
            session.commit()
    return signed_in


def _alive(row: SignIn, limits: Limits) -> bool:
    now = clock.now()
    return (
        row.ended_at is None
        and not row.user.is_disabled
        and now - row.seen_at < limits.idle
        and now - row.began_at < limits.longest
    )
