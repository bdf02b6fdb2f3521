"""The search box and the filter of the case list."""

from collections.abc import Sequence
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.casefile.queries import ACTIVE, ALL, NEW, PENDING, SILENT, Found, Wanted
from cswtool.cases.forms import NewCaseForm
from cswtool.cases.models import Case
from cswtool.cases.rules import Complexity, Status, Urgency
from cswtool.community.forms import zone_filter
from cswtool.community.models import Zone
from cswtool.web.forms import CHOOSE, Form, VersionMixin, line, one_of, text

LONGEST_SEARCH = 100
CONTACTED = "送った民生委員に、もう連絡した（送った人の画面が「CSWが連絡しました」に変わります）"


class SearchForm(Form):
    """Searches are posted, so that no name stands in an address or a log."""

    typed = line(
        "氏名・ふりがな・電話・住所・ケース番号",
        required=True,
        longest=LONGEST_SEARCH,
        render_kw={"type": "search", "autocomplete": "off", "autofocus": True},
    )


class FilterForm(Form):
    """The case list's filter; it stands in the address, so that lists can be linked to."""

    zone = one_of("圏域")
    worker = one_of("主担当")
    status = one_of("状態")
    urgency = one_of("緊急度")
    show = one_of("絞り込み")

    @classmethod
    def of(
        cls, arguments: MultiDict[str, str], zones: Sequence[Zone], workers: Sequence[User]
    ) -> "FilterForm":
        form = cls(arguments, meta={"csrf": False})
        form.zone.choices = zone_filter(zones)
        form.worker.choices = staff_choices(workers, "全員")
        form.status.choices = [
            SelectChoice("", "支援中と見守り"),
            *(SelectChoice(status.value, status.label) for status in Status),
            SelectChoice(ALL, "すべて"),
        ]
        form.urgency.choices = [
            SelectChoice("", "すべて"),
            *(SelectChoice(urgency.value, urgency.label) for urgency in Urgency),
        ]
        form.show.choices = [
            SelectChoice("", "なし"),
            SelectChoice(NEW, "今月はじめたケース"),
            SelectChoice(SILENT, "30日間連絡なし"),
            SelectChoice(PENDING, "返事まち（引き継ぎ・終結）"),
        ]
        return form

    def to_wanted(self) -> Wanted:
        """The filter; a choice that is not offered narrows nothing."""
        self.validate()
        data = {field.name: "" if field.errors else field.data or "" for field in self}
        unsaid = ALL if data["show"] == NEW else ACTIVE
        return Wanted(
            zone=data["zone"],
            worker=data["worker"],
            status=data["status"] or unsaid,
            show=data["show"],
            urgency=data["urgency"],
        )


class TakeForm(VersionMixin, Form):
    """Which case a 連絡票 goes into, out of those that were found by `searched`."""

    searched = HiddenField()
    case = RadioField("どのケースに入れますか", choices=[], validate_choice=False)
    contacted = BooleanField(CONTACTED)

    def offer(self, found: Found | None) -> None:
        self.case.choices = _case_choices(found) if found else []

    def case_id(self) -> UUID | None:
        """The chosen case; None where nothing, or nonsense, was chosen."""
        try:
            return UUID(self.case.data)
        except (TypeError, ValueError):
            return None

    def refuse_case(self) -> None:
        self.case.errors = [f"入れるケースを{CHOOSE}"]


def _case_choices(found: Found) -> list[SelectChoice]:
    """The cases of a search, each once, with whom it was found by."""
    named = {m.case: hit.person.name for hit in found.hits for m in hit.memberships}
    if found.case and found.case not in named:
        named[found.case] = found.case.focus.name if found.case.focus else ""
    return [
        SelectChoice(str(case.id), f"{case.number} {name}「{case.headline}」{_where(case)}")
        for case, name in named.items()
    ]


def _where(case: Case) -> str:
    return f"（{case.status.label}・主担当 {case.primary.name}）"


class SlipCaseForm(VersionMixin, NewCaseForm):
    """A new case for a 連絡票."""

    contacted = BooleanField(CONTACTED)


def _judged_because() -> TextAreaField:
    return text("そう判断した理由", required=True, longest=2000, description="経過に残ります。")


class UrgencyForm(VersionMixin, Form):
    urgency = one_of(
        "緊急度",
        required=True,
        radio=True,
        choices=[SelectChoice(urgency.value, urgency.label) for urgency in Urgency],
    )
    note = _judged_because()

    @classmethod
    def of(cls, case: Case, **more: None) -> "UrgencyForm":
        """As posted; with `formdata=None` as the case is stored."""
        return cls(urgency=case.urgency, version=case.version, **more)


class ComplexityForm(VersionMixin, Form):
    complexity = one_of(
        "複雑さ",
        required=True,
        radio=True,
        choices=[SelectChoice(complexity.value, complexity.label) for complexity in Complexity],
    )
    note = _judged_because()

    @classmethod
    def of(cls, case: Case, **more: None) -> "ComplexityForm":
        """As posted; with `formdata=None` as the case is stored."""
        return cls(complexity=case.complexity, version=case.version, **more)
