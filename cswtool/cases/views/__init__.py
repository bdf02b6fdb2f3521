"""Acts on one case: its head, its workers, its course, who may see it."""

from cswtool.cases.views import course, granting
from cswtool.cases.views.blueprint import cases

__all__ = ["cases", "course", "granting"]
