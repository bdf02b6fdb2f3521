"""For whom an edition is made."""

from enum import StrEnum


class Profile(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        return {"public": "公表", "internal": "内部"}[self]


PUBLIC_THRESHOLD = 10
"""1–9 households are not published; 0 may be (介護DBガイドライン, from 25,000 inhabitants)."""
