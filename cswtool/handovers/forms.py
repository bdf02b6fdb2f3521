"""Forms of offering a case, answering, and assigning it at once."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.cases.forms import WorkerFields, key_of
from cswtool.cases.models import Case
from cswtool.community.forms import zone_choices
from cswtool.community.models import Zone
from cswtool.handovers.commands import Offer
from cswtool.tasks.models import Task
from cswtool.web.filters import short_date
from cswtool.web.forms import Form, OnceMixin, VersionMixin, one_of, several_of, text


class OfferForm(OnceMixin, Form):
    taker = one_of("引き継いでほしい人", required=True)
    zone = one_of("圏域")
    note = text(
        "引き継ぎメモ",
        required=True,
        longest=4000,
        description="これまでのこと、約束していること、気をつけること。経過にも残ります。",
    )
    stays = BooleanField("引き継いだあとも、今の主担当が副担当として残る")

    def offer(self, takers: Iterable[User], zones: Sequence[Zone]) -> None:
        self.taker.choices = staff_choices(takers, "選んでください")
        self.zone.choices = zone_choices(zones, "今のまま")

    def to_input(self) -> Offer:
        return Offer(
            id=self.new_record_id(),
            to_id=UUID(self.taker.data),
            note=self.note.data,
            zone_id=key_of(self.zone),
            stays=bool(self.stays.data),
        )


def _tasks() -> SelectMultipleField:
    return several_of("いっしょに引き継ぐ対応")


def _offer_tasks(field: SelectMultipleField, tasks: Iterable[Task], *, preset: bool) -> None:
    """Open steps by their ids; all of them chosen before anybody has said otherwise."""
    field.choices = [SelectChoice(str(task.id), _told(task)) for task in tasks]
    if preset:
        field.data = [choice.value for choice in field.choices]


def _told(task: Task) -> str:
    return f"{task.title}（{short_date(task.due_on)}まで）" if task.due_on else task.title


class AcceptForm(VersionMixin, Form):
    tasks = _tasks()

    def offer(self, tasks: Iterable[Task], *, preset: bool) -> None:
        _offer_tasks(self.tasks, tasks, preset=preset)

    def task_ids(self) -> set[UUID]:
        return {UUID(key) for key in self.tasks.data}


class DeclineForm(VersionMixin, Form):
    reason = text("引き継げない理由", required=True, longest=2000)


class AssignForm(VersionMixin, WorkerFields):
    tasks = _tasks()
    note = text("引き継ぐこと・理由", longest=2000)

    @classmethod
    def of(cls, case: Case, **more: Any) -> "AssignForm":
        """The form as posted; with `formdata=None` as the case is stored."""
        return cls(
            primary=str(case.primary_id),
            secondary=str(case.secondary_id or ""),
            version=case.version,
            **more,
        )

    def offer(self, staff: Sequence[User], case: Case, *, primary: bool) -> None:
        """Colleagues; without `primary` the primary worker stays whoever it is."""
        self.offer_staff(staff, (case.primary, case.secondary))
        if not primary:
            self.primary.choices = staff_choices([case.primary])

    def offer_tasks(self, tasks: Iterable[Task], *, preset: bool) -> None:
        _offer_tasks(self.tasks, tasks, preset=preset)

    def task_ids(self) -> set[UUID]:
        return {UUID(key) for key in self.tasks.data}
