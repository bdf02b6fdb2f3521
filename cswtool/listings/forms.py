"""The filter that is open now, and the names under which others were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request
from wtforms import BooleanField, HiddenField, ValidationError

from cswtool.access.actor import Actor
from cswtool.db.session import ScopedSession
from cswtool.listings.commands import ListInput
from cswtool.listings.models import SavedList
from cswtool.listings.queries import saved_for
from cswtool.web.forms import Form, OnceMixin, line
from cswtool.web.paths import own_path

LONGEST_NAME = 40
_NOT_A_FILTER = frozenset({"page", "as", "csrf_token"})


class SaveForm(OnceMixin, Form):
    """Names the filter that stands in `path`."""

    path = HiddenField()
    name = line("名前", required=True, longest=LONGEST_NAME)
    shared = BooleanField("ケースを担当する職員みんなで使う")

    def validate_path(self, field: Any) -> None:
        if own_path(field.data) is None or "?" not in field.data:
            raise ValidationError("一覧で絞り込んでから、名前を付けてください。")

    def to_input(self, actor: Actor) -> ListInput:
        """Only case staff have lists to share, and a filter never asks for a file."""
        page, _, query = self.path.data.partition("?")
        kept = [pair for pair in parse_qsl(query) if pair[0] not in _NOT_A_FILTER]
        shared = bool(self.shared.data) and actor.is_case_staff
        return ListInput(page, urlencode(kept), self.name.data, shared)


@dataclass(frozen=True, slots=True)
class Shelf:
    """`lists` were kept for the list that is open; `query` is how it is narrowed now."""

    lists: Sequence[SavedList]
    query: str
    form: SaveForm

    @property
    def is_new(self) -> bool:
        """Whether there is a filter, and none like it was kept yet."""
        return bool(self.query) and self.query not in {kept.query for kept in self.lists}


def shelf(session: ScopedSession, query: str | None = None) -> Shelf:
    """What belongs beside the list that is open, narrowed by `query` or as in the address."""
    if query is None:
        asked = [(name, value) for name, value in request.args.items(multi=True) if value]
        query = urlencode([pair for pair in asked if pair[0] not in _NOT_A_FILTER])
    form = SaveForm(formdata=None, path=f"{request.path}?{query}")
    return Shelf(saved_for(session, request.path), query, form)
