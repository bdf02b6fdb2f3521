"""How dates, times and numbers are written on screen."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Flask

from cswtool.access import clock, fiscal

_WEEKDAYS = "月火水木金土日"


def japanese_date(day: date | datetime | None) -> str:
    """令和8年11月23日(月); nothing for None."""
    if day is None:
        return ""
    day = _as_date(day)
    return f"{fiscal.wareki(day)}({_WEEKDAYS[day.weekday()]})"


def short_date(day: date | datetime | None) -> str:
    """2026/11/23(月), for tables."""
    if day is None:
        return ""
    day = _as_date(day)
    return f"{day:%Y/%m/%d}({_WEEKDAYS[day.weekday()]})"


def short_time(moment: datetime | None) -> str:
    """2026/11/23(月) 10:42 in the office's time."""
    if moment is None:
        return ""
    local = clock.in_japan(moment)
    return f"{short_date(local.date())} {local:%H:%M}"


def thousands(number: int) -> str:
    return f"{number:,}"


def file_size(size: int) -> str:
    """Bytes as people say them: 1.4MB, 320KB, never 0."""
    mega = 1024 * 1024
    return f"{size / mega:.1f}MB" if size >= mega else f"{max(1, round(size / 1024))}KB"


def _as_date(day: date | datetime) -> date:
    return clock.in_japan(day).date() if isinstance(day, datetime) else day


FILTERS: dict[str, Callable[[Any], str]] = {
    "file_size": file_size,
    "japanese_date": japanese_date,
    "short_date": short_date,
    "short_time": short_time,
    "thousands": thousands,
    "wareki": fiscal.wareki,
    "fiscal_name": fiscal.fiscal_name,
}


def add_filters(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
