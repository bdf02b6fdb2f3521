"""A small synthetic office: whole, consistent, the same again from the same seed."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pytest
from sqlalchemy import Engine, select

from cswtool.access import clock
from cswtool.access.actor import Actor, Role
from cswtool.accounts.login import matches
from cswtool.accounts.models import Office, User
from cswtool.activities.models import Activity
from cswtool.activities.rules import Meeting
from cswtool.cases.models import Case, CaseStep
from cswtool.cases.rules import Status, StepKind
from cswtool.cli import set_up
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import VisitOutcome
from cswtool.db import audit
from cswtool.db.base import Base
from cswtool.db.elevated import elevated
from cswtool.db.engine import open_engine
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.demo.gatherings import HOUSEHOLDS
from cswtool.demo.ground import works
from cswtool.demo.office import HalfFilledError, NotADemoError, Plan, fill
from cswtool.demo.shapes import RISING_ZONE
from cswtool.demo.staff import PASSWORD, sign_in_hints
from cswtool.files.models import Attachment, AttachmentContent
from cswtool.files.rules.sealing import unseal
from cswtool.intake.models import IncomingReferral, IncomingSerial
from cswtool.intake.rules import IncomingStatus
from cswtool.plans import models as agreements
from cswtool.plans.rules import PlanStatus
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import require_step
from cswtool.regional.models import RegionalEvidence, RegionalIssue, RegionalStep
from cswtool.regional.queries.issues import Wanted
from cswtool.regional.queries.sheet import Imprint, form_c
from cswtool.regional.rules import course
from cswtool.releases.models import Release, ReleaseFinding
from cswtool.releases.rules import ReleaseStatus
from cswtool.settings import ROOT
from cswtool.signals.queries import Kind, noticed
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import Choice

CASES = 30
KEY = bytes(32)


@pytest.fixture(scope="module")
def empty_office(backend):
    """empty_office() is an office that was just set up, with nobody in it."""
    opened: list[Engine] = []

    def make(*, demo: bool = True) -> Engine:
        settings = backend.empty()
        set_up(settings, name="架空市社会福祉協議会", demo=demo, folder=ROOT / "config" / "kodaira")
        opened.append(open_engine(settings.database_url, settings.key))
        return opened[-1]

    yield make
    for engine in opened:
        engine.dispose()


@dataclass
class Filled:
    engine: Engine

    def all(self, model: type[Base], *order) -> list:
        with elevated(self.engine, reason="test") as session:
            return list(session.scalars(select(model).order_by(*order)))

    def entries(self) -> list[Consultation]:
        """Contacts; one that was written down on several households is one."""
        rows = self.all(Consultation, Consultation.id)
        return [row for row in rows if row.occasion_id in {None, row.id}]

    def texts(self) -> list[str]:
        """Everything somebody is supposed to have written in sentences."""
        return [
            *(row.text for row in self.entries()),
            *(row.worry for row in self.all(IncomingReferral, IncomingReferral.id)),
            *(row.answer for row in self.all(IncomingReferral) if row.answer),
            *(row.purpose for row in self.all(Referral, Referral.id)),
            *(row.note for row in self.all(ReferralStep, ReferralStep.id) if row.note),
            *(row.closing_summary for row in self.all(Case, Case.id) if row.closing_summary),
        ]


@pytest.fixture(scope="module")
def filled(empty_office):
    engine = empty_office()
    fill(engine, Plan(cases=CASES), KEY)
    return Filled(engine)


def test_the_same_seed_makes_the_same_office(empty_office, filled):
    engine = empty_office()
    fill(engine, Plan(cases=CASES), KEY)
    again = Filled(engine)
    assert sorted(again.texts()) == sorted(filled.texts())
    assert [c.number for c in again.all(Case, Case.id)] == [
        c.number for c in filled.all(Case, Case.id)
    ]


def test_another_seed_makes_another_office(empty_office, filled):
    engine = empty_office()
    fill(engine, Plan(cases=CASES, seed=9), KEY)
    assert len(set(Filled(engine).texts()) & set(filled.texts())) < CASES


def test_no_text_appears_twice(filled):
    repeated = [text for text, times in Counter(filled.texts()).items() if times > 1]
    assert not repeated


def test_a_gathering_stands_on_several_timelines(filled):
    rows = [row for row in filled.all(Consultation) if row.occasion_id]
    met = Counter(row.occasion_id for row in rows)
    assert 1 < max(met.values()) <= HOUSEHOLDS
    assert len({(row.occasion_id, row.case_id) for row in rows}) == len(rows)
    assert len({(row.text, row.at, row.minutes, row.author_id) for row in rows}) == len(met)


def test_notices_left_behind_were_photographed_and_open(filled):
    contents = {row.attachment_id: row.sealed for row in filled.all(AttachmentContent)}
    photographs = filled.all(Attachment)
    assert photographs
    assert {row.id for row in photographs} == contents.keys()
    for row in photographs:
        assert len(unseal(KEY, row.id, contents[row.id])) == row.size


def test_the_trail_of_the_filling_holds(filled):
    assert audit.verify(filled.engine) > CASES


def test_every_role_is_there_and_can_sign_in(filled):
    users = {user.login: user for user in filled.all(User)}
    hinted = [users[hint.login] for hint in sign_in_hints()]
    everything = frozenset().union(*(user.roles for user in users.values()))
    assert frozenset().union(*(user.roles for user in hinted)) == everything
    assert all(matches(user.password_hash, PASSWORD) for user in hinted)


@pytest.mark.long
def test_an_office_of_full_size_has_a_rise_that_stands_out(empty_office):
    engine = empty_office()
    fill(engine, Plan(), KEY)
    with elevated(engine, reason="test") as session:
        found = {(one.zone, one.kind, one.key) for one in noticed(session, clock.today())}
    assert (RISING_ZONE, Kind.ROUTE, "npo") in found


def test_two_can_check_what_goes_out(filled):
    assert sum(Role.SUPERVISOR in user.roles for user in filled.all(User)) == 2


def test_filling_again_keeps_what_is_there(filled):
    assert not fill(filled.engine, Plan(cases=CASES), KEY)
    assert len(filled.all(Case)) == CASES


def test_an_office_that_is_no_demo_is_not_touched(empty_office):
    engine = empty_office(demo=False)
    with pytest.raises(NotADemoError):
        fill(engine, Plan(cases=CASES), KEY)
    assert not Filled(engine).all(User)


def test_a_broken_off_filling_is_told_from_a_finished_one(empty_office):
    engine = empty_office()
    with elevated(engine, reason="test") as session:
        session.add(User(login="x", name="x"))
    with pytest.raises(HalfFilledError):
        fill(engine, Plan(cases=CASES), KEY)


def test_cases_stand_in_the_zone_of_a_worker(filled):
    zones = {user.id: user.zone_ids for user in filled.all(User)}
    for case in filled.all(Case):
        workers = zones[case.primary_id] | zones.get(case.secondary_id, frozenset())
        assert case.zone_id in workers


def test_nothing_happens_before_its_case_opens_or_after_it_closes(filled):
    cases = {case.id: case for case in filled.all(Case)}
    for record in [*filled.all(Consultation), *filled.all(ReferralStep), *filled.all(CaseStep)]:
        day, case = clock.in_japan(record.at).date(), cases.get(record.case_id)
        assert record.at <= clock.now()
        if case is not None:
            assert case.opened_on <= day <= (case.closed_on or clock.today())


def test_a_closed_case_has_no_open_next_step(filled):
    closed = {case.id for case in filled.all(Case) if case.status is Status.CLOSED}
    steps = {step.case_id for step in filled.all(CaseStep) if step.kind is StepKind.CLOSED}
    assert closed == steps != set()
    assert not [task for task in filled.all(Task) if task.case_id in closed and not task.done_at]


def test_next_steps_are_due_on_days_the_office_works(filled):
    due = {task.due_on for task in filled.all(Task)}
    assert due
    assert not [day for day in due if not works(day)]


def test_every_contact_has_one_main_issue(filled):
    mains = Counter(row.consultation_id for row in filled.all(ConsultationIssue) if row.main)
    assert mains == Counter(row.id for row in filled.all(Consultation))


def test_nobody_is_quoted_who_was_not_met(filled):
    absent = [r for r in filled.all(Consultation) if r.outcome is VisitOutcome.ABSENT]
    assert absent
    assert not [record for record in absent if "と話した" in record.text or record.with_whom]


def test_referrals_go_only_the_ways_there_are(filled):
    last = {}
    for step in filled.all(ReferralStep, ReferralStep.at, ReferralStep.id):
        if step.referral_id in last:
            require_step(last[step.referral_id], step.status)
        last[step.referral_id] = step.status
    assert last == {r.id: r.status for r in filled.all(Referral)}


def test_some_slips_wait_and_numbers_follow_their_arrival(filled):
    slips = filled.all(IncomingReferral, IncomingReferral.at, IncomingReferral.id)
    assert [slip for slip in slips if slip.status is IncomingStatus.RECEIVED]
    assert [slip.number for slip in slips] == sorted(slip.number for slip in slips)
    given = Counter(slip.number[:3] for slip in slips)
    assert sorted(given.values()) == sorted(row.last for row in filled.all(IncomingSerial))


def test_the_office_says_that_it_is_a_demo(filled):
    assert [office.demo for office in filled.all(Office)] == [True]


def test_plans_stand_where_their_cases_do(filled):
    closed = {case.id: case.closed_on for case in filled.all(Case)}
    evaluated = {row.plan_id: row.day for row in filled.all(agreements.Evaluation)}
    plans = filled.all(agreements.Plan)
    assert plans
    for plan in plans:
        assert evaluated.get(plan.id) == closed[plan.case_id]
        assert (plan.status is PlanStatus.EVALUATED) == (plan.id in evaluated)
        assert (plan.consent_way is None) == (plan.consent_on is None)


def test_a_year_of_activities_in_every_zone_and_for_the_whole_city(filled):
    found = filled.all(Activity, Activity.day)
    assert {activity.zone_id for activity in found} > {None}
    assert len({activity.zone_id for activity in found}) == 6
    assert (found[-1].day - found[0].day).days > 300
    assert found[-1].day <= clock.today()
    assert all(works(activity.day) for activity in found)
    assert {activity.meeting for activity in found} == {None, *Meeting}
    meetings = {word.id for word in filled.all(Choice) if word.code == "meeting"}
    for activity in found:
        assert (activity.meeting is None) == (activity.kind_id not in meetings)
        assert activity.discussed is None or activity.meeting in {Meeting.SUPPORT, Meeting.LAYERED}


def test_regional_issues_went_only_the_ways_there_are(filled):
    for issue in filled.all(RegionalIssue):
        rows = filled.all(RegionalStep, RegionalStep.at, RegionalStep.id)
        states = [row.state for row in rows if row.regional_id == issue.id]
        assert (states[0], states[-1]) == (course.State.NOTICED, issue.state)
        for now, then in pairwise(states):
            course.require_step(now, then)
    assert any(issue.is_overdue(clock.today()) for issue in filled.all(RegionalIssue))


def test_cases_stand_behind_issues_of_their_own_zone(filled):
    zones = {issue.id: issue.zone_id for issue in filled.all(RegionalIssue)}
    cases = {case.id: case for case in filled.all(Case)}
    links = filled.all(RegionalEvidence)
    assert links
    for link in links:
        case = cases[link.case_id]
        assert zones[link.regional_id] in {None, case.zone_id}
        assert link.at >= clock.midnight(case.opened_on)


def test_one_issue_may_go_outside_and_the_others_may_not(filled):
    everybody = Actor(new_id(), "x", frozenset({Role.CSW}))
    by = Imprint("x", demo=True, today=clock.today())
    with ScopedSession(filled.engine, everybody, "test") as session:
        released = [one.release for one in form_c(session, Wanted(), by)]
    assert len([one for one in released if one]) == 1
    assert None in released


def test_texts_are_being_written_asked_about_and_released(filled):
    texts = {text.status: text for text in filled.all(Release)}
    assert set(texts) == set(ReleaseStatus) - {ReleaseStatus.WITHDRAWN}
    found = [one for one in filled.all(ReleaseFinding) if one.release_id]
    assert {one.release_id for one in found} == {texts[ReleaseStatus.WRITING].id}
    assert {str(one.kind) for one in found} >= {"person", "age", "date", "place"}
