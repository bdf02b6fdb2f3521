"""Counts over all records, so that a figure does not depend on who asks for it.

Only counts come back: a statement that selects anything but its own group keys and
aggregate functions is refused, so no row of a case file can leave this way. Where several
counts must be told to be of one household, its key comes out as a running number.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Label, Select, String, TypeCoerce, type_coerce
from sqlalchemy.sql.functions import FunctionElement, count

from cswtool.db.base import Scoped
from cswtool.db.session import ScopedSession


class NotACountError(TypeError):
    """The statement would return something other than counts."""


class Numbers:
    """Running numbers in place of the keys of records.

    The same record has the same number in all counts that are taken with one of these, and
    outside of them the number means nothing.
    """

    def __init__(self) -> None:
        self._given: dict[Any, int] = {}

    def of(self, key: Any) -> int:
        return self._given.setdefault(key, len(self._given))


def _is_count(column: ColumnElement[Any]) -> bool:
    inner = column.element if isinstance(column, Label) else column
    return isinstance(inner, count)


def count_cells(
    session: ScopedSession,
    statement: Select[*tuple[Any, ...]],
    *,
    reason: str,
    numbers: Numbers | None = None,
) -> Sequence[Any]:
    """Rows of group keys and counts, over every record whoever may see it.

    `statement` selects columns that it also groups by, and `count(...)`s. With `numbers` its
    first column is the key of a record and comes back as a number; no other key of a
    confidential record may be selected. Raises NotACountError for anything else. The trail
    says that counts were taken, and why.
    """
    keys = {str(key) for key in statement._group_by_clauses}  # noqa: SLF001
    for position, column in enumerate(statement.selected_columns):
        inner = column.element if isinstance(column, Label) else column
        if not (_is_count(column) or str(inner) in keys or str(column) in keys):
            raise NotACountError(f"{column} is neither a count nor a group key")
        numbered = numbers is not None and position == 0
        if not _is_count(column) and not numbered and _names_a_record(inner):
            raise NotACountError(f"{column} is the key of a confidential record")
    session.note(detail=f"counts: {reason}")
    if numbers is None:
        return session.connection().execute(statement).all()
    rows = session.connection().execute(_with_plain_key(statement)).all()
    return [(numbers.of(key), *rest) for key, *rest in rows]


def _with_plain_key(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The key as the driver gives it: it is only compared, and tens of thousands of UUIDs cost."""
    key, *rest = statement.selected_columns
    return statement.with_only_columns(type_coerce(key, String), *rest)


def _names_a_record(expression: ColumnElement[Any]) -> bool:
    """Whether a key is, or is made of, the key of a confidential record."""
    confidential = {mapper.local_table for mapper in Scoped.registry.mappers if _is_scoped(mapper)}
    return any(
        (column.primary_key and column.table in confidential)
        or any(key.column.table in confidential for key in column.foreign_keys)
        for column in _columns(expression)
    )


def _is_scoped(mapper: Any) -> bool:
    return issubclass(mapper.class_, Scoped)


def _columns(expression: ColumnElement[Any]) -> Iterator[Column[Any]]:
    """The columns of tables whose values an expression hands on, through subqueries.

    A comparison with a key (as in CASE WHEN id IN …) hands on yes or no, not the key.
    """
    if isinstance(expression, Column):
        yield expression
        return
    parts = {*expression.base_columns} - {expression}
    if isinstance(expression, FunctionElement):
        parts |= {*expression.clauses}
    elif isinstance(expression, TypeCoerce):
        parts.add(expression.clause)
    for part in parts:
        yield from _columns(part)
