"""The only place that asks what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present moment, in UTC as it is stored."""
    return datetime.now(UTC)


def today() -> date:
    """The date on the wall of the office."""
    return now().astimezone(JAPAN).date()


def in_japan(moment: datetime) -> datetime:
    """A stored moment as the office's clock showed it."""
    return moment.astimezone(JAPAN)


def midnight(day: date) -> datetime:
    """The moment at which a day of the office begins."""
    return from_japan(datetime.combine(day, time()))


def from_japan(wall_clock: datetime) -> datetime:
    """A naive wall-clock time typed in the office, as the moment to store."""
    return wall_clock.replace(tzinfo=JAPAN).astimezone(UTC)
