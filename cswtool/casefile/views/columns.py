"""What the case list and the search show, as columns of a file."""

from typing import Final

from cswtool.access import clock
from cswtool.casefile.queries import Hit
from cswtool.web.exporting import Column

CASES: Final = (
    Column("番号", lambda row: row.case.number, 10),
    Column("本人", lambda row: row.case.focus.name if row.case.focus else "（非表示）", 16),
    Column("主訴", lambda row: row.case.headline, 40),
    Column("圏域", lambda row: row.case.zone.name if row.case.zone else "要確認"),
    Column("主担当", lambda row: row.case.primary.name),
    Column("状態", lambda row: row.case.status.label, 10),
    Column("緊急度", lambda row: row.case.urgency.label if row.case.urgency else None, 10),
    Column("最後の連絡", lambda row: row.last_contact, 12),
    Column("次の対応", lambda row: row.next_due, 12),
)


def _cases_of(hit: Hit) -> str:
    return "、".join(member.case.number for member in hit.memberships)


def _workers_of(hit: Hit) -> str:
    return "、".join(dict.fromkeys(member.case.primary.name for member in hit.memberships))


PEOPLE: Final = (
    Column("氏名", lambda hit: hit.person.name, 16),
    Column("ふりがな", lambda hit: hit.person.kana, 18),
    Column("年齢", lambda hit: hit.person.age(clock.today()), 8),
    Column("性別", lambda hit: hit.person.sex.label, 8),
    Column("電話番号", lambda hit: hit.person.phone, 16),
    Column("町", lambda hit: hit.person.town.name if hit.person.town else None, 14),
    Column("住所", lambda hit: hit.person.address, 24),
    Column("ケース", _cases_of, 18),
    Column("主担当", _workers_of, 18),
)
