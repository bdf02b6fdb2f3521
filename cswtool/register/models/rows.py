"""The rows that name an entry, read from the mapped classes so that none can be forgotten."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, LargeBinary, UniqueConstraint, inspect, select
from sqlalchemy.orm import defer

from cswtool.db.base import Base
from cswtool.db.session import AuditedSession

Reference = tuple[type[Any], str]
"""A mapped class and the name of its column that points to an entry."""


def mapped(name: str) -> type[Any]:
    """The mapped class of this name."""
    return next(m.class_ for m in Base.registry.mappers if m.class_.__name__ == name)


def references(model: type[Any]) -> tuple[Reference, ...]:
    """Every column of every table that names a `model`, in the order of the classes' names."""
    mappers = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
    return tuple(
        (mapper.class_, name)
        for mapper in mappers
        for name, parent in pointers(mapper.class_)
        if parent is model
    )


def pointers(model: type[Any]) -> tuple[tuple[str, type[Any]], ...]:
    """The columns of a class that name a record of another, and which other."""
    by_table = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    return tuple(
        (key.parent.key, by_table[key.column.table])
        for constraint in inspect(model).local_table.constraints
        if isinstance(constraint, ForeignKeyConstraint)
        for key in constraint.elements
    )


def is_numbered(reference: Reference) -> bool:
    """Whether the rows of one entry are numbered, 1, 2, 3, without a double."""
    model, column = reference
    return any(
        {part.name for part in constraint.columns} == {column, "number"}
        for constraint in inspect(model).local_table.constraints
        if isinstance(constraint, UniqueConstraint)
    )


def keys_beside(reference: Reference) -> tuple[tuple[str, ...], ...]:
    """Of each unique key that an entry is part of: the other columns, numbers apart."""
    model, column = reference
    keys = [
        tuple(part.name for part in constraint.columns)
        for constraint in inspect(model).local_table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return tuple(
        tuple(name for name in key if name != column)
        for key in keys
        if column in key and "number" not in key
    )


def rows_of(session: AuditedSession, reference: Reference, key: UUID) -> list[Any]:
    """The rows that name this entry there. What is large and does not change is left out."""
    model, column = reference
    large = [c.key for c in inspect(model).columns if isinstance(c.type, LargeBinary)]
    options = [defer(getattr(model, name)) for name in large]
    query = select(model).where(getattr(model, column) == key).options(*options)
    return list(session.scalars(query.order_by(model.id)))


def pointing(session: AuditedSession, model: type[Any], key: UUID) -> Iterator[tuple[Any, str]]:
    """Every row that names this entry, with the column that does."""
    for reference in references(model):
        for row in rows_of(session, reference, key):
            yield row, reference[1]


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def revived(model: type[Any], column: str, value: Any) -> Any:
    """A value as the column holds it, from what JSON held."""
    kind = inspect(model).columns[column].type.python_type
    if value is None:
        return None
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return kind(value)


def as_row(record: Base) -> dict[str, Any]:
    """All columns of a record but its version, which counts anew."""
    names = [column.key for column in inspect(type(record)).columns if column.key != "version"]
    return {name: plain(getattr(record, name)) for name in names}


def from_row(model: type[Any], row: dict[str, Any]) -> Any:
    return model(**{name: revived(model, name, value) for name, value in row.items()})
