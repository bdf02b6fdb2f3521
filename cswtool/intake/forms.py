"""Forms of a 連絡票: the one of the 民生委員, and those of the CSW."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms.fields.choices import SelectChoice

from cswtool.community.forms import zone_filter
from cswtool.community.models import District, Town, Zone
from cswtool.intake.commands import NewSlip
from cswtool.intake.queries import Wanted
from cswtool.intake.rules import Awareness, IncomingStatus, Wish
from cswtool.web.forms import Form, OnceMixin, VersionMixin, line, one_of, text

LONGEST_WORRY = 4000
UNKNOWN = "不明"


def _labelled(members: Any) -> list[SelectChoice]:
    return [SelectChoice(member.value, member.label) for member in members]


class SlipForm(OnceMixin, Form):
    """Six fields, two of them required."""

    who = line("気になる方のお名前", required=True)
    town = one_of("町")
    place = line("住所や目印")
    worry = text("気になる様子", required=True, longest=LONGEST_WORRY)
    awareness = one_of(
        "ご本人は、相談することを知っていますか",
        radio=True,
        choices=_labelled(Awareness),
        default=Awareness.UNAWARE.value,
    )
    wish = one_of("してほしいこと", radio=True, choices=_labelled(Wish), default=Wish.PHONE.value)

    def offer_towns(self, towns: Sequence[Town], district: District | None) -> None:
        """The towns of the sender's own 地区 first."""
        near = {row.town_id for row in district.town_rows} if district else set()
        own = [
            SelectChoice(str(t.id), t.name, optgroup="あなたの地区") for t in towns if t.id in near
        ]
        rest = "そのほかの町" if own else None
        others = [SelectChoice(str(t.id), t.name, optgroup=rest) for t in towns if t.id not in near]
        self.town.choices = [SelectChoice("", "わからない"), *own, *others]

    def to_input(self) -> NewSlip:
        return NewSlip(
            id=self.new_record_id(),
            who=self.who.data,
            town_id=UUID(self.town.data) if self.town.data else None,
            place=self.place.data or "",
            worry=self.worry.data,
            awareness=Awareness(self.awareness.data or Awareness.UNAWARE),
            wish=Wish(self.wish.data or Wish.PHONE),
        )


class MarkForm(VersionMixin, Form):
    """The buttons of the page send `status`."""

    status = one_of("状態", required=True, choices=_labelled(IncomingStatus))

    def to_status(self) -> IncomingStatus:
        return IncomingStatus(self.status.data)


class AnswerForm(VersionMixin, Form):
    """Advice that was given; the buttons of the page send `status`."""

    advice = text("助言したこと", required=True, longest=LONGEST_WORRY)
    status = one_of("状態", required=True, choices=_labelled(IncomingStatus))

    def to_status(self) -> IncomingStatus:
        return IncomingStatus(self.status.data)


class ListForm(Form):
    """Read from the address; what is not on offer there narrows nothing."""

    status = one_of("状態", choices=[SelectChoice("", "すべて"), *_labelled(IncomingStatus)])
    zone = one_of("圏域")

    def offer(self, zones: Sequence[Zone]) -> None:
        self.zone.choices = zone_filter(zones)

    def to_wanted(self) -> Wanted:
        self.validate()
        status = None if self.status.errors else self.status.data
        return Wanted(
            status=IncomingStatus(status) if status else None,
            zone="" if self.zone.errors else self.zone.data or "",
        )
