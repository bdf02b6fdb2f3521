"""Forms of a next step."""

from uuid import UUID

from cswtool.tasks.commands import NextStep
from cswtool.web.forms import Form, OnceMixin, VersionMixin, day, line, one_of


class _TaskForm(Form):
    title = line("すること", required=True)
    due_on = day("いつまでに")
    owner_id = one_of("だれが", required=True)

    def to_input(self) -> NextStep:
        return NextStep(self.title.data, self.due_on.data, UUID(self.owner_id.data))


class NewTaskForm(OnceMixin, _TaskForm):
    pass


class EditTaskForm(VersionMixin, _TaskForm):
    pass
