"""Forms of who is in the household."""

from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import override
from wtforms import BooleanField, HiddenField, ValidationError

from cswtool.cases.commands import MemberInput
from cswtool.cases.forms.head import SimilarMixin
from cswtool.cases.models import Case, Membership
from cswtool.people.forms import PersonForm
from cswtool.people.models import Person
from cswtool.web.forms import Form, OnceMixin, VersionMixin, day, line


class MemberFields(Form):
    relation = line("本人から見た続柄", required=True, longest=40, render_kw={"list": "relations"})
    lives_here = BooleanField("同居している", default=True)
    since = day("いつから")
    until = day("いつまで")

    def validate_until(self, field: Any) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("「いつまで」が「いつから」より前です。日付を確かめてください。")

    def how(self) -> MemberInput:
        return MemberInput(
            relation=self.relation.data,
            lives_here=bool(self.lives_here.data),
            since=self.since.data,
            until=self.until.data,
        )


class NewMemberForm(OnceMixin, SimilarMixin, PersonForm, MemberFields):
    """Somebody who is put into the household."""

    def is_not_yet_in(self, case: Case, people: Sequence[Person]) -> bool:
        """Whether the chosen person is new to the household; otherwise the field says so."""
        person = self.meant(people)
        if person is None or person.id not in {member.person_id for member in case.members}:
            return True
        self.similar.errors = ["この人は、もうこの世帯に入っています。"]
        return False


class MemberForm(VersionMixin, PersonForm, MemberFields):
    """Somebody in the household, and what is known of them."""

    person_version = HiddenField()

    @classmethod
    def of(cls, member: Membership, person: Person) -> "MemberForm":
        """The form as both are stored, whatever was posted."""
        fields: Mapping[str, Any] = {
            "relation": member.relation,
            "lives_here": member.lives_here,
            "since": member.since,
            "until": member.until,
            "version": member.version,
            "person_version": str(person.version),
            **PersonForm.person_fields(person),
        }
        return cls(formdata=None, **fields)

    @override
    def is_as(self, stored: "MemberForm") -> bool:  # type: ignore[override]
        """Both the place in the household and the person."""
        same_person = self.person_version.data == stored.person_version.data
        return super().is_as(stored) and bool(same_person)

    @override
    def look_again(self, stored: "MemberForm") -> None:  # type: ignore[override]
        super().look_again(stored)
        self.person_version.data = stored.person_version.data
