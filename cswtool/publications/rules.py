"""For whom an edition is made, and the states it goes through."""

from enum import StrEnum
from typing import Final


class Profile(StrEnum):
    PUBLIC = "public"
    CITY = "city"
    """What the city gets by the contract: the office sets from how many households on."""
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        return {"public": "公表", "city": "市報告", "internal": "内部"}[self]

    @property
    def act(self) -> str:
        """What letting such an edition out is called."""
        return {"public": "公表する", "city": "市に報告する", "internal": ""}[self]

    @property
    def readers(self) -> str:
        """Who holds such editions, in what the nightly attack says."""
        return {"public": "だれもが持つ版", "city": "市が持つ版", "internal": ""}[self]

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

AUDIENCES: Final[dict[Profile, tuple[Profile, ...]]] = {
    Profile.PUBLIC: (Profile.PUBLIC,),
    Profile.CITY: (Profile.PUBLIC, Profile.CITY),
}
"""Which editions each audience outside the office holds, and puts together."""

REASONS: Final = (
    "遅れて届いた記録を加えたため",
    "記録の誤りを直したため",
    "重なっていた記録を1つにしたため",
    "集計のしかたを直したため",
)
"""Why an edition puts an earlier one right. It is printed, and no words of one's own leave the
office unread: a reason that is typed would tell of somebody sooner or later."""

FRESH_DAYS: Final = 14
"""So long prepared figures may be published. Older ones are counted again: what was entered
since, and addresses that are protected by now, must not wait for ever."""

TOLD_DAYS: Final = 7
"""So long the author's first page tells what came of an edition."""


class EditionStatus(StrEnum):
    PREPARED = "prepared"
    ASKED = "asked"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return {
            "prepared": "確認を頼む前",
            "asked": "確認待ち",
            "sent_back": "差し戻し",
            "withdrawn": "取り下げ",
            "published": "出した",
        }[self]


class NotOpenError(Exception):
    """The edition was published, sent back or withdrawn already."""


class TooOldError(Exception):
    """The figures were counted too long ago to be published now."""


class HidesTooLittleError(Exception):
    """The office has set since that more is hidden from its readers."""


class LedgerMovedError(Exception):
    """An edition about the same days went out since this one was prepared."""


class UnprovedError(Exception):
    """An edition from before the ledger tells about the same days; see `number`.

    Nobody knows what it hid, so nothing can be proved against it.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"nothing is known of what edition {number} hid")


class SpoiltError(UnprovedError):
    """What the ledger keeps of it does not open: it was changed, or sealed with another key."""
