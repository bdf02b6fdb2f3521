"""The tables of one period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, case, extract, func, null, select
from sqlalchemy.sql.functions import count

from cswtool.access.fiscal import Period
from cswtool.cases.models import Case, Membership
from cswtool.community.models import Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.publications.document import Heading
from cswtool.reports.notes import changed
from cswtool.reports.rules import (
    ALL,
    CONTACTS,
    ISSUE,
    METHOD,
    MONTH,
    NO_CONTACTS,
    NO_ISSUE,
    NONE,
    REAL,
    ROUTE,
    SEEN,
    UNKNOWN,
    UNKNOWN_ZONE,
    Contacts,
    Figures,
    Grain,
    Summary,
    Tally,
    with_totals,
)
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueGroup, IssueType
from cswtool.taxonomy.queries import merged_by, succession_rows

Households = dict[tuple[str, str], int]


def summary(session: ScopedSession, period: Period, grain: Grain) -> Summary:
    """All tables of a period, as they really are. Not to be shown outside the office."""
    return _Counting(session, period, grain).summary()


class _Counting:
    """One period, counted table by table."""

    def __init__(self, session: ScopedSession, period: Period, grain: Grain) -> None:
        self._session = session
        self._period = period
        self._grain = grain
        zones = session.scalars(select(Zone).order_by(Zone.position, Zone.id)).all()
        self._zone_keys: Mapping[UUID | None, str] = {
            None: UNKNOWN,
            **{zone.id: zone.code for zone in zones},
        }
        self._zones = (*(Heading(zone.code, zone.name) for zone in zones), UNKNOWN_ZONE)
        self._contacts = _contacts(period)
        self._cases = _cases(period)

    def summary(self) -> Summary:
        totals = self._households(select(self._cases.c.zone, _cases_in(self._cases)), ALL)
        return Summary(
            self._zones,
            (
                self._issues(totals),
                self._routes(totals),
                self._methods(),
                self._months(),
                self._seen(totals),
            ),
            remarks=self._remarks(),
        )

    def _remarks(self) -> tuple[str, ...]:
        """Which tags became others within the period."""
        return tuple(
            changed(row.old.label, row.new.label, row.since, row.became)
            for row in succession_rows(self._session)
            if self._period.first < row.since <= self._period.last
        )

    def _issues(self, totals: Households) -> Tally:
        key = self._issue_key()
        tagged = (
            select(self._cases.c.zone, key, _cases_in(self._cases))
            .join(self._contacts, self._contacts.c.case_id == self._cases.c.case_id)
            .join(ConsultationIssue, ConsultationIssue.consultation_id == self._contacts.c.id)
            .join(IssueType, IssueType.id == ConsultationIssue.issue_id)
        )
        with_tag = select(self._contacts.c.case_id).join(
            ConsultationIssue, ConsultationIssue.consultation_id == self._contacts.c.id
        )
        without = select(self._cases.c.zone, _cases_in(self._cases)).where(
            self._cases.c.case_id.not_in(with_tag.where(self._contacts.c.case_id.is_not(None)))
        )
        found = self._households(tagged, key) | self._households(without, NONE)
        parts = (*self._issue_headings({part for _, part in found}), NO_ISSUE)
        figures = with_totals(parts, self._zones, found | totals)
        return Tally(ISSUE, "圏域×課題", REAL, "課題", parts, figures, overlapping=True)

    def _issue_key(self) -> ColumnElement[str]:
        """Under what a tag counts: what it had been merged into by the end of the period."""
        single = self._grain is Grain.SINGLE
        own = IssueType.code if single else IssueType.group_code
        return folded(
            own,
            {
                old: new.code if single else new.group_code
                for old, new in merged_by(self._session, self._period.last).items()
            },
        )

    def _issue_headings(self, used: set[str]) -> list[Heading]:
        """The tags in use, and retired ones that the period still has."""
        if self._grain is Grain.GROUPS:
            groups = select(IssueGroup).order_by(IssueGroup.position, IssueGroup.code)
            return [Heading(group.code, group.label) for group in self._session.scalars(groups)]
        issues = self._session.scalars(
            select(IssueType).order_by(IssueType.position, IssueType.id)
        ).all()
        return [Heading(i.code, i.label) for i in issues if i.active or i.code in used]

    def _routes(self, totals: Households) -> Tally:
        """By the route of the case; what was never asked counts as the route 不明."""
        key = Choice.code if self._grain is Grain.SINGLE else Choice.group
        asked = (
            select(self._cases.c.zone, key, _cases_in(self._cases))
            .join(Case, Case.id == self._cases.c.case_id)
            .outerjoin(Choice, Choice.id == Case.route_id)
        )
        parts, unasked = self._route_headings()
        found: Households = defaultdict(int)
        for (zone, part), number in self._households(asked, key).items():
            found[zone, part or unasked.key] += number
        used = {part for _, part in found}
        shown = tuple(part for part, active in parts.items() if active or part.key in used)
        figures = with_totals(shown, self._zones, found | totals)
        return Tally(ROUTE, "圏域×相談経路", REAL, "相談経路", shown, figures)

    def _route_headings(self) -> tuple[dict[Heading, bool], Heading]:
        """Every route with whether it is in use, in order; and the one for 不明."""
        query = select(Choice).where(Choice.kind == ChoiceKind.ROUTE)
        parts: dict[Heading, bool] = {}
        unasked = Heading(UNKNOWN, "不明")
        for choice in self._session.scalars(query.order_by(Choice.position, Choice.id)):
            heading = self._route_heading(choice)
            parts[heading] = parts.get(heading, False) or choice.active
            unasked = heading if choice.code == UNKNOWN else unasked
        return parts | {unasked: True}, unasked

    def _route_heading(self, choice: Choice) -> Heading:
        if self._grain is Grain.GROUPS:
            return Heading(choice.group, choice.group)
        return Heading(choice.code, choice.label)

    def _methods(self) -> Tally:
        parts = tuple(Heading(method.value, method.label) for method in Method)
        figures = self._of_contacts(parts, self._contacts.c.method)
        return Tally(METHOD, "圏域×方法", CONTACTS, "方法", parts, figures)

    def _months(self) -> Tally:
        figures = self._of_contacts(self._month_headings(), self._contacts.c.month)
        return Tally(MONTH, "圏域×月", CONTACTS, "月", self._month_headings(), figures)

    def _seen(self, totals: Households) -> Tally:
        month = self._contacts.c.month
        query = select(self._cases.c.zone, month, _cases_in(self._cases)).join(
            self._contacts, self._contacts.c.case_id == self._cases.c.case_id
        )
        parts = self._month_headings()
        figures = with_totals(parts, self._zones, self._households(query, month) | totals)
        return Tally(SEEN, "圏域×月", REAL, "月", parts, figures, overlapping=True)

    def _month_headings(self) -> tuple[Heading, ...]:
        return tuple(
            Heading(str(month.year * 100 + month.month), f"{month.year}年{month.month}月")
            for month in self._period.months()
        )

    def _households(self, query: Select[Any], part: ColumnElement[Any] | Any) -> Households:
        """Cases by (zone, part); `part` is a column of the query, or the one part it counts."""
        zone = self._cases.c.zone
        if isinstance(part, str):
            rows = [(z, part, n) for z, n in self._count(query.group_by(zone))]
        else:
            rows = list(self._count(query.group_by(zone, part)))
        return {(self._zone_keys[z], _key(p)): number for z, p, number in rows}

    def _of_contacts(self, parts: Iterable[Heading], column: ColumnElement[Any]) -> Figures:
        """延べ件数 by (zone, part) with both margins, each counted for itself.

        A household may have contacts of several kinds, so the households behind a margin are
        not the sum of those behind its parts.
        """
        zone = self._contacts.c.zone
        found = {(self._zone_keys[z], _key(p)): c for (z, p), c in self._spread(zone, column)}
        found |= {(self._zone_keys[z], ALL): c for (z,), c in self._spread(zone)}
        found |= {(ALL, _key(p)): c for (p,), c in self._spread(column)}
        found |= {(ALL, ALL): contacts for _, contacts in self._spread()}  # noqa: B035
        names = [*(part.key for part in parts), ALL]
        zones = [*(z.key for z in self._zones), ALL]
        return {(z, p): found.get((z, p), NO_CONTACTS).figure for z in zones for p in names}

    def _spread(self, *keys: ColumnElement[Any]) -> list[tuple[tuple[Any, ...], Contacts]]:
        """Contacts by some keys, from how many households have how many of them."""
        each = [key.label(f"key{number}") for number, key in enumerate(keys)]
        household = self._contacts.c.household
        own = select(*each, count().label("times")).select_from(self._contacts)
        inner = own.group_by(*keys, household).subquery()
        columns = [inner.c[key.name] for key in each]
        query = select(*columns, inner.c.times, count()).group_by(*columns, inner.c.times)
        gathered: dict[tuple[Any, ...], list[tuple[int, int]]] = defaultdict(list)
        for *values, times, households in self._count(query):
            gathered[tuple(values)].append((times, households))
        return [(values, _gathered(rows)) for values, rows in gathered.items()]

    def _count(self, query: Select[Any]) -> Sequence[Any]:
        reason = f"地域のまとめの集計 {self._period.first:%Y-%m}〜{self._period.last:%Y-%m}"
        return count_cells(self._session, query, reason=reason)


def folded(own: Any, keys: Mapping[UUID, str]) -> ColumnElement[str]:
    """The key of a tag; for some tags another one."""
    if not keys:
        return cast("ColumnElement[str]", own)
    return case(*((IssueType.id == old, key) for old, key in keys.items()), else_=own)


def _gathered(rows: list[tuple[int, int]]) -> Contacts:
    return Contacts(
        number=sum(times * households for times, households in rows),
        households=sum(households for _, households in rows),
        most=max(times for times, _ in rows),
    )


def _key(part: Any) -> str:
    """A group key of the database as the name of a part; empty for NULL."""
    if isinstance(part, Method):
        return part.value
    return "" if part is None else str(part)


def _contacts(period: Period) -> Subquery:
    """Every contact of the period: its household and the zone it counts in."""
    year, month = extract("year", Consultation.day), extract("month", Consultation.day)
    return (
        select(
            Consultation.id,
            Consultation.case_id,
            func.coalesce(Consultation.case_id, Consultation.id).label("household"),
            _zone_counted().label("zone"),
            Consultation.method,
            (year * 100 + month).label("month"),
        )
        .where(Consultation.day.between(period.first, period.last))
        .subquery("contact")
    )


def _zone_counted() -> ColumnElement[Any]:
    """The 圏域 of a contact; none where an address in the household is protected."""
    protected = (
        select(Membership.case_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.address_protected)
    )
    return case((Consultation.case_id.in_(protected), null()), else_=Consultation.zone_id)


def _cases(period: Period) -> Subquery:
    """Every case of the period with the zone of its last contact in it."""
    latest_first = (Consultation.at.desc(), Consultation.id.desc())
    from_last = func.row_number().over(partition_by=Consultation.case_id, order_by=latest_first)
    contacts = (
        select(
            Consultation.case_id,
            _zone_counted().label("zone"),
            from_last.label("from_last"),
        )
        .where(
            Consultation.day.between(period.first, period.last), Consultation.case_id.is_not(None)
        )
        .subquery("placed")
    )
    last = select(contacts.c.case_id, contacts.c.zone).where(contacts.c.from_last == 1)
    return last.subquery("met")


def _cases_in(cases: Subquery) -> ColumnElement[int]:
    return count(cases.c.case_id.distinct())
