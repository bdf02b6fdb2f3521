"""様式A 実績: the tables of the yearly and monthly report to the city (domain.md §2.2)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cswtool.activities.rules import Done, Meeting
from cswtool.people.rules import Sex
from cswtool.publications.document import Heading
from cswtool.reports.rules.counted import Counted, Cutting, Words
from cswtool.reports.rules.cuts import Cut, Grain, ages_of
from cswtool.reports.rules.figures import (
    ALL,
    CASES,
    HELD,
    NONE,
    REAL,
    UNKNOWN,
    UNKNOWN_ZONE,
    Figures,
    Tally,
    of_contacts,
    of_people,
    of_work,
    with_totals,
)
from cswtool.reports.rules.links import (
    AGE,
    ASKER,
    CLOSED,
    CLOSING,
    CONTINUED,
    DISCUSSED,
    FLOW,
    HOUSEHOLD,
    MAIN,
    MEETINGS,
    NEW,
    OPEN,
    REFERRAL,
    SEX,
    STOCK,
    SUPPORT,
)
from cswtool.reports.rules.tables import Summary

FORM_A: Final = "様式A"
REFERRALS: Final = "件数"
"""The measure of つなぎ: each once, when it was sent."""
_MEETINGS: Final = (
    Heading(Meeting.SUPPORT.value, "支援会議"),
    Heading(Meeting.LAYERED.value, "重層的支援会議"),
)
NO_MAIN: Final = Heading(NONE, "主課題の記録なし")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of a household: whether it was new in the period, and of 本人."""

    new: bool
    household: str
    age: str
    sex: str


@dataclass(frozen=True, slots=True)
class FormCounted:
    """What 様式A needs beside the findings of every summary. Households are running numbers."""

    counted: Counted
    facts: Mapping[int, Facts]
    """Of every household with a contact in the period."""
    mains: Mapping[int, str]
    """The 主課題 that was written down last in the period."""
    askers: Sequence[tuple[int, str, str, int]]
    """Contacts by (household, 圏域, 相談者)."""
    closings: Sequence[tuple[int, str, str]]
    """(household, 圏域, 終結理由) of those closed in the period."""
    open: Sequence[tuple[int, str]]
    """(household, 圏域) of those in support when the period ended."""
    referrals: Sequence[tuple[int, str, str, str, int]]
    """つなぎ sent in the period, by (household, 圏域, 相談経路, sort of organisation)."""
    asker_words: Words
    household_words: Words
    closing_words: Words
    kind_words: Words
    done: Sequence[Done]
    """地域支援の活動 of the period, meetings among them."""

    def of_known_zones(self) -> "FormCounted":
        """Without the households and contacts of which no 圏域 is known."""
        counted = self.counted.of_known_zones()
        return replace(
            self,
            counted=counted,
            facts={h: facts for h, facts in self.facts.items() if h in counted.placed},
            mains={h: main for h, main in self.mains.items() if h in counted.placed},
            askers=[one for one in self.askers if one[1] != UNKNOWN],
            closings=[one for one in self.closings if one[1] != UNKNOWN],
            open=[one for one in self.open if one[1] != UNKNOWN],
            referrals=[one for one in self.referrals if one[1] != UNKNOWN],
        )


def form_a_of(found: FormCounted, cut: Cut) -> Summary:
    """The whole form."""
    made = _FormA(found, cut)
    tallies = (
        made.support(),
        made.stock(),
        made.titled(made.methods(), "2 対応"),
        made.titled(made.routes(), "3 相談経路"),
        made.askers(),
        made.ages(),
        made.sexes(),
        made.household_types(),
        made.titled(made.issues(), "6 相談内容（複数）"),
        made.mains(),
        made.referrals(),
        made.closings(),
        made.meetings(),
        made.discussed(),
        made.flow(),
    )
    return Summary(made.zones, tallies, found.counted.remarks, form=FORM_A)


def for_everybody(summary: Summary) -> Summary:
    """Without 期末ケース数, where there is such a line.

    It follows from that of the edition before with 新規 and 終結, and an outsider has both.
    """

    def kept(tally: Tally) -> Tally:
        if tally.key != STOCK:
            return tally
        parts = tuple(part for part in tally.parts if part.key != OPEN)
        return replace(tally, title="1 終結", parts=parts)

    return replace(summary, tallies=tuple(map(kept, summary.tallies)))


class _FormA(Cutting):
    def __init__(self, found: FormCounted, cut: Cut) -> None:
        self.found = found.of_known_zones() if cut.known_only else found
        super().__init__(self.found.counted, cut)

    @staticmethod
    def titled(tally: Tally, title: str) -> Tally:
        """A table of the regional summary under its number in the form."""
        return replace(tally, title=title)

    def support(self) -> Tally:
        parts = (Heading(NEW, "新規相談"), Heading(CONTINUED, "継続"))
        pairs = ((h, NEW if facts.new else CONTINUED) for h, facts in self.found.facts.items())
        return self.households(SUPPORT, ("1 相談", "新規・継続"), parts, pairs)

    def stock(self) -> Tally:
        """終結 and 期末ケース数: of two different days, so that they have no total."""
        parts = (Heading(CLOSED, "終結"), Heading(OPEN, "期末ケース数"))
        placed = [(self.place(zone), CLOSED) for _, zone, _ in self.found.closings]
        placed += [(self.place(zone), OPEN) for _, zone in self.found.open]
        figures = with_totals(parts, self.zones, Counter(placed))
        return Tally(STOCK, "1 終結・期末", REAL, "終結・期末", parts, figures, total=False)

    def askers(self) -> Tally:
        words, found = self.found.asker_words, self.found.askers
        keys = self.keys(words)
        told = [(h, zone, keys[asker], times) for h, zone, asker, times in found]
        parts = self.headings(words, ((h, key) for h, _, key, _ in told))
        tally = self.of_contacts(ASKER, ("4 相談者", "相談者"), parts, told)
        return replace(tally, stands_for=keys)

    def ages(self) -> Tally:
        parts, fold = ages_of(self.cut.ages)
        pairs = ((h, fold[facts.age]) for h, facts in self.found.facts.items())
        tally = self.households(AGE, ("5 本人の年代", "年代"), parts, pairs)
        return replace(tally, stands_for=fold)

    def sexes(self) -> Tally:
        parts = tuple(Heading(sex.value, sex.label) for sex in Sex)
        pairs = ((h, facts.sex) for h, facts in self.found.facts.items())
        return self.households(SEX, ("5 本人の性別", "性別"), parts, pairs)

    def household_types(self) -> Tally:
        """One by one in any cut: the list has one group only."""
        pairs = [(h, facts.household) for h, facts in self.found.facts.items()]
        parts = self.headings(self.found.household_words, pairs, Grain.SINGLE)
        return self.households(HOUSEHOLD, ("5 世帯類型", "世帯類型"), parts, pairs)

    def mains(self) -> Tally:
        words = self.counted.issue_words
        pairs = [
            *self.worded(self.found.mains.items(), words),
            *((household, NONE) for household in self.placed.keys() - self.found.mains.keys()),
        ]
        parts = (*self.headings(words, pairs), NO_MAIN)
        tally = self.households(MAIN, ("6 主課題（再掲）", "主課題"), parts, pairs)
        return replace(tally, stands_for=self.keys(words))

    def referrals(self) -> Tally:
        sent = [(h, zone, kind, times) for h, zone, _, kind, times in self.found.referrals]
        tally = self.of_contacts(REFERRAL, ("7 つなぎ先", "つなぎ先"), self._kinds(), sent)
        return replace(tally, measure=REFERRALS)

    def flow(self) -> Tally:
        """From 相談経路 to つなぎ先, in groups: one by one nearly every figure would be hidden."""
        words = self.counted.route_words
        routes = tuple(dict.fromkeys(word.group for word in words.values()))
        sent = [
            (h, words[route].group.key, kind, times)
            for h, _, route, kind, times in self.found.referrals
        ]
        figures = of_contacts(self._kinds(), routes, sent)
        return Tally(
            FLOW,
            "7 相談経路からつなぎ先へ",
            REFERRALS,
            "つなぎ先",
            self._kinds(),
            figures,
            across=routes,
        )

    def closings(self) -> Tally:
        words = self.found.closing_words
        keys = self.keys(words)
        told = [(h, self.place(zone), keys[reason]) for h, zone, reason in self.found.closings]
        parts = self.headings(words, ((h, key) for h, _, key in told))
        placed = [(zone, key) for _, zone, key in told] + [(zone, ALL) for _, zone, _ in told]
        figures = with_totals(parts, self.zones, Counter(placed))
        return Tally(CLOSING, "8 終結理由", REAL, "終結理由", parts, figures, stands_for=keys)

    def meetings(self) -> Tally:
        """The office's own work: nobody stands behind it."""
        zones = (*self.zones, *self._whole_city())
        held = [
            (self.place(one.zone or UNKNOWN), one.meeting, one.times)
            for one in self.found.done
            if one.meeting
        ]
        return self._of_meetings(MEETINGS, HELD, of_work(_MEETINGS, zones, held))

    def discussed(self) -> Tally:
        """Nobody wrote down which: each case that was spoken of stands for a household."""
        spoken_of = [
            (self.place(one.zone or UNKNOWN), one.meeting, one.times * (one.discussed or 0))
            for one in self.found.done
            if one.meeting
        ]
        zones = (*self.zones, *self._whole_city())
        return self._of_meetings(DISCUSSED, CASES, of_people(_MEETINGS, zones, spoken_of))

    def _whole_city(self) -> tuple[Heading, ...]:
        """The column of meetings for the whole city, where there is none of households."""
        return (UNKNOWN_ZONE,) if self.cut.known_only else ()

    def _of_meetings(self, key: str, measure: str, figures: Figures) -> Tally:
        """Without a total: the one meeting needs consent and the other does not."""
        title, heading = "9 支援会議・重層的支援会議", "会議"
        across = (*self.zones, *self._whole_city()) if self.cut.known_only else ()
        return Tally(
            key,
            title,
            measure,
            heading,
            _MEETINGS,
            figures,
            total=False,
            across=across,
            wholes=False,
        )

    def _kinds(self) -> tuple[Heading, ...]:
        return tuple(word.own for word in self.found.kind_words.values())
