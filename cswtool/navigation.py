"""The menu: every entry with the permission its page needs, in the order of the day."""

from dataclasses import dataclass

from flask import url_for

from cswtool.access.actor import Actor
from cswtool.access.permissions import Permission, may


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    current: bool
    count: int | None = None


_ENTRIES: tuple[tuple[str, str, Permission], ...] = (
    ("今日", "today.home", Permission.HOME),
    ("さがす", "casefile.search", Permission.SEARCH),
    ("ケース", "casefile.index", Permission.CASE_LIST),
    ("連絡票", "intake.index", Permission.INCOMING_LIST),
    ("連絡票を書く", "intake.new", Permission.INCOMING_SEND),
    ("送った連絡票", "intake.mine", Permission.INCOMING_SEND),
    ("つなぎ", "referrals.index", Permission.REFERRAL_LIST),
    ("地域課題", "regional.index", Permission.REGIONAL_READ),
    ("地域支援の活動", "activities.index", Permission.ACTIVITY_READ),
    ("担当状況", "supervision.caseload", Permission.CASELOAD),
    ("利用者", "upkeep.accounts", Permission.ACCOUNTS),
    ("事業所のデータ", "upkeep.office", Permission.OFFICE_DATA),
    ("証跡", "upkeep.trail", Permission.TRAIL_READ),
    ("地域のまとめ", "reports.summary", Permission.SUMMARY_PREPARE),
    ("外に出す文章", "releases.index", Permission.RELEASE_READ),
    ("外に出したまとめ", "publications.index", Permission.PUBLICATION_READ),
)


_TO_READERS = {"publications.index": "公表されたまとめ"}
"""What those outside the office call it: they gave nothing out."""


def items_for(actor: Actor, endpoint: str | None) -> list[NavItem]:
    """The entries whose pages this person may open."""
    return [
        NavItem(_label(actor, label, target), url_for(target), current=endpoint == target)
        for label, target, need in _ENTRIES
        if may(actor, need)
    ]


def _label(actor: Actor, label: str, target: str) -> str:
    return label if actor.is_case_staff else _TO_READERS.get(target, label)
