"""The words that the rules know, from words.toml."""

import tomllib
from pathlib import Path
from typing import Final

_LISTS: Final[dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)


def _words(name: str) -> tuple[str, ...]:
    return tuple(_LISTS[name].split())


GENERAL_PEOPLE: Final = frozenset(_words("general_people"))
PEOPLE_ENDS: Final = _words("people_ends")
ROLES: Final = _words("roles")
NOT_NAMES: Final = frozenset(_words("not_names"))
COMMON_WORDS: Final = frozenset(_words("common_words"))
SINGLE_FAMILIES: Final = frozenset(_words("single_families"))
GENERAL_PLACES: Final = frozenset(_words("general_places"))
PLACE_ENDS: Final = _words("place_ends")
PLACE_HEADS: Final = _words("place_heads")
BODY_ENDS: Final = _words("body_ends")
BODY_HEADS: Final = _words("body_heads")
GENERAL_LEADS: Final = frozenset(_words("general_leads"))
UNNAMED: Final = frozenset(_words("unnamed"))
SHOP_HEADS: Final = _words("shop_heads")
NAMED_AFTER: Final = _words("named_after")
NOT_BODY_NAMES: Final = frozenset(_words("not_body_names"))
RELATIVES: Final = _words("relatives")
NAME_LABELS: Final = _words("name_labels")
NOT_GIVEN: Final = frozenset(_words("not_given"))
ADDRESS_LABELS: Final = frozenset(_words("address_labels"))
NOBODY: Final = GENERAL_PEOPLE.union(ROLES, RELATIVES, UNNAMED)
"""Occupations and parts in life: before さん or beside a role nobody's name."""
