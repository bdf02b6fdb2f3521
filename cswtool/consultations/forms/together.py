"""One entry on several households: where else it is filed, and what goes for all of them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from cswtool.cases.models import Case
from cswtool.consultations.models import Consultation
from cswtool.web.forms import Form, line

OWN: Final = frozenset({"town", "zone", "route", "age_band", "sex", "household"})
"""The fields that each household has for itself; a correction of the others goes for all."""

_BETWEEN: Final = re.compile(r"[、，,・\s]+")


class HouseholdsMixin:
    """The further households whose timeline gets the same record."""

    also = SelectMultipleField("自分の担当している世帯", choices=[], validators=[Optional()])
    also_numbers = line("そのほかの世帯のケース番号", render_kw={"autocomplete": "off"})

    def offer_households(self, cases: Iterable[Case]) -> None:
        self.also.choices = [SelectChoice(str(c.id), f"{c.number} {c.headline}") for c in cases]

    @property
    def typed_numbers(self) -> list[str]:
        return [typed for typed in _BETWEEN.split(self.also_numbers.data or "") if typed]

    def refuse_numbers(self, refused: Iterable[str]) -> None:
        """One message for a case that is closed, out of sight or not there."""
        named = "、".join(refused)
        message = (
            f"{named} には、いっしょに記録できません。番号を確かめてください"
            "（見つからないケースと、終結したケースは選べません）。"
        )
        self.also_numbers.errors = [message]


class TogetherForm(Form):
    """Beside another form: whether what is done goes for the other households too."""

    together = BooleanField(default=True)

    def __init__(self, what: str, others: Sequence[Consultation], **more: Any) -> None:
        super().__init__(meta={"csrf": False}, **more)
        self.together.label.text = f"{what}（{'、'.join(numbers_of(others))}）"


def numbers_of(contacts: Iterable[Consultation]) -> list[str]:
    return [contact.case.number for contact in contacts if contact.case]
