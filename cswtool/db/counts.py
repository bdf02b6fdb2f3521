"""Counts over all records, so that a figure does not depend on who asks for it.

Only counts come back: a statement that selects anything but its own group keys and
aggregate functions is refused, so no row of a case file can leave this way. Where several
counts must be told to be of one household, its key comes out as a running number.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Case,
    ClauseElement,
    Column,
    ColumnElement,
    Label,
    Select,
    String,
    Table,
    type_coerce,
)
from sqlalchemy.sql.functions import count

from cswtool.db.base import Scoped
from cswtool.db.session import ScopedSession


class NotACountError(TypeError):
    """The statement would return something other than counts."""


def count_cells(
    session: ScopedSession, statement: Select[*tuple[Any, ...]], *, reason: str
) -> Sequence[Any]:
    """Rows of group keys and counts, over every record whoever may see it.

    `statement` selects columns that it also groups by, and `count(...)`s; no key of a
    confidential record may be among them. Raises NotACountError for anything else. The trail
    says that counts were taken, and why.
    """
    _refuse_but_counts(statement, statement.selected_columns)
    session.note(detail=f"counts: {reason}")
    return session.connection().execute(statement).all()


class Numbers:
    """Several counts for one purpose, with running numbers in place of the keys of records.

    The same record has the same number in all of them, and outside of them the number means
    nothing. The trail says once that they were taken, and why.
    """

    def __init__(self, session: ScopedSession, *, reason: str) -> None:
        self._session = session
        self._given: dict[Any, int] = {}
        session.note(detail=f"counts: {reason}")

    def cells(self, statement: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        """As `count_cells`, but the first column is the key of a record and comes out as a number.

        Raises NotACountError.
        """
        key, *rest = statement.selected_columns
        _refuse_but_group_keys(statement, [key])
        _refuse_but_counts(statement, rest)
        # As the driver gives it: it is only compared, and tens of thousands of UUIDs cost.
        plain = statement.with_only_columns(type_coerce(key, String), *rest)
        rows = self._session.connection().execute(plain).all()
        return [(self._given.setdefault(key, len(self._given)), *cells) for key, *cells in rows]


def _refuse_but_counts(
    statement: Select[*tuple[Any, ...]], columns: Iterable[ColumnElement[Any]]
) -> None:
    told = [column for column in columns if not isinstance(_inner(column), count)]
    _refuse_but_group_keys(statement, told)
    for column in told:
        if _names_a_record(column):
            raise NotACountError(f"{column} is the key of a confidential record")


def _refuse_but_group_keys(
    statement: Select[*tuple[Any, ...]], columns: Iterable[ColumnElement[Any]]
) -> None:
    keys = {str(key) for key in statement._group_by_clauses}  # noqa: SLF001
    for column in columns:
        if not {str(column), str(_inner(column))} & keys:
            raise NotACountError(f"{column} is neither a count nor a group key")


def _inner(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return column.element if isinstance(column, Label) else column


def _names_a_record(expression: ClauseElement) -> bool:
    """Whether the key of a confidential record stands anywhere in what an expression is made of."""
    if isinstance(expression, Column) and isinstance(expression.table, Table):
        return _is_key(expression)
    return any(_names_a_record(part) for part in _parts(expression))


def _parts(expression: ClauseElement) -> Iterable[ClauseElement]:
    """Of what it is made, through subqueries.

    What a CASE asks (as in WHEN id IN …) is left out: it hands on yes or no, not the key.
    """
    if isinstance(expression, ColumnElement):
        origins = expression.base_columns - {expression}
        if origins:
            return origins
    if isinstance(expression, Case):
        results = [result for _, result in expression.whens]
        return results if expression.else_ is None else [*results, expression.else_]
    return expression.get_children()


def _is_key(column: Column[Any]) -> bool:
    confidential = {mapper.local_table for mapper in Scoped.registry.mappers if _is_scoped(mapper)}
    return (column.primary_key and column.table in confidential) or any(
        key.column.table in confidential for key in column.foreign_keys
    )


def _is_scoped(mapper: Any) -> bool:
    return issubclass(mapper.class_, Scoped)
