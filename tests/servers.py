"""A PostgreSQL server of the test run's own, from Debian's package, on a socket only."""

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
def postgresql(*, lasting: bool = False) -> Iterator[str]:
    """Start a server and yield the URL of its databases, with {name} for the name.

    `lasting` keeps it on the disk and has it wait for the disk, as in an office.
    """
    folder = Path(tempfile.mkdtemp(prefix="cswtool-pg-", dir=None if lasting else _memory()))
    folder.chmod(0o777)
    data = folder / "data"
    run = _bin()
    options = f"-c listen_addresses= -k {folder}"
    if not lasting:
        options += " -c fsync=off -c full_page_writes=off"
    start = ["-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start"]
    initdb = ["-D", str(data), "-U", "csw", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    try:
        subprocess.run(_as_postgres([str(run / "initdb"), *initdb]), check=True, stdout=-3)
        subprocess.run(_as_postgres([str(run / "pg_ctl"), *start]), check=True, stdout=-3)
        yield f"postgresql://csw@/{{name}}?host={folder}"
    finally:
        stop = [str(run / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(_as_postgres(stop), check=False, stdout=-3, stderr=-3)
        shutil.rmtree(folder, ignore_errors=True)
