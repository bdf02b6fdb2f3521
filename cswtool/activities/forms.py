"""Forms of an activity: writing it, withdrawing it, finding it in the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock
from cswtool.access.fiscal import YEARS_REPORTED, Period, fiscal_name, fiscal_year
from cswtool.activities.commands import ActivityFacts, ActivityInput
from cswtool.activities.models import Activity
from cswtool.activities.queries import Wanted
from cswtool.activities.rules import MEETING, Meeting
from cswtool.community.forms import zone_choices
from cswtool.community.models import Organisation, OrganisationKind, Zone
from cswtool.community.queries import NO_ZONE
from cswtool.taxonomy.forms import word_choices
from cswtool.taxonomy.models import Choice
from cswtool.web.forms import (
    Form,
    OnceMixin,
    VersionMixin,
    day,
    line,
    number,
    one_of,
    several_of,
    text,
)

WHOLE_CITY = "市内全域"
_A_DAY = 24 * 60
_MOST_PEOPLE = 99_999
_MOST_CASES = 999
_WHICH_MEETING = "どの会議かを選んでください。"
_WITHOUT_MEETING = "会議のときに選びます"
_NO_MEETING = (
    "種類が「{}」のときだけ選びます。"
    f"種類を直すか、いちばん上の「{_WITHOUT_MEETING}」に戻してください。"
)
_NOTHING_DISCUSSED = "会議のときだけ入力します。「どの会議か」を選ぶか、空けてください。"


@dataclass(frozen=True, slots=True)
class Offered:
    """The office's lists that the form offers."""

    kinds: Sequence[Choice]
    zones: Sequence[Zone]
    organisations: Sequence[tuple[OrganisationKind, list[Organisation]]]


class _ActivityFields(Form):
    meetings: dict[str, str]
    """The kinds that are meetings, by key."""

    kind_id = one_of("種類", required=True, radio=True)
    day = day("いつ", required=True, default=clock.today)
    zone_id = one_of("圏域")
    title = line("活動の名前", required=True)
    minutes = number("かかった時間（分）", least=1, most=_A_DAY)
    people = number("参加した人数", least=0, most=_MOST_PEOPLE)
    meeting = one_of(
        "どの会議か",
        choices=[
            SelectChoice("", _WITHOUT_MEETING),
            *(SelectChoice(one.value, one.label) for one in Meeting),
        ],
    )
    discussed = number("検討した件数", least=0, most=_MOST_CASES)
    organisations = several_of("いっしょに行った機関・居場所")
    others = line("ほかの相手", description="一覧にない団体や集まり。個人の名前は書きません。")
    done = text("したこと", required=True)
    next_step = text("次にすること")

    def offer(self, offered: Offered, activity: Activity | None = None) -> Self:
        """Fill the lists; what `activity` has and is no longer offered stays in them."""
        kept = [activity.kind] if activity and activity.kind not in offered.kinds else []
        kinds = [*offered.kinds, *kept]
        self.kind_id.choices = word_choices(kinds, None)
        self.meetings = {str(kind.id): kind.label for kind in kinds if kind.code == MEETING}
        self.zone_id.choices = zone_choices(offered.zones, WHOLE_CITY)
        self.organisations.choices = [
            SelectChoice(str(row.id), row.name, optgroup=kind.label)
            for kind, rows in offered.organisations
            for row in rows
        ]
        self._keep_partners(activity)
        return self

    def _keep_partners(self, activity: Activity | None) -> None:
        there = {choice.value for choice in self.organisations.choices}
        for row in activity.partners if activity else ():
            if str(row.organisation_id) not in there:
                kept = SelectChoice(str(row.organisation_id), row.organisation.name)
                self.organisations.choices.append(kept)

    def validate_day(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("今日までの日付を入力してください。")

    def validate(self, extra_validators: Any = None) -> bool:
        """A meeting says which one it was, and nothing else has spoken of cases."""
        valid, chosen = bool(super().validate(extra_validators)), self.meeting.data
        is_meeting = self.kind_id.data in self.meetings
        if is_meeting and not chosen:
            self.meeting.errors = [_WHICH_MEETING]
        if chosen and not is_meeting and not self.kind_id.errors:
            self.meeting.errors = [_NO_MEETING.format("・".join(self.meetings.values()))]
        if self.discussed.data is not None and not is_meeting:
            self.discussed.errors = [_NOTHING_DISCUSSED]
        return valid and not self.meeting.errors and not self.discussed.errors

    def to_input(self) -> ActivityInput:
        facts = ActivityFacts(
            kind_id=UUID(self.kind_id.data),
            day=self.day.data,
            zone_id=UUID(self.zone_id.data) if self.zone_id.data else None,
            title=self.title.data,
            minutes=self.minutes.data,
            people=self.people.data,
            meeting=Meeting(self.meeting.data) if self.meeting.data else None,
            discussed=self.discussed.data,
            others=self.others.data or "",
            done=self.done.data,
            next_step=self.next_step.data or "",
        )
        chosen = dict.fromkeys(UUID(key) for key in self.organisations.data)
        return ActivityInput(facts, list(chosen))


class NewActivityForm(OnceMixin, _ActivityFields):
    pass


class ActivityForm(OnceMixin, VersionMixin, _ActivityFields):
    """The form key marks the draft that belongs to this opening of the form."""

    @classmethod
    def of(cls, activity: Activity) -> "ActivityForm":
        """The form as the activity is stored, whatever was posted."""
        facts = {name: getattr(activity, name) for name in ActivityFacts.__slots__}
        facts |= {"kind_id": str(activity.kind_id), "zone_id": str(activity.zone_id or "")}
        facts["meeting"] = activity.meeting.value if activity.meeting else ""
        partners = [str(row.organisation_id) for row in activity.partners]
        return cls(formdata=None, **facts, organisations=partners, version=activity.version)


class WithdrawForm(VersionMixin, Form):
    reason = text("取り下げる理由", required=True, longest=1000)


class ListForm(Form):
    """Read from the address; what is not on offer there narrows nothing."""

    year = one_of("年度")
    zone = one_of("圏域")
    kind = one_of("種類")
    show = one_of(
        "表示",
        choices=[SelectChoice("", "数えるもの"), SelectChoice("withdrawn", "取り下げたもの")],
    )

    def offer(self, years: Iterable[int], zones: Iterable[Zone], kinds: Iterable[Choice]) -> Self:
        self.year.choices = [SelectChoice(str(year), fiscal_name(year)) for year in years]
        every = SelectChoice(NO_ZONE, WHOLE_CITY)
        self.zone.choices = [*zone_choices(zones, "すべて"), every]
        self.kind.choices = word_choices(kinds, "すべて")
        return self

    def to_wanted(self) -> Wanted:
        self.validate()
        year, kind = self.chosen("year"), self.chosen("kind")
        return Wanted(
            year=int(year) if year else fiscal_year(clock.today()),
            zone=self.chosen("zone"),
            kind_id=UUID(kind) if kind else None,
            withdrawn=self.chosen("show") == "withdrawn",
        )


def form_b(year: int, today: date) -> dict[str, str]:
    """The fields that ask for 様式B of a fiscal year so far; none where no report reaches it."""
    if year < fiscal_year(today) - YEARS_REPORTED:
        return {}
    period = Period.of_fiscal_year(year)
    last = min(period.last, today)
    return {"paper": "form-b", "first": f"{period.first:%Y-%m}", "last": f"{last:%Y-%m}"}
