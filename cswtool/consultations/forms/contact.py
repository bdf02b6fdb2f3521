"""The form of a contact: written down with two fields, corrected with a version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from typing_extensions import override
from wtforms import DateTimeLocalField, RadioField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional

from cswtool.access import clock
from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.accounts.queries import case_staff
from cswtool.accounts.rules import TextStyle
from cswtool.cases.models import Case
from cswtool.community.forms import town_choices, zone_choices
from cswtool.community.models import Town, Zone
from cswtool.community.queries import towns, zones
from cswtool.consultations.commands import ConsultationInput
from cswtool.consultations.forms.together import HouseholdsMixin
from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import Counterpart, Method, VisitOutcome, again, with_main
from cswtool.consultations.rules.writing import Mark, frame, tidied
from cswtool.db.session import ScopedSession
from cswtool.files.forms import UploadField, UploadMixin
from cswtool.people.models import Person
from cswtool.people.rules import AgeBand, Sex, band_of
from cswtool.tasks.commands import NextStep
from cswtool.taxonomy.forms import issue_choices, word_choices
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType
from cswtool.taxonomy.queries import choices, issues_by_group
from cswtool.web.forms import (
    CHOOSE,
    REQUIRED,
    Form,
    OnceMixin,
    VersionMixin,
    day,
    line,
    number,
    one_of,
    text,
)

_FORMATS: Final = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
_FIRST_YEAR: Final = 2000
_SLOW_CLOCK: Final = timedelta(minutes=5)
"""A phone's clock may be this far ahead of the server's."""


class MomentField(DateTimeLocalField):  # type: ignore[misc]
    """A date and time by the office's clock, without a zone."""

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            message = "日時は 2026-11-23 10:30 のように入力してください。"
            raise ValueError(message) from None


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form offers to choose from."""

    zones: Sequence[Zone]
    towns: Sequence[Town]
    routes: Sequence[Choice]
    askers: Sequence[Choice]
    households: Sequence[Choice]
    staff: Sequence[User]
    issues: Sequence[IssueType]


def offered(session: ScopedSession) -> Offered:
    return Offered(
        zones=zones(session),
        towns=towns(session),
        routes=choices(session, ChoiceKind.ROUTE),
        askers=choices(session, ChoiceKind.ASKER),
        households=choices(session, ChoiceKind.HOUSEHOLD),
        staff=case_staff(session),
        issues=[issue for _, group in issues_by_group(session) for issue in group],
    )


class ConsultationForm(OnceMixin, Form):
    """One contact. Only how it took place and what was said are required."""

    method = RadioField("方法", validators=[DataRequired(f"方法を{CHOOSE}")])
    at = MomentField(
        "日時",
        format=_FORMATS,
        validators=[Optional()],
        description="空けておくと今の時刻になります。",
    )
    minutes = number("かかった時間（分）", least=0, most=1440)
    outcome = one_of("訪問の結果", radio=True, default="")
    counterpart = one_of("相手", radio=True, default=Counterpart.SELF.value)
    with_whom = line("相手（くわしく）", render_kw={"autocomplete": "off"})
    text = text("内容", required=True)
    tags = SelectMultipleField("課題", choices=[], validators=[Optional()])
    main_tag = one_of("主課題")
    town = one_of("町")
    zone = one_of("圏域")
    companion = one_of("同席した職員")
    route = one_of("相談経路")
    asker = one_of("相談者")
    age_band = one_of("本人の年代", default=AgeBand.UNKNOWN.value)
    sex = one_of("本人の性別", default=Sex.UNKNOWN.value)
    household = one_of("世帯類型")
    marks = tuple(Mark)
    """What the page offers to mark a paragraph as."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method.choices = _labelled(Method)
        self.outcome.choices = [*_labelled(VisitOutcome), SelectChoice("", "なし")]
        self.counterpart.choices = _labelled(Counterpart)
        self.age_band.choices = _labelled(AgeBand)
        self.sex.choices = _labelled(Sex)
        if self.outcome.data and not self.method.data:
            self.method.data = Method.VISIT.value  # at a door one tap says both

    def offer(self, offer: Offered, kept: Case | Consultation | None = None) -> None:
        """Fill the lists; words of `kept` that were retired since stay in them."""
        stored = kept if isinstance(kept, Consultation) else None
        self.zone.choices = zone_choices(
            offer.zones, "要確認（まだ決めない）" if stored else "町から決める"
        )
        self.town.choices = town_choices(offer.towns)
        self.route.choices = word_choices(_with(offer.routes, kept and kept.route))
        self.household.choices = word_choices(_with(offer.households, kept and kept.household))
        self.asker.choices = word_choices(_with(offer.askers, stored and stored.asker))
        self.companion.choices = staff_choices(
            _with(offer.staff, stored and stored.companion), "なし"
        )
        self._offer_issues(
            _with(offer.issues, *(row.issue for row in stored.issues) if stored else ())
        )

    def _offer_issues(self, issues: Sequence[IssueType]) -> None:
        self.tags.choices = issue_choices(issues)
        self.main_tag.choices = [SelectChoice("", "決めない"), *issue_choices(issues)]
        order = {str(issue.id): place for place, issue in enumerate(issues)}
        self.tags.data = sorted(self.tags.data or (), key=lambda key: order.get(key, len(order)))

    def validate_at(self, field: Any) -> None:
        if field.data is None:
            return
        if field.data.year < _FIRST_YEAR:
            raise ValidationError("日時の年を確かめてください。")
        if clock.from_japan(field.data) > clock.now() + _SLOW_CLOCK:
            raise ValidationError(
                "日時が今より後になっています。これからの予定は「次はいつ」に入れてください。"
            )

    def validate_text(self, field: Any) -> None:
        if field.data and not tidied(field.data):
            raise ValidationError("見出しだけになっています。内容を入力してください。")

    @property
    def written(self) -> str:
        """The text as it is stored: without headings that were left empty."""
        return tidied(self.text.data)

    def to_input(self) -> ConsultationInput:
        tags, main = with_main([UUID(key) for key in self.tags.data], _key(self.main_tag))
        method = Method(self.method.data)
        return ConsultationInput(
            at=clock.from_japan(self.at.data) if self.at.data else clock.now(),
            minutes=self.minutes.data,
            method=method,
            outcome=VisitOutcome(self.outcome.data)
            if self.outcome.data and method.goes_there
            else None,
            counterpart=Counterpart(self.counterpart.data or Counterpart.SELF),
            with_whom=self.with_whom.data or "",
            text=self.written,
            tags=tags,
            main=main,
            town_id=_key(self.town),
            zone_id=_key(self.zone),
            companion_id=_key(self.companion),
            route_id=_key(self.route),
            asker_id=_key(self.asker),
            age_band=AgeBand(self.age_band.data or AgeBand.UNKNOWN),
            sex=Sex(self.sex.data or Sex.UNKNOWN),
            household_id=_key(self.household),
        )


class NewConsultationForm(HouseholdsMixin, UploadMixin, ConsultationForm):
    """A contact, what is to be done next, and in a case what was photographed and who else."""

    style = one_of("書き方", radio=True, default=TextStyle.FREE.value)
    frames: Final = {style.value: frame(style) for style in TextStyle}
    files = UploadField("写真（置いてきた不在票など）")
    next_due = day("次はいつ")
    next_title = line("次にすること")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.style.choices = _labelled(TextStyle)

    def next_step(self, owner_id: UUID) -> NextStep | None:
        """A day alone is enough: then the same is done again."""
        title = self.next_title.data or (self.next_due.data and again(Method(self.method.data)))
        return NextStep(title, self.next_due.data, owner_id) if title else None


class EditConsultationForm(VersionMixin, ConsultationForm):
    """A contact that is corrected."""

    at = MomentField("日時", format=_FORMATS, validators=[InputRequired(f"日時を{REQUIRED}")])

    @classmethod
    def of(cls, stored: Consultation) -> "EditConsultationForm":
        """The form as the record is stored, whatever was posted."""
        main = next((row.issue_id for row in stored.issues if row.main), None)
        return cls(
            formdata=None,
            version=stored.version,
            method=stored.method.value,
            at=_wall_clock(stored.at),
            minutes=stored.minutes,
            outcome=stored.outcome.value if stored.outcome else "",
            counterpart=stored.counterpart.value,
            with_whom=stored.with_whom,
            text=stored.text,
            tags=[str(row.issue_id) for row in stored.issues],
            main_tag=str(main or ""),
            town=str(stored.town_id or ""),
            zone=str(stored.zone_id or ""),
            companion=str(stored.companion_id or ""),
            route=str(stored.route_id or ""),
            asker=str(stored.asker_id or ""),
            age_band=stored.age_band.value,
            sex=stored.sex.value,
            household=str(stored.household_id or ""),
        )


def known_of(case: Case | None, style: TextStyle) -> dict[str, Any]:
    """What a new form starts with: the present moment, the headings, what the case tells."""
    now = {"at": _wall_clock(clock.now()), "style": style.value, "text": frame(style)}
    if case is None:
        return now
    return {
        **now,
        **_known_of_person(case.focus),
        "town": str(case.town_id or ""),
        "zone": str(case.zone_id or ""),
        "route": str(case.route_id or ""),
        "household": str(case.household_id or ""),
    }


def _known_of_person(person: Person | None) -> dict[str, str]:
    """本人 may be out of sight."""
    if person is None:
        return {}
    return {"age_band": band_of(person.age(clock.today())).value, "sex": person.sex.value}


def _wall_clock(moment: datetime) -> datetime:
    return clock.in_japan(moment).replace(second=0, microsecond=0, tzinfo=None)


def _labelled(words: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice(word.value, word.label) for word in words]


def _with(offer: Sequence[Any], *kept: Any) -> list[Any]:
    """What is offered, and what is stored although it is not offered any more."""
    return [*offer, *(one for one in kept if one is not None and one not in offer)]


def _key(field: Any) -> UUID | None:
    """The id behind a choice that the form has checked; None for the empty choice."""
    return UUID(field.data) if field.data else None
