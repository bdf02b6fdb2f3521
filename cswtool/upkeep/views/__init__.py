"""The administrator's screens for the office and its people; the privacy officer's trail."""

from cswtool.upkeep.views import accounts, office, trail  # noqa: F401 -- they put routes on it
from cswtool.upkeep.views.blueprint import upkeep

__all__ = ["upkeep"]
