"""Forms of leaving and of staying longer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from typing_extensions import override
from wtforms import TimeField, ValidationError
from wtforms.validators import InputRequired

from cswtool.access import clock
from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.outings.commands import Leaving
from cswtool.outings.models import Outing
from cswtool.outings.rules import back_at
from cswtool.web.forms import REQUIRED, Form, OnceMixin, VersionMixin, line, one_of, text


class _ClockField(TimeField):  # type: ignore[misc]
    """A time of today; the message says how to write one where the browser has no clock."""

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            message = "時刻は 14:30 のように入力してください。"
            raise ValueError(message) from None


class _ReturnForm(Form):
    back_by = _ClockField(
        "戻る時刻（今日）",
        validators=[InputRequired(f"戻る時刻を{REQUIRED}")],
        format=["%H:%M", "%H:%M:%S"],
    )

    def validate_back_by(self, field: Any) -> None:
        if field.data and back_at(clock.now(), field.data) is None:
            raise ValidationError("もう過ぎた時刻です。これからの時刻にしてください。")

    def moment(self) -> datetime:
        """When they mean to be back; the form was checked a moment ago."""
        return back_at(clock.now(), self.back_by.data) or clock.now()


class LeaveForm(OnceMixin, _ReturnForm):
    place = line("行き先", description="ケースへの訪問なら、書かなくてもかまいません。")
    companion = one_of("いっしょに行く人")
    told = one_of("伝えた人（戻らないときに確かめる人）", required=True)
    note = text("ひとこと", longest=1000)

    def offer(self, colleagues: Sequence[User], told: User | None) -> None:
        self.companion.choices = staff_choices(colleagues, "一人で行く")
        self.told.choices = staff_choices(colleagues, "選んでください")
        if self.told.data is None and told is not None:
            self.told.data = str(told.id)

    def fits(self, case: Case | None, *, out: bool) -> bool:
        """Whether it is right and safe; otherwise the fields say what to do."""
        valid = bool(self.validate())
        if out:
            self.back_by.errors = [
                "前の外出がまだ「帰着」になっていません。先に「今日」で帰着したを押してください。"
            ]
        if case is None and not self.place.data:
            self.place.errors = [f"行き先を{REQUIRED}"]
        if case is not None and case.two_workers and not (self.companion.data or self.note.data):
            self.companion.errors = [
                "二人訪問のケースです。いっしょに行く人を選ぶか、一人で行く理由を「ひとこと」に書いてください。"
            ]
        return valid and not self.errors

    def to_input(self, case: Case | None) -> Leaving:
        return Leaving(
            back_by=self.moment(),
            told_id=UUID(self.told.data),
            companion_id=UUID(self.companion.data) if self.companion.data else None,
            case_id=case.id if case else None,
            place=self.place.data or "",
            note=self.note.data or "",
        )


class StayForm(VersionMixin, _ReturnForm):
    @classmethod
    def of(cls, outing: Outing, **more: Any) -> "StayForm":
        """As posted; with `formdata=None` as the outing is stored."""
        wall_clock = clock.in_japan(outing.back_by).time()
        return cls(back_by=wall_clock, version=outing.version, **more)
