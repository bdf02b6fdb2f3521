"""A PostgreSQL server of the test run's own, from Debian's package, on a socket only."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _bin() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert found, "PostgreSQL is missing: see tests/debian.sh"
    return found[-1]


def _as_postgres(command: list[str]) -> list[str]:
    """The server refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server and yield the URL of its first database, without the name."""
    folder = Path(tempfile.mkdtemp(prefix="cswtool-pg-"))
    folder.chmod(0o777)
    data = folder / "data"
    run = _bin()
    options = f"-c listen_addresses= -k {folder} -c fsync=off -c full_page_writes=off"
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
