"""`make test` stopped by hand: what it started ends, and nothing else; no folder stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "run.sh"
PARTS = 5
SLEEPER = f"""#!{sys.executable}
import os, subprocess
child = subprocess.Popen(["sleep", "300"])
with open(os.environ["STARTED"], "a") as started:
    started.write(f"{{child.pid}}\\n")
child.wait()
"""
CALLER = """
import pathlib, subprocess, sys, time
run = subprocess.Popen(["sh", sys.argv[1]])
pathlib.Path("run").write_text(str(run.pid))
run.wait()
time.sleep(300)
"""
"""In the same group of processes as the run, as make and whatever called make are."""
WAITS_SECONDS = 20


@pytest.fixture
def started(tmp_path, monkeypatch) -> Path:
    """A place where every part of the run only says what it started, and waits."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    (programs / "pytest").write_text(SLEEPER)
    (programs / "pytest").chmod(0o700)
    (tmp_path / "tmp").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("STARTED", str(tmp_path / "started"))
    return tmp_path / "started"


def _until(holds) -> bool:
    end = time.monotonic() + WAITS_SECONDS
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2]
    except FileNotFoundError:
        return False
    return not state.startswith("Z")


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_stopping_it_ends_what_it_started_and_nothing_else(started, by):
    caller = subprocess.Popen([sys.executable, "-c", CALLER, SCRIPT], start_new_session=True)
    try:
        assert _until(lambda: started.exists() and started.read_text().count("\n") == PARTS)
        os.kill(int(Path("run").read_text()), by)
        kept = [int(line) for line in started.read_text().split()]
        assert _until(lambda: not any(map(_is_running, kept)))
        assert _until(lambda: list(Path("tmp").iterdir()) == [])
        assert caller.poll() is None
    finally:
        os.killpg(caller.pid, signal.SIGKILL)
        caller.wait()
