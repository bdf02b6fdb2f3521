"""A synthetic サロン: written down once, on the timeline of several households."""

from datetime import date, timedelta
from typing import Final

from cswtool.consultations.models import Consultation
from cswtool.demo import contacts
from cswtool.demo.contacts import Contact, Filing
from cswtool.demo.ground import Ground, works
from cswtool.demo.households import CaseFile
from cswtool.demo.layouts import SELF

HOUSEHOLDS: Final = 3
"""As many of a worker's households come to the サロン of a 圏域."""
DAYS_AGO: Final = 4
_MINUTES: Final = 90
_TAG: Final = "belonging"
_TEXT: Final = (
    "{zone}の月に一度のサロンで様子をきく。お茶を飲みながら体操をする。"
    "変わった様子はなく、来月も来るとのこと。"
)


class Gatherings:
    """The latest サロン of each 圏域, and who has come so far."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._day = _working_day(ground.last_day - timedelta(days=DAYS_AGO))
        self._written: dict[str, list[Consultation]] = {}

    def join(self, file: CaseFile) -> None:
        """Put the サロン on the timeline of a household that may have come."""
        case, zone = file.case, file.situation.zone
        together = self._written.setdefault(zone, [])
        others = bool(together) and together[0].author_id != case.primary_id
        if others or case.is_closed or case.opened_on >= self._day or len(together) == HOUSEHOLDS:
            return
        at = together[0].at if together else self._ground.moment(self._day)
        contact = Contact(at, "visit", "met", SELF, (_TAG,), first=False)
        text = _TEXT.format(zone=self._ground.lists.zones[zone].name)
        filing = Filing(case.id, case.primary_id)
        written, *tags = contacts.record(self._ground, file.situation, contact, filing, text)
        written.occasion_id = together[0].id if together else written.id
        written.minutes, written.recorded_at = _MINUTES, at + timedelta(minutes=2 * _MINUTES)
        together.append(written)
        file.records += [written, *tags]


def _working_day(day: date) -> date:
    while not works(day):
        day -= timedelta(days=1)
    return day
