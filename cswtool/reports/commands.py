"""From counts to a document that may be shown: as it is inside, protected outside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cswtool.access import clock
from cswtool.access.fiscal import fiscal_name
from cswtool.accounts.models import Office
from cswtool.disclosure.cells import CannotBeMadeSafeError, Problem, ProblemError
from cswtool.disclosure.process import ProtectionFailedError, protect_in_subprocess
from cswtool.drawing import lines
from cswtool.drawing.svg import Picture
from cswtool.publications.document import Document
from cswtool.publications.rules import PUBLIC_THRESHOLD, Profile
from cswtool.reports.notes import notes
from cswtool.reports.periods import period_name
from cswtool.reports.rules import (
    Summary,
    TrendLine,
    UnsafeError,
    Wanted,
    as_published,
    at_first_sight,
    refuse_unsafe,
)

DRAWN: Final = 6
"""Lines of a trend; more of them cannot be told apart."""
SECONDS: Final = 60.0
"""The longest anybody waits for protected tables. Most are there after a few seconds."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document is made for whom, of what, when."""

    office: Office
    wanted: Wanted
    on: date


class NotReadyError(Exception):
    """Nothing may be shown outside. The message says why and what to do, in plain Japanese."""


def internal(made: Made, summary: Summary) -> Document:
    """All figures as they are, for the people of the office."""
    return _document(made, Profile.INTERNAL, summary, summary.truth)


def first_sight(made: Made, summary: Summary, threshold: int) -> Document:
    """What a cut would show at best, for the people of the office who choose one."""
    shown = at_first_sight(summary.problem(threshold))
    return replace(_document(made, Profile.INTERNAL, summary, shown), notes=())


def outside(made: Made, profile: Profile, summary: Summary) -> Document:
    """The same tables so that no small number of households can be worked out of them.

    For the city the office may have set that nothing is hidden. Raises NotReadyError where
    the protection fails, takes too long, or cannot be proved once more.
    """
    if made.wanted.period.last >= clock.today():
        raise NotReadyError(
            "この期間はまだ終わっていません。外に出した数値は後から直せないので、終わった期間を選んでください。"
        )
    threshold = threshold_of(made.office, profile)
    if not threshold:
        return _document(made, profile, summary, summary.truth)
    try:
        shown = _protected(summary.problem(threshold))
    except CannotBeMadeSafeError as error:
        raise NotReadyError(
            "この期間は件数が少なく、数値を伏せても、ほかの数値から推計できてしまいます。「まとめ方を選ぶ」で、もっと大きくまとめてから、もう一度試してください。"
        ) from error
    except (ProtectionFailedError, ProblemError, UnsafeError) as error:
        raise NotReadyError(
            "秘匿の計算が終わらなかったため、何も表示していません。「まとめ方を選ぶ」で、もっと大きくまとめてから、もう一度試してください。"
        ) from error
    return _document(made, profile, summary, shown)


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


def _protected(problem: Problem) -> dict[str, int | None]:
    """What to print by cell, attacked once more as it will lie before everybody."""
    protected = protect_in_subprocess(problem, seconds=SECONDS)
    refuse_unsafe(problem, protected)
    again = protect_in_subprocess(as_published(problem, protected), seconds=SECONDS)
    if again.shown != protected.shown:
        raise UnsafeError("the second attack found more to hide")
    return protected.shown


def _document(
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
        sheets=summary.sheets(shown),
        notes=(*notes(wanted.paper, profile, threshold), *summary.remarks),
        threshold=threshold,
    )
