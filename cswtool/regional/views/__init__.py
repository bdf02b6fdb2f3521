"""地域課題: the list, one issue, its course, its 打ち手, the cases behind it, its papers."""

from cswtool.regional.views import (  # noqa: F401 -- their routes
    actions,
    evidence,
    form_c,
    issues,
    paper,
)
from cswtool.regional.views.blueprint import regional

__all__ = ["regional"]
