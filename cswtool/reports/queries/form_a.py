"""What 様式A needs beside the findings of every summary."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.sql.functions import count

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.activities.queries import done_in
from cswtool.cases.models import Case, CaseZone
from cswtool.community.models import Organisation, OrganisationKind, Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.people.rules import BAND_ENDS, AgeBand, Sex, born_by
from cswtool.publications.document import Heading
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import ReferralStatus
from cswtool.reports.queries.period import Pass, choice_words, within
from cswtool.reports.rules import UNKNOWN, Facts, FormCounted, Paper, Word, Words
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType


def form_a_counted(session: ScopedSession, period: Period) -> FormCounted:
    """The findings of 様式A, as they really are: not to be shown outside the office."""
    return _FormPass(session, period).form_counted()


class _FormPass(Pass):
    paper = Paper.FORM_A

    def form_counted(self) -> FormCounted:
        return FormCounted(
            counted=self.counted(),
            facts=self._facts(),
            mains=self._mains(),
            askers=self._askers(),
            closings=self._closings(),
            open=self._open(),
            referrals=self._referrals(),
            asker_words=choice_words(self.session, ChoiceKind.ASKER),
            household_words=choice_words(self.session, ChoiceKind.HOUSEHOLD),
            closing_words=choice_words(self.session, ChoiceKind.CLOSING),
            kind_words=_kind_words(self.session),
            done=done_in(self.session, self.period),
        )

    def _facts(self) -> Mapping[int, Facts]:
        new = (Case.opened_on >= self.period.first).label("new")
        band = _band(self.period.last).label("band")
        keys = (Case.id, new, Choice.code, band, Person.sex)
        query = (
            select(*keys, count())
            .outerjoin(Choice, Choice.id == Case.household_id)
            .outerjoin(Person, Person.id == Case.focus_id)
            .where(Case.id.in_(select(Consultation.case_id).where(within(self.period))))
            .group_by(*keys)
        )
        return {
            household: Facts(is_new, kind or UNKNOWN, age, (sex or Sex.UNKNOWN).value)
            for household, is_new, kind, age, sex, _ in self.cells(query)
        }

    def _mains(self) -> dict[int, str]:
        """The last of a household's 主課題 in the period."""
        latest_first = (Consultation.at.desc(), Consultation.id.desc())
        from_last = func.row_number().over(partition_by=Consultation.case_id, order_by=latest_first)
        told = (
            select(Consultation.case_id, ConsultationIssue.issue_id, from_last.label("from_last"))
            .join(ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id)
            .where(within(self.period), ConsultationIssue.main, Consultation.case_id.is_not(None))
            .subquery("told")
        )
        keys = (told.c.case_id, IssueType.code)
        query = select(*keys, count()).outerjoin_from(
            told, IssueType, IssueType.id == told.c.issue_id
        )
        rows = self.cells(query.where(told.c.from_last == 1).group_by(*keys))
        return {household: self.into.get(code, code) for household, code, _ in rows}

    def _askers(self) -> list[tuple[int, str, str, int]]:
        household = func.coalesce(Consultation.case_id, Consultation.id)
        place = self.place(Consultation.case_id, Consultation.zone_id).label("place")
        rows = (
            select(household.label("household"), place, Consultation.asker_id)
            .where(within(self.period))
            .subquery("asked")
        )
        keys = (rows.c.household, Zone.code, Choice.code)
        query = (
            select(*keys, count())
            .outerjoin_from(rows, Zone, Zone.id == rows.c.place)
            .outerjoin(Choice, Choice.id == rows.c.asker_id)
            .group_by(*keys)
        )
        return [
            (h, zone or UNKNOWN, c or UNKNOWN, times) for h, zone, c, times in self.cells(query)
        ]

    def _closings(self) -> list[tuple[int, str, str]]:
        cases = (
            select(Case.id, self._zone_at_the_end(Case.id), Case.closing_id)
            .where(Case.closed_on.between(self.period.first, self.period.last))
            .subquery("closed")
        )
        keys = (cases.c.id, Zone.code, Choice.code)
        query = (
            select(*keys, count())
            .outerjoin_from(cases, Zone, Zone.id == cases.c.place)
            .outerjoin(Choice, Choice.id == cases.c.closing_id)
            .group_by(*keys)
        )
        return [(h, zone or UNKNOWN, why or UNKNOWN) for h, zone, why, _ in self.cells(query)]

    def _open(self) -> list[tuple[int, str]]:
        """A case that was met before it was opened on paper is in support as well."""
        later = or_(Case.closed_on.is_(None), Case.closed_on > self.period.last)
        met = Case.id.in_(select(Consultation.case_id).where(within(self.period)))
        cases = (
            select(Case.id, self._zone_at_the_end(Case.id))
            .where(or_(Case.opened_on <= self.period.last, met), later)
            .subquery("open")
        )
        keys = (cases.c.id, Zone.code)
        query = select(*keys, count()).outerjoin_from(cases, Zone, Zone.id == cases.c.place)
        return [(h, zone or UNKNOWN) for h, zone, _ in self.cells(query.group_by(*keys))]

    def _referrals(self) -> list[tuple[int, str, str, str, int]]:
        ends = clock.midnight(self.period.last + timedelta(days=1))
        sent = (
            select(
                Referral.id.label("referral"),
                Referral.case_id,
                self._zone_at_the_end(Referral.case_id),
                Organisation.kind_code,
            )
            .join(Organisation, Organisation.id == Referral.organisation_id)
            .join(ReferralStep, ReferralStep.referral_id == Referral.id)
            .where(
                ReferralStep.status == ReferralStatus.SENT,
                ReferralStep.at >= clock.midnight(self.period.first),
                ReferralStep.at < ends,
            )
            .subquery("sent")
        )
        keys = (sent.c.case_id, Zone.code, Choice.code, sent.c.kind_code)
        query = (
            select(*keys, count(sent.c.referral.distinct()))
            .join_from(sent, Case, Case.id == sent.c.case_id)
            .outerjoin(Zone, Zone.id == sent.c.place)
            .outerjoin(Choice, Choice.id == Case.route_id)
            .group_by(*keys)
        )
        return [
            (household, zone or UNKNOWN, route or UNKNOWN, kind, times)
            for household, zone, route, kind, times in self.cells(query)
        ]

    def _zone_at_the_end(self, case_id: Any) -> ColumnElement[Any]:
        """The 圏域 that a case belonged to when the period ended."""
        then = (
            select(CaseZone.zone_id)
            .where(CaseZone.case_id == case_id, CaseZone.since <= self.period.last)
            .order_by(CaseZone.since.desc())
            .limit(1)
            .scalar_subquery()
        )
        return self.place(case_id, then).label("place")


def _band(day: date) -> ColumnElement[str]:
    """The band of age on a day, of whoever has a date of birth."""
    born_after = [(born_by(day, end), band) for end, band in BAND_ENDS]
    return case(
        (Person.birth_date.is_(None), AgeBand.UNKNOWN.value),
        *((Person.birth_date > born, band.value) for born, band in born_after),
        else_=AgeBand.FROM_75.value,
    )


def _kind_words(session: ScopedSession) -> Words:
    """The sorts of organisation."""
    query = select(OrganisationKind).order_by(OrganisationKind.position, OrganisationKind.code)
    headings = (Heading(kind.code, kind.label) for kind in session.scalars(query))
    return {heading.key: Word(heading, heading) for heading in headings}
