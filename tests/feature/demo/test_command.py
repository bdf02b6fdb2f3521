"""`cswtool demo` as somebody types it."""

import pytest
from click.testing import CliRunner

from cswtool.cli import main
from cswtool.demo.staff import PASSWORD


@pytest.fixture
def run(tmp_path):
    environ = {"CSWTOOL_DATA": str(tmp_path / "office"), "CSWTOOL_DATABASE_URL": None}

    def typed(*words: str):
        return CliRunner(env=environ).invoke(main, list(words))

    return typed


def test_a_demo_is_made_once_and_then_kept(run, tmp_path):
    first = run("demo", "--cases", "5")
    assert first.exit_code == 0, first.output
    assert PASSWORD in first.output
    assert "架空の事業所を作りました" in first.output
    assert (tmp_path / "office.key").exists()
    assert "架空の事業所はもうあります" in run("demo", "--cases", "5").output


def test_an_office_in_earnest_is_refused(run):
    assert run("init").exit_code == 0
    answer = run("demo", "--cases", "5")
    assert answer.exit_code == 1
    assert "架空ではない事業所" in answer.output
