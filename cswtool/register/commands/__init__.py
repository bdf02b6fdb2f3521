"""Saying what two entries are, merging them, and undoing a merge."""

from cswtool.register.commands.clearance import MixedSightError, Wish
from cswtool.register.commands.merging import decide, merge, rehearse
from cswtool.register.commands.undoing import CannotUndoError, obstacles, undo

__all__ = [
    "CannotUndoError",
    "MixedSightError",
    "Wish",
    "decide",
    "merge",
    "obstacles",
    "rehearse",
    "undo",
]
