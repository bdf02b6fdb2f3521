"""Why a 気づき is left, and when it is looked at again."""

from datetime import date

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from cswtool.signals.commands import LeaveInput
from cswtool.signals.models import SetAside
from cswtool.signals.queries import CITY, Words
from cswtool.web.forms import Form, OnceMixin, one_of, text

_MONTHS = {"1": "1か月後", "3": "3か月後", "6": "6か月後", "12": "1年後"}


def _first_after(day: date, months: int) -> date:
    """The first of the month that is so many months later."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)


class LeaveForm(OnceMixin, Form):
    zone = HiddenField()
    kind = HiddenField()
    key = HiddenField()
    note = text(
        "見送る理由",
        required=True,
        longest=1000,
        description="例：年度はじめの訪問で一度に見つかったもの。個人のことは書かないでください。",
    )
    months = one_of(
        "次に出すのは",
        required=True,
        default="3",
        choices=[SelectChoice(value, label) for value, label in _MONTHS.items()],
    )

    def names(self, words: Words) -> bool:
        """Whether it is about a 圏域 and a word that there are."""
        known = (self.kind.data or "", self.key.data or "") in words.keys
        return known and (self.zone.data or CITY) in {CITY, *words.zones}

    def differs_from(self, stored: SetAside) -> bool:
        """Whether the form holds another decision than the one stored under its key; says so."""
        until = _first_after(stored.on, int(self.months.data))
        months = self.months.data if until == stored.until else ""
        return self.says_something_else(note=stored.note, months=months)

    def to_input(self, today: date) -> LeaveInput:
        until = _first_after(today, int(self.months.data))
        return LeaveInput(
            zone=self.zone.data or CITY,
            kind=self.kind.data,
            key=self.key.data,
            until=until,
            note=self.note.data,
        )
