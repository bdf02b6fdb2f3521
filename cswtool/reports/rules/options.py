"""Coarsen first: which coarser cut or longer period would show how much more.

In small numbers nearly every figure must be hidden. Merging neighbours is worth more than any
hiding: it makes figures large enough to be shown. What a cut would show is told from the figures
that are sensitive in themselves; what must be hidden besides, so that nobody works those out, is
known only after the protection itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cswtool.access.fiscal import Period, fiscal_year
from cswtool.disclosure.cells import Cell, Problem
from cswtool.reports.periods import period_name, selectable_months
from cswtool.reports.rules.cuts import Cut, Grain, Width
from cswtool.reports.rules.figures import ALL
from cswtool.reports.rules.tables import Summary
from cswtool.reports.rules.wanted import Paper, Wanted

MOST_YEARS: Final = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One way to make the tables coarser, and what it would show."""

    words: str
    """What is done, as in 課題と経路を分類ごとにまとめる."""
    wanted: Wanted
    percent: int
    """How many of the households, or people, stand in figures that may be shown."""

    def sentence(self, now: int) -> str:
        if self.percent <= now:
            return f"{self.words}と、見える数値は{self.percent}％です（いまは{now}％）。"
        return f"{self.words}と、{self.percent}％の数値が見えるようになります（いまは{now}％）。"


def options(
    wanted: Wanted, make: Callable[[Wanted], Summary], threshold: int, today: date
) -> list[Option]:
    """Every single step from what is wanted, those that show most first."""
    found = [
        Option(words, coarser, percent_shown(make(coarser).problem(threshold)))
        for words, coarser in _steps(wanted, today)
    ]
    return sorted(found, key=lambda option: -option.percent)


def percent_shown(problem: Problem) -> int:
    """Of the households behind all cells inside the tables, how many stand behind showable ones.

    0–100, and 100 where there are none: nothing is hidden then. Contacts weigh by their
    households too, or the many contacts would drown what is hidden of the households.
    """
    inside = [cell for cell in problem.cells if ALL not in cell.id.split("|")]
    counted = sum(_behind(cell) for cell in inside)
    shown = sum(_behind(cell) for cell in inside if not problem.is_sensitive(cell))
    return 100 * shown // counted if counted else 100


def _behind(cell: Cell) -> int:
    return cell.value if cell.households is None else cell.households


def at_first_sight(problem: Problem) -> dict[str, int | None]:
    """The figures with only those hidden that are sensitive in themselves. Inside use alone."""
    return {c.id: None if problem.is_sensitive(c) else c.value for c in problem.cells}


def _steps(wanted: Wanted, today: date) -> Iterator[tuple[str, Wanted]]:
    for words, cut in _cuts(wanted.paper, wanted.cut):
        yield words, replace(wanted, cut=cut)
    for period in _periods(wanted.period, today):
        yield f"期間を{period_name(period)}にする", replace(wanted, period=period)


def _cuts(paper: Paper, cut: Cut) -> Iterator[tuple[str, Cut]]:
    if cut.grain is not Grain.GROUPS:
        parts = "活動の種類" if paper is Paper.FORM_B else "課題と経路など"
        yield f"{parts}を分類ごとにまとめる", replace(cut, grain=Grain.GROUPS)
    if cut.zones is not Width.POOLED:
        yield "隣り合う圏域をまとめる", replace(cut, zones=Width.POOLED)
    if paper is Paper.FORM_A and cut.ages is not Width.POOLED:
        yield "年代を大きく分ける", replace(cut, ages=Width.POOLED)
    if paper is Paper.SUMMARY and cut.months is not Width.POOLED:
        yield "月を四半期にまとめる", replace(cut, months=Width.POOLED)


def _periods(period: Period, today: date) -> Iterator[Period]:
    """The fiscal year of a shorter period, and up to three years together, all of them over."""
    last, earliest = fiscal_year(period.last), min(selectable_months(today))
    for years in range(1, MOST_YEARS + 1):
        first = Period.of_fiscal_year(last - years + 1).first
        longer = Period(first, Period.of_fiscal_year(last).last)
        covers = longer.first <= period.first and period.last <= longer.last
        if covers and longer != period and earliest <= first and longer.last < today:
            yield longer
