"""The fields of a person."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from typing_extensions import override
from wtforms import BooleanField, Field, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import TextInput

from cswtool.access import clock, fiscal
from cswtool.community.forms import town_choices
from cswtool.community.models import Town
from cswtool.people.commands import PersonInput
from cswtool.people.models import Person
from cswtool.people.rules import (
    UNKNOWN_NAME,
    Sex,
    birth_fault,
    born_about,
    death_fault,
    phone_fault,
    tidied_phone,
)
from cswtool.web.forms import Form, line, number, one_of, text

_BIRTH = "生年月日"
_NO_DATE = "{}は 昭和25年4月1日、S25.4.1、1950-04-01 のように入力してください。"


class BirthField(Field):  # type: ignore[misc]
    """A date of birth or death in 和暦 or western years, as it is told."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return fiscal.wareki(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            self.data = _told_date(typed, self.label.text)


def _told_date(typed: str, what: str) -> date:
    try:
        born = fiscal.written_date(typed)
    except ValueError:
        raise ValueError(_NO_DATE.format(what)) from None
    fault = birth_fault(born, clock.today()) if what == _BIRTH else None
    if fault:
        raise ValueError(fault)
    return born


class PersonForm(Form):
    """A person: a name, or a tick that it is not known; all else as far as it is known."""

    name = line("氏名", render_kw={"autocomplete": "off"})
    unknown_name = BooleanField("氏名がわからない")
    kana = line("ふりがな", render_kw={"autocomplete": "off"})
    sex = one_of("性別", radio=True, default=Sex.UNKNOWN.value)
    birth = BirthField(_BIRTH, render_kw={"autocomplete": "off"})
    age = number("年齢（だいたい）", least=0, most=125)
    died = BirthField("死亡日", render_kw={"autocomplete": "off"})
    phone = line(
        "電話番号",
        longest=40,
        render_kw={"inputmode": "tel", "autocomplete": "off"},
        filters=[lambda typed: tidied_phone(typed) if typed else typed],
    )
    town = one_of("町")
    address = line("丁目・番地・建物", render_kw={"autocomplete": "off"})
    protected = BooleanField("住所を知られてはならない（DV等支援措置など）")
    note = text("この人についてのメモ", longest=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sex.choices = [SelectChoice(sex.value, sex.label) for sex in Sex]

    def offer_towns(self, towns: Iterable[Town]) -> None:
        self.town.choices = town_choices(towns)

    def validate_phone(self, field: Any) -> None:
        if field.data and (fault := phone_fault(field.data)):
            raise ValidationError(fault)

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not self.name.data and not self.unknown_name.data:
            self.name.errors = [
                "氏名を入力してください。わからないときは「氏名がわからない」を選んでください。"
            ]
            return False
        fault = self.died.data and death_fault(self.died.data, self.birth.data, clock.today())
        if fault:
            self.died.errors = [fault]
        return valid and not fault

    @staticmethod
    def person_fields(person: Person) -> dict[str, Any]:
        """What the fields hold for a person who is stored."""
        unknown, estimated = person.name == UNKNOWN_NAME, person.birth_estimated
        return {
            "name": "" if unknown else person.name,
            "unknown_name": unknown,
            "kana": person.kana,
            "sex": person.sex.value,
            "birth": None if estimated else person.birth_date,
            "age": person.age(clock.today()) if estimated else None,
            "died": person.died_on,
            "phone": person.phone,
            "town": str(person.town_id or ""),
            "address": person.address,
            "protected": person.address_protected,
            "note": person.note,
        }

    def person_input(self) -> PersonInput:
        estimated = self.birth.data is None and self.age.data is not None
        return PersonInput(
            name=self.name.data or UNKNOWN_NAME,
            kana=self.kana.data or "",
            sex=Sex(self.sex.data),
            birth_date=born_about(self.age.data, clock.today()) if estimated else self.birth.data,
            birth_estimated=estimated,
            died_on=self.died.data,
            phone=self.phone.data or "",
            town_id=UUID(self.town.data) if self.town.data else None,
            address=self.address.data or "",
            address_protected=bool(self.protected.data),
            note=self.note.data or "",
        )
