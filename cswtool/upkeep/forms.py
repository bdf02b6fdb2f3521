"""Forms of the administrator and the privacy officer."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Self
from uuid import UUID

from wtforms import BooleanField, HiddenField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access.actor import Role, role_clash
from cswtool.accounts.commands import UserInput
from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import CaseVisibility, User
from cswtool.cases.rules import typed_number
from cswtool.community.models import District, Organisation, Zone
from cswtool.upkeep.commands import OfficeInput
from cswtool.upkeep.queries import Wanted
from cswtool.upkeep.rules import RECORDS
from cswtool.web.forms import Form, OnceMixin, VersionMixin, day, line, number, one_of, several_of

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_EARLIEST, _LATEST = 2000, 2999
"""Years in which the trail is asked for; others would leave what a date can be."""


class OfficeForm(VersionMixin, Form):
    case_visibility = one_of(
        "制限のないケースを見られる職員",
        required=True,
        radio=True,
        choices=[SelectChoice(v.value, v.label) for v in CaseVisibility],
    )

    correction_days = number(
        "相談記録を直せる日数",
        least=0,
        most=365,
        required=True,
        description="記録した日から数えます。過ぎると、追記だけができます。",
    )
    closing_approval = BooleanField(
        "ケースの終結に、係長の承認を求める",
        description="終結を申請した人のほかの係長が承認します。自分の申請は承認できません。",
    )
    city_threshold = one_of(
        "市への報告で数値を伏せる世帯数",
        required=True,
        choices=[
            *(SelectChoice(str(n), f"{n}世帯未満を伏せる") for n in (10, 5, 3)),
            SelectChoice("0", "伏せない"),
        ],
        description="市との契約で決めたとおりにします。公表する表では、いつも10世帯未満を伏せます。",
    )

    def to_input(self) -> OfficeInput:
        return OfficeInput(
            case_visibility=CaseVisibility(self.case_visibility.data),
            correction_days=self.correction_days.data,
            closing_approval=bool(self.closing_approval.data),
            city_threshold=int(self.city_threshold.data),
        )


class _Login:
    login = line(
        "ログイン名",
        required=True,
        longest=40,
        description="半角の英字・数字で3文字以上。あとから変えられません。",
    )

    def validate_login(self, field: StringField) -> None:
        if not _LOGIN.fullmatch((field.data or "").lower()):
            raise ValidationError("半角の英字・数字と . _ - で、3〜40文字にしてください。")


class _UserFields(Form):
    name = line("氏名", required=True)
    kana = line("よみがな", required=True)
    phone = line("電話", longest=50)
    roles = several_of("役割", choices=[SelectChoice(r.value, r.label) for r in Role])
    zone_ids = several_of("担当する圏域")
    district_id = one_of("民児協地区（民生委員のとき）")
    organisation_id = one_of("所属（連携機関の人のとき）")

    def offer(
        self,
        zones: Iterable[Zone],
        districts: Iterable[District],
        organisations: Iterable[Organisation],
    ) -> Self:
        self.zone_ids.choices = [SelectChoice(str(z.id), z.name) for z in zones]
        none = SelectChoice("", "なし")
        self.district_id.choices = [none, *(SelectChoice(str(d.id), d.name) for d in districts)]
        found = [SelectChoice(str(o.id), o.name) for o in organisations]
        self.organisation_id.choices = [none, *found]
        return self

    def validate_roles(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("役割を1つ以上選んでください。")
        if field.errors:
            return
        if clash := role_clash(frozenset(Role(role) for role in field.data)):
            raise ValidationError(clash)

    def to_input(self, login: str) -> UserInput:
        return UserInput(
            login=login,
            name=self.name.data,
            kana=self.kana.data,
            phone=self.phone.data or "",
            roles=frozenset(Role(role) for role in self.roles.data),
            zone_ids=frozenset(UUID(key) for key in self.zone_ids.data),
            district_id=UUID(self.district_id.data) if self.district_id.data else None,
            organisation_id=UUID(self.organisation_id.data) if self.organisation_id.data else None,
        )


class NewUserForm(OnceMixin, _Login, _UserFields):
    pass


class UserForm(VersionMixin, _UserFields):
    pass


class AccountSearchForm(Form):
    """Posted, so that no name stands in an address or a log."""

    typed = line(
        "氏名・よみがな・ログイン名",
        longest=100,
        render_kw={"type": "search", "autocomplete": "off"},
    )


class InviteForm(OnceMixin, Form):
    pass


class HandoverForm(VersionMixin, Form):
    everything = one_of("まとめて引き継ぐ人")

    def _chosen(self, zone_id: UUID | None) -> str:
        own = self[_name(zone_id)].data if _name(zone_id) in self else ""
        return str(own or self.everything.data or "")

    def says_who(self, zone_ids: Iterable[UUID | None]) -> bool:
        """Whether the form is right and somebody takes over in each of these 圏域."""
        if not self.validate():
            return False
        if not all(self._chosen(zone_id) for zone_id in zone_ids):
            self.everything.errors = ["引き継ぐ人を選んでください。"]
        return not self.everything.errors

    def successors(self, zone_ids: Iterable[UUID | None]) -> dict[UUID | None, UUID]:
        return {zone_id: UUID(self._chosen(zone_id)) for zone_id in zone_ids}


def _name(zone_id: UUID | None) -> str:
    return f"zone_{zone_id.hex if zone_id else 'none'}"


def handover_form(zones: Sequence[Zone], staff: Iterable[User], **more: Any) -> HandoverForm:
    """A form that asks who takes everything, or who takes each of these 圏域."""
    fields = {_name(zone.id): one_of(f"{zone.name}圏域を引き継ぐ人") for zone in zones}
    form: HandoverForm = type("ZonedHandoverForm", (HandoverForm,), fields)(**more)
    form.everything.choices = staff_choices(staff, "選んでください")
    for zone in zones:
        form[_name(zone.id)].choices = staff_choices(staff, "まとめて引き継ぐ人と同じ")
    return form


class CaseTrailForm(Form):
    """Of which case the trail is asked for; posted, so that the address has its id alone."""

    number = line("ケース番号", required=True, longest=20, description="例：R8-0123")

    @property
    def typed(self) -> str | None:
        """The number as cases have it; None where it is none."""
        return typed_number(self.number.data)

    def refuse_number(self) -> None:
        self.number.errors = ["この番号のケースはありません。番号を確かめてください。"]


class TrailForm(Form):
    """The trail's filter; it stands in the address, by ids alone."""

    person = one_of("だれが")
    kind = one_of("記録の種類")
    first = day("いつから")
    last = day("いつまで")
    refused = BooleanField("断られたものだけ")
    record = HiddenField()

    def offer(self, people: Iterable[User]) -> Self:
        self.person.choices = staff_choices(people, "全員")
        kinds = [SelectChoice(kind, label) for kind, label in RECORDS.items()]
        self.kind.choices = [SelectChoice("", "すべて"), *kinds]
        return self

    def to_wanted(self) -> Wanted:
        """The filter; what is not offered or makes no sense narrows nothing."""
        self.validate()
        data = {field.name: None if field.errors else field.data or None for field in self}
        return Wanted(
            person=UUID(data["person"]) if data["person"] else None,
            kind=data["kind"],
            record=_id(data["record"]),
            first=data["first"],
            last=data["last"],
            refused=bool(data["refused"]),
        )

    def validate_first(self, field: Any) -> None:
        _refuse_odd_year(field)

    def validate_last(self, field: Any) -> None:
        _refuse_odd_year(field)


def _refuse_odd_year(field: Any) -> None:
    if field.data and not _EARLIEST <= field.data.year <= _LATEST:
        raise ValidationError("年を確かめてください。")


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
