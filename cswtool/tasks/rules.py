"""Due dates that are chosen with one press."""

from calendar import monthrange
from datetime import date, timedelta


def soon(today: date) -> list[tuple[str, date]]:
    """明日, 来週 and 1か月後, seen from `today`."""
    return [
        ("明日", today + timedelta(days=1)),
        ("来週", today + timedelta(days=7)),
        ("1か月後", month_later(today)),
    ]


def month_later(day: date) -> date:
    """The same day of the next month, or its last day where it has no such day."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
