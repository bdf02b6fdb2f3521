"""What cases have in common, told so widely that enough households share it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.sql.functions import count

from cswtool.cases.models import Case, Membership
from cswtool.cases.queries import by_number, guarded_cases
from cswtool.community.models import Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.releases.rules.vignette import (
    Attribute,
    Story,
    Values,
    age_levels,
    decade_of,
    decades,
    generalise,
)
from cswtool.sight.models import all_near_protected
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueGroup, IssueType

_WEIGHTS: Final = {"zone": 1, "age": 2, "household": 2, "issue": 3}
"""What telling each wider takes from a story: the issue is what it is about."""
_PLACES: Final = {"zone": 0, "age": 1, "household": 2}
"""Where each stands in a cell that was counted."""


def called(session: ScopedSession, numbers: Iterable[str]) -> dict[str, Case | None]:
    """By each number that was typed: the case in sight, or None."""
    return {number: by_number(session, number) for number in numbers}


def story_of(session: ScopedSession, cases: Sequence[Case], today: date) -> Story:
    """What is told of these cases. Counts are the same whoever asks. Raises TooFewError."""

    @cache
    def cells(issues: Values | None) -> Counter[tuple[str, ...]]:
        return _cells(session, issues, today)

    def households(wanted: Mapping[str, Values | None]) -> int:
        return sum(
            number
            for cell, number in cells(wanted["issue"]).items()
            if all(_is_in(cell[place], wanted[name]) for name, place in _PLACES.items())
        )

    return generalise(_attributes(session), _sources(session, cases, today), households)


def _is_in(value: str, values: Values | None) -> bool:
    return values is None or value in values


def _attributes(session: ScopedSession) -> dict[str, Attribute]:
    zones = {str(zone.id): zone.name for zone in session.scalars(select(Zone))}
    choices = session.scalars(select(Choice).where(Choice.kind == ChoiceKind.HOUSEHOLD))
    kinds = {str(choice.id): choice.label for choice in choices}
    issues = select(IssueType.id, IssueType.label, IssueGroup.label).join(IssueType.group)
    rows = session.execute(issues).all()
    exact = {str(key): label for key, label, _ in rows}
    groups = {str(key): group for key, _, group in rows}
    levels: dict[str, tuple[str, tuple[Mapping[str, str], ...]]] = {
        "zone": ("圏域", (zones, {})),
        "age": ("本人の年代", age_levels()),
        "household": ("世帯類型", (kinds, {})),
        "issue": ("課題", (exact, groups, {})),
    }
    return {
        name: Attribute(label, steps, _WEIGHTS[name]) for name, (label, steps) in levels.items()
    }


def _sources(session: ScopedSession, cases: Sequence[Case], today: date) -> list[Mapping[str, str]]:
    ids = [one.id for one in cases]
    near = select(Membership.case_id).where(
        Membership.case_id.in_(ids), Membership.person_id.in_(all_near_protected())
    )
    nowhere = set(session.scalars(near))
    issues = _main_issues(session, ids)
    return [
        {
            "zone": _key(None if one.id in nowhere else one.zone_id),
            "age": decade_of(one.focus.birth_date if one.focus else None, today),
            "household": _key(one.household_id),
            "issue": _key(issues.get(one.id)),
        }
        for one in cases
    ]


def _key(value: object) -> str:
    return "" if value is None else str(value)


def _main_issues(session: ScopedSession, case_ids: Sequence[UUID]) -> dict[UUID | None, UUID]:
    """By case: the 主課題 told of last."""
    query = (
        select(Consultation.case_id, ConsultationIssue.issue_id)
        .join(ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id)
        .where(Consultation.case_id.in_(case_ids), ConsultationIssue.main)
        .order_by(Consultation.at, Consultation.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _cells(session: ScopedSession, issues: Values | None, today: date) -> Counter[tuple[str, ...]]:
    """Households by 圏域, 年代 of 本人 and 世帯類型.

    With `issues`, only those that ever had one of them. Restricted cases and those with an
    address-protected person are never counted: whoever asks about the same attributes again
    and again would find out of which 圏域 they are.
    """
    ages: Any = case(
        *((Person.birth_date <= day, key) for day, key in decades(today)),
        (Person.birth_date.is_not(None), "0"),
        else_="",
    )
    each = select(
        Case.zone_id.label("zone"), ages.label("age"), Case.household_id.label("household")
    ).outerjoin(Person, Person.id == Case.focus_id)
    each = each.where(Case.restricted.is_(False), Case.id.not_in(guarded_cases()))
    if issues is not None:
        each = each.where(Case.id.in_(_cases_with(issues)))
    cases = each.subquery()
    keys = (cases.c.zone, cases.c.age, cases.c.household)
    statement = select(*keys, count()).select_from(cases).group_by(*keys)
    rows = count_cells(session, statement, reason="households that share a story")
    return Counter({tuple(map(_key, row[:3])): row[3] for row in rows})


def _cases_with(issues: Values) -> Any:
    return (
        select(Consultation.case_id)
        .join(ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id)
        .where(
            Consultation.case_id.is_not(None),
            ConsultationIssue.issue_id.in_([UUID(issue) for issue in sorted(issues)]),
        )
    )
