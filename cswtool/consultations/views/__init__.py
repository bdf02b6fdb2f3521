"""The record of a contact: written down, read, corrected, added to."""

from cswtool.consultations.views import addenda, correcting, filing, reading, recording
from cswtool.consultations.views.blueprint import consultations

__all__ = ["addenda", "consultations", "correcting", "filing", "reading", "recording"]
