"""What the case list shows, as columns of a file."""

from typing import Final

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
