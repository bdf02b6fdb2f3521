"""What somebody asks for: which paper, of which period, cut how."""

from dataclasses import dataclass
from enum import StrEnum

from cswtool.access.fiscal import Period
from cswtool.reports.rules.cuts import Cut


class Paper(StrEnum):
    """The papers that are made of a period's counts."""

    SUMMARY = "summary"
    FORM_A = "form-a"
    FORM_B = "form-b"

    @property
    def label(self) -> str:
        names = {"summary": "地域のまとめ", "form-a": "様式A実績", "form-b": "様式B地域支援"}
        return names[self]

    @property
    def unit(self) -> str:
        """What few figures are few of."""
        return "人" if self is Paper.FORM_B else "世帯"


@dataclass(frozen=True, slots=True)
class Wanted:
    paper: Paper
    period: Period
    cut: Cut
