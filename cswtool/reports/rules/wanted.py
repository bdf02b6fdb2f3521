"""What somebody asks for: which paper, of which period, cut how."""

from dataclasses import dataclass
from enum import StrEnum

from cswtool.access.fiscal import Period
from cswtool.reports.rules.cuts import Cut


class Paper(StrEnum):
    """The papers that are made of a period's counts."""

    SUMMARY = "summary"
    FORM_A = "form-a"

    @property
    def label(self) -> str:
        return {"summary": "地域のまとめ", "form-a": "様式A実績"}[self]


@dataclass(frozen=True, slots=True)
class Wanted:
    paper: Paper
    period: Period
    cut: Cut
