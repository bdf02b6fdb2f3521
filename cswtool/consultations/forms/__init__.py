"""Forms of a contact: written down, corrected, added to, filed."""

from cswtool.consultations.forms.contact import (
    EditConsultationForm,
    NewConsultationForm,
    known_of,
    offered,
)
from cswtool.consultations.forms.later import AddendumForm, FilingForm
from cswtool.consultations.forms.together import OWN, TogetherForm, numbers_of

__all__ = [
    "OWN",
    "AddendumForm",
    "EditConsultationForm",
    "FilingForm",
    "NewConsultationForm",
    "TogetherForm",
    "known_of",
    "numbers_of",
    "offered",
]
