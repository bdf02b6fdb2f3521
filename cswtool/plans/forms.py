"""Forms of a plan: writing it, deciding on it, evaluating it."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from wtforms import BooleanField, FieldList, FormField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock
from cswtool.plans.commands import ActionInput, EvaluationInput, PlanFacts, PlanInput
from cswtool.plans.models import Plan, PlanAction
from cswtool.plans.rules import Attainment, Doer
from cswtool.sharing.rules import ConsentWay
from cswtool.taxonomy.forms import word_choices
from cswtool.taxonomy.models import Choice
from cswtool.web.forms import Form, OnceMixin, VersionMixin, day, line, one_of, several_of, text

SPARE_LINES: Final = 3
"""Blank lines offered beside those that are filled in."""
MOST_LINES: Final = 40
_SPARE: Final[list[dict[str, Any]]] = [{}] * SPARE_LINES
_NOT_YET: Final = "まだ"


class ActionLine(Form):
    """誰が・何を・頻度・いつまでに; a line left blank is no line."""

    class Meta(Form.Meta):
        csrf = False  # the plan's own token stands for its lines

    doer = one_of(
        "誰が", choices=[SelectChoice("", "選ぶ"), *(SelectChoice(d.value, d.label) for d in Doer)]
    )
    name = line("機関名・名前")
    what = line("何を", longest=1000)
    frequency = line("頻度")
    due_on = day("いつまでに")

    @property
    def is_blank(self) -> bool:
        return not any(field.data or field.errors for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        """What is written down must say who does it."""
        valid = super().validate(extra_validators)
        if valid and not self.is_blank and not (self.doer.data and self.what.data):
            self.what.errors = ["「誰が」と「何を」の両方を入れるか、行を空にしてください。"]
            return False
        return bool(valid)

    def to_input(self) -> ActionInput:
        return ActionInput(
            doer=Doer(self.doer.data),
            name=self.name.data or "",
            what=self.what.data,
            frequency=self.frequency.data or "",
            due_on=self.due_on.data,
        )


class ActionLines(FieldList):  # type: ignore[misc]
    """The lines of a plan; what is wrong with one is said with its number."""

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        valid = super().validate(form, extra_validators)
        self.errors = [
            f"{number}行目：{message}"
            for number, entry in enumerate(self, 1)
            for messages in entry.form.errors.values()
            for message in messages
        ]
        return bool(valid)


class _PlanFields(Form):
    needs = text("解決したい課題", required=True)
    long_goal = text("長期目標")
    short_goal = text("短期目標")
    first = day("期間のはじめ", required=True, default=clock.today)
    last = day("期間のおわり", required=True)
    monitoring_on = day("次回モニタリング")
    actions = ActionLines(
        FormField(ActionLine), "実施すること", max_entries=MOST_LINES, default=_SPARE
    )
    services = several_of("利用を申し込むサービス")
    met_on = day("会議の開催日")
    consent_way = one_of(
        "本人の同意",
        radio=True,
        default="",
        choices=[SelectChoice("", _NOT_YET), *(SelectChoice(w.value, w.label) for w in ConsentWay)],
    )
    consent_on = day("同意を得た日")

    def offer(self, services: Sequence[Choice], plan: Plan | None = None) -> None:
        """Fill the list of services; words of `plan` that were retired since stay in it."""
        kept = [row.choice for row in plan.services] if plan else []
        both = [*services, *(word for word in kept if word not in services)]
        self.services.choices = word_choices(both, None)

    def validate_last(self, field: Any) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("期間のはじめの日以後の日付を入力してください。")

    def validate_monitoring_on(self, field: Any) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("期間のはじめの日以後の日付を入力してください。")

    def validate(self, extra_validators: Any = None) -> bool:
        """Consent is nothing without the day on which it was given."""
        valid = super().validate(extra_validators)
        consented, on = bool(self.consent_way.data), self.consent_on.data
        if consented and on is None and not self.consent_on.errors:
            self.consent_on.errors = ["同意を得た日を入力してください。"]
        if on is not None and not consented:
            self.consent_on.errors = ["「本人の同意」で書面か口頭かを選んでください。"]
        if on is not None and on > clock.today():
            self.consent_on.errors = ["今日までの日付を入力してください。"]
        return bool(valid) and not self.consent_on.errors

    def to_input(self) -> PlanInput:
        way = self.consent_way.data
        lines = [entry.form for entry in self.actions if not entry.form.is_blank]
        facts = PlanFacts(
            needs=self.needs.data,
            long_goal=self.long_goal.data or "",
            short_goal=self.short_goal.data or "",
            first=self.first.data,
            last=self.last.data,
            monitoring_on=self.monitoring_on.data,
            met_on=self.met_on.data,
            consent_way=ConsentWay(way) if way else None,
            consent_on=self.consent_on.data,
        )
        services = dict.fromkeys(UUID(key) for key in self.services.data)
        return PlanInput(facts, [entry.to_input() for entry in lines], list(services))


class NewPlanForm(OnceMixin, _PlanFields):
    pass


class PlanForm(OnceMixin, VersionMixin, _PlanFields):
    """The form key marks the draft that belongs to this opening of the form."""

    @classmethod
    def of(cls, plan: Plan, lines: Sequence[PlanAction]) -> "PlanForm":
        """The form as the plan is stored, whatever was posted."""
        facts = {name: getattr(plan, name) for name in PlanFacts.__slots__}
        facts["consent_way"] = plan.consent_way.value if plan.consent_way else ""
        return cls(
            formdata=None,
            **facts,
            actions=[*map(_as_fields, lines), *_SPARE][:MOST_LINES],
            services=[str(row.choice_id) for row in plan.services],
            version=plan.version,
        )


def _as_fields(row: PlanAction) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in ActionInput.__slots__}
    return {**fields, "doer": row.doer.value}


class DecideForm(VersionMixin, Form):
    on = day("決定した日", required=True, default=clock.today)
    remind = BooleanField("次回モニタリングを、主担当の「次の対応」に入れる", default=True)

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("今日までの日付を入力してください。")


class EvaluationForm(OnceMixin, VersionMixin, Form):
    day = day("評価した日", required=True, default=clock.today)
    changes = several_of("見られた変化")
    attainment = one_of(
        "目標の達成",
        required=True,
        radio=True,
        choices=[SelectChoice(a.value, a.label) for a in Attainment],
    )
    text = text("評価の内容", required=True)
    ending = one_of("終了区分", required=True, radio=True)

    def offer(self, changes: Sequence[Choice], endings: Sequence[Choice]) -> None:
        self.changes.choices = word_choices(changes, None)
        self.ending.choices = word_choices(endings, None)

    def validate_day(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("今日までの日付を入力してください。")

    def to_input(self) -> EvaluationInput:
        return EvaluationInput(
            id=self.new_record_id(),
            day=self.day.data,
            attainment=Attainment(self.attainment.data),
            text=self.text.data,
            ending_id=UUID(self.ending.data),
            changes=list(dict.fromkeys(UUID(key) for key in self.changes.data)),
        )
