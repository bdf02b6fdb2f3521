"""Forms of a text that is to leave the office."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from typing_extensions import override
from wtforms import HiddenField, RadioField, SubmitField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.releases.commands import Decision, NewText
from cswtool.releases.models import Release, ReleaseFinding
from cswtool.releases.rules import LONGEST, Purpose, Verdict
from cswtool.web.forms import LINE, Form, OnceMixin, VersionMixin, line, one_of, text

MOST_CASES = 10
"""Cases that one story may be made of."""
NEEDS_REASON = "残してよいわけを入力してください。二人目の人が読みます。"


class _TextForm(Form):
    purpose = one_of(
        "何に使うか",
        required=True,
        radio=True,
        choices=[SelectChoice(one.value, one.label) for one in Purpose],
    )
    destination = line("どこへ出すか", required=True)
    text = text("文章", required=True, longest=LONGEST)

    def to_input(self) -> NewText:
        return NewText(Purpose(self.purpose.data), self.destination.data, self.text.data)


class NewTextForm(OnceMixin, _TextForm):
    """A first text; `regional` is the key of the 地域課題 it was begun from, or nothing."""

    regional = HiddenField()

    @override
    def to_input(self) -> NewText:
        return replace(super().to_input(), regional_id=_key_in(self.regional.data))


def _key_in(sent: str | None) -> UUID | None:
    """What a page put there; anything else counts as nothing."""
    try:
        return UUID(sent or "")
    except ValueError:
        return None


class VignetteForm(Form):
    numbers = text(
        "ケースの番号",
        required=True,
        longest=LINE,
        description="似たケースを3つ以上、空白か改行で区切ります（例：R8-0012 R8-0034）",
    )

    def typed(self) -> list[str]:
        """Each number once; commas of any width part them as spaces do."""
        apart = re.split(r"[\s、，,]+", self.numbers.data)
        return [number for number in dict.fromkeys(apart) if number]

    def validate_numbers(self, _field: Any) -> None:
        if len(self.typed()) > MOST_CASES:
            raise ValidationError(f"ケースは{MOST_CASES}件までです。減らしてください。")

    def says_missing(self, missing: Sequence[str]) -> bool:
        """Whether a number leads to no case in sight; says so."""
        if missing:
            self.numbers.errors = [
                f"見つかりません：{'、'.join(missing)}。番号を確かめてください。"
            ]
        return bool(missing)


class TextForm(OnceMixin, VersionMixin, _TextForm):
    """Another text; its `form_key` names this filling in for the draft."""

    @classmethod
    def of(cls, release: Release) -> "TextForm":
        return cls(
            formdata=None,
            version=release.version,
            purpose=release.purpose.value,
            destination=release.destination,
            text=release.text,
        )


class DecideForm(VersionMixin, Form):
    """Has two fields for each finding; made by `decide_form`."""

    rest = SubmitField("まだ決めていない語を、すべて案のとおりに直す")
    """The second button: what is decided is kept, and all else becomes what is suggested."""

    def verdict(self, one: ReleaseFinding) -> Any:
        return self[f"verdict_{one.id.hex}"]

    def reason(self, one: ReleaseFinding) -> Any:
        """Where the word may be left; else None."""
        return self[f"reason_{one.id.hex}"] if not one.certain else None

    def decisions(self, found: Sequence[ReleaseFinding]) -> Mapping[UUID, Decision]:
        return {one.id: self._decision(one) for one in found}

    def _decision(self, one: ReleaseFinding) -> Decision:
        verdict = Verdict(self.verdict(one).data)
        if self.rest.data and verdict is Verdict.LATER:
            verdict = Verdict.REPLACE
        return Decision(verdict, self._said(one))

    def _said(self, one: ReleaseFinding) -> str:
        return "" if one.certain else self.reason(one).data

    def is_reasoned(self, found: Sequence[ReleaseFinding]) -> bool:
        """Whether every word that is to stay has its reason; says so at those that have none."""
        fine = [one for one in found if self.verdict(one).data == Verdict.FINE]
        bare = [self.reason(one) for one in fine if not self.reason(one).data]
        for field in bare:
            field.errors = [NEEDS_REASON]
        return not bare


def decide_form(found: Sequence[ReleaseFinding], **more: Any) -> DecideForm:
    fields: dict[str, Any] = {}
    for number, one in enumerate(found, start=1):
        fields[f"verdict_{one.id.hex}"] = _verdict_on(one, number)
        if not one.certain:
            label = f"{number} を残してよいわけ"
            fields[f"reason_{one.id.hex}"] = line(label, default=one.reason)
    form: DecideForm = type("DecideForm", (DecideForm,), fields)(**more)
    return form


def _verdict_on(one: ReleaseFinding, number: int) -> RadioField:
    choices = [SelectChoice(Verdict.REPLACE.value, f"「{one.suggestion}」に直す")]
    if not one.certain:
        choices.append(SelectChoice(Verdict.FINE.value, "このまま残す（わけを書く）"))
    choices.append(SelectChoice(Verdict.LATER.value, "あとで"))
    default = Verdict.FINE if one.reason else Verdict.LATER
    return one_of(
        f"{number} をどうするか", required=True, radio=True, choices=choices, default=default.value
    )


class AskForm(VersionMixin, Form):
    reader = one_of("二人目の人", required=True)

    def offer(self, readers: Sequence[User]) -> None:
        self.reader.choices = staff_choices(readers, "選んでください")


class SendBackForm(OnceMixin, VersionMixin, Form):
    """The form key marks the draft."""

    note = text("差し戻す理由・直してほしいこと", required=True, longest=2000)
