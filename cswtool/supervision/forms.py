"""The filter of the list of overdue steps."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.community.forms import zone_filter
from cswtool.community.models import Zone
from cswtool.supervision.queries import Wanted
from cswtool.web.forms import Form, one_of


class FilterForm(Form):
    """Read from the address; what is not on offer there narrows nothing."""

    zone = one_of("圏域")
    worker = one_of("担当")

    @classmethod
    def of(
        cls, arguments: MultiDict[str, str], zones: Sequence[Zone], owners: Sequence[User]
    ) -> "FilterForm":
        form = cls(arguments, meta={"csrf": False})
        form.zone.choices = zone_filter(zones)
        form.worker.choices = staff_choices(owners, "全員")
        return form

    def to_wanted(self) -> Wanted:
        self.validate()
        zone, worker = ("" if f.errors else f.data or "" for f in (self.zone, self.worker))
        return Wanted(zone, worker)
