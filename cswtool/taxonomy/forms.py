"""Choices of the office's words as forms offer them; the forms of the words themselves."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

from wtforms import BooleanField, IntegerField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock
from cswtool.db.types import new_id
from cswtool.taxonomy.commands import ChoiceInput, IssueInput, Part
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueGroup, IssueType, NationalIssue
from cswtool.web.forms import (
    LINE,
    Form,
    JapaneseDateField,
    OnceMixin,
    VersionMixin,
    day,
    line,
    number,
    one_of,
    several_of,
    text,
)

_LAST_POSITION = 9_999
_FEWEST_PARTS, _NAME_AND_KANA = 2, 2
_KEPT = "外しても、これまでの記録と集計には残ります。"


def word_choices(words: Iterable[Choice], empty: str | None = "不明") -> list[SelectChoice]:
    """Entries of a choice list by their ids; `empty` None offers no empty choice."""
    first = [SelectChoice("", empty)] if empty is not None else []
    grouped = [SelectChoice(str(w.id), w.label, optgroup=w.group or None) for w in words]
    return [*first, *grouped]


def issue_choices(issues: Iterable[IssueType]) -> list[SelectChoice]:
    """Tags by their ids, under the headings of their groups."""
    return [SelectChoice(str(i.id), i.label, optgroup=i.group.label) for i in issues]


def _position() -> IntegerField:
    return number("並び順", least=0, most=_LAST_POSITION, required=True)


def _provisional() -> BooleanField:
    return BooleanField("仮（まだ確認していない）", default=True)


def _active() -> BooleanField:
    return BooleanField("新しい記録で選べるようにする", default=True, description=_KEPT)


class _IssueFields(Form):
    label = line("名前", required=True)
    kana = line("よみがな", required=True)
    group_code = one_of("分類", required=True)
    position = _position()
    first_national = one_of("国の29項目（いちばん近いもの）")
    other_national = several_of("国の29項目（ほかに当てはまるもの）")
    abuse = BooleanField("虐待の課題（選ぶと通報先を案内する）")
    provisional = _provisional()
    active = _active()

    def offer(self, groups: Iterable[IssueGroup], national: Iterable[NationalIssue]) -> Self:
        self.group_code.choices = [SelectChoice(g.code, g.label) for g in groups]
        items = [SelectChoice(str(n.number), f"{n.number} {n.label}") for n in national]
        self.first_national.choices = [SelectChoice("", "当てはまるものがない"), *items]
        self.other_national.choices = items
        return self

    def to_input(self) -> IssueInput:
        first = [int(self.first_national.data)] if self.first_national.data else []
        others = [int(key) for key in self.other_national.data]
        return IssueInput(
            label=self.label.data,
            kana=self.kana.data,
            group_code=self.group_code.data,
            national_numbers=tuple(dict.fromkeys([*first, *others])),
            abuse=self.abuse.data,
            position=self.position.data,
            provisional=self.provisional.data,
            active=self.active.data,
        )


class IssueForm(VersionMixin, _IssueFields):
    pass


class NewIssueForm(OnceMixin, _IssueFields):
    pass


def _since() -> JapaneseDateField:
    return day(
        "いつから",
        required=True,
        default=clock.today,
        description="この日より前に終わった期間の集計は変わりません。",
    )


class _SinceForm(Form):
    def validate_since(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(
                "これからの日付にはできません。その日になってから行ってください。"
            )


class MergeForm(_SinceForm):
    olds = several_of("まとめる課題", description="これからは選べなくなります。")
    new = one_of("どの課題にまとめるか", required=True)
    since = _since()

    def offer(self, issues: Iterable[IssueType]) -> Self:
        self.olds.choices = issue_choices(issues)
        self.new.choices = [SelectChoice("", "選んでください"), *self.olds.choices]
        return self

    def validate_olds(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("まとめる課題を選んでください。")
        if self.new.data in field.data:
            raise ValidationError("まとめた先の課題は、まとめる課題から外してください。")

    def old_ids(self) -> set[UUID]:
        return {UUID(key) for key in self.olds.data}


class SplitForm(OnceMixin, _SinceForm):
    parts = text(
        "分けたあとの課題",
        required=True,
        longest=1000,
        description="1行に1つ、「名前 よみがな」のように空白で区切ります。2つ以上。",
    )
    since = _since()

    def validate_parts(self, field: Any) -> None:
        lines = _words(field.data)
        if len(lines) < _FEWEST_PARTS or any(len(line) != _NAME_AND_KANA for line in lines):
            raise ValidationError(
                "1行に1つ、名前とよみがなを空白で区切って、2行以上書いてください。"
            )
        if len({line[0] for line in lines}) < len(lines):
            raise ValidationError("同じ名前が2つあります。")
        if any(len(word) > LINE for line in lines for word in line):
            raise ValidationError(f"名前とよみがなは{LINE}文字までにしてください。")

    def to_input(self) -> list[Part]:
        """The parts; the first has the key of the form, so that a form sent twice is one."""
        words = _words(self.parts.data)
        keys = [self.new_record_id(), *(new_id() for _ in words[1:])]
        return [Part(key, label, kana) for key, (label, kana) in zip(keys, words, strict=True)]


def _words(typed: str) -> list[list[str]]:
    """The words of each line that has any."""
    return [line.split() for line in typed.splitlines() if line.strip()]


class _ChoiceFields(Form):
    label = line("名前", required=True)
    group = line("分類", description="報告で使う大きなまとまり。同じ分類は同じ言葉にします。")
    position = _position()
    provisional = _provisional()
    active = _active()

    def to_input(self) -> ChoiceInput:
        return ChoiceInput(
            label=self.label.data,
            group=self.group.data or "",
            position=self.position.data,
            provisional=self.provisional.data,
            active=self.active.data,
        )


class ChoiceForm(VersionMixin, _ChoiceFields):
    pass


class NewChoiceForm(OnceMixin, _ChoiceFields):
    kind = one_of(
        "リスト",
        required=True,
        choices=[SelectChoice(kind.value, kind.label) for kind in ChoiceKind],
    )
