"""Opening the database: one encrypted SQLite file, or PostgreSQL by URL."""

from typing import Any, Final

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

_WRITES = "cswtool_writes"

# Set on every new connection, after the key. `secure_delete`: the driver is not built
# with it, and deleted case text must not linger in free pages. FULL: a committed record
# survives the plug being pulled.
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
)


_ALIKE: Final[dict[str, Any]] = {
    "hide_parameters": True,
    "query_cache_size": 2000,
    "pool_size": 8,
    "pool_use_lifo": True,
}
"""On both databases. Ten pages have ninety statements for each kind of sight; compiling those
of the case page anew takes 300 ms. A connection for each thread of the server stays open, and
the one used last comes first: its pages are read and decrypted already."""


class WrongKeyError(Exception):
    """The file is there but this key does not open it."""


def open_engine(url: str, key: bytes | None = None) -> Engine:
    """Open `url`, with the 32-byte `key` when it is an SQLite file.

    SQLite is driven through `module=` with the default queue pool. The pysqlcipher
    dialect and `creator=` pick a pool that closes connections other threads are using,
    and the process dies. Parameters are hidden: an error must not carry a name into a log.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        options = "-c timezone=UTC -c lock_timeout=10000 -c statement_timeout=60000"
        parsed = parsed.set(drivername="postgresql+psycopg")
        # Whoever only reads sees one state of the records from the first statement to the last,
        # as on SQLite: a report would else have a household's tag and not its contact, where
        # somebody stores both in between its statements.
        return create_engine(
            parsed,
            connect_args={"options": options},
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
            **_ALIKE,
        )
    if key is None:
        raise WrongKeyError("An SQLite database needs its key")
    engine = create_engine(parsed, module=sqlcipher3.dbapi2, **_ALIKE)
    _prepare_sqlite(engine, key)
    return engine


def writing(engine: Engine) -> Engine:
    """The same pool, for transactions that will write.

    On SQLite they begin IMMEDIATE: a reader that turns writer after somebody else's
    commit would fail at once, however long the busy time-out. On PostgreSQL they see what
    others have stored since they began, as a second editor must.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_WRITES: True})
    return engine.execution_options(isolation_level="READ COMMITTED")


def _prepare_sqlite(engine: Engine, key: bytes) -> None:
    @event.listens_for(engine, "connect", insert=True)
    def unlock(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None  # transactions are begun by `begin` below, nowhere else
        dbapi.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            for pragma in _PRAGMAS:
                dbapi.execute(pragma)
        except sqlcipher3.dbapi2.DatabaseError as error:
            raise WrongKeyError("The key does not open the database") from error

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
