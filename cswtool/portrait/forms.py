"""Forms of ties between people, facts about them, and ties of the household."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from typing_extensions import override
from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.community.models import Organisation, OrganisationKind
from cswtool.drawing.ecomap import Direction, TieKind
from cswtool.people.commands import FactInput, TieOfTwo
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.rules import FactKind, KinKind
from cswtool.portrait.commands import TieInput
from cswtool.portrait.models import Tie
from cswtool.portrait.rules.removal import RemovalReason
from cswtool.web.forms import Form, OnceMixin, VersionMixin, day, line, one_of, text

_UNSAID = SelectChoice("", "選んでください")


def _labelled(members: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice(member.value, member.label) for member in members]


class DayForm(Form):
    """Which day a picture shows; read from the address."""

    on = day("いつの時点")

    def day_or(self, today: date) -> date:
        """The day asked for; today where none, or nonsense, was."""
        return self.on.data if self.validate() and self.on.data else today


class _Spanned(Form):
    """Something that may begin and end."""

    def validate_until(self, field: Any) -> None:
        since = self["since"].data
        if field.data and since and field.data < since:
            raise ValidationError("「いつまで」が「いつから」より前です。日付を確かめてください。")


class RelationFields(_Spanned):
    first = one_of("ひとり目（親子のときは親）", required=True)
    kind = one_of("間柄", required=True, choices=[_UNSAID, *_labelled(KinKind)])
    second = one_of("ふたり目（親子のときは子）", required=True)
    since = day("いつから")
    until = day("いつまで")

    people: Mapping[str, Person]

    def offer(self, people: Sequence[Person]) -> None:
        self.people = {str(person.id): person for person in people}
        named = [SelectChoice(key, person.name) for key, person in self.people.items()]
        self.first.choices = self.second.choices = [_UNSAID, *named]

    def validate_second(self, field: Any) -> None:
        if field.data and field.data == self.first.data:
            raise ValidationError("同じ人です。ふたり目には別の人を選んでください。")
        if self._is_upside_down():
            raise ValidationError(
                "親が子より年下になっています。親をひとり目に、子をふたり目に選んでください。"
            )

    def _is_upside_down(self) -> bool:
        if self.kind.data not in {kind.value for kind in KinKind if kind.is_descent}:
            return False
        pair = [self.people.get(self[name].data) for name in ("first", "second")]
        births = [person.birth_date for person in pair if person and person.birth_date]
        return len(births) == len(pair) and births[0] > births[1]

    def to_input(self) -> TieOfTwo:
        return TieOfTwo(
            first_id=UUID(self.first.data),
            second_id=UUID(self.second.data),
            kind=KinKind(self.kind.data),
            since=self.since.data,
            until=self.until.data,
        )


class NewRelationForm(OnceMixin, RelationFields):
    pass


class RelationForm(VersionMixin, RelationFields):
    @classmethod
    def of(cls, relation: Relationship, people: Sequence[Person], **more: Any) -> "RelationForm":
        """The form as posted; with `formdata=None` as the tie is stored."""
        form = cls(
            first=str(relation.first_id),
            kind=relation.kind.value,
            second=str(relation.second_id),
            since=relation.since,
            until=relation.until,
            version=relation.version,
            **more,
        )
        form.offer(people)
        return form


class FactFields(_Spanned):
    kind = one_of("種類", required=True, choices=[_UNSAID, *_labelled(FactKind)])
    text = line("内容", required=True, description="例：要介護2、身体障害者手帳3級、○○高校に入学")
    since = day("いつから")
    until = day("いつまで")

    def to_input(self) -> FactInput:
        return FactInput(
            kind=FactKind(self.kind.data),
            text=self.text.data,
            since=self.since.data,
            until=self.until.data,
        )


class NewFactForm(OnceMixin, FactFields):
    pass


class FactForm(VersionMixin, FactFields):
    @classmethod
    def of(cls, fact: PersonFact, **more: Any) -> "FactForm":
        return cls(
            kind=fact.kind.value,
            text=fact.text,
            since=fact.since,
            until=fact.until,
            version=fact.version,
            **more,
        )


class TieFields(_Spanned):
    organisation = one_of("連携機関")
    name = line("連携機関の一覧にない相手", description="例：隣の○○さん、こだまちサロン、元の職場")
    kind = one_of("つながり", required=True, radio=True, choices=_labelled(TieKind))
    direction = one_of(
        "働きかけの向き",
        required=True,
        radio=True,
        default=Direction.NONE.value,
        choices=_labelled(Direction),
    )
    note = text("メモ", longest=2000)
    since = day("いつから")
    until = day("いつまで")

    def offer(
        self,
        groups: Iterable[tuple[OrganisationKind, list[Organisation]]],
        kept: Organisation | None = None,
    ) -> None:
        """The organisations under their kinds, and the one that is stored, even if retired."""
        self.organisation.choices = [
            SelectChoice("", "一覧にない（下に書く）"),
            *([SelectChoice(str(kept.id), kept.name)] if kept and not kept.active else []),
            *(
                SelectChoice(str(row.id), row.name, optgroup=kind.label)
                for kind, rows in groups
                for row in rows
            ),
        ]

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if bool(self.organisation.data) == bool(self.name.data):
            self.name.errors = [
                "連携機関を選ぶか、相手をここに書くか、どちらか一つにしてください。"
            ]
            return False
        return valid

    def to_input(self) -> TieInput:
        return TieInput(
            organisation_id=UUID(self.organisation.data) if self.organisation.data else None,
            name=self.name.data or "",
            kind=TieKind(self.kind.data),
            direction=Direction(self.direction.data),
            note=self.note.data or "",
            since=self.since.data,
            until=self.until.data,
        )


class NewTieForm(OnceMixin, TieFields):
    pass


class TieForm(VersionMixin, TieFields):
    @classmethod
    def of(cls, tie: Tie, **more: Any) -> "TieForm":
        return cls(
            organisation=str(tie.organisation_id or ""),
            name=tie.name,
            kind=tie.kind.value,
            direction=tie.direction.value,
            note=tie.note,
            since=tie.since,
            until=tie.until,
            version=tie.version,
            **more,
        )


class RemoveForm(VersionMixin, Form):
    reason = one_of("取り除く理由", required=True, radio=True, choices=_labelled(RemovalReason))

    def why(self) -> RemovalReason:
        return RemovalReason(self.reason.data)
