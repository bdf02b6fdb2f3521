"""Undoing a merge: everything goes back to where the merge took it from.

What was written since stays with the entry that stayed, unless it hangs on something that
goes back. What was taken away since stays away.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select

from cswtool.access import clock
from cswtool.cases.models import Case, CaseStep
from cswtool.cases.rules import StepKind
from cswtool.db.elevated import ElevatedSession, widened
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.register.models import MODELS, Merge
from cswtool.register.models.rows import (
    from_row,
    mapped,
    plain,
    pointers,
    references,
    revived,
)
from cswtool.register.rules import GUARDS, is_marked
from cswtool.sight.models import CaseGrant

_WHY: Final = "merge undone"

LATER_FIRST: Final = "このあとに行った統合があります。新しいものから順に、元に戻してください。"
GUARDED_SINCE: Final = (
    "統合のあとに閲覧の制限や住所の保護がかかりました。"
    "戻すと、見られる人が広がるおそれがあるため、戻せません。"
)
MOVED_ON: Final = "統合で移した記録のうち、そのあとほかへ移されたものがあるため、戻せません。"


class CannotUndoError(Exception):
    """Something since the merge stands in the way."""


def obstacles(session: ScopedSession, merge: Merge) -> list[str]:
    """Why the merge cannot be undone any more, in words; nothing where it can."""
    with widened(session, reason=_WHY) as inner:
        return list(_obstacles(inner, inner.get_one(Merge, merge.id)))


def undo(session: ScopedSession, merge: Merge) -> None:
    """Take the two entries apart again. Raises CannotUndoError."""
    with widened(session, reason=_WHY) as inner:
        done = inner.get_one(Merge, merge.id)
        if any(True for _ in _obstacles(inner, done)):
            raise CannotUndoError
        _Undoer(inner, session.actor.id, done).run()


def _obstacles(inner: ElevatedSession, merge: Merge) -> Iterator[str]:
    kept = inner.get(MODELS[merge.subject], merge.kept_id)
    if kept is None or _later(inner, merge) or _lacks_somebody(inner, merge):
        yield LATER_FIRST
    if kept is not None and is_marked(merge.subject, kept) and not merge.guarded:
        yield GUARDED_SINCE
    if _has_moved_on(inner, merge):
        yield MOVED_ON


def _later(inner: ElevatedSession, merge: Merge) -> bool:
    mine = {merge.kept_id, merge.gone_id}
    query = select(Merge.id).where(
        Merge.id != merge.id,
        Merge.at > merge.at,
        Merge.undone_at.is_(None),
        or_(Merge.kept_id.in_(mine), Merge.gone_id.in_(mine)),
    )
    return inner.scalars(query).first() is not None


def _lacks_somebody(inner: ElevatedSession, merge: Merge) -> bool:
    """Whether what would come back names an entry that is gone itself by now."""
    rows = [(MODELS[merge.subject], merge.gone)]
    rows += [(mapped(one["model"]), one["row"]) for one in merge.removed]
    wanted = {
        (parent, row[name])
        for model, row in rows
        for name, parent in pointers(model)
        if parent in MODELS.values() and row[name] not in {None, str(merge.gone_id)}
    }
    return any(inner.get(parent, UUID(key)) is None for parent, key in wanted)


def _is_pointer(move: dict[str, Any]) -> bool:
    return move["column"] in {name for name, _ in pointers(mapped(move["model"]))}


def _has_moved_on(inner: ElevatedSession, merge: Merge) -> bool:
    """Whether a record now names something else; one statement for each kind of record."""
    moved: dict[tuple[str, str], dict[UUID, str]] = defaultdict(dict)
    for move in filter(_is_pointer, merge.moves):
        moved[move["model"], move["column"]][UUID(move["id"])] = move["after"]
    for (name, column), after in moved.items():
        model = mapped(name)
        query = select(model.id, getattr(model, column)).where(model.id.in_(list(after)))
        if any(plain(value) != after[key] for key, value in inner.execute(query)):
            return True
    return False


def _is_as_left(row: Any, move: dict[str, Any]) -> bool:
    return bool(plain(getattr(row, move["column"])) == move["after"])


class _Undoer:
    def __init__(self, inner: ElevatedSession, author_id: UUID, merge: Merge) -> None:
        self.inner, self.author_id, self.merge = inner, author_id, merge
        self.model = MODELS[merge.subject]
        self.kept = inner.get_one(self.model, merge.kept_id)

    def run(self) -> None:
        gone = from_row(self.model, self.merge.gone)
        self.inner.add(gone)
        self.inner.flush()
        self._put_back()
        self._take_along()
        self.inner.add_all(self._revived())
        self._restore_kept(gone)
        self.merge.undone_at, self.merge.undone_by_id = clock.now(), self.author_id
        self.inner.flush()
        for entry in (self.kept, gone):
            self._say(entry)

    def _put_back(self) -> None:
        for move in self.merge.moves:
            model = mapped(move["model"])
            row = self.inner.get(model, UUID(move["id"]))
            if row is not None and _is_as_left(row, move):
                setattr(row, move["column"], revived(model, move["column"], move["before"]))
        self.inner.flush()

    def _take_along(self) -> None:
        """What was written since and hangs on a record that goes back goes with it."""
        back = defaultdict(set)
        for move in self.merge.moves:
            back[mapped(move["model"])].add(UUID(move["id"]))
        found = True
        while found:
            found = False
            for holder, column in references(self.model):
                for row in self._hanging(holder, column, back):
                    setattr(row, column, self.merge.gone_id)
                    back[holder].add(row.id)
                    found = True
            self.inner.flush()

    def _hanging(self, holder: type[Any], column: str, back: dict[type[Any], set[UUID]]) -> Any:
        on_what_goes = [
            getattr(holder, name).in_(back[parent])
            for name, parent in pointers(holder)
            if parent not in MODELS.values() and back.get(parent)
        ]
        if not on_what_goes:
            return []
        mine = getattr(holder, column) == self.merge.kept_id
        return self.inner.scalars(select(holder).where(mine, or_(*on_what_goes))).all()

    def _revived(self) -> Iterator[Any]:
        """What was taken away, but for a sight that was for a question, or taken back since.

        Rows of merges from before there were questions do not name one.
        """
        lasting = select(CaseGrant.user_id).where(
            CaseGrant.case_id == self.merge.kept_id, CaseGrant.asked_id.is_(None)
        )
        still = {str(user_id) for user_id in self.inner.scalars(lasting)}
        for one in self.merge.removed:
            row = one["row"]
            is_grant = one["model"] == CaseGrant.__name__
            if not is_grant or (row.get("asked_id") is None and row["user_id"] in still):
                yield from_row(mapped(one["model"]), row)

    def _restore_kept(self, gone: Person | Case) -> None:
        """The fields as they were, but for those that somebody has changed since.

        A mark that protects stays on both: what was written under it must not come to lie open.
        """
        guard = GUARDS[self.merge.subject]
        for column, (before, after) in self.merge.changed.items():
            if column != guard and plain(getattr(self.kept, column)) == after:
                setattr(self.kept, column, revived(self.model, column, before))
        setattr(gone, guard, getattr(gone, guard) or getattr(self.kept, guard))

    def _say(self, entry: Person | Case) -> None:
        self.inner.expire(entry)
        if isinstance(entry, Person):
            entry.refold(entry.town.name if entry.town else "")
            return
        self.inner.add(
            CaseStep(
                case_id=entry.id, author_id=self.author_id, kind=StepKind.UNMERGED, at=clock.now()
            )
        )
