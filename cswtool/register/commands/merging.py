"""Merging two entries into one.

Nothing of the one that goes is left behind: every row that names it is pointed to the one
that stays, and written down, so that it can be put back. The database would refuse to take
the entry away while anything still names it.

Done in a session that sees everything, after it was made sure that the person who merges
sees everything too, and that nobody will see more of what is guarded than before.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select

from cswtool.access import clock
from cswtool.cases.models import CaseStep, CaseZone, Membership
from cswtool.cases.rules import FOCUS, UNSURE, StepKind
from cswtool.db.elevated import ElevatedSession, widened
from cswtool.db.session import ScopedSession
from cswtool.drafts.models import Draft
from cswtool.people.models import Person, Relationship
from cswtool.register.commands.clearance import Wish, require_clear_sight
from cswtool.register.models import MODELS, LikenessVerdict, Merge
from cswtool.register.models.rows import (
    as_row,
    is_numbered,
    keys_beside,
    plain,
    pointing,
    references,
    rows_of,
)
from cswtool.register.rules import PARTS, Part, Subject, Verdict, is_marked, taken
from cswtool.sight.models import CaseGrant

_WHY: Final = "merge"


def decide(session: ScopedSession, wish: Wish, verdict: Verdict) -> None:
    """Keep what somebody says of two entries in place of what was said before."""
    first, second = sorted((wish.kept_id, wish.gone_id))
    said = LikenessVerdict.on(session, first, second)
    if said is None:
        said = LikenessVerdict(subject=wish.subject, first_id=first, second_id=second)
        session.add(said)
    said.verdict, said.reason = verdict, wish.reason
    said.author_id, said.at = session.actor.id, clock.now()
    session.flush()


def rehearse(session: ScopedSession, wish: Wish) -> Counter[str]:
    """How many records of each kind a merge would move. Raises MixedSightError."""
    with widened(session, reason=_WHY) as inner:
        require_clear_sight(session, inner, wish)
        rows = pointing(inner, MODELS[wish.subject], wish.gone_id)
        return Counter(type(row).__name__ for row, _ in rows)


def merge(session: ScopedSession, key: UUID, wish: Wish) -> None:
    """Make one entry part of the other. Raises MixedSightError."""
    with widened(session, reason=_WHY) as inner:
        require_clear_sight(session, inner, wish)
        _Merger(inner, session.actor.id, wish).run(key)


class _Merger:
    """One merge: what was pointed elsewhere, taken away and changed, as it goes along."""

    def __init__(self, inner: ElevatedSession, author_id: UUID, wish: Wish) -> None:
        model = MODELS[wish.subject]
        self.inner, self.author_id, self.wish, self.model = inner, author_id, wish, model
        self.kept = inner.get_one(model, wish.kept_id)
        self.gone = inner.get_one(model, wish.gone_id)
        self.moves: list[dict[str, Any]] = []
        self.removed: list[dict[str, Any]] = []
        self.changed: dict[str, list[Any]] = {}

    def run(self, key: UUID) -> None:
        self._take_doubles_away()
        self._move_everything()
        for part in PARTS[self.wish.subject]:
            self._settle(part)
        self._tidy()
        self._keep(key)
        self.inner.flush()
        self.inner.expire(self.gone)
        self.inner.delete(self.gone)

    def _point(self, row: Any, column: str, value: Any) -> None:
        before = getattr(row, column)
        if before != value:
            named = {"model": type(row).__name__, "id": str(row.id), "column": column}
            self.moves.append({**named, "before": plain(before), "after": plain(value)})
            setattr(row, column, value)

    def _remove(self, row: Any) -> None:
        self.removed.append({"model": type(row).__name__, "row": as_row(row)})
        self.inner.delete(row)

    def _take_doubles_away(self) -> None:
        if self.wish.subject is Subject.PERSON:
            self._one_place_in_each_case()
            self._one_tie_of_each_kind()
        else:
            self._one_place_for_each()
            self._one_grant_for_each()
            for row in self._rows(CaseZone, "case_id", self.gone.id):
                self._remove(row)  # a case is in one 圏域 at a time: that of the one that stays
        self.inner.flush()
        self._one_for_each_key()
        self.inner.flush()

    def _one_for_each_key(self) -> None:
        """What a unique key lets stand once for each entry, as that it is evidence of an issue."""
        for reference in references(self.model):
            for names in keys_beside(reference):
                kept = self._rows(*reference, self.kept.id)
                there = {tuple(getattr(row, name) for name in names) for row in kept}
                for row in self._rows(*reference, self.gone.id):
                    if tuple(getattr(row, name) for name in names) in there:
                        self._remove(row)

    def _one_place_for_each(self) -> None:
        there = {row.person_id: row for row in self._rows(Membership, "case_id", self.kept.id)}
        for row in self._rows(Membership, "case_id", self.gone.id):
            if twin := there.get(row.person_id):
                self._lives_there(twin, row)
                self._remove(row)

    def _lives_there(self, twin: Membership, row: Membership) -> None:
        """Who lives with somebody protected is protected too: no merge may forget that."""
        self._point(twin, "lives_here", twin.lives_here or row.lives_here)

    def _one_grant_for_each(self) -> None:
        """Lasting ones; whoever was let in for a question about the one that goes is let out."""
        kept, gone = (self._rows(CaseGrant, "case_id", case.id) for case in (self.kept, self.gone))
        held = {row.user_id for row in kept if row.asked_id is None}
        for row in gone:
            if row.asked_id or row.user_id in held:
                self._remove(row)

    def _rows(self, model: type[Any], column: str, key: UUID) -> list[Any]:
        return rows_of(self.inner, (model, column), key)

    def _one_place_in_each_case(self) -> None:
        places = {m.case_id: m for m in self._rows(Membership, "person_id", self.kept.id)}
        for member in self._rows(Membership, "person_id", self.gone.id):
            twin = places.get(member.case_id)
            if twin and member.relation == FOCUS:
                self._point(twin, "relation", FOCUS)
            if twin:
                self._lives_there(twin, member)
                self._remove(member)

    def _one_tie_of_each_kind(self) -> None:
        either = [Relationship.first_id, Relationship.second_id]
        mine = select(Relationship).where(or_(*(side == self.kept.id for side in either)))
        theirs = select(Relationship).where(or_(*(side == self.gone.id for side in either)))
        known = {self._tie(row) for row in self.inner.scalars(mine)}
        for row in self.inner.scalars(theirs):
            tie = self._tie(row)
            if tie in known or len(set(tie[1])) == 1:
                self._remove(row)
            known.add(tie)

    def _tie(self, row: Relationship) -> tuple[Any, Collection[UUID]]:
        """A tie as it will be; of parent and child the order matters."""
        ends = [
            self.kept.id if end == self.gone.id else end for end in (row.first_id, row.second_id)
        ]
        return row.kind, tuple(ends if row.kind.is_descent else sorted(ends))

    def _move_everything(self) -> None:
        for reference in references(self.model):
            rows = self._rows(*reference, self.gone.id)
            if rows and is_numbered(reference):
                self._number_on(reference, rows)
            for row in rows:
                self._point(row, reference[1], self.kept.id)
        self._move_what_no_key_names()
        self.inner.flush()

    def _number_on(self, reference: tuple[type[Any], str], rows: list[Any]) -> None:
        last = max((row.number for row in self._rows(*reference, self.kept.id)), default=0)
        for row in rows:
            self._point(row, "number", row.number + last)

    def _move_what_no_key_names(self) -> None:
        """Unsent texts, and entries that were merged into this one before."""
        kept, gone = str(self.kept.id), str(self.gone.id)
        drafts = self.inner.scalars(select(Draft).where(Draft.subject.in_([kept, gone]))).all()
        taken_places = {_place_of(row) for row in drafts if row.subject == kept}
        for draft in drafts:
            if _place_of(draft) not in taken_places:
                self._point(draft, "subject", kept)
        query = select(Merge).where(Merge.leads_to_id == self.gone.id, Merge.undone_at.is_(None))
        for earlier in self.inner.scalars(query):
            self._point(earlier, "leads_to_id", self.kept.id)

    def _settle(self, part: Part) -> None:
        for column, value in taken(part, self.kept, self.gone, self.wish.choices).items():
            self._change(column, value)

    def _change(self, column: str, value: Any) -> None:
        before = getattr(self.kept, column)
        if before != value:
            self.changed[column] = [plain(before), plain(value)]
            setattr(self.kept, column, value)

    def _tidy(self) -> None:
        """What follows from the rest: the search column, one 本人, two different workers."""
        self.inner.flush()
        self.inner.expire(self.kept)
        if isinstance(self.kept, Person):
            self.kept.refold(self.kept.town.name if self.kept.town else "")
            return
        present = max(self._rows(CaseZone, "case_id", self.kept.id), key=lambda row: row.since)
        self._point(present, "zone_id", self.kept.zone_id)
        if self.kept.secondary_id == self.kept.primary_id:
            self._change("secondary_id", None)
        for member in self._rows(Membership, "case_id", self.kept.id):
            if member.person_id == self.kept.focus_id:
                self._point(member, "relation", FOCUS)
            elif member.relation == FOCUS:
                self._point(member, "relation", UNSURE)
        said = f"{self.gone.number} をこのケースにまとめた\n{self.wish.reason}".strip()
        self.inner.add(
            CaseStep(
                case_id=self.kept.id,
                author_id=self.author_id,
                kind=StepKind.MERGED,
                at=clock.now(),
                note=said,
            )
        )

    def _keep(self, key: UUID) -> None:
        self.inner.add(
            Merge(
                id=key,
                subject=self.wish.subject,
                kept_id=self.kept.id,
                gone_id=self.gone.id,
                leads_to_id=self.kept.id,
                number=getattr(self.gone, "number", ""),
                reason=self.wish.reason,
                author_id=self.author_id,
                at=clock.now(),
                guarded=is_marked(self.wish.subject, self.kept),
                gone=as_row(self.gone),
                changed=self.changed,
                moves=self.moves,
                removed=self.removed,
            )
        )


def _place_of(draft: Draft) -> tuple[UUID, str, str]:
    return draft.owner_id, draft.form, draft.form_key
