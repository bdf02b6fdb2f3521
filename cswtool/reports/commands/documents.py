"""A document for the people of the office, and one for the city."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cswtool.access.fiscal import fiscal_name
from cswtool.accounts.models import Office
from cswtool.drawing import lines
from cswtool.drawing.svg import Picture
from cswtool.publications.document import Document
from cswtool.publications.rules import PUBLIC_THRESHOLD, Profile
from cswtool.reports.commands.protecting import TOO_FEW, protected, refusals, refuse_unfinished
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
    on: date


def internal(made: Made, summary: Summary) -> Document:
    """All figures as they are, for the people of the office."""
    return document(made, Profile.INTERNAL, summary, summary.truth)


def first_sight(made: Made, summary: Summary, threshold: int) -> Document:
    """What a cut would show at best, for the people of the office who choose one."""
    shown = at_first_sight(summary.problem(threshold))
    return replace(document(made, Profile.INTERNAL, summary, shown), notes=())


def for_city(made: Made, summary: Summary) -> Document:
    """The same tables so that no small number of households can be worked out of them.

    The office may have set that nothing is hidden. Raises NotReadyError where the protection
    fails, takes too long, or cannot be proved once more.
    """
    refuse_unfinished(made.wanted.period)
    threshold = threshold_of(made.office, Profile.CITY)
    if not threshold:
        return document(made, Profile.CITY, summary, summary.truth)
    with refusals(TOO_FEW):
        shown = protected(summary.problem(threshold))
    return document(made, Profile.CITY, summary, shown)


def threshold_of(office: Office, profile: Profile) -> int:
    """From how many households on figures are shown to whom; 0 where nothing is hidden."""
    by_profile = {Profile.PUBLIC: PUBLIC_THRESHOLD, Profile.CITY: office.city_threshold}
    return by_profile.get(profile, 0)


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
        title=f"{wanted.paper.label} {period_name(wanted.period)}",
        profile=profile,
        period=wanted.period,
        made_on=made.on,
        office=made.office.name,
        demo=made.office.demo,
        sheets=summary.sheets(shown, threshold),
        notes=(*notes(wanted.paper, profile, threshold), *summary.remarks),
        threshold=threshold,
    )
