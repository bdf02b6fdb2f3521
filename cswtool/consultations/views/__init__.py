"""The record of a contact: written down, read, corrected, added to."""

from cswtool.consultations.views import addenda, filing, records
from cswtool.consultations.views.blueprint import consultations

__all__ = ["addenda", "consultations", "filing", "records"]
