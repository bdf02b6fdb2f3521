"""Forms of a 地域課題: writing it, taking it on, its 打ち手, finding it in the list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock
from cswtool.access.fiscal import Period, fiscal_year
from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.community.forms import zone_choices
from cswtool.community.models import Zone
from cswtool.community.queries import NO_ZONE
from cswtool.regional.commands import ActionInput, IssueInput, StepInput, Told
from cswtool.regional.models import RegionalAction, RegionalIssue
from cswtool.regional.queries.issues import OPEN, OVERDUE, Wanted
from cswtool.regional.rules.course import NEEDS_WORDS, ActionState, Side, State
from cswtool.regional.rules.sheet import HEADINGS
from cswtool.taxonomy.forms import word_choices
from cswtool.taxonomy.models import Choice
from cswtool.web.forms import Form, OnceMixin, VersionMixin, day, line, one_of, text

WHOLE_CITY: Final = "市内全域"
_NOT_YET: Final = "まだ決めていない"
_FUTURE: Final = "今日までの日付を入力してください。"
_LONGEST_TITLE: Final = 100


def _labelled(members: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice(member.value, member.label) for member in members]


def last_fiscal_year() -> date:
    """The first day of the fiscal year before this one."""
    return Period.of_fiscal_year(fiscal_year(clock.today()) - 1).first


@dataclass(frozen=True, slots=True)
class Offered:
    """The office's lists that the form of an issue offers."""

    zones: Sequence[Zone]
    forums: Sequence[Choice]
    staff: Sequence[User]


class _IssueFields(Form):
    title = line("課題名（一文で）", required=True, longest=_LONGEST_TITLE)
    zone_id = one_of("圏域")
    reach = text(HEADINGS["reach"], longest=1000)
    trigger = text(HEADINGS["trigger"])
    evidence_first = day("根拠を数える期間のはじめ", required=True, default=last_fiscal_year)
    evidence_last = day("根拠を数える期間のおわり")
    spread = text(HEADINGS["spread"])
    voices = text(HEADINGS["voices"])
    of_person = text(HEADINGS["of_person"])
    of_family = text(HEADINGS["of_family"])
    of_community = text(HEADINGS["of_community"])
    of_system = text(HEADINGS["of_system"])
    resources = text(HEADINGS["resources"])
    missing = text(HEADINGS["missing"])
    forum_id = one_of("出す場")
    review_on = day("次に見直す日")
    owner_id = one_of("担当", required=True)
    result = text(HEADINGS["result"])

    def offer(self, offered: Offered, regional: RegionalIssue | None = None) -> Self:
        """Fill the lists; what `regional` has and is no longer offered stays in them."""
        forums, staff = list(offered.forums), list(offered.staff)
        if regional and regional.forum and regional.forum not in forums:
            forums.append(regional.forum)
        if regional and regional.owner not in staff:
            staff.append(regional.owner)
        self.zone_id.choices = zone_choices(offered.zones, WHOLE_CITY)
        self.forum_id.choices = word_choices(forums, _NOT_YET)
        self.owner_id.choices = staff_choices(staff)
        return self

    def validate_evidence_last(self, field: Any) -> None:
        if field.data and self.evidence_first.data and field.data < self.evidence_first.data:
            raise ValidationError("期間のはじめの日以後の日付を入力してください。")

    def to_input(self) -> IssueInput:
        words = {name: self[name].data or "" for name in HEADINGS}
        return IssueInput(
            title=self.title.data,
            zone_id=_id(self.zone_id.data),
            evidence_first=self.evidence_first.data,
            evidence_last=self.evidence_last.data,
            forum_id=_id(self.forum_id.data),
            review_on=self.review_on.data,
            owner_id=UUID(self.owner_id.data),
            **words,
        )


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


class NewIssueForm(OnceMixin, _IssueFields):
    pass


class IssueForm(OnceMixin, VersionMixin, _IssueFields):
    """The form key marks the draft that belongs to this opening of the form."""

    @classmethod
    def of(cls, regional: RegionalIssue) -> "IssueForm":
        """The form as the issue is stored, whatever was posted."""
        facts = {name: getattr(regional, name) for name in IssueInput.__slots__}
        facts |= {name: str(facts[name] or "") for name in ("zone_id", "forum_id", "owner_id")}
        return cls(formdata=None, **facts, version=regional.version)


class StepForm(OnceMixin, VersionMixin, Form):
    """The buttons of the page send `state`; the form key marks the draft."""

    state = one_of("段階", required=True, choices=_labelled(State))
    on = day("いつ", required=True, default=clock.today)
    note = text("メモ", longest=2000)
    review_on = day("次に見直す日")

    earliest: date | None = None
    """Since when it stands where it stands; set by the view."""

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_FUTURE)
        if field.data and self.earliest and field.data < self.earliest:
            raise ValidationError("前の段階の日以後の日付を入力してください。")

    def validate_review_on(self, field: Any) -> None:
        if field.data and field.data <= clock.today():
            raise ValidationError("明日からの日付にするか、空にしてください。")

    def validate_state(self, field: Any) -> None:
        words = NEEDS_WORDS.get(field.data)  # no word of ours: said already
        if words and not self.note.data:
            raise ValidationError(f"「{words}」をメモに書いてから、もう一度押してください。")

    def to_input(self) -> StepInput:
        state = State(self.state.data)
        return StepInput(state, self.on.data, self.note.data or "", self.review_on.data)


class _ActionFields(Form):
    side = one_of("だれの打ち手か", required=True, radio=True, choices=_labelled(Side))
    what = text("何をするか", required=True, longest=1000)
    who = line("だれが", description="団体や係の名前。個人の名前は書きません。")
    due_on = day("いつまでに")

    def to_input(self) -> ActionInput:
        return ActionInput(
            Side(self.side.data), self.what.data, self.who.data or "", self.due_on.data
        )


class NewActionForm(OnceMixin, _ActionFields):
    pass


class ActionForm(OnceMixin, VersionMixin, _ActionFields):
    """The form key marks the draft."""

    @classmethod
    def of(cls, action: RegionalAction, **more: Any) -> "ActionForm":
        """As posted; with `formdata=None` as the action is stored."""
        facts = {name: getattr(action, name) for name in ActionInput.__slots__}
        return cls(**{**facts, "side": action.side.value, "version": action.version}, **more)


class TellForm(OnceMixin, VersionMixin, Form):
    """What has become of an action; the form key marks the draft."""

    state = one_of("今どうなっているか", required=True, radio=True, choices=_labelled(ActionState))
    on = day("いつ", required=True, default=clock.today)
    note = text("どうなったか", required=True, longest=2000)

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_FUTURE)

    def to_input(self) -> Told:
        return Told(
            self.new_record_id(), ActionState(self.state.data), self.on.data, self.note.data
        )


class ListForm(Form):
    """Read from the address; what is not on offer there narrows nothing.

    An address that does not say which state means what is being worked on.
    """

    show = one_of(
        "状態",
        choices=[
            SelectChoice("", "すべて"),
            SelectChoice(OPEN, "取り組んでいるもの"),
            SelectChoice(OVERDUE, "見直しの日を過ぎたもの"),
            *_labelled(State),
        ],
    )
    zone = one_of("圏域")
    forum = one_of("出す場")

    @classmethod
    def of(cls, address: Mapping[str, str]) -> Self:
        return cls(MultiDict({"show": OPEN, **address}), meta={"csrf": False})

    def offer(self, zones: Iterable[Zone], forums: Iterable[Choice]) -> Self:
        every = SelectChoice(NO_ZONE, WHOLE_CITY)
        self.zone.choices = [*zone_choices(zones, "すべて"), every]
        self.forum.choices = word_choices(forums, "すべて")
        return self

    def to_wanted(self) -> Wanted:
        self.validate()
        forum = self.chosen("forum")
        return Wanted(self.chosen("show"), self.chosen("zone"), UUID(forum) if forum else None)

    @property
    def address(self) -> dict[str, str]:
        """The same list again, of a form that was validated."""
        return {name: self.chosen(name) for name in ("show", "zone", "forum")}
