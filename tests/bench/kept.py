"""The large office: built once, kept for the next time, and copied for each run."""

import shutil
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from cswtool.cli import KODAIRA, set_up
from cswtool.db import migrate
from cswtool.db.engine import open_engine
from cswtool.settings import Settings, make_key
from tests.bench import office
from tests.servers import postgresql

KEPT = "bench"
"""The database on a PostgreSQL server that stays; a run has a copy of it."""


def environ(stack: ExitStack, database: str, folder: Path) -> dict[str, str]:
    """What tells the program where the office is; its server runs until `stack` ends."""
    told = {"CSWTOOL_DATA": str(folder), "CSWTOOL_HTTP": "1"}
    if database == "postgresql":
        url = stack.enter_context(postgresql(folder.with_name(folder.name + ".pg")))
        told["CSWTOOL_DATABASE_URL"] = url.format(name=KEPT)
    make_key(told)
    return told


def build(told: dict[str, str], folder: Path, cases: int, contacts: int) -> None:
    """Build the office, or bring the one that is there up to the present tables."""
    settings, whole = Settings.load(told), folder / "built"
    if not whole.exists():
        shutil.rmtree(folder, ignore_errors=True)
        if kept := told.get("CSWTOOL_DATABASE_URL"):
            _create_database(kept, KEPT)
        set_up(settings, name="架空市社会福祉協議会", demo=True, folder=KODAIRA)
    engine = open_engine(settings.database_url, settings.key)
    migrate.upgrade(engine)
    if not whole.exists():
        office.fill(engine, cases, contacts)
        _let_it_settle(engine)
    engine.dispose()
    whole.touch()


def _let_it_settle(engine: Engine) -> None:
    """What a PostgreSQL server that stays up does by itself within minutes (autovacuum)."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))


def copied(told: dict[str, str], folder: Path) -> dict[str, str]:
    """A copy of the office for one run, so that the next one finds what this one found."""
    if kept := told.get("CSWTOOL_DATABASE_URL"):
        copy = _create_database(kept, f"{KEPT}_run", f"TEMPLATE {KEPT} STRATEGY file_copy")
        return {**told, "CSWTOOL_DATABASE_URL": copy}
    run = folder / "run"
    shutil.rmtree(run, ignore_errors=True)
    run.mkdir()
    shutil.copy(folder / "cswtool.db", run)
    return {**told, "CSWTOOL_DATA": str(run), "CSWTOOL_KEY_FILE": str(make_key(told))}


def _create_database(url: str, name: str, how: str = "") -> str:
    """Anew, also where an earlier run was broken off. Returns its URL."""
    admin = make_url(url).set(drivername="postgresql+psycopg", database="postgres")
    with create_engine(admin, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name} {how}"))
    return make_url(url).set(database=name).render_as_string(hide_password=False)
