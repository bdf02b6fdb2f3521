"""Small files, short views: what a reader can hold in mind."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "cswtool"
LONGEST_FILE = 300
LONGEST_VIEW = 15

MODULES = sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_files_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", [path for path in MODULES if "views" in _name(path)], ids=_name)
def test_views_are_short(path):
    """A view parses, calls and renders; the rest has a name of its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            body = node.end_lineno - node.body[0].lineno + 1
            assert body <= LONGEST_VIEW, f"{node.name}: {body} lines"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body and path.name not in {"models.py", "views.py"}:
        assert ast.get_docstring(tree), "a module begins with a sentence about itself"
