"""What somebody asks for: which paper, of which period, cut how."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product

from cswtool.access.fiscal import Period
from cswtool.publications.ledger.spans import Span, unprinted
from cswtool.reports.rules.cuts import Cut, Grain, Width, months_of


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
    def is_of_households(self) -> bool:
        """様式B is of people who came, and counts nothing that the others count too."""
        return self is not Paper.FORM_B

    @property
    def unit(self) -> str:
        """What few figures are few of."""
        return "世帯" if self.is_of_households else "人"


@dataclass(frozen=True, slots=True)
class Wanted:
    paper: Paper
    period: Period
    cut: Cut

    def as_query(self) -> dict[str, str]:
        """The fields that ask for it, as in first=2025-04."""
        return {
            "paper": self.paper.value,
            "first": f"{self.period.first:%Y-%m}",
            "last": f"{self.period.last:%Y-%m}",
            "grain": self.cut.grain.value,
            "zones": self.cut.zones.value,
            "ages": self.cut.ages.value,
            "months": self.cut.months.value,
            **({"known_only": "1"} if self.cut.known_only else {}),
        }

    @classmethod
    def of_query(cls, fields: Mapping[str, str]) -> "Wanted":
        """What `as_query` told."""
        first, last = (date.fromisoformat(f"{fields[key]}-01") for key in ("first", "last"))
        cut = Cut(
            grain=Grain(fields["grain"]),
            zones=Width(fields["zones"]),
            ages=Width(fields["ages"]),
            months=Width(fields["months"]),
            known_only=bool(fields.get("known_only")),
        )
        return cls(
            Paper(fields["paper"]), Period.of_months(first, len(Period(first, last).months())), cut
        )

    @property
    def span(self) -> Span:
        return Span(self.period.first, self.period.last)

    @property
    def told(self) -> "Wanted":
        """With what makes no difference to its tables left at its first choice."""
        cut = self.cut
        if self.paper is not Paper.FORM_A:
            cut = replace(cut, ages=Width.EACH)
        if self.paper is not Paper.SUMMARY:
            cut = replace(cut, months=Width.EACH)
        if not self.paper.is_of_households:
            cut = replace(cut, known_only=False)
        return replace(self, cut=cut)

    @property
    def cut_words(self) -> str:
        """What is put together, in words; "" where everything stands for itself."""
        cut = self.told.cut
        coarse = {
            "分類ごと": cut.grain is Grain.GROUPS,
            "圏域をまとめて": cut.zones is Width.POOLED,
            "年代をまとめて": cut.ages is Width.POOLED,
            "四半期ごと": cut.months is Width.POOLED,
        }
        return "・".join(words for words, applies in coarse.items() if applies)


def unprinted_beside(out: Sequence[Wanted]) -> list[Wanted]:
    """Tables that nobody printed and that those who have all of these papers may work out.

    Each paper as it would be in the cut of another, and the pieces of time between them.
    """
    told = list(dict.fromkeys(one.told for one in out))
    of_people = [one for one in told if not one.paper.is_of_households]
    of_households = [one for one in told if one.paper.is_of_households]
    found = dict.fromkeys(
        one for kin in (of_households, of_people) for one in (*_in_other_cuts(kin), *_between(kin))
    )
    return [one for one in found if one not in told]


def _in_other_cuts(told: Sequence[Wanted]) -> Iterator[Wanted]:
    for one, cut in product(told, _cuts(told)):
        yield replace(one, cut=replace(cut, months=one.cut.months)).told


def _between(told: Sequence[Wanted]) -> Iterator[Wanted]:
    """Between whole papers, and where they tell of months or quarters, between those too."""
    papers = dict.fromkeys(one.paper for one in told)
    spans = {one.span for one in told}
    pieces = dict.fromkeys([*unprinted(spans), *unprinted(spans | _months(told))])
    for span, paper, cut in product(pieces, papers, _cuts(told)):
        yield Wanted(paper, Period(span.first, span.last), cut).told


def _cuts(told: Sequence[Wanted]) -> list[Cut]:
    """Every way in which some of them differ from others, with every other."""
    cuts = [one.cut for one in told]
    axes = ("grain", "zones", "ages", "known_only")
    ways = (dict.fromkeys(getattr(cut, axis) for cut in cuts) for axis in axes)
    return [Cut(**dict(zip(axes, chosen, strict=True))) for chosen in product(*ways)]


def _months(told: Sequence[Wanted]) -> set[Span]:
    """The months or quarters that some of them tell of."""
    return {
        Span.of_months(heading.key)
        for one in told
        if one.paper is Paper.SUMMARY
        for heading in months_of(one.period, one.cut.months)[0]
    }
