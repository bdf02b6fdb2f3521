"""From counts to a document that may be shown: as it is inside, protected outside."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.accounts.models import Office
from cswtool.disclosure.cells import CannotBeMadeSafeError, Problem, ProblemError
from cswtool.disclosure.process import ProtectionFailedError, protect_in_subprocess
from cswtool.publications.document import Document
from cswtool.publications.rules import PUBLIC_THRESHOLD, Profile
from cswtool.reports.notes import notes
from cswtool.reports.periods import period_name
from cswtool.reports.rules import Summary, UnsafeError, as_published, refuse_unsafe

SECONDS: Final = 60.0
"""The longest anybody waits for protected tables. Most are there after a few seconds."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document is made for whom, of what, when."""

    office: Office
    period: Period
    on: date


class NotReadyError(Exception):
    """Nothing may be shown outside. The message says why and what to do, in plain Japanese."""


def internal(made: Made, summary: Summary) -> Document:
    """All figures as they are, for the people of the office."""
    return _document(made, Profile.INTERNAL, summary, summary.truth)


def public(made: Made, summary: Summary) -> Document:
    """The same tables so that no small number of households can be worked out of them.

    Raises NotReadyError where that fails, takes too long, or cannot be proved once more.
    """
    if made.period.last >= clock.today():
        raise NotReadyError(
            "この期間はまだ終わっていません。公表した数値は後から直せないので、終わった期間を選んでください。"
        )
    try:
        shown = _protected(summary.problem(PUBLIC_THRESHOLD))
    except CannotBeMadeSafeError as error:
        raise NotReadyError(
            "この期間は件数が少なく、数値を伏せても、ほかの数値から推計できてしまいます。期間を長くするか、課題と経路を「分類ごとにまとめる」にして、もう一度試してください。"
        ) from error
    except (ProtectionFailedError, ProblemError, UnsafeError) as error:
        raise NotReadyError(
            "秘匿の計算が終わらなかったため、何も表示していません。課題と経路を「分類ごとにまとめる」にするか、期間を変えて、もう一度試してください。"
        ) from error
    return _document(made, Profile.PUBLIC, summary, shown)


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
    return Document(
        title=f"地域のまとめ {period_name(made.period)}",
        profile=profile,
        period=made.period,
        made_on=made.on,
        office=made.office.name,
        demo=made.office.demo,
        sheets=summary.sheets(shown),
        notes=(*notes(profile, PUBLIC_THRESHOLD), *summary.remarks),
    )
