"""What the documents say is what the program does."""

import re
from pathlib import Path

from cswtool.app import BLUEPRINTS
from tests.architecture.access_matrix import TARGET, markdown

ROOT = Path(__file__).parents[2]


def test_the_access_matrix_is_up_to_date():
    command = ".venv/bin/python -m tests.architecture.access_matrix"
    assert TARGET.read_text(encoding="utf-8") == markdown(BLUEPRINTS), f"run: {command}"


def test_every_package_stands_on_the_ladder_of_the_document():
    ladder = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = {p.parent.name for p in (ROOT / "cswtool").glob("*/__init__.py")}
    assert packages <= set(re.findall(r"`(\w+)`", ladder))


def test_every_package_stands_on_the_map_of_the_readme():
    names = set(re.findall(r"`(?:cswtool/)?(\w+)/`", (ROOT / "README.md").read_text("utf-8")))
    assert {p.parent.name for p in (ROOT / "cswtool").glob("*/__init__.py")} <= names


def test_every_component_is_told_of_as_it_is_called():
    told = (ROOT / "templates" / "README.md").read_text("utf-8")
    macros = [
        call
        for component in (ROOT / "templates" / "components").glob("*.html")
        for call in re.findall(r"{% macro (\w+\(.*)\) %}", component.read_text("utf-8"))
    ]
    assert macros
    assert [call for call in macros if f"`{call}" not in told] == []


def test_no_link_in_the_documents_is_dead():
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{document.name}: {target}"
