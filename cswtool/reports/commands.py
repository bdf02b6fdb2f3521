"""From counts to a document that may be shown: as it is inside, protected outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.accounts.models import Office
from cswtool.disclosure.cells import CannotBeMadeSafeError, ProblemError
from cswtool.disclosure.process import ProtectionFailedError, protect_in_subprocess
from cswtool.publications.commands.editions import Protected
from cswtool.publications.commands.ledger import span_of
from cswtool.publications.document import Correction, Document
from cswtool.publications.ledger.figures import Edition
from cswtool.publications.ledger.kept import TIME, Beside, Kept, KeptTable
from cswtool.publications.ledger.problem import Together, whole_of
from cswtool.publications.rules import PUBLIC_THRESHOLD, Profile
from cswtool.reports.notes import notes
from cswtool.reports.periods import period_name
from cswtool.reports.rules import (
    CONTACTS,
    MONTH,
    NONE,
    SEEN,
    Summary,
    Tally,
    UnsafeError,
    as_published,
    refuse_unsafe,
)

SECONDS: Final = 60.0
"""The longest anybody waits for protected tables. Most are there after a few seconds."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document is made for whom, of what, when."""

    office: Office
    period: Period
    on: date


@dataclass(frozen=True, slots=True)
class Around:
    """What an outsider has beside a new edition, and what that makes it tell."""

    earlier: Sequence[Edition] = ()
    """All public editions that hang together with it by shared days."""
    beside: Mapping[Period, Summary] = field(default_factory=dict)
    """The periods that nobody printed but two editions together give away."""
    finest: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    """By table and heading: the single tags and routes that it stands for."""
    correction: Correction | None = None


class NotReadyError(Exception):
    """Nothing may be shown outside. The message says why and what to do, in plain Japanese."""


def internal(made: Made, summary: Summary) -> Document:
    """All figures as they are, for the people of the office."""
    return _document(made, Profile.INTERNAL, summary, summary.truth)


def public(made: Made, summary: Summary, around: Around) -> Protected:
    """The same tables so that no small number of households can be worked out of them.

    Not from these tables, nor from them and every earlier edition together. Raises
    NotReadyError where that fails, takes too long, or cannot be proved once more.
    """
    if made.period.last >= clock.today():
        raise NotReadyError(_NOT_OVER)
    kept = _kept(made, summary, around)
    try:
        whole = whole_of(around.earlier, kept)
        shown = whole.printed(_protected(whole))
    except CannotBeMadeSafeError as error:
        raise NotReadyError(_too_few(around.earlier)) from error
    except (ProtectionFailedError, ProblemError, UnsafeError) as error:
        raise NotReadyError(_NO_ANSWER) from error
    return Protected(_edition(made, summary, shown, around.correction), kept)


_NOT_OVER: Final = (
    "この期間はまだ終わっていません。公表した数値は後から直せないので、"
    "終わった期間を選んでください。"
)
_NO_ANSWER: Final = (
    "秘匿の計算が終わらなかったため、何も表示していません。"
    "課題と経路を「分類ごとにまとめる」にするか、期間を変えて、もう一度試してください。"
)
_TOO_FEW: Final = (
    "この期間は件数が少なく、数値を伏せても、ほかの数値から推計できてしまいます。"
    "期間を長くするか、課題と経路を「分類ごとにまとめる」にして、もう一度試してください。"
)


def _too_few(earlier: Sequence[Edition]) -> str:
    if not earlier:
        return _TOO_FEW
    numbers = "・".join(f"第{edition.number}号" for edition in earlier)
    return (
        f"先に公表した{numbers}と日が重なります。見比べると、"
        "この版の数値をすべて伏せても、伏せた数値が推計できてしまうため、公表できません。"
        f"{numbers}をそのまま使うか、課題と経路を「分類ごとにまとめる」にするか、"
        "重ならない期間を選んでください。"
    )


def _kept(made: Made, summary: Summary, around: Around) -> Kept:
    """What the ledger keeps of the edition, should it go out."""
    return Kept(
        span=span_of(made.period),
        tables=tuple(_table(tally, around) for tally in summary.tallies),
        problem=summary.problem(PUBLIC_THRESHOLD),
        beside=tuple(_beside(period, aside) for period, aside in around.beside.items()),
        after=tuple(edition.number for edition in around.earlier),
    )


def _table(tally: Tally, around: Around) -> KeptTable:
    return KeptTable(
        key=tally.key,
        measure=tally.measure,
        axis=TIME if tally.key in {MONTH, SEEN} else tally.key,
        additive=tally.measure == CONTACTS,
        overlapping=tally.overlapping,
        parts=around.finest.get(tally.key, {}),
        rest=NONE if tally.overlapping and tally.key not in {MONTH, SEEN} else "",
    )


def _beside(period: Period, summary: Summary) -> Beside:
    figures = {
        f"{tally.key}|{zone}|{part}": figure
        for tally in summary.tallies
        if tally.measure == CONTACTS
        for (zone, part), figure in tally.figures.items()
    }
    return Beside(span_of(period), figures)


def _protected(whole: Together) -> dict[str, int | None]:
    """What to print by name, attacked once more as it will lie before everybody."""
    protected = protect_in_subprocess(whole.problem, seconds=SECONDS)
    refuse_unsafe(whole.problem, protected)
    again = protect_in_subprocess(as_published(whole.problem, protected), seconds=SECONDS)
    if again.shown != protected.shown:
        raise UnsafeError("the second attack found more to hide")
    return protected.shown


def _edition(
    made: Made, summary: Summary, shown: dict[str, int | None], correction: Correction | None
) -> Document:
    document = _document(made, Profile.PUBLIC, summary, shown)
    if correction is None:
        return replace(document, counted_on=made.on)
    remark = f"第{correction.number}号の訂正です。理由：{correction.reason}"
    return replace(
        document,
        title=f"{document.title}（第{correction.number}号の訂正）",
        counted_on=made.on,
        correction=correction,
        notes=(remark, *document.notes),
    )


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
