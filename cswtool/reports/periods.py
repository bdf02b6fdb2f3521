"""The periods people ask for: 年度, 半期, 四半期, 月."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from cswtool.access.fiscal import YEARS_REPORTED, Period, fiscal_name, fiscal_year, wareki

_YEAR = 12
_PARTS: Final = (
    ("年度", 0, 12),
    ("上半期", 0, 6),
    ("下半期", 6, 6),
    ("第1四半期", 0, 3),
    ("第2四半期", 3, 3),
    ("第3四半期", 6, 3),
    ("第4四半期", 9, 3),
)
"""Name, first month counted from April, number of months."""


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    label: str
    period: Period


def month_name(month: date) -> str:
    """令和8年11月."""
    return wareki(month).partition("月")[0] + "月"


def selectable_months(today: date) -> Iterator[date]:
    """The first days of the months that can be chosen, to the one that has begun."""
    first = Period.of_fiscal_year(fiscal_year(today) - YEARS_REPORTED).first
    yield from Period(first, today).months()


def ready_made(year: int, today: date) -> list[NamedPeriod]:
    """The parts of a fiscal year that have begun."""
    april = Period.of_fiscal_year(year).months()
    parts = (
        NamedPeriod(label, Period.of_months(april[start], months))
        for label, start, months in _PARTS
    )
    return [part for part in parts if part.period.first <= today]


def offered(year: int, today: date) -> list[NamedPeriod]:
    """The same, those that still go on up to the present month."""
    return [_so_far(part, today) for part in ready_made(year, today)]


def _so_far(part: NamedPeriod, today: date) -> NamedPeriod:
    if part.period.last < today:
        return part
    months = len(Period(part.period.first, today).months())
    return NamedPeriod(f"{part.label}（途中）", Period.of_months(part.period.first, months))


def period_name(period: Period) -> str:
    """令和7年度, 令和7年度 上半期, 令和5年度〜令和7年度, or from month to month."""
    year, last_year = fiscal_year(period.first), fiscal_year(period.last)
    if year < last_year and _is_whole_years(period):
        return f"{fiscal_name(year)}〜{fiscal_name(last_year)}"
    for part in ready_made(year, period.last):
        if part.period == period:
            whole = len(period.months()) == _YEAR
            return fiscal_name(year) if whole else f"{fiscal_name(year)} {part.label}"
    first, last = month_name(period.first), month_name(period.months()[-1])
    return first if first == last else f"{first}〜{last}"


def _is_whole_years(period: Period) -> bool:
    years = (Period.of_fiscal_year(fiscal_year(day)) for day in (period.first, period.last))
    first, last = years
    return (period.first, period.last) == (first.first, last.last)


def last_finished(today: date) -> Period:
    """The part of a fiscal year that ended last; where several did, the longest of them."""
    year = fiscal_year(today)
    parts = [part.period for of in (year - 1, year) for part in ready_made(of, today)]
    ended = [period for period in parts if period.last < today]
    return max(ended, key=lambda period: (period.last, -period.first.toordinal()))
