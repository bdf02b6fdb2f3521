"""What the forms of a case print, all of it read in the actor's sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from cswtool.access import clock
from cswtool.cases.models import Case, Membership
from cswtool.cases.queries import is_guarded, members_of
from cswtool.consultations.models import Addendum, Consultation, ConsultationIssue
from cswtool.consultations.queries import tags_of
from cswtool.consultations.rules import Counterpart
from cswtool.db.session import ScopedSession
from cswtool.paperwork.rules import Mark, Passage, marks, national_ticks, passage_key
from cswtool.people.models import Person
from cswtool.portrait.queries import Kinship, kinship_of
from cswtool.taxonomy.models import IssueGroup, IssueType, NationalIssue
from cswtool.taxonomy.queries import issues_by_group, national_issues


@dataclass(frozen=True, slots=True)
class Reception:
    """相談受付票: the first contact of a case, with its tags among all that the office has."""

    case: Case
    guarded: bool
    first: Consultation | None
    issues: list[tuple[IssueGroup, list[IssueType]]]
    marks: dict[UUID, Mark]


@dataclass(frozen=True, slots=True)
class Course:
    """経過一覧: all contacts of a case with their people, the oldest first."""

    case: Case
    guarded: bool
    contacts: Sequence[Consultation]


@dataclass(frozen=True, slots=True)
class Assessment:
    """インテーク・アセスメントシート: the national items ticked, and the household."""

    case: Case
    items: Sequence[NationalIssue]
    ticks: dict[int, Mark]
    unmapped: list[IssueType]
    """Tags that count as no national item; they are written beside その他."""
    members: Sequence[Membership]
    kinship: Kinship

    @property
    def guarded(self) -> bool:
        return is_guarded(self.members)


@dataclass(frozen=True, slots=True)
class Told:
    """A contact or an addendum as a copy for disclosure tells it."""

    record: Consultation | Addendum
    kind: str
    passages: Sequence[Passage]


def told_of(session: ScopedSession, case: Case, first: date, last: date) -> list[Told]:
    """The contacts of a period with their addenda in passages, the oldest first."""
    query = (
        select(Consultation)
        .where(Consultation.case_id == case.id, Consultation.day.between(first, last))
        .options(
            joinedload(Consultation.author).lazyload("*"),
            selectinload(Consultation.addenda).joinedload(Addendum.author).lazyload("*"),
        )
        .order_by(Consultation.at, Consultation.id)
    )
    found: list[Told] = []
    for contact in session.scalars(query):
        outcome = f"（{contact.outcome.label}）" if contact.outcome else ""
        passages = [*_counterpart(contact), *_passages(contact)]
        found.append(Told(contact, contact.method.label + outcome, passages))
        found += [Told(added, "追記", _passages(added)) for added in contact.addenda]
    return found


def _counterpart(contact: Consultation) -> list[Passage]:
    """Who was met may be what must not be told; that it was 本人 need not be decided."""
    if contact.counterpart is Counterpart.SELF and not contact.with_whom:
        return []
    named = f"（{contact.with_whom}）" if contact.with_whom else ""
    text = f"{contact.counterpart.label}{named}"
    return [Passage(passage_key(contact.id, 0, text), "相手", None, text)]


def _passages(record: Consultation | Addendum) -> list[Passage]:
    read = [
        (section.heading.label if section.heading else "", paragraph)
        for section in record.sections
        for paragraph in section.paragraphs
    ]
    return [
        Passage(passage_key(record.id, place, p.text), heading, p.mark, p.text)
        for place, (heading, p) in enumerate(read, start=1)
    ]


def head_of(session: ScopedSession, case: Case) -> tuple[Case, bool]:
    """The head of a form, and whether somebody's address must not be known."""
    return _with_head(session, case), is_guarded(members_of(session, case))


def _with_head(session: ScopedSession, case: Case) -> Case:
    """The case with what stands at the head of every form."""
    query = select(Case).where(Case.id == case.id)
    query = query.options(
        joinedload(Case.focus).joinedload(Person.town),
        joinedload(Case.household),
        joinedload(Case.route),
        joinedload(Case.zone),
        joinedload(Case.primary).lazyload("*"),
        joinedload(Case.secondary).lazyload("*"),
    )
    return session.scalars(query.execution_options(populate_existing=True)).one()


def course_of(session: ScopedSession, case: Case) -> Course:
    query = (
        select(Consultation)
        .where(Consultation.case_id == case.id)
        .options(
            joinedload(Consultation.author).lazyload("*"),
            joinedload(Consultation.companion).lazyload("*"),
        )
        .order_by(Consultation.at, Consultation.id)
    )
    return Course(
        case=_with_head(session, case),
        guarded=is_guarded(members_of(session, case)),
        contacts=session.scalars(query).all(),
    )


def reception_of(session: ScopedSession, case: Case) -> Reception:
    first = session.scalars(
        select(Consultation)
        .where(Consultation.case_id == case.id)
        .options(
            joinedload(Consultation.author).lazyload("*"),
            joinedload(Consultation.asker),
            selectinload(Consultation.issues).joinedload(ConsultationIssue.issue),
        )
        .order_by(Consultation.at, Consultation.id)
        .limit(1)
    ).one_or_none()
    tags = first.issues if first else []
    found = marks((row.issue_id, row.main) for row in tags)
    return Reception(
        case=_with_head(session, case),
        guarded=is_guarded(members_of(session, case)),
        first=first,
        issues=_offered(session, found),
        marks=found,
    )


def _offered(
    session: ScopedSession, found: dict[UUID, Mark]
) -> list[tuple[IssueGroup, list[IssueType]]]:
    """All tags in use, and of the retired ones those that are marked."""
    retired = [
        (group, [issue for issue in issues if issue.id in found])
        for group, issues in issues_by_group(session, retired=True)
    ]
    return [*issues_by_group(session), *((g, issues) for g, issues in retired if issues)]


def assessment_of(session: ScopedSession, case: Case) -> Assessment:
    tags = tags_of(session, case.id)
    found = marks((tag.issue.id, tag.main) for tag in tags)
    query = select(IssueType).where(IssueType.id.in_(found))
    query = query.options(selectinload(IssueType.national_rows))
    numbers = {issue.id: issue.national_numbers for issue in session.scalars(query)}
    return Assessment(
        case=_with_head(session, case),
        items=national_issues(session),
        ticks=national_ticks(found, numbers),
        unmapped=[tag.issue for tag in tags if not numbers[tag.issue.id]],
        members=members_of(session, case),
        kinship=kinship_of(session, case, clock.today()),
    )
