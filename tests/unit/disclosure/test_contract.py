"""`cswtool protect`: what scripts may send, what they get, and what each mistake is called."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cswtool.cli import main
from cswtool.disclosure import repair
from cswtool.disclosure.attack import attack
from cswtool.disclosure.cells import ProblemError
from cswtool.disclosure.contract import problem_from_json
from cswtool.disclosure.solver import NoTimeError

ROW = [("W", 3), ("C", 25), ("E", 40), ("all", 68)]
WHOLE = {
    "threshold": 10,
    "cells": [{"id": name, "value": value} for name, value in ROW],
    "relations": [
        {"terms": [["W", 1], ["C", 1], ["E", 1], ["all", -1]], "lower": 0, "upper": 0},
    ],
}

HUGE = 10**14
TWO_FIGURES = [{"id": "X", "value": 4}, {"id": "X", "value": 5}]
UNKNOWN = {**WHOLE, "published": [{"id": "X", "value": None}]}
SHADOWED = {
    "threshold": 10,
    "cells": [{"id": name, "value": 12} for name in ("a", "b", "b without a")],
}


def _run(tmp_path, problem) -> tuple[int, str, dict | None]:
    asked, target = tmp_path / "problem.json", tmp_path / "protected.json"
    asked.write_text(problem if isinstance(problem, str) else json.dumps(problem))
    done = CliRunner().invoke(main, ["protect", str(asked), "--out", str(target)])
    answer = json.loads(target.read_text()) if target.exists() else None
    return done.exit_code, done.stderr, answer


def test_a_safe_pattern_is_written_and_withstands_the_attack(tmp_path):
    code, _, answer = _run(tmp_path, WHOLE)
    assert code == 0
    shown = {cell["id"]: (cell["shown"], cell["why"]) for cell in answer["cells"]}
    assert shown["W"] == (None, "primary")
    assert [why for _, why in shown.values()].count("secondary") == 1, "as few as it takes"
    hidden = [name for name, (value, _) in shown.items() if value is None]
    (interval,) = attack(problem_from_json(json.dumps(WHOLE)), hidden)
    assert not interval.exposed
    assert answer["seconds"] >= 0


def test_what_was_published_before_stays_known(tmp_path):
    """With all others told before, the small one is their difference: nothing can save it."""
    told = [{"id": name, "value": value} for name, value in ROW if name != "W"]
    code, said, answer = _run(tmp_path, {**WHOLE, "published": told})
    assert (code, answer) == (3, None)
    assert "W" in said


def test_forced_structural_and_counted_in_households(tmp_path):
    cells = [
        {"id": "many", "value": 30, "households": 2},
        {"id": "forced", "value": 30, "sensitive": True},
        {"id": "none", "value": 0, "structural_zero": True},
        {"id": "plain", "value": 30, "households": None, "weight": 2, "sensitive": None},
    ]
    code, _, answer = _run(tmp_path, {"threshold": 10, "cells": cells})
    assert code == 0
    assert [cell["shown"] for cell in answer["cells"]] == [None, None, 0, 30]


@pytest.mark.parametrize(
    ("problem", "named"),
    [
        ("{", "not JSON: line 1"),
        ([], "problem: not an object"),
        ({"cells": []}, "threshold is missing"),
        ({"threshold": 10}, "cells is missing"),
        ({"threshold": "10", "cells": []}, "threshold is not a whole number"),
        ({"threshold": True, "cells": []}, "threshold is not a whole number"),
        ({"threshold": 1, "cells": []}, "threshold 1 is below 2"),
        ({"threshold": 3, "cells": [{"id": "a"}]}, "cells[0]: value is missing"),
        ({"threshold": 3, "cells": [{"id": "a", "value": 1.5}]}, "cells[0]: value is not"),
        ({"threshold": 3, "cells": [{"id": "a", "value": -1}]}, "cell a: negative count"),
        ({"threshold": 3, "cells": [{"id": "a", "value": 1, "sensitve": True}]}, "sensitve"),
        ({**WHOLE, "relations": [{"terms": [["W", 1, 1]]}]}, "relations[0]: terms[0]"),
        ({**WHOLE, "relations": [{"terms": [["X", 1]]}]}, "unknown cell X"),
        ({**WHOLE, "relations": [{"terms": [["W", 1]], "upper": 2}]}, "relation 0: the true sum"),
        ({**WHOLE, "published": [{"id": "C", "value": 24}]}, "published C"),
        ({**WHOLE, "published": [{"id": "C", "sensitive": 1}]}, "published[0]: sensitive is not"),
        ({**WHOLE, "partner_knows": "1"}, "partner_knows is not a whole number"),
        ({**WHOLE, "partner_knows": -1}, "partner_knows -1 is below 0"),
        ({**WHOLE, "wholes": [["W"]]}, "wholes[0] is not a pair of a part and its total"),
        ({**WHOLE, "wholes": [["W", 1]]}, "wholes[0] is not a text"),
        ({**WHOLE, "wholes": [["W", "all"]]}, "whole W: is not the whole of all"),
        ({"threshold": 3, "cells": [{"id": "a", "value": 5, "largest": 6}]}, "largest 6 of 5"),
        ("[" * 100_000, "lists within lists"),
        ("\ufeff{}", "BOM"),
        ('{"threshold": 10, "threshold": 2, "cells": []}', "key threshold stands twice"),
        ('{"threshold": 3, "cells": [{"id": "a", "value": NaN}]}', "NaN is no number"),
        ('{"threshold": 3, "cells": [{"id": "\\ud800", "value": 9}]}', "cells[0]: id is not"),
        ({"threshold": 10**9 + 1, "cells": []}, "threshold is more than 1000000000"),
        ({"threshold": 10**400, "cells": []}, "threshold is more than 1000000000"),
        ({"threshold": 3, "cells": [{"id": "a", "value": -(10**400)}]}, "cell a: negative count"),
        ({"threshold": 3, "cells": [{"id": "a", "value": 1, "weight": HUGE}]}, "cell a: weight 1"),
        ({**WHOLE, "partner_knows": HUGE}, "partner_knows is more"),
        ({"threshold": 3, "cells": [{"id": "a", "value": HUGE}]}, "cell a is more than"),
        ({"threshold": 3, "cells": [{"id": "a", "value": 1, "households": HUGE}]}, "cell a is"),
        ({**WHOLE, "published": [{"id": "X", "value": HUGE}]}, "published X is more"),
        ({**WHOLE, "relations": [{"terms": [["C", -HUGE]]}]}, "relation 0: C times -1"),
        ({**WHOLE, "relations": [{"terms": [], "lower": 10**400}]}, "relation 0: the true sum 0"),
        ({**WHOLE, "published": [{"id": "C"}]}, "published[0]: value is missing"),
        ({**UNKNOWN, "relations": [{"terms": [["X", 1]], "lower": 9, "upper": 8}]}, "between 9"),
        ({**WHOLE, "published": TWO_FIGURES}, "published X: was shown as 4 and as 5"),
        ({**WHOLE, "wholes": [["W", "W"]]}, "whole W: is a part of itself"),
        ({**SHADOWED, "wholes": [["a", "b"]]}, "whole a: a cell has the name b without a"),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_nothing_is_written(tmp_path, problem, named):
    code, said, answer = _run(tmp_path, problem)
    assert (code, answer) == (2, None)
    assert named in said


def test_a_cell_of_several_editions_is_known_once_one_of_them_showed_it(tmp_path):
    """An earlier part that one edition hid and the next one showed: the rest can be reckoned."""
    cells = [{"id": "rest", "value": 3}, {"id": "year", "value": 30}]
    sums = [{"terms": [["rest", 1], ["part", 1], ["year", -1]], "lower": 0, "upper": 0}]
    hidden, shown = {"id": "part", "value": None}, {"id": "part", "value": 27}
    problem = {"threshold": 10, "cells": cells, "relations": sums}
    for editions in ([hidden, shown], [shown, hidden], [shown, shown]):
        code, _, answer = _run(tmp_path, {**problem, "published": editions})
        assert (code, [cell["shown"] for cell in answer["cells"]]) == (0, [None, None])


def test_a_household_that_makes_most_of_it(tmp_path):
    cells = [{"id": "a", "value": 30, "households": 12, "largest": most} for most in (15, 16)]
    cells[1]["id"] = "b"
    code, _, answer = _run(tmp_path, {"threshold": 10, "cells": cells})
    assert code == 0
    assert [cell["shown"] for cell in answer["cells"]] == [30, None]


def test_a_partner(tmp_path):
    ten = {"threshold": 10, "cells": [{"id": "a", "value": 10}]}
    for stated, shown in ((ten, 10), ({**ten, "partner_knows": 1}, None)):
        _, _, answer = _run(tmp_path, stated)
        assert [cell["shown"] for cell in answer["cells"]] == [shown]


def test_a_part_that_is_its_whole_total(tmp_path):
    """Both are hidden or the other one: printed side by side they say that everybody has it."""
    cells = [{"id": name, "value": 12} for name in ("issue", "all")]
    stated = {"threshold": 10, "cells": cells, "wholes": [["issue", "all"]]}
    _, _, answer = _run(tmp_path, stated)
    assert None in [cell["shown"] for cell in answer["cells"]]
    told = [{"id": cell["id"], "value": 12} for cell in cells]
    code, said, _ = _run(tmp_path, {**stated, "published": told})
    assert (code, said) == (3, "cannot be made safe: issue\n")


def test_an_earlier_secret_whose_figure_is_not_told(tmp_path):
    rest = {**WHOLE, "cells": WHOLE["cells"][1:]}
    for sensitive, hidden in ((False, 0), (True, 1)):
        before = [{"id": "W", "value": None, "sensitive": sensitive}]
        _, _, answer = _run(tmp_path, {**rest, "published": before})
        assert [cell["shown"] for cell in answer["cells"]].count(None) == hidden


def test_progress_is_told_beside_the_answer(tmp_path):
    asked = tmp_path / "problem.json"
    asked.write_text(json.dumps(WHOLE))
    command = ["protect", str(asked), "--out", str(tmp_path / "out"), "--progress"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0
    assert "1/1, round 1: " in done.stderr
    assert done.stdout == ""


def test_a_missing_file_is_bad_input_too(tmp_path):
    done = CliRunner().invoke(main, ["protect", str(tmp_path / "no"), "--out", "x"])
    assert done.exit_code == 2


def test_a_file_that_is_not_text_is_bad_input(tmp_path):
    asked = tmp_path / "problem.json"
    asked.write_bytes(b"\xff\xfe\x00")
    done = CliRunner().invoke(main, ["protect", str(asked), "--out", str(tmp_path / "x")])
    assert done.exit_code == 2
    assert "UTF-8" in done.stderr


def test_null_is_as_good_as_nothing():
    with_nulls = {**WHOLE, "published": None, "relations": None, "zeros_shown": None}
    assert problem_from_json(json.dumps(with_nulls)).zeros_shown
    with pytest.raises(ProblemError):
        problem_from_json(json.dumps({**WHOLE, "zeros_shown": 1}))


def test_what_an_earlier_run_left_is_not_taken_for_the_answer(tmp_path):
    for refused in ("{", {**WHOLE, "published": [{"id": "W", "value": 3}]}):
        (tmp_path / "protected.json").write_text("of yesterday")
        code, _, answer = _run(tmp_path, refused)
        assert (code, answer) == (2 if refused == "{" else 3, None)


def _out(tmp_path, problem, out) -> tuple[int, str]:
    asked = tmp_path / "problem.json"
    asked.write_text(json.dumps(problem))
    done = CliRunner().invoke(main, ["protect", str(asked), "--out", str(out)])
    return done.exit_code, done.stderr


def test_the_problem_is_not_written_over(tmp_path):
    asked = tmp_path / "problem.json"
    (tmp_path / "link").symlink_to(asked)
    for out in (asked, tmp_path / "link"):
        assert _out(tmp_path, WHOLE, out) == (2, f"{out}: is the problem itself\n")
    assert json.loads(asked.read_text()) == WHOLE


def test_where_nothing_can_be_written_it_is_said(tmp_path):
    for out in (tmp_path, tmp_path / "nowhere" / "out.json", "/dev/full"):
        code, said = _out(tmp_path, WHOLE, out)
        assert code == 2
        assert said.startswith(f"{out}: ")


def test_half_an_answer_is_not_left_behind(tmp_path, monkeypatch):
    write = Path.write_text

    def full(self, text, **how):
        write(self, text[:9], **how)
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    monkeypatch.setattr(
        Path, "write_text", lambda *a, **k: (full if a[0] == out else write)(*a, **k)
    )
    assert _out(tmp_path, WHOLE, out) == (2, f"{out}: No space left on device\n")
    assert not out.exists()


def test_a_solver_that_gives_up_publishes_nothing(tmp_path, monkeypatch):
    def gives_up(*_, **__):
        raise NoTimeError("no answer in time")

    monkeypatch.setattr(repair, "protect", gives_up)
    assert _run(tmp_path, WHOLE) == (3, "not proved safe: no answer in time\n", None)


def test_the_example_of_the_documentation_is_a_problem(tmp_path):
    text = (Path(__file__).parents[3] / "docs" / "disclosure.md").read_text(encoding="utf-8")
    code, said, _ = _run(tmp_path, text.split("```json\n")[1].split("```")[0])
    assert (code, said) == (0, "")
