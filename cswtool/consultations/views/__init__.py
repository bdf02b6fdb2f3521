"""The record of a contact: written down, read, corrected."""

from cswtool.consultations.views import correcting, reading, recording
from cswtool.consultations.views.blueprint import consultations

__all__ = ["consultations", "correcting", "reading", "recording"]
