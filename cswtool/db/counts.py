"""Counts over all records, so that a figure does not depend on who asks for it.

Only counts come back: a statement that selects anything but its own group keys and
aggregate functions is refused, so no row of a case file can leave this way.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Label, Select
from sqlalchemy.sql.functions import count

from cswtool.db.session import ScopedSession


class NotACountError(TypeError):
    """The statement would return something other than counts."""


def _is_count(column: ColumnElement[Any]) -> bool:
    inner = column.element if isinstance(column, Label) else column
    return isinstance(inner, count)


def count_cells(
    session: ScopedSession, statement: Select[*tuple[Any, ...]], *, reason: str
) -> Sequence[Any]:
    """Rows of group keys and counts, over every record whoever may see it.

    `statement` selects columns that it also groups by, and `count(...)`s. Raises
    NotACountError for anything else. The trail says that counts were taken, and why.
    """
    keys = {str(key) for key in statement._group_by_clauses}  # noqa: SLF001
    for column in statement.selected_columns:
        inner = column.element if isinstance(column, Label) else column
        if not (_is_count(column) or str(inner) in keys or str(column) in keys):
            raise NotACountError(f"{column} is neither a count nor a group key")
    session.note(detail=f"counts: {reason}")
    return session.connection().execute(statement).all()
