"""Synthetic plans: of every third case that lasted, decided and, where it closed, evaluated."""

from datetime import date, datetime, timedelta
from random import Random

from cswtool.demo.ground import Ground, Keys
from cswtool.demo.households import CaseFile
from cswtool.plans.models import Evaluation, EvaluationChange, Plan, PlanAction, PlanService
from cswtool.plans.rules import Attainment, Doer, PlanStatus
from cswtool.sharing.rules import ConsentWay
from cswtool.taxonomy.models import ChoiceKind

EVERY = 3
LATE_EVERY = 5  # of the plans past their monitoring day
DECIDED_AFTER = timedelta(days=21)
MONITORED_AFTER = timedelta(days=90)
LASTS = timedelta(days=180)
GOALS = (
    ("安心して暮らしを続けられる", "困ったときに電話ができる"),
    ("地域の中に居場所がある", "週に一度、外に出る"),
    ("家族だけで抱え込まない", "月に一度、気持ちを話せる"),
)
LINES = (
    (Doer.SELF, "", "体調とできたことをメモする", "毎日"),
    (Doer.CSW, "", "訪問して様子をきく", "月に2回"),
    (Doer.ORGANISATION, "関係機関", "手続きを一緒に確かめる", "必要なとき"),
)
SERVICES = ("participation", "outreach", "budgeting")
CHANGES = ("isolation", "calm", "habits", "participation", "relations")


def agree(ground: Ground, file: CaseFile) -> None:
    """Add the plan of a case, if it has one.

    Draws from a generator of its own, so that the rest of the office stays as it was.
    """
    serial = int(file.case.number.rpartition("-")[2])
    decided = file.case.opened_on + DECIDED_AFTER
    if serial % EVERY or decided > (file.case.closed_on or ground.last_day):
        return
    rng = Random(file.case.number)
    keys = Keys(rng)
    at = ground.now - (ground.today - decided)
    plan = _plan(file, decided, rng)
    plan.id = keys(at)
    plan.monitoring_on = _monitoring(ground, decided, late=serial % LATE_EVERY == 0)
    file.records += [plan, *_parts(ground, plan, keys, at)]
    if file.case.closed_on:
        file.records += _evaluation(ground, file, plan, keys)


def _plan(file: CaseFile, decided: date, rng: Random) -> Plan:
    long_goal, short_goal = rng.choice(GOALS)
    return Plan(
        case_id=file.case.id,
        number=1,
        author_id=file.case.primary_id,
        status=PlanStatus.EVALUATED if file.case.closed_on else PlanStatus.DECIDED,
        needs=file.case.headline,
        long_goal=long_goal,
        short_goal=short_goal,
        first=decided,
        last=decided + LASTS,
        met_on=decided,
        consent_way=rng.choice((None, *ConsentWay)),
        decided_on=decided,
        decided_by_id=file.case.primary_id,
    )


def _monitoring(ground: Ground, decided: date, *, late: bool) -> date:
    """The day agreed on; most that went by were set anew."""
    day = decided + MONITORED_AFTER
    while day < ground.today and not late:
        day += MONITORED_AFTER
    return day


def _parts(ground: Ground, plan: Plan, keys: Keys, at: datetime) -> list[PlanAction | PlanService]:
    plan.consent_on = plan.decided_on if plan.consent_way else None
    of_plan = {"case_id": plan.case_id, "plan_id": plan.id}
    lines = [
        PlanAction(
            id=keys(at), **of_plan, position=n, doer=d, name=name, what=what, frequency=often
        )
        for n, (d, name, what, often) in enumerate(LINES)
    ]
    word = ground.lists.choice(ChoiceKind.SERVICE, SERVICES[plan.id.int % len(SERVICES)])
    return [*lines, PlanService(id=keys(at), **of_plan, choice_id=word)]


def _evaluation(
    ground: Ground, file: CaseFile, plan: Plan, keys: Keys
) -> list[Evaluation | EvaluationChange]:
    assert file.case.closed_on is not None
    evaluation = Evaluation(
        id=keys(ground.now),
        case_id=plan.case_id,
        plan_id=plan.id,
        author_id=file.case.primary_id,
        day=file.case.closed_on,
        attainment=list(Attainment)[plan.id.int % len(Attainment)],
        text="ふりかえりを本人と行った。" + plan.short_goal + "ことに取り組めた。",
        ending_id=ground.lists.choice(ChoiceKind.ENDING, "closed"),
    )
    word = ground.lists.choice(ChoiceKind.CHANGE, CHANGES[plan.id.int % len(CHANGES)])
    change = EvaluationChange(
        id=keys(ground.now), case_id=plan.case_id, evaluation_id=evaluation.id, choice_id=word
    )
    return [evaluation, change]
