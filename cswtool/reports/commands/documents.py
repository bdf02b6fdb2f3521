"""A document for the people of the office, and what every document has around its tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from cswtool.access import clock
from cswtool.access.fiscal import fiscal_name
from cswtool.accounts.models import Office
from cswtool.disclosure.cells import Problem
from cswtool.drawing import lines
from cswtool.drawing.svg import Picture
from cswtool.publications.document import Document
from cswtool.publications.models import threshold_of
from cswtool.publications.rules import Profile
from cswtool.reports.notes import notes
from cswtool.reports.periods import period_name
from cswtool.reports.rules import Summary, TrendLine, Wanted, at_first_sight

DRAWN: Final = 6
"""Lines of a trend; more of them cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document is made for whom, of what, when."""

    office: Office
    wanted: Wanted
    at: datetime

    @property
    def on(self) -> date:
        """The day on the wall of the office."""
        return clock.in_japan(self.at).date()


def internal(made: Made, summary: Summary) -> Document:
    """All figures as they are, for the people of the office."""
    return document(made, Profile.INTERNAL, summary, summary.truth)


def first_sight(made: Made, summary: Summary, threshold: int) -> tuple[Problem, Document]:
    """What a cut would show at best, for the people of the office who choose one."""
    problem = summary.problem(threshold)
    shown = at_first_sight(problem)
    return problem, replace(document(made, Profile.INTERNAL, summary, shown), notes=())


def drawn_trend(found: Sequence[TrendLine], years: Sequence[int]) -> Picture:
    """The issues of most households in the last of these years, as lines. For inside use."""
    most = sorted(found, key=lambda line: -line.years.get(years[-1], 0))[:DRAWN]
    series = [
        lines.Series(line.label, tuple(line.years.get(year, 0) for year in years)) for line in most
    ]
    return lines.draw(
        series, [fiscal_name(year) for year in years], name="trend", title="課題の推移"
    )


def document(
    made: Made, profile: Profile, summary: Summary, shown: dict[str, int | None]
) -> Document:
    wanted, threshold = made.wanted, threshold_of(made.office, profile)
    return Document(
        title=_title(wanted),
        profile=profile,
        period=wanted.period,
        made_on=made.on,
        office=made.office.name,
        demo=made.office.demo,
        sheets=summary.sheets(shown, threshold),
        notes=(*notes(wanted, profile, threshold), *summary.remarks),
        threshold=threshold,
    )


def _title(wanted: Wanted) -> str:
    """As in 地域のまとめ 令和7年度 分類ごと: two cuts of a period are told apart."""
    parts = [wanted.paper.label, period_name(wanted.period), wanted.cut_words]
    return " ".join(part for part in parts if part)
