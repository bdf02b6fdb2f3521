"""How the trail is put into words."""

from cswtool.upkeep.rules.acts import ACTIONS, OUTCOMES, RECORDS
from cswtool.upkeep.rules.fields import FIELDS, told_fields
from cswtool.upkeep.rules.words import WORDS, told

__all__ = ["ACTIONS", "FIELDS", "OUTCOMES", "RECORDS", "WORDS", "told", "told_fields"]
