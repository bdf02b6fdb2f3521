"""Sessions with nobody behind them, or wider than their actor's sight.

Each is opened with a stated reason, and the reason stands on the trail beside everything
that was done in it. Who may open one is a contract in pyproject.toml.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from cswtool.db.engine import writing
from cswtool.db.session import AuditedSession, ScopedSession


class ElevatedSession(AuditedSession):
    """Unscoped: sees every record."""


@contextmanager
def elevated(engine: Engine, *, reason: str) -> Iterator[ElevatedSession]:
    """A session for sign-in, commands and nightly jobs; commits at the end."""
    with ElevatedSession(writing(engine), action="elevated", actor=None, reason=reason) as session:
        yield session
        session.commit()


@contextmanager
def widened(session: ScopedSession, *, reason: str) -> Iterator[ElevatedSession]:
    """For one act, see beyond the actor's sight, in the same transaction.

    The act stays the actor's; the trail says why it went further. The guard commits.
    """
    inner = ElevatedSession(
        session.connection(), action=session.action, actor=session.actor, reason=reason
    )
    inner.join_transaction_mode = "rollback_only"
    with inner:
        yield inner
        inner.flush()
        session.entries.extend(inner.entries)
        session.expire_all()
