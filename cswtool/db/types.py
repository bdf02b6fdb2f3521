"""Column types and keys that behave the same on SQLite and PostgreSQL."""

import os
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator
from typing_extensions import override


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562 §5.7): keys made later sort later, so indexes grow at the end."""
    milliseconds = time.time_ns() // 1_000_000
    return _version_7((milliseconds << 80) | int.from_bytes(os.urandom(10)))


def derived_id(key: UUID, other: UUID) -> UUID:
    """The id of what belongs to both, the same every time.

    It looks like any other id: nobody can tell from it that it was derived.
    """
    low = (1 << 80) - 1
    return _version_7((key.int & ~low) | (uuid5(key, str(other)).int & low))


def _version_7(value: int) -> UUID:
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Only aware values go in; UTC comes out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    @override
    def python_type(self) -> type[datetime]:
        return datetime

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone is not a moment")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
