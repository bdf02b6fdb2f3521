"""Where the databases of a test run live: in memory, on a PostgreSQL server of its own.

The server is Debian's package, on a socket only.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOM = 4 * 1024**3


def _bin() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert found, "PostgreSQL is missing: see tests/debian.sh"
    return found[-1]


def _as_postgres(command: list[str]) -> list[str]:
    """The server refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _memory() -> str | None:
    """A folder in memory, where there is room: databases made and dropped are all disk."""
    memory = Path("/dev/shm")
    enough = memory.is_dir() and shutil.disk_usage(memory).free > _ROOM
    return str(memory) if enough else None


@contextmanager
def in_memory(prefix: str) -> Iterator[Path]:
    """A folder that is gone afterwards, in memory where there is room."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=_memory()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(kept: Path | None = None) -> Iterator[str]:
    """Start a server and yield the URL of its databases, with {name} for the name.

    With a folder `kept` its databases are still there the next time, and it waits for the
    disk, as in an office.
    """
    folder = Path(tempfile.mkdtemp(prefix="cswtool-pg-", dir=None if kept else _memory()))
    folder.chmod(0o777)
    data = kept or folder / "data"
    options = f"-c listen_addresses= -k {folder}"
    if kept is None:
        options += " -c fsync=off -c full_page_writes=off"
    start = ["-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start"]
    stop = ["-D", str(data), "-m", "immediate" if kept is None else "fast", "stop"]
    try:
        if not (data / "PG_VERSION").exists():
            _make(data)
        _run("pg_ctl", *start)
        yield f"postgresql://csw@/{{name}}?host={folder}"
    finally:
        _run("pg_ctl", *stop, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _make(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
    _run("initdb", "-D", str(data), "-U", "csw", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")


def _run(program: str, *arguments: str, check: bool = True) -> None:
    command = _as_postgres([str(_bin() / program), *arguments])
    subprocess.run(command, check=check, stdout=-3, stderr=None if check else -3)
