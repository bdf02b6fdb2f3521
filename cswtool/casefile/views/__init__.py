"""The pages of a case, and the pages on which a 連絡票 is taken into one."""

from cswtool.casefile.views import judging, pages, taking  # noqa: F401 -- they put their routes on it
from cswtool.casefile.views.blueprint import casefile

__all__ = ["casefile"]
