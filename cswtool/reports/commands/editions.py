"""A document for outside, protected together with every edition that its readers hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from cswtool.disclosure.cells import LEAST_THRESHOLD
from cswtool.publications.commands.editions import Protected
from cswtool.publications.document import Correction, Document
from cswtool.publications.ledger.figures import Edition
from cswtool.publications.ledger.kept import ALL, TIME, TOGETHER, Counted, Kept, KeptTable
from cswtool.publications.ledger.problem import Together, whole_of
from cswtool.publications.ledger.spans import Span
from cswtool.publications.models import threshold_of
from cswtool.publications.rules import AUDIENCES, Profile
from cswtool.reports.commands.documents import Made, document
from cswtool.reports.commands.protecting import (
    TOO_FEW,
    can_be_protected,
    protected,
    refusals,
    refuse_unfinished,
)
from cswtool.reports.rules import (
    ADDING,
    CONTACTS,
    FLOW,
    MONTH,
    NEW,
    NONE,
    OF_CONTACTS,
    OF_HOUSEHOLDS,
    REAL,
    SEEN,
    SUPPORT,
    Summary,
    Tally,
    Wanted,
    as_it_leaves,
    for_everybody,
)

MOST_NAMED: Final = 3
"""So many earlier editions a refusal names: a long row of numbers cannot be read."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the readers have beside a new edition, and what that makes it tell."""

    earlier: Sequence[Edition] = ()
    """All editions that hang together with it by shared days, whoever reads them."""
    beside: Mapping[Wanted, Summary] = field(default_factory=dict)
    """What nobody printed but several editions together give away."""
    correction: Correction | None = None


def as_it_leaves_for(made: Made, profile: Profile, make: Callable[[Wanted], Summary]) -> Made:
    """The same, without those whom the paper leaves out for that audience."""
    threshold = threshold_of(made.office, profile)
    return replace(made, wanted=as_it_leaves(made.wanted, make, threshold))


def outside(made: Made, profile: Profile, summary: Summary, around: Around) -> Protected:
    """The tables so that no small number of households can be worked out of them.

    Not from these tables, nor from them and every earlier edition that somebody may put beside
    them. The office may have set that nothing is hidden from the city. Raises NotReadyError where
    it fails, takes too long, or cannot be proved once more.
    """
    refuse_unfinished(made.wanted.period)
    threshold = threshold_of(made.office, profile)
    if threshold:
        summary = for_everybody(summary)
    kept = _kept(made.wanted, summary, threshold, around)
    hidden = _hidden(made, profile, kept, around.earlier)
    shown = {cell: None if cell in hidden else figure for cell, figure in summary.truth.items()}
    edition = _edition(made, profile, summary, shown, around.correction)
    return Protected(edition, kept, made.at)


# --- What stays hidden ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Readers:
    """One audience with all it holds."""

    earlier: Sequence[Edition]
    threshold: int

    def beside(self, kept: Kept) -> Together:
        return whole_of(self.earlier, kept, self.threshold)


def _hidden(made: Made, profile: Profile, kept: Kept, earlier: Sequence[Edition]) -> set[str]:
    """For each audience in turn: what is hidden from one stays hidden for the next.

    Hiding more exposes nothing, so the first is still safe after the second.
    """
    hidden: set[str] = set()
    for readers in _readers(made, profile, earlier):
        with refusals(partial(_hopeless, readers, kept)):
            together = readers.beside(kept).hiding(hidden)
            shown = together.printed(protected(together.problem))
        hidden |= {cell for cell, figure in shown.items() if figure is None}
    return hidden


def _readers(made: Made, profile: Profile, earlier: Sequence[Edition]) -> Iterator[_Readers]:
    """Whoever gets the edition and is not to know everything.

    The city reads what is published beside its own papers. Papers of people tell nothing of
    those of households, nor the other way round.
    """
    akin = [edition for edition in earlier if _is_akin(edition, made.wanted)]
    for audience, profiles in AUDIENCES.items():
        held = [edition for edition in akin if edition.profile in profiles]
        own = profile is audience or any(edition.profile is audience for edition in held)
        threshold = threshold_of(made.office, audience)
        if profile in profiles and own and threshold:
            yield _Readers(held, threshold)


def _is_akin(edition: Edition, wanted: Wanted) -> bool:
    paper = Wanted.of_query(edition.kept.asked).paper
    return paper.is_of_households == wanted.paper.is_of_households


def _hopeless(readers: _Readers, kept: Kept) -> str:
    """What to say, depending on whether the tables fail by themselves."""
    alone = replace(readers, earlier=())
    if not readers.earlier or not can_be_protected(alone.beside(kept).problem):
        return TOO_FEW
    numbers = newest_named(readers.earlier, kept.span)
    return (
        f"先に出した版（{numbers}）と期間が重なります。見比べると、"
        "この版の数値をすべて伏せても、伏せた数値が推計できてしまうため、外に出せません。"
        "先に出した版をそのまま使うか、「まとめ方を選ぶ」で大きくまとめるか、"
        "重ならない期間を選んでください。"
    )


def newest_named(earlier: Sequence[Edition], span: Span) -> str:
    """The newest few of those that share a day with the span.

    Where these readers hold none that does, of all that hang together with it.
    """
    near = [one.number for one in earlier if one.kept.span.meets(span)]
    numbers = sorted(near or [one.number for one in earlier], reverse=True)
    more = "など" if len(numbers) > MOST_NAMED else ""
    return "・".join(f"第{number}号" for number in numbers[:MOST_NAMED]) + more


# --- What the ledger keeps --------------------------------------------------------------


def _kept(wanted: Wanted, summary: Summary, threshold: int, around: Around) -> Kept:
    own = _counted(wanted, summary, threshold)
    return Kept(
        own.span,
        own.tables,
        own.problem,
        asked=wanted.as_query(),
        beside=tuple(
            _counted(one, for_everybody(aside), threshold) for one, aside in around.beside.items()
        ),
        after=tuple(edition.number for edition in around.earlier),
    )


def _counted(wanted: Wanted, summary: Summary, threshold: int) -> Counted:
    problem = summary.problem(max(threshold, LEAST_THRESHOLD))
    known = TOGETHER.join(sorted(z for zone in summary.zones for z in zone.key.split(TOGETHER)))
    everywhere = known if wanted.cut.known_only else ALL
    return Counted(wanted.span, tuple(_table(t, everywhere) for t in summary.tallies), problem)


def _table(tally: Tally, everywhere: str) -> KeptTable:
    finest = {
        part.key: frozenset(one for one, key in tally.stands_for.items() if key == part.key)
        for part in tally.parts
    }
    return KeptTable(
        key=tally.key,
        measure=_measure(tally, everywhere),
        axis=TIME if tally.key in {MONTH, SEEN} else tally.key,
        additive=tally.key in ADDING,
        overlapping=tally.overlapping,
        parts={part: codes for part, codes in finest.items() if codes},
        rest=NONE if tally.overlapping and tally.key not in {MONTH, SEEN} else "",
        adds=frozenset({NEW}) if tally.key == SUPPORT else frozenset(),
        everywhere=ALL if tally.across else everywhere,
    )


def _measure(tally: Tally, everywhere: str) -> str:
    """Tables of the same households, or contacts, have the same totals; others their own.

    A table without 圏域 counts something else where households of no known 圏域 are left out.
    """
    if tally.key == FLOW:
        return f"{tally.measure}（{FLOW}・{everywhere}）"
    if tally.key in OF_HOUSEHOLDS:
        return REAL
    return CONTACTS if tally.key in OF_CONTACTS else f"{tally.measure}（{tally.key}）"


# --- What is handed out -----------------------------------------------------------------


def _edition(
    made: Made,
    profile: Profile,
    summary: Summary,
    shown: dict[str, int | None],
    correction: Correction | None,
) -> Document:
    made_of = replace(document(made, profile, summary, shown), counted_on=made.on)
    if correction is None:
        return made_of
    remark = f"第{correction.number}号の訂正です。理由：{correction.reason}"
    return replace(
        made_of,
        title=f"{made_of.title}（第{correction.number}号の訂正）",
        correction=correction,
        notes=(remark, *made_of.notes),
    )
