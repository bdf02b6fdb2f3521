"""The audit trail: who did what to which record. Appended to, never changed.

Every row carries the hash of the one before it, so a row that was altered or taken out
is found. What is written is the *names* of changed fields and nothing of their content:
the trail is not a second copy of the case file.
"""

import hashlib
import json
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Table,
    false,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from cswtool.access import clock
from cswtool.access.actor import Actor, Role
from cswtool.db.base import Base, Scoped, Unscoped
from cswtool.db.engine import writing
from cswtool.db.types import new_id

GENESIS: Final = "0" * 64


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    """In sight, but not allowed (403)."""
    UNSEEN = "unseen"
    """Asked for by its address, but out of sight or not there (404)."""


class AuditEvent(Scoped):
    """One act or look. `seq` counts from 1 without a gap."""

    __tablename__ = "audit_event"
    audited = False  # the trail does not write about itself

    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    reason: Mapped[str | None]
    """Why a session was opened for nobody, or wider than its actor's sight."""
    action: Mapped[str]
    outcome: Mapped[Outcome]
    record_type: Mapped[str | None]
    record_id: Mapped[UUID | None] = mapped_column(index=True)
    fields: Mapped[list[str]] = mapped_column(JSON)
    detail: Mapped[str | None]
    hash: Mapped[str]

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return true() if actor.has(Role.PRIVACY_OFFICER) else false()


class AuditHead(Unscoped):
    """Unscoped: one row, the last number and hash. Locking it keeps the chain single."""

    __tablename__ = "audit_head"
    audited = False  # it is the trail's own end

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row on its way to the trail."""

    action: str
    actor_id: UUID | None = None
    reason: str | None = None
    outcome: Outcome = Outcome.DONE
    record_type: str | None = None
    record_id: UUID | None = None
    fields: tuple[str, ...] = ()
    detail: str | None = None


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _digest(previous: str, row: dict[str, Any]) -> str:
    content = [
        row["seq"],
        row["at"].isoformat(timespec="microseconds"),
        str(row["actor_id"]),
        row["reason"],
        row["action"],
        str(row["outcome"]),
        row["record_type"],
        str(row["record_id"]),
        list(row["fields"]),
        row["detail"],
    ]
    text = json.dumps([previous, content], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write(connection: Connection, entries: Sequence[Entry]) -> None:
    """Append `entries` inside the transaction of `connection`, just before it commits."""
    if not entries:
        return
    head = _table(AuditHead)
    seq, previous = connection.execute(select(head.c.seq, head.c.hash).with_for_update()).one()
    rows = []
    for entry in entries:
        seq += 1
        row = {name: getattr(entry, name) for name in Entry.__slots__}
        row |= {"id": new_id(), "seq": seq, "at": clock.now(), "fields": list(entry.fields)}
        previous = row["hash"] = _digest(previous, row)
        rows.append(row)
    connection.execute(insert(_table(AuditEvent)), rows)
    connection.execute(update(head).values(seq=seq, hash=previous))


def append(engine: Engine, entries: Sequence[Entry]) -> None:
    """Append `entries` in a short transaction of their own (after a read has ended)."""
    if entries:
        with writing(engine).begin() as connection:
            write(connection, entries)


@dataclass(frozen=True, slots=True)
class Head:
    """The last number and hash; kept outside the office's server it seals the trail."""

    seq: int
    hash: str


class BrokenTrailError(Exception):
    """The trail is not what was written."""


def head(engine: Engine) -> Head:
    table = _table(AuditHead)
    with engine.connect() as connection:
        return Head(*connection.execute(select(table.c.seq, table.c.hash)).one())


def _rows(connection: Connection) -> Generator[dict[str, Any], None, None]:
    table = _table(AuditEvent)
    query = select(table).order_by(table.c.seq)
    with connection.execution_options(yield_per=1000).execute(query) as result:
        for row in result.mappings():
            yield dict(row)


def verify(engine: Engine, sealed: Head | None = None) -> int:
    """Walk the whole chain and return its length.

    Raises BrokenTrailError naming the first row that was altered, removed or added, or,
    with a `sealed` head kept elsewhere, when rows up to it are missing or differ.
    """
    expected = head(engine)
    seq, previous = 0, GENESIS
    with engine.connect() as connection, closing(_rows(connection)) as rows:
        for row in rows:
            if row["seq"] != seq + 1:
                raise BrokenTrailError(f"記録 {seq + 1} 番がありません")
            seq = row["seq"]
            previous = _checked(previous, row)
            if sealed is not None and sealed.seq == seq and sealed.hash != previous:
                raise BrokenTrailError(f"記録 {seq} 番が封印した控えと一致しません")
    if (seq, previous) != (expected.seq, expected.hash):
        raise BrokenTrailError(f"記録 {seq} 番より後が失われています")
    if sealed is not None and sealed.seq > seq:
        raise BrokenTrailError(f"封印した {sealed.seq} 番までの記録が、{seq} 番で終わっています")
    return seq


def _checked(previous: str, row: dict[str, Any]) -> str:
    digest = _digest(previous, row)
    if digest != row["hash"]:
        raise BrokenTrailError(f"記録 {row['seq']} 番が書き換えられています")
    return digest
