"""What was said of likenesses and the merges; and the rows that name an entry."""

from collections.abc import Mapping
from typing import Any, Final

from cswtool.cases.models import Case
from cswtool.people.models import Person
from cswtool.register.models.tables import LikenessVerdict, Merge
from cswtool.register.rules import Subject

__all__ = ["MODELS", "LikenessVerdict", "Merge"]

MODELS: Final[Mapping[Subject, type[Any]]] = {
    Subject.PERSON: Person,
    Subject.CASE: Case,
}
