"""For whom an edition is made."""

from enum import StrEnum


class Profile(StrEnum):
    PUBLIC = "public"
    CITY = "city"
    """What the city gets by the contract: the office sets from how many households on."""
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        return {"public": "公表", "city": "市報告", "internal": "内部"}[self]

    @property
    def mark(self) -> str:
        """What stands on every page."""
        return {
            "public": "公表用",
            "city": "市への報告・取扱注意",
            "internal": "内部資料・取扱注意",
        }[self]

    @property
    def file_mark(self) -> str:
        return {"public": "公表", "city": "市報告_取扱注意", "internal": "内部_取扱注意"}[self]


PUBLIC_THRESHOLD = 10
"""1–9 households are not published; 0 may be (介護DBガイドライン, from 25,000 inhabitants)."""
