"""Forms of a つなぎ: writing it, taking it on, finding it in the list."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock
from cswtool.community.models import Organisation, OrganisationKind
from cswtool.referrals.commands import NewStep, ReferralInput
from cswtool.referrals.models import Referral
from cswtool.referrals.queries import OPEN_LIST, UNANSWERED_LIST, Wanted
from cswtool.referrals.rules import NEEDS_WORDS, UNANSWERED_DAYS, ReferralStatus
from cswtool.sharing.rules import Basis, ConsentWay
from cswtool.web.forms import Form, OnceMixin, VersionMixin, day, line, one_of, text

_Groups = Iterable[tuple[OrganisationKind, list[Organisation]]]
_FUTURE = "今日までの日付を入力してください。"


def _labelled(members: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice(member.value, member.label) for member in members]


class _ReferralFields(Form):
    organisation = one_of("つなぎ先", required=True)
    contact = line("相手の担当者")
    purpose = text("つなぐ目的", required=True)
    shared = text("伝える内容", required=True)
    basis = one_of("伝える根拠", required=True, choices=_labelled(Basis))
    consent_way = one_of("同意の取り方", radio=True, choices=_labelled(ConsentWay))
    consent_on = day("同意を得た日")
    basis_note = text("根拠のメモ")

    def offer(self, groups: _Groups, kept: Organisation | None = None) -> None:
        """Put the organisations under their kinds; those not confirmed say 仮.

        `kept` stays in the list where it is not offered any more.
        """
        found = [
            SelectChoice(str(row.id), _shown_name(row), optgroup=kind.label)
            for kind, rows in groups
            for row in rows
        ]
        if kept and str(kept.id) not in {choice.value for choice in found}:
            found.append(
                SelectChoice(str(kept.id), _shown_name(kept), optgroup="使わなくなった機関")
            )
        self.organisation.choices = [SelectChoice("", "選んでください"), *found]
        self.basis.choices = [SelectChoice("", "選んでください"), *_labelled(Basis)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Consent is nothing without how and when it was given."""
        valid = super().validate(extra_validators)
        if self.basis.data != Basis.CONSENT:
            return bool(valid)
        self._require(self.consent_way, "書面か口頭かを選んでください。")
        self._require(self.consent_on, "同意を得た日を入力してください。")
        if self.consent_on.data and self.consent_on.data > clock.today():
            self.consent_on.errors = [*self.consent_on.errors, _FUTURE]
        return not self.errors

    @staticmethod
    def _require(field: Any, message: str) -> None:
        if not field.data and not field.errors:
            field.errors = [message]

    def to_input(self) -> ReferralInput:
        consent = self.basis.data == Basis.CONSENT
        return ReferralInput(
            organisation_id=UUID(self.organisation.data),
            contact=self.contact.data or "",
            purpose=self.purpose.data,
            shared=self.shared.data,
            basis=Basis(self.basis.data),
            basis_note=self.basis_note.data or "",
            consent_way=ConsentWay(self.consent_way.data) if consent else None,
            consent_on=self.consent_on.data if consent else None,
        )


class NewReferralForm(OnceMixin, _ReferralFields):
    pass


class ReferralForm(OnceMixin, VersionMixin, _ReferralFields):
    """A つなぎ that nobody was told of yet; the form key marks the draft of this opening."""

    @classmethod
    def of(cls, stored: Referral) -> "ReferralForm":
        """The form as the つなぎ is stored, whatever was posted."""
        return cls(
            formdata=None,
            version=stored.version,
            organisation=str(stored.organisation_id),
            contact=stored.contact,
            purpose=stored.purpose,
            shared=stored.shared,
            basis=stored.basis.value,
            basis_note=stored.basis_note,
            consent_way=stored.consent_way.value if stored.consent_way else "",
            consent_on=stored.consent_on,
        )


def _shown_name(organisation: Organisation) -> str:
    return f"{organisation.name}（仮）" if organisation.provisional else organisation.name


class StepForm(VersionMixin, Form):
    """The buttons of the page send `status`."""

    status = one_of("段階", required=True, choices=_labelled(ReferralStatus))
    on = day("いつ", required=True, default=clock.today)
    note = text("メモ")

    earliest: date | None = None
    """The day of the step before; set by the view."""

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_FUTURE)
        if field.data and self.earliest and field.data < self.earliest:
            raise ValidationError("前の段階の日以後の日付を入力してください。")

    def validate_status(self, field: Any) -> None:
        words = NEEDS_WORDS.get(field.data)  # no word of ours: said already
        if words and not self.note.data:
            raise ValidationError(f"「{words}」をメモに書いてから、もう一度押してください。")

    def to_input(self) -> NewStep:
        return NewStep(ReferralStatus(self.status.data), self.on.data, self.note.data or "")


class ListForm(Form):
    """Read from the address; what is not on offer there narrows nothing."""

    show = one_of(
        "段階",
        choices=[
            SelectChoice("", "すべて"),
            SelectChoice(OPEN_LIST, "終わっていないもの"),
            SelectChoice(UNANSWERED_LIST, f"送付から{UNANSWERED_DAYS}日を過ぎて返事がない"),
            *_labelled(ReferralStatus),
        ],
    )
    zone = one_of("圏域")
    worker = one_of("主担当")

    def to_wanted(self) -> Wanted:
        self.validate()
        worker = self.chosen("worker")
        return Wanted(
            show=self.chosen("show") or None,
            zone=self.chosen("zone"),
            worker_id=UUID(worker) if worker else None,
        )
