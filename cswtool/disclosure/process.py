"""The process boundary: the solver runs in a process of its own, spoken to in JSON.

A crash or an endless run of the solver must not take the web server down, and HiGHS is not asked
to share a process with the server's threads. ``python -m cswtool.disclosure`` reads a problem on
standard input and writes the answer on standard output; it exits with 0 (safe), 3 (cannot be made
safe), 2 (bad input) or 4 (the answer did not withstand one more attack). It gets no environment
beyond what starts Python, so no keys either.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cswtool.disclosure.cells import (
    CannotBeMadeSafeError,
    Cell,
    Problem,
    ProblemError,
    Protected,
    ProtectedCell,
    Published,
    Relation,
    Whole,
)

SAFE, BAD_INPUT, UNSAFE, UNPROVED = 0, 2, 3, 4
SEARCH_SHARE = 0.2  # of the time allowed; the rest is for widening and the closing attacks
_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")


class ProtectionFailedError(RuntimeError):
    """The solver's process crashed or took too long: there is no answer, so publish nothing."""


def protect_in_subprocess(problem: Problem, *, seconds: float) -> Protected:
    """``repair.protect`` in a process that is ended after ``seconds``.

    What the zeros tell whatever is hidden is given up first (``wholes.without_told``), and the
    answer is attacked once more as it will lie before everybody.
    Raises ``CannotBeMadeSafeError`` and ``ProblemError`` as ``protect`` does, and
    ``ProtectionFailedError`` where the process gave no answer.
    """
    question = json.dumps({"problem": asdict(problem), "time_limit": seconds * SEARCH_SHARE})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cswtool.disclosure"],
            input=question,
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        raise ProtectionFailedError(f"no answer within {seconds} seconds") from None
    return _answer(done.returncode, done.stdout)


def problem_from(stated: dict[str, Any]) -> Problem:
    """The problem as ``dataclasses.asdict`` and JSON left it, perhaps before a rule was added."""
    relations = (
        Relation(tuple((name, factor) for name, factor in relation["terms"]), lower, upper)
        for relation in stated["relations"]
        for lower, upper in [(relation["lower"], relation["upper"])]
    )
    return Problem(
        threshold=stated["threshold"],
        cells=tuple(Cell(**cell) for cell in stated["cells"]),
        relations=tuple(relations),
        published=tuple(Published(**entry) for entry in stated["published"]),
        zeros_shown=stated["zeros_shown"],
        partner_knows=stated.get("partner_knows", 0),
        wholes=tuple(Whole(**whole) for whole in stated.get("wholes", ())),
    )


def _answer(code: int, output: str) -> Protected:
    try:
        answer = json.loads(output)
    except json.JSONDecodeError:
        raise ProtectionFailedError(f"the solver's process ended with code {code}") from None
    if code == UNSAFE:
        raise CannotBeMadeSafeError(answer["cells"])
    if code == UNPROVED:
        raise ProtectionFailedError("one more attack found more to hide")
    if code == BAD_INPUT:
        raise ProblemError(answer["error"])
    return Protected(**answer | {"cells": tuple(ProtectedCell(**cell) for cell in answer["cells"])})


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return kept | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONSAFEPATH": "1"}
