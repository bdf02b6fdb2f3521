"""When somebody is to be back, and when they are overdue."""

from datetime import datetime, time, timedelta
from typing import Final

from cswtool.access import clock

USUAL_STAY: Final = timedelta(hours=2)
_QUARTER: Final = 15


def usual_return(now: datetime) -> time:
    """Two hours from now by the office's clock, on the next quarter of an hour.

    Late in the evening 23:45, so that it is still today.
    """
    local = clock.in_japan(now)
    back = local + USUAL_STAY + timedelta(minutes=-local.minute % _QUARTER)
    if back.date() != local.date():
        return time(23, 45)
    return back.time().replace(second=0, microsecond=0)


def back_at(now: datetime, wall_clock: time) -> datetime | None:
    """The moment of today at which a clock shows this; None where it has passed."""
    moment = clock.from_japan(datetime.combine(clock.in_japan(now).date(), wall_clock))
    return moment if moment > now else None


def is_overdue(back_by: datetime, returned_at: datetime | None, now: datetime) -> bool:
    """Whether somebody should have been back and nobody has said that they are."""
    return returned_at is None and back_by < now
