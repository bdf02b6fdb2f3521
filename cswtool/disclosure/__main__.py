"""The far side of ``process.py``: one problem in, one answer out."""

import json
import os
import sys
from dataclasses import asdict, replace
from typing import Any

from cswtool.disclosure.attack import exposed_cells
from cswtool.disclosure.cells import (
    CannotBeMadeSafeError,
    Problem,
    ProblemError,
    Protected,
    Published,
)
from cswtool.disclosure.process import BAD_INPUT, SAFE, UNPROVED, UNSAFE, problem_from
from cswtool.disclosure.repair import protect
from cswtool.disclosure.wholes import without_told


def withstands(problem: Problem, found: Protected) -> bool:
    """One more attack, on the answer as it will lie before everybody: nothing comes out."""
    out = tuple(Published(name, figure) for name, figure in found.shown.items())
    own = {entry.id for entry in out}
    before = tuple(entry for entry in problem.published if entry.id not in own)
    hidden = {entry.id for entry in out if entry.value is None}
    return not exposed_cells(replace(problem, published=(*before, *out)), hidden, whole=True)


def answer(question: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Exit code and answer to one question, ready for JSON."""
    try:
        problem = without_told(problem_from(question["problem"]))
        found = protect(problem, time_limit=question["time_limit"])
        return (SAFE, asdict(found)) if withstands(problem, found) else (UNPROVED, {})
    except CannotBeMadeSafeError as refusal:
        return UNSAFE, {"cells": refusal.cells}
    except ProblemError as mistake:
        return BAD_INPUT, {"error": str(mistake)}


def main() -> int:
    """Answers on what standard output was: HiGHS prints a banner there, which goes to stderr."""
    output = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    code, reply = answer(json.load(sys.stdin))
    with os.fdopen(output, "w", encoding="utf-8") as channel:
        json.dump(reply, channel)
    return code


if __name__ == "__main__":
    sys.exit(main())
