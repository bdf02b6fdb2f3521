"""A document for everybody, protected together with every edition that is out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cswtool.access.fiscal import Period
from cswtool.publications.commands.editions import Protected
from cswtool.publications.commands.ledger import span_of
from cswtool.publications.document import Correction, Document
from cswtool.publications.ledger.figures import Edition
from cswtool.publications.ledger.kept import TIME, Beside, Kept, KeptTable
from cswtool.publications.ledger.problem import whole_of
from cswtool.publications.rules import PUBLIC_THRESHOLD, Profile
from cswtool.reports.commands.documents import Made, document
from cswtool.reports.commands.protecting import (
    TOO_FEW,
    NotReadyError,
    protected,
    refusals,
    refuse_unfinished,
)
from cswtool.reports.rules import (
    ISSUE,
    METHOD,
    MONTH,
    NONE,
    OF_FORM_B,
    ROUTE,
    SEEN,
    Paper,
    Summary,
    Tally,
    for_everybody,
)

_OF_A_SUMMARY = frozenset({ISSUE, ROUTE, METHOD, MONTH, SEEN})
"""Tables of which the ledger knows what holds between those of several editions."""
_OF_FORM_B = frozenset(OF_FORM_B)


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


def public(made: Made, summary: Summary, around: Around) -> Protected:
    """The same tables so that no small number of households can be worked out of them.

    Not from these tables, nor from them and every earlier edition together. Raises
    NotReadyError where that fails, takes too long, or cannot be proved once more.
    """
    refuse_unfinished(made.wanted.period)
    _refuse_beside_a_form(made, around.earlier)
    summary = for_everybody(summary)
    kept = _kept(made, summary, around)
    with refusals(_hopeless(around.earlier)):
        together = whole_of(around.earlier, kept)
        shown = together.printed(protected(together.problem))
    return Protected(_edition(made, summary, shown, around.correction), kept)


def _refuse_beside_a_form(made: Made, earlier: Sequence[Edition]) -> None:
    """Nothing is known yet of what holds between a 様式A and another edition about its days.

    A 様式B counts other things than they do: with it nobody learns more of them.
    """
    if made.wanted.paper is Paper.FORM_B:
        return
    others = [edition for edition in earlier if not edition.kept.table.keys() <= _OF_FORM_B]
    forms = [edition for edition in others if not edition.kept.table.keys() <= _OF_A_SUMMARY]
    if not others or not (forms or made.wanted.paper is Paper.FORM_A):
        return
    numbers = _numbers(forms or others)
    raise NotReadyError(
        f"先に公表した{numbers}と日が重なります。様式A実績は、ほかの版と見比べて"
        "推計されないことをまだ確かめられないため、重なる期間では公表できません。"
        f"{numbers}をそのまま使うか、重ならない期間を選んでください。"
    )


def _hopeless(earlier: Sequence[Edition]) -> str:
    if not earlier:
        return TOO_FEW
    numbers = _numbers(earlier)
    return (
        f"先に公表した{numbers}と日が重なります。見比べると、"
        "この版の数値をすべて伏せても、伏せた数値が推計できてしまうため、公表できません。"
        f"{numbers}をそのまま使うか、「まとめ方を選ぶ」で大きくまとめるか、"
        "重ならない期間を選んでください。"
    )


def _numbers(editions: Sequence[Edition]) -> str:
    return "・".join(f"第{edition.number}号" for edition in editions)


def _kept(made: Made, summary: Summary, around: Around) -> Kept:
    """What the ledger keeps of the edition, should it go out."""
    return Kept(
        span=span_of(made.wanted.period),
        tables=tuple(_table(tally, around) for tally in summary.tallies),
        problem=summary.problem(PUBLIC_THRESHOLD),
        beside=tuple(_beside(period, aside) for period, aside in around.beside.items()),
        after=tuple(edition.number for edition in around.earlier),
    )


def _table(tally: Tally, around: Around) -> KeptTable:
    """A table of its own population has a measure of its own: its totals are no other table's."""
    shared = tally.key in _OF_A_SUMMARY
    return KeptTable(
        key=tally.key,
        measure=tally.measure if shared else f"{tally.measure}（{tally.key}）",
        axis=TIME if tally.key in {MONTH, SEEN} else tally.key,
        additive=tally.additive,
        overlapping=tally.overlapping,
        parts=around.finest.get(tally.key, {}),
        rest=NONE if tally.overlapping and tally.key not in {MONTH, SEEN} else "",
    )


def _beside(period: Period, summary: Summary) -> Beside:
    figures = {
        f"{tally.key}|{zone}|{part}": figure
        for tally in summary.tallies
        if tally.additive
        for (zone, part), figure in tally.figures.items()
    }
    return Beside(span_of(period), figures)


def _edition(
    made: Made, summary: Summary, shown: dict[str, int | None], correction: Correction | None
) -> Document:
    made_of = document(made, Profile.PUBLIC, summary, shown)
    if correction is None:
        return replace(made_of, counted_on=made.on)
    remark = f"第{correction.number}号の訂正です。理由：{correction.reason}"
    return replace(
        made_of,
        title=f"{made_of.title}（第{correction.number}号の訂正）",
        counted_on=made.on,
        correction=correction,
        notes=(remark, *made_of.notes),
    )
