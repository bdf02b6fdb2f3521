"""Forms of a new case, of the head of one, and of its workers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from typing_extensions import override
from wtforms import BooleanField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.accounts.queries import case_staff
from cswtool.cases.commands import CaseInput, NewCase, Workers
from cswtool.cases.models import Case
from cswtool.community.forms import town_choices, zone_choices
from cswtool.community.models import Town, Zone
from cswtool.community.queries import towns, zone_for, zones
from cswtool.db.session import ScopedSession
from cswtool.people.commands import OnFile, PersonInput, Somebody
from cswtool.people.forms import PersonForm
from cswtool.people.models import Person
from cswtool.taxonomy.forms import word_choices
from cswtool.taxonomy.models import Choice, ChoiceKind
from cswtool.taxonomy.queries import choices
from cswtool.web.forms import CHOOSE, Form, OnceMixin, VersionMixin, line, one_of

SOMEBODY_ELSE = "new"
"""The choice that none of the similar people is meant."""
HEADLINE_HINT = "何に困っているかを一行で。ケース一覧に出ます。氏名は書かないでください。"


def key_of(field: Any) -> UUID | None:
    """The id behind a choice that the form has checked; None for the empty choice."""
    return UUID(field.data) if field.data else None


@dataclass(frozen=True, slots=True)
class Offered:
    """What the forms of a case offer to choose from."""

    zones: Sequence[Zone]
    towns: Sequence[Town]
    households: Sequence[Choice]
    routes: Sequence[Choice]
    staff: Sequence[User]


def offered(session: ScopedSession) -> Offered:
    return Offered(
        zones=zones(session),
        towns=towns(session),
        households=choices(session, ChoiceKind.HOUSEHOLD),
        routes=choices(session, ChoiceKind.ROUTE),
        staff=case_staff(session),
    )


class SimilarMixin:
    """Before somebody is written down a second time, the similar people are shown."""

    similar = RadioField(
        "この人は", choices=[], validate_choice=False, default="", filters=[lambda v: v or ""]
    )

    add_typed = BooleanField(
        "入力した内容を、その人に書き足す（今の内容は消しません。違うときはメモに入ります）",
        default=True,
    )

    def settles(self, people: Sequence[Person]) -> bool:
        """Whether it is said which of these people is meant; otherwise the field asks."""
        new = SelectChoice(SOMEBODY_ELSE, "どの人でもない、新しい人です")
        found = [SelectChoice(str(person.id), f"{person.name} さんです") for person in people]
        self.similar.choices = [*found, new] if found else []
        answers = {choice.value for choice in self.similar.choices}
        if answers and self.similar.data not in answers:
            self.similar.errors = [f"似た人がいます。同じ人かどうかを{CHOOSE}"]
            return False
        return True

    def meant(self, people: Sequence[Person]) -> Person | None:
        """The one of these people who was chosen; None for a new one."""
        return next((p for p in people if str(p.id) == self.similar.data), None)

    def somebody(self, people: Sequence[Person]) -> Somebody:
        """Who is to be stored, in a form that also asks for a person."""
        person, typed = self.meant(people), cast("PersonForm", self).person_input()
        if person is None:
            return typed
        if self.add_typed.data:
            return OnFile(person, typed)
        if typed.address_protected:  # no tick takes that back
            return OnFile(person, PersonInput(name=typed.name, address_protected=True))
        return person


class CaseFields(Form):
    """What stands at the head of a case."""

    headline = line("主訴（ひとこと）", required=True, description=HEADLINE_HINT)
    household = one_of("世帯類型")
    route = one_of("相談経路")
    zone = one_of("圏域")

    def offer(self, offer: Offered, case: Case | None = None) -> None:
        """Fill the lists; words of `case` that were retired since stay in them."""
        self.household.choices = _with(offer.households, case.household if case else None)
        self.route.choices = _with(offer.routes, case.route if case else None)
        self.zone.choices = zone_choices(offer.zones, "町名と番地から決める")

    def facts(self, session: ScopedSession, town_id: UUID | None, address: str) -> CaseInput:
        """The fields as input; the 圏域 from the address where none was chosen."""
        zone_id = key_of(self.zone)
        if zone_id is None:
            zone = zone_for(session, town_id, address)
            zone_id = zone.id if zone else None
        return CaseInput(
            headline=self.headline.data,
            zone_id=zone_id,
            town_id=town_id,
            household_id=key_of(self.household),
            route_id=key_of(self.route),
        )


def _with(words: Sequence[Choice], kept: Choice | None) -> list[SelectChoice]:
    return word_choices(words if kept is None or kept in words else [*words, kept])


class WorkerFields(Form):
    primary = one_of("主担当", required=True)
    secondary = one_of("副担当")

    def offer_staff(self, staff: Sequence[User], now: Iterable[User | None] = ()) -> None:
        """Colleagues who can sign in, and those who hold the case now."""
        everybody = [*staff, *(user for user in now if user is not None and user not in staff)]
        self.primary.choices = staff_choices(everybody)
        self.secondary.choices = staff_choices(everybody, "なし")

    def validate_secondary(self, field: Any) -> None:
        if field.data and field.data == self.primary.data:
            raise ValidationError("主担当と同じ人です。別の人を選ぶか「なし」にしてください。")

    def workers(self) -> Workers:
        return Workers(UUID(self.primary.data), key_of(self.secondary))


class NewCaseForm(OnceMixin, SimilarMixin, PersonForm, CaseFields, WorkerFields):
    """A new case with 本人."""

    restricted = BooleanField("閲覧を制限する（担当者と、許された人だけが見られます）")

    def offer_all(self, offer: Offered, me: UUID) -> None:
        self.offer(offer)
        self.offer_towns(offer.towns)
        self.offer_staff(offer.staff)
        if self.primary.data is None:
            self.primary.data = str(me)

    def refuse_blindness(self) -> None:
        """Say that whoever opens this case would not see it."""
        self.primary.errors = [
            "このままでは、保存したあと自分がこのケースを見られなくなります。主担当か副担当に自分を入れてください。"
        ]

    def to_input(self, session: ScopedSession, people: Sequence[Person]) -> NewCase:
        """The case; one of the similar `people` on file may be the one who is meant."""
        known = self.meant(people)
        lives = known if known and known.town_id else self.person_input()
        return NewCase(
            id=self.new_record_id(),
            facts=self.facts(session, lives.town_id, lives.address),
            focus=self.somebody(people),
            workers=self.workers(),
            restricted=bool(self.restricted.data),
        )


class CaseForm(VersionMixin, CaseFields):
    """The head of a case."""

    town = one_of("町")

    @override
    def offer(self, offer: Offered, case: Case | None = None) -> None:
        super().offer(offer, case)
        self.town.choices = town_choices(offer.towns)
        self.zone.choices = zone_choices(offer.zones, "要確認（まだ決めない）")

    @classmethod
    def of(cls, case: Case) -> "CaseForm":
        """The form as the case is stored, whatever was posted."""
        return cls(
            formdata=None,
            headline=case.headline,
            household=str(case.household_id or ""),
            route=str(case.route_id or ""),
            zone=str(case.zone_id or ""),
            town=str(case.town_id or ""),
            version=case.version,
        )

    def to_input(self) -> CaseInput:
        return CaseInput(
            headline=self.headline.data,
            zone_id=key_of(self.zone),
            town_id=key_of(self.town),
            household_id=key_of(self.household),
            route_id=key_of(self.route),
        )
