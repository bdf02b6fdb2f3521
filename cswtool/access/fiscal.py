"""Fiscal years (April to March), periods and 和暦."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FIRST_MONTH: Final = 4
YEARS_REPORTED: Final = 5
"""Fiscal years before the present one that reports are made of."""

# First day of each era, newest first (元号を改める政令). Years before Meiji 6 (1873) used
# another calendar and do not occur in case files.
_ERAS: Final = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
    (date(1868, 10, 23), "明治", "M"),
)


def _era_of(day: date) -> tuple[str, str, int]:
    for first, name, letter in _ERAS:
        if day >= first:
            return name, letter, day.year - first.year + 1
    raise ValueError(f"No Japanese era is known for {day}")


def wareki(day: date) -> str:
    """A date in the Japanese era, as in 令和8年11月23日 (first years say 元年)."""
    name, _, year = _era_of(day)
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


_ERA_STARTS: Final = {
    sign: first.year for first, name, letter in _ERAS for sign in (name, name[0], letter)
}
_WRITTEN: Final = re.compile(
    rf"(?:(?P<era>{'|'.join(_ERA_STARTS)})(?P<year>元|[0-9]{{1,2}})|(?P<western>[0-9]{{4}}))"
    r"[年/.-](?P<month>[0-9]{1,2})[月/.-](?P<day>[0-9]{1,2})日?"
)
_EIGHT_DIGITS: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


def written_date(text: str) -> date:
    """A date as people write it: 昭和25年4月1日, S25.4.1, 1950/4/1, 1950-04-01, 19500401.

    Raises ValueError for anything else and for days that do not exist.
    """
    text = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if found := _EIGHT_DIGITS.fullmatch(text):
        return date(*map(int, found.groups()))
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError("Not a date")
    if found["western"]:
        year = int(found["western"])
    else:
        year = _ERA_STARTS[found["era"]] + (1 if found["year"] == "元" else int(found["year"])) - 1
    day = date(year, int(found["month"]), int(found["day"]))
    if found["era"] and found["era"] not in _signs_on(day):
        raise ValueError("That era was over, or had not begun")
    return day


def _signs_on(day: date) -> tuple[str, str, str]:
    """The ways to write the era of a day."""
    name, letter, _ = _era_of(day)
    return name, name[0], letter


def fiscal_year(day: date) -> int:
    """The western year in which the fiscal year of `day` began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def fiscal_label(year: int) -> str:
    """A fiscal year as it stands in case numbers: 2026 is R8."""
    _, letter, era_year = _era_of(date(year, 5, 1))
    return f"{letter}{era_year}"


def fiscal_name(year: int) -> str:
    """A fiscal year as people say it: 2026 is 令和8年度."""
    name, _, era_year = _era_of(date(year, 5, 1))
    return f"{name}{'元' if era_year == 1 else era_year}年度"


def month_start(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period cannot end before it begins")

    @classmethod
    def of_fiscal_year(cls, year: int) -> "Period":
        return cls(date(year, FIRST_MONTH, 1), date(year + 1, 3, 31))

    @classmethod
    def of_months(cls, first: date, months: int) -> "Period":
        """`months` whole months, the first being that of `first`."""
        end = month_start(first)
        for _ in range(months):
            end = next_month(end)
        return cls(month_start(first), end - timedelta(days=1))

    def months(self) -> list[date]:
        """The first days of the months that the period touches, in order."""
        found = [month_start(self.first)]
        while next_month(found[-1]) <= self.last:
            found.append(next_month(found[-1]))
        return found

    @property
    def label(self) -> str:
        return f"{wareki(self.first)}〜{wareki(self.last)}"
