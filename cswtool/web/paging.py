"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select

from cswtool.db.session import ScopedSession

SIZE = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`items` are those numbered `first` to `last` of `total`, counted from 1."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def first(self) -> int:
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def previous_url(self) -> str | None:
        return _url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return _url(self.number + 1) if self.number < self.pages else None

    def file_url(self, kind: str) -> str:
        """The whole list as a file (see `exporting`)."""
        asked = {name: value for name, value in request.args.items() if name != "page"}
        arguments: dict[str, Any] = {**(request.view_args or {}), **asked, "as": kind}
        return url_for(request.endpoint or "", **arguments)


def asked_page() -> int:
    """The page number in the address; 1 where it is missing or nonsense."""
    return max(1, request.args.get("page", 1, type=int) or 1)


def page_of(session: ScopedSession, query: Select[Any], number: int, size: int = SIZE) -> Page[Any]:
    """Page `number` of the records of `query`, whose order must be complete.

    Two statements: one counts, one reads. A number past the end gives the last page.
    """
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    total = session.scalar(counted) or 0
    number = min(number, max(1, -(-total // size)))
    items = session.scalars(query.limit(size).offset((number - 1) * size)).unique().all()
    return Page(items, number, size, total)


def _url(number: int) -> str:
    arguments = {**(request.view_args or {}), **request.args.to_dict(flat=True), "page": number}
    return url_for(request.endpoint or "", **arguments)
