"""Choices of 圏域 and town as forms offer them; the forms of the office's own data."""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from wtforms import BooleanField, IntegerField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.community.commands import AreaInput, DistrictInput, OrganisationInput, ZoneInput
from cswtool.community.models import OrganisationKind, Town, Zone
from cswtool.community.queries import NO_ZONE
from cswtool.web.forms import (
    Form,
    OnceMixin,
    VersionMixin,
    line,
    number,
    one_of,
    several_of,
    text,
)

_LAST_BANCHI = 99_999
_NOTE = 1_000
_BOTH_ENDS = "番地は、はじめとおわりの両方を入力してください。"
_UNDECIDED = "要確認（人が決める）"


def zone_choices(zones: Iterable[Zone], empty: str = "不明・未定") -> list[SelectChoice]:
    """Every 圏域 by its id; `empty` is what the empty choice says."""
    return [SelectChoice("", empty), *(SelectChoice(str(z.id), z.name) for z in zones)]


def zone_filter(zones: Iterable[Zone]) -> list[SelectChoice]:
    """The 圏域 as lists are narrowed to them, and what has none yet."""
    return [*zone_choices(zones, "すべて"), SelectChoice(NO_ZONE, "要確認")]


def town_choices(towns: Iterable[Town], empty: str = "不明・市外") -> list[SelectChoice]:
    """Every town by its id; `empty` is what the empty choice says."""
    return [SelectChoice("", empty), *(SelectChoice(str(t.id), t.name) for t in towns)]


def _provisional(default: bool) -> BooleanField:  # noqa: FBT001 -- the one thing it is about
    return BooleanField("仮（まだ確認していない）", default=default)


def _id(value: str) -> UUID | None:
    return UUID(value) if value else None


class ZoneForm(VersionMixin, Form):
    description = text("特徴", longest=_NOTE)
    note = text("備考", longest=_NOTE)
    covers_all = BooleanField("この圏域の担当者が、ほかの圏域もフォローする")
    pool = line(
        "まとめるときの区分",
        longest=20,
        description="集計で隣り合う圏域をまとめるとき、同じ言葉を書いた圏域が1つになります。空なら、まとめません。",
    )
    provisional = _provisional(default=False)

    def to_input(self) -> ZoneInput:
        return ZoneInput(
            description=self.description.data or "",
            note=self.note.data or "",
            covers_all=self.covers_all.data,
            pool=self.pool.data or "",
            provisional=self.provisional.data,
        )


class _AreaFields(Form):
    chome = one_of("丁目")
    banchi_from = number("番地（はじめ）", least=1, most=_LAST_BANCHI)
    banchi_to = number("番地（おわり）", least=1, most=_LAST_BANCHI)
    zone_id = one_of("圏域")
    note = text("備考", longest=_NOTE)
    provisional = _provisional(default=True)

    def offer(self, town: Town, zones: Iterable[Zone]) -> Self:
        numbers = {*range(1, town.chomes + 1), *(a.chome for a in town.areas if a.chome)}
        chomes = [SelectChoice(str(n), f"{n}丁目") for n in sorted(numbers)]
        self.chome.choices = [SelectChoice("", "丁目を分けない"), *chomes]
        self.zone_id.choices = zone_choices(zones, _UNDECIDED)
        self.banchi_from.description = "丁目や町の全体なら、番地は空けておきます。"
        return self

    def validate_banchi_from(self, _field: IntegerField) -> None:
        if self.banchi_to.data is None:
            raise ValidationError(_BOTH_ENDS)

    def validate_banchi_to(self, field: IntegerField) -> None:
        if self.banchi_from.data is None:
            raise ValidationError(_BOTH_ENDS)
        if field.data < self.banchi_from.data:
            raise ValidationError("はじめの番地と同じか、それより大きい番地にしてください。")

    def to_input(self) -> AreaInput:
        return AreaInput(
            chome=int(self.chome.data) if self.chome.data else None,
            banchi_from=self.banchi_from.data,
            banchi_to=self.banchi_to.data,
            zone_id=_id(self.zone_id.data),
            provisional=self.provisional.data,
            note=self.note.data or "",
        )


class AreaForm(VersionMixin, _AreaFields):
    pass


class NewAreaForm(OnceMixin, _AreaFields):
    pass


class _DistrictFields(Form):
    name = line("名前", required=True)
    kana = line("よみがな", required=True)
    town_ids = several_of("町")
    note = text("備考", longest=_NOTE)
    provisional = _provisional(default=True)

    def offer(self, towns: Iterable[Town]) -> Self:
        self.town_ids.choices = [SelectChoice(str(t.id), t.name) for t in towns]
        return self

    def to_input(self) -> DistrictInput:
        return DistrictInput(
            name=self.name.data,
            kana=self.kana.data,
            town_ids=frozenset(UUID(key) for key in self.town_ids.data),
            note=self.note.data or "",
            provisional=self.provisional.data,
        )


class DistrictForm(VersionMixin, _DistrictFields):
    pass


class NewDistrictForm(OnceMixin, _DistrictFields):
    pass


class _OrganisationFields(Form):
    name = line("名前", required=True)
    kana = line("よみがな", required=True)
    kind_code = one_of("種類", required=True)
    zone_id = one_of("圏域")
    phone = line("電話", longest=50)
    note = text("備考", longest=_NOTE)
    provisional = _provisional(default=True)
    active = BooleanField("つなぎ先として選べるようにする", default=True)

    def offer(self, kinds: Iterable[OrganisationKind], zones: Iterable[Zone]) -> Self:
        self.kind_code.choices = [SelectChoice(k.code, k.label) for k in kinds]
        self.zone_id.choices = zone_choices(zones, "市内全域")
        return self

    def to_input(self) -> OrganisationInput:
        return OrganisationInput(
            name=self.name.data,
            kana=self.kana.data,
            kind_code=self.kind_code.data,
            zone_id=_id(self.zone_id.data),
            phone=self.phone.data or "",
            note=self.note.data or "",
            provisional=self.provisional.data,
            active=self.active.data,
        )


class OrganisationForm(VersionMixin, _OrganisationFields):
    pass


class NewOrganisationForm(OnceMixin, _OrganisationFields):
    pass
