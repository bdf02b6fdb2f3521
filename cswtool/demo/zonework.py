"""What the synthetic workers do for their 圏域, and the 地域課題 that their cases make."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from cswtool.accounts.models import User
from cswtool.activities.models import Activity, ActivityOrganisation
from cswtool.activities.rules import Meeting
from cswtool.cases.models import Case
from cswtool.db.base import Base
from cswtool.demo import stock
from cswtool.demo.ground import Ground, works
from cswtool.demo.households import CaseFile
from cswtool.regional.models import (
    RegionalAction,
    RegionalActionStep,
    RegionalEvidence,
    RegionalIssue,
    RegionalStep,
)
from cswtool.regional.rules.course import ActionState, Side, State
from cswtool.taxonomy.models import ChoiceKind

MONTHS: Final = 12
MOST_BEHIND: Final = 24
"""Households behind one issue."""
_DAYS_A_MONTH: Final = 30
_EVIDENCE_DAYS: Final = 730
_MINUTE_STEP: Final = 10


class ZoneWork:
    """Gathers the cases while they are made, and then makes what is said of them together."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._seen: list[tuple[Case, str, frozenset[str]]] = []

    def notice(self, file: CaseFile) -> None:
        found = file.situation
        self._seen.append((file.case, found.zone, frozenset(found.issues)))

    def records(self) -> Iterator[Base]:
        """A year of activities; the issues with their course, cases and actions."""
        content = stock.read("zones")
        for row in content["activity"]:
            yield from self._activities(row)
        for row in content["issue"]:
            yield from self._issue(row)

    def _activities(self, row: Mapping[str, Any]) -> Iterator[Base]:
        places = [""] if row["city"] else list(self._ground.lists.zones)
        for offset, zone in enumerate(places):
            for month in range(offset % row["every"], MONTHS, row["every"]):
                days = month * _DAYS_A_MONTH + self._ground.rng.randrange(_DAYS_A_MONTH)
                yield self._activity(row, zone, self._day(days))

    def _activity(self, row: Mapping[str, Any], zone: str, day: date) -> Activity:
        ground, at = self._ground, self._ground.moment(day)
        least, most = row["minutes"]
        meeting = row.get("meeting")
        zone_id = self._zone(zone)
        partner = self._partner(row["partner"], zone_id)
        return Activity(
            id=ground.key(at),
            kind_id=ground.lists.choice(ChoiceKind.ACTIVITY, row["kind"]),
            day=day,
            zone_id=zone_id,
            title=row["title"],
            minutes=ground.rng.randrange(least, most + 1, _MINUTE_STEP),
            people=ground.rng.randint(*row["people"]),
            meeting=Meeting(meeting) if meeting else None,
            discussed=ground.rng.randint(*row["discussed"]) if "discussed" in row else None,
            done=ground.rng.choice(row["done"]),
            next_step=row["next_step"],
            author_id=self._worker(zone).id,
            partners=[ActivityOrganisation(id=ground.key(at), organisation_id=partner)]
            if partner
            else [],
        )

    def _partner(self, kind: str, zone_id: UUID | None) -> UUID | None:
        """An organisation of the 圏域, or one that works everywhere."""
        of_kind = self._ground.lists.organisations[kind] if kind else ()
        rows = [row for row in of_kind if row.zone_id in {None, zone_id}]
        return self._ground.rng.choice(rows).id if rows else None

    def _zone(self, code: str) -> UUID | None:
        return self._ground.lists.zones[code].id if code else None

    def _worker(self, zone: str) -> User:
        staff = self._ground.staff
        return staff.csw[zone] if zone else staff.supervisor

    def _day(self, days_ago: int) -> date:
        """A day on which the office was open, so many days ago or a little more."""
        day = self._ground.last_day - timedelta(days=days_ago)
        while not works(day):
            day -= timedelta(days=1)
        return day

    def _issue(self, row: Mapping[str, Any]) -> Iterator[Base]:
        worker, steps = self._worker(row["zone"]), row["steps"]
        noticed = self._moment(steps[0][1])
        names = ("title", "reach", "trigger", "spread", "voices", "resources", "missing", "result")
        background = ("of_person", "of_family", "of_community", "of_system")
        lists, forum = self._ground.lists, row["forum"]
        issue = RegionalIssue(
            id=self._ground.key(noticed),
            zone_id=self._zone(row["zone"]),
            evidence_first=self._ground.last_day - timedelta(days=_EVIDENCE_DAYS),
            forum_id=lists.choice(ChoiceKind.FORUM, forum) if forum else None,
            state=State(steps[-1][0]),
            state_on=self._day(steps[-1][1]),
            review_on=self._ground.today + timedelta(days=row["review"]),
            owner_id=worker.id,
            author_id=worker.id,
            **{name: row[name] for name in (*names, *background)},
        )
        yield issue
        for state, days_ago, note in steps:
            yield self._step(issue, State(state), self._moment(days_ago), note)
        yield from self._behind(issue, row, noticed)
        for action in row["actions"]:
            yield from self._action(issue, action, self._moment(steps[-1][1]))

    def _moment(self, days_ago: int) -> datetime:
        return self._ground.moment(self._day(days_ago))

    def _step(self, issue: RegionalIssue, state: State, at: datetime, note: str) -> RegionalStep:
        return RegionalStep(
            id=self._ground.key(at),
            regional_id=issue.id,
            author_id=issue.owner_id,
            state=state,
            at=at,
            note=note,
        )

    def _behind(
        self, issue: RegionalIssue, row: Mapping[str, Any], noticed: datetime
    ) -> Iterator[RegionalEvidence]:
        """The newest cases of the 圏域 that have one of the tags."""
        tags = frozenset(row["tags"])
        found = [
            case
            for case, zone, issues in self._seen
            if row["zone"] in {"", zone} and not tags.isdisjoint(issues)
        ]
        for case in found[-MOST_BEHIND:]:
            opened = self._ground.moment(case.opened_on)
            at = min(max(opened, noticed), self._ground.now)
            yield RegionalEvidence(
                id=self._ground.key(at),
                regional_id=issue.id,
                case_id=case.id,
                author_id=case.primary_id,
                at=at,
            )

    def _action(self, issue: RegionalIssue, row: Sequence[Any], at: datetime) -> Iterator[Base]:
        side, state, what, who, due, became = row
        action = RegionalAction(
            id=self._ground.key(at),
            regional_id=issue.id,
            side=Side(side),
            state=ActionState(state),
            what=what,
            who=who,
            due_on=self._ground.today + timedelta(days=due) if due else None,
            became=became,
            author_id=issue.owner_id,
        )
        yield action
        if became:
            yield RegionalActionStep(
                id=self._ground.key(at),
                action_id=action.id,
                author_id=issue.owner_id,
                state=action.state,
                at=at,
                note=became,
            )
