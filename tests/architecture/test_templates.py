"""Templates: found where the feature is, nothing imported in vain, nothing inline."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from cswtool.web.filters import FILTERS

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
SHARED = {"layouts", "components", "errors"}
PAGES = sorted(TEMPLATES.rglob("*.html"))


def _name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def _parsed(path: Path) -> nodes.Template:
    environment = Environment(autoescape=True)
    environment.filters.update(FILTERS)
    return environment.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_template_lies_in_the_folder_of_its_feature(path):
    folder = path.relative_to(TEMPLATES).parts[0]
    assert folder in SHARED or (ROOT / "cswtool" / folder).is_dir()


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_nothing_is_imported_in_vain(path):
    tree = _parsed(path)
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    for node in tree.find_all(nodes.FromImport):
        names = {name[1] if isinstance(name, tuple) else name for name in node.names}
        assert names <= used, f"{_name(path)} imports {names - used} in vain"


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_page_has_a_title_and_stays_short(path):
    source = path.read_text(encoding="utf-8")
    if "{% extends" in source and path.parts[-2] != "errors":
        assert "{% block title %}" in source
    assert source.count("\n") <= 200, "cut it into components"


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_no_filter_unmarks_text_and_no_script_or_style_is_inline(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b", source)
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", source)
    assert "autoescape false" not in source
