"""地域課題: the list, one issue, its course, its 打ち手, the cases behind it, its sheet."""

from cswtool.regional.views import actions, evidence, issues, paper  # noqa: F401 -- their routes
from cswtool.regional.views.blueprint import regional

__all__ = ["regional"]
