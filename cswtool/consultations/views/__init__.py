"""The record of a contact: written down, read, corrected, added to."""

from cswtool.consultations.views import addenda, records
from cswtool.consultations.views.blueprint import consultations

__all__ = ["addenda", "consultations", "records"]
