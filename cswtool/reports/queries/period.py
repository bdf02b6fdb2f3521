"""One pass over the contacts of a period, and one over their tags."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    extract,
    false,
    func,
    null,
    select,
    true,
)
from sqlalchemy.sql.functions import count

from cswtool.access.fiscal import Period
from cswtool.cases.models import Case
from cswtool.cases.queries import guarded_cases
from cswtool.community.models import Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.counts import Numbers
from cswtool.db.session import ScopedSession
from cswtool.publications.document import Heading
from cswtool.publications.ledger.kept import TOGETHER
from cswtool.reports.notes import changed
from cswtool.reports.rules import UNKNOWN, Contact, Counted, Paper, Place, Word, Words
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueGroup, IssueType
from cswtool.taxonomy.queries import merged_by, succession_rows


def counted(session: ScopedSession, period: Period) -> Counted:
    """What a period holds, household by household under running numbers.

    As it really is: not to be shown outside the office.
    """
    return Pass(session, period).counted()


class Pass:
    """One period, read table by table; each household has the same number throughout."""

    paper = Paper.SUMMARY

    def __init__(self, session: ScopedSession, period: Period) -> None:
        self.session, self.period = session, period
        reason = f"{self.paper.label}の集計 {period.first:%Y-%m}〜{period.last:%Y-%m}"
        self._numbers = Numbers(session, reason=reason)
        self.into = _folded(session, period)
        """What a tag counts as: what it had been merged into by the end of the period."""

    def counted(self) -> Counted:
        contacts, placed = self._contacts()
        return Counted(
            period=self.period,
            places=places(self.session),
            contacts=contacts,
            placed=placed,
            tags=self._tags(),
            routes=self._routes(),
            issue_words=issue_words(self.session),
            route_words=choice_words(self.session, ChoiceKind.ROUTE),
            remarks=self._remarks(),
        )

    def cells(self, query: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        """Counts by household (the first column) and whatever else the query groups by."""
        return self._numbers.cells(query)

    def _contacts(self) -> tuple[list[Contact], dict[int, str]]:
        rows = self._each()
        keys = (rows.c.household, Zone.code, rows.c.method, rows.c.month, rows.c.last)
        query = select(*keys, count()).outerjoin_from(rows, Zone, Zone.id == rows.c.zone)
        contacts: list[Contact] = []
        placed: dict[int, str] = {}
        for household, zone, method, month, last, times in self.cells(query.group_by(*keys)):
            place = zone or UNKNOWN
            contacts.append(Contact(household, place, method, str(month), times))
            if last:
                placed[household] = place
        return contacts, placed

    def _each(self) -> Subquery:
        """Every contact of the period: its household, where it counts, whether it is the last."""
        year, month = extract("year", Consultation.day), extract("month", Consultation.day)
        latest_first = (Consultation.at.desc(), Consultation.id.desc())
        from_last = func.row_number().over(partition_by=Consultation.case_id, order_by=latest_first)
        last = and_(from_last == 1, Consultation.case_id.is_not(None))
        return (
            select(
                func.coalesce(Consultation.case_id, Consultation.id).label("household"),
                self.place(Consultation.case_id, Consultation.zone_id).label("zone"),
                Consultation.method,
                (year * 100 + month).label("month"),
                case((last, true()), else_=false()).label("last"),
            )
            .where(within(self.period))
            .subquery("contact")
        )

    @staticmethod
    def place(case_id: Any, zone_id: Any) -> ColumnElement[Any]:
        """The 圏域 that something counts in; none where an address there is protected."""
        return case((case_id.in_(guarded_cases()), null()), else_=zone_id)

    def _tags(self) -> list[tuple[int, str]]:
        keys = (Consultation.case_id, IssueType.code)
        query = (
            select(*keys, count())
            .join_from(
                Consultation,
                ConsultationIssue,
                ConsultationIssue.consultation_id == Consultation.id,
            )
            # An outer join: no database then begins with the tags and reads six years of them.
            .outerjoin(IssueType, IssueType.id == ConsultationIssue.issue_id)
            .where(within(self.period), Consultation.case_id.is_not(None))
            .group_by(*keys)
        )
        return [(household, self.into.get(code, code)) for household, code, _ in self.cells(query)]

    def _routes(self) -> dict[int, str]:
        query = (
            select(Case.id, Choice.code, count())
            .outerjoin(Choice, Choice.id == Case.route_id)
            .where(Case.id.in_(select(Consultation.case_id).where(within(self.period))))
            .group_by(Case.id, Choice.code)
        )
        return {household: code or UNKNOWN for household, code, _ in self.cells(query)}

    def _remarks(self) -> tuple[str, ...]:
        """Which tags became others within the period."""
        return tuple(
            changed(row.old.label, row.new.label, row.since, row.became)
            for row in succession_rows(self.session)
            if self.period.first < row.since <= self.period.last
        )


def _folded(session: ScopedSession, period: Period) -> Mapping[str, str]:
    into = merged_by(session, period.last)
    old = session.scalars(select(IssueType).where(IssueType.id.in_(into)))
    return {issue.code: into[issue.id].code for issue in old}


def places(session: ScopedSession) -> tuple[Place, ...]:
    """The 圏域 in order."""
    zones = session.scalars(select(Zone).order_by(Zone.position, Zone.id)).all()
    return tuple(Place(zone.code, zone.name, zone.pool) for zone in zones)


def issue_words(session: ScopedSession) -> Words:
    """The tags in order of their groups."""
    query = select(IssueType, IssueGroup).join(IssueGroup, IssueGroup.code == IssueType.group_code)
    order = (IssueGroup.position, IssueGroup.code, IssueType.position, IssueType.id)
    return {
        issue.code: Word(
            Heading(issue.code, issue.label), Heading(group.code, group.label), issue.active
        )
        for issue, group in session.execute(query.order_by(*order))
    }


def choice_words(session: ScopedSession, kind: ChoiceKind) -> Words:
    """The entries of a list; what was never asked counts as 不明."""
    words, unasked = listed_words(session, kind), Heading(UNKNOWN, "不明")
    return {**words, UNKNOWN: words.get(UNKNOWN, Word(unasked, unasked))}


def listed_words(session: ScopedSession, kind: ChoiceKind) -> Words:
    """The entries of a list, which is always asked."""
    query = select(Choice).where(Choice.kind == kind).order_by(Choice.position, Choice.id)
    return {
        choice.code: Word(Heading(choice.code, choice.label), _group_of(choice), choice.active)
        for choice in session.scalars(query)
    }


_SIGNS: Final = str.maketrans({"|": "｜", TOGETHER: "＋"})
"""Signs that the names of cells are put together with; a 分類 is typed by people."""


def _group_of(choice: Choice) -> Heading:
    """The heading of its 分類; an entry that has none stands for itself there too."""
    if not choice.group:
        return Heading(choice.code, choice.label)
    return Heading(choice.group.translate(_SIGNS), choice.group)


def within(period: Period) -> ColumnElement[bool]:
    return Consultation.day.between(period.first, period.last)
