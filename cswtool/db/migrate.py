"""Bringing a database to the newest shape."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from cswtool.db.engine import writing

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


def config(connection: Connection) -> Config:
    """Alembic's configuration, working on an open connection."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    found.attributes["connection"] = connection
    return found


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to `revision`, all of them in one transaction."""
    with writing(engine).begin() as connection:
        command.upgrade(config(connection), revision)
