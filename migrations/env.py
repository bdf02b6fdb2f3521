"""Alembic's entry. The chain is one for SQLite and PostgreSQL; no Flask here."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

import cswtool.models  # noqa: F401 -- every table, for the metadata
from cswtool.db.base import Base
from cswtool.db.search import is_ours
from cswtool.db.types import UtcDateTime


def render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations name no class of ours, so that old ones still run when those have moved."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=True,
        render_item=render,
        include_name=is_ours,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
