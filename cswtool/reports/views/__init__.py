"""The papers of a period: looked at inside, made coarser, prepared for outside, handed out."""

from cswtool.reports.views import handing_out, looking  # noqa: F401 -- they register their pages
from cswtool.reports.views.blueprint import reports

__all__ = ["reports"]
