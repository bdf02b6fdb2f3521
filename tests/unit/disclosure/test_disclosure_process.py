"""The solver's process: same answers and errors as in this one, and it can be ended or die."""

import json
import subprocess
import sys
from dataclasses import asdict, replace

import pytest

from cswtool.disclosure import __main__ as there
from cswtool.disclosure import process
from cswtool.disclosure.cells import (
    CannotBeMadeSafeError,
    Cell,
    Problem,
    ProblemError,
    ProtectedCell,
    Published,
    Whole,
)
from cswtool.disclosure.process import ProtectionFailedError, protect_in_subprocess
from cswtool.disclosure.repair import protect
from tests.unit.disclosure.office import Size, report_page

PAGE = report_page(1, Size(zones=3, issues=4, routes=3, methods=3, months=3))


def test_the_answer_is_the_same_as_here():
    assert protect_in_subprocess(PAGE, seconds=30) == protect(PAGE)


def test_everything_that_is_stated_arrives_there():
    cells = (Cell("部分", 12), Cell("全部", 12), Cell("十", 10), Cell("多数", 30, 12, largest=20))
    stated = Problem(
        10,
        cells,
        published=(Published("前", None, sensitive=True),),
        partner_knows=1,
        wholes=(Whole("部分", "全部"),),
    )
    assert process.problem_from(json.loads(json.dumps(asdict(stated)))) == stated
    protected = protect_in_subprocess(stated, seconds=30)
    assert protected == protect(stated)
    assert [cell.why for cell in protected.cells][2:] == ["primary", "primary"]


def test_a_problem_that_was_written_down_before_a_rule_was_added_is_still_read():
    stated = json.loads(json.dumps(asdict(Problem(10, (Cell("a", 12),), (), (Published("b", 3),)))))
    for part, later in (
        (stated, ["partner_knows", "wholes"]),
        (stated["cells"][0], ["largest"]),
        (stated["published"][0], ["sensitive"]),
    ):
        for key in later:
            del part[key]
    assert process.problem_from(stated) == Problem(10, (Cell("a", 12),), (), (Published("b", 3),))


def test_a_problem_that_cannot_be_made_safe_names_its_cells():
    problem = Problem(10, (Cell("西|8050", 3),), published=(Published("西|8050", 3),))
    with pytest.raises(CannotBeMadeSafeError) as refusal:
        protect_in_subprocess(problem, seconds=30)
    assert refusal.value.cells == ("西|8050",)


def test_bad_input_is_told_apart(monkeypatch):
    problem = Problem(10, (Cell("a", 30),))
    monkeypatch.setattr(process, "asdict", lambda stated: asdict(stated) | {"threshold": 1})
    with pytest.raises(ProblemError, match="threshold 1"):
        protect_in_subprocess(problem, seconds=30)


def test_what_one_more_attack_finds_is_no_answer(monkeypatch):
    everything = tuple(ProtectedCell(cell.id, cell.value) for cell in PAGE.cells)
    careless = replace(protect(PAGE), cells=everything)
    monkeypatch.setattr(there, "protect", lambda *_, **__: careless)
    code, _ = there.answer({"problem": asdict(PAGE), "time_limit": 30})
    assert code == process.UNPROVED
    with pytest.raises(ProtectionFailedError, match="one more attack"):
        process._answer(code, "{}")


def test_too_slow_is_no_answer():
    with pytest.raises(ProtectionFailedError, match="within"):
        protect_in_subprocess(PAGE, seconds=0.01)


def test_a_crash_is_no_answer(monkeypatch):
    crash = [sys.executable, "-c", "import os; os.abort()"]
    real = subprocess.run
    monkeypatch.setattr(process.subprocess, "run", lambda _, **how: real(crash, **how))
    with pytest.raises(ProtectionFailedError, match="code -6"):
        protect_in_subprocess(PAGE, seconds=30)


def test_keys_in_the_environment_stay_here(monkeypatch):
    monkeypatch.setenv("CSWTOOL_KEY", "secret")
    seen = {}

    def look(_, **how):
        seen.update(how["env"])
        return subprocess.CompletedProcess([], 3, stdout=json.dumps({"cells": ["a"]}))

    monkeypatch.setattr(process.subprocess, "run", look)
    with pytest.raises(CannotBeMadeSafeError):
        protect_in_subprocess(PAGE, seconds=30)
    assert "CSWTOOL_KEY" not in seen
