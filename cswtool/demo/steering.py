"""What the synthetic workers judged of a case, and what they met at its door."""

from datetime import datetime, timedelta
from typing import Final

from cswtool.access import clock
from cswtool.cases.rules import Complexity, StepKind, Urgency
from cswtool.cautions.models import Caution
from cswtool.cautions.rules import CautionKind
from cswtool.demo.ground import Ground
from cswtool.demo.households import GUARDED, CaseFile, add_step
from cswtool.handovers.models import Handover

JUDGED_SHARE: Final = 0.6
CAUTION_SHARE: Final = 0.07
TODAY_SHARE: Final = 0.08  # of the judged cases with abuse that are still open
HANDOVER_SHARE: Final = 0.03  # of the open cases
HIGH_FROM, MIDDLE_FROM = 4, 2  # issues
MEMO: Final = "月に一度は顔を見に行く約束です。午前中は寝ていることが多いので、午後に。"
TEXTS: Final = {
    CautionKind.VIOLENCE: "酒が入ると声が大きくなる。玄関先で話す",
    CautionKind.DOG: "玄関に犬がつないである。門の外から声をかける",
    CautionKind.INFECTION: "家族がせきをしている。マスクをして短い時間で",
    CautionKind.KEY: "呼び鈴が鳴らない。着いたら電話をする",
    CautionKind.OTHER: "坂の途中で車を止める場所がない。歩いて行く",
}


def steer(ground: Ground, file: CaseFile) -> None:
    """Judge the case, and note what whoever goes there must know."""
    at = ground.moment(file.case.opened_on) + timedelta(hours=1)
    if ground.chance(JUDGED_SHARE):
        _judge(ground, file, min(at, ground.now))
    if ground.chance(CAUTION_SHARE):
        _warn(ground, file, min(at, ground.now))
    if not file.case.is_closed and ground.chance(HANDOVER_SHARE):
        _hand_over(ground, file, ground.now - timedelta(days=1))


def _hand_over(ground: Ground, file: CaseFile, at: datetime) -> None:
    """The worker asks a colleague, who has not answered yet."""
    case = file.case
    if case.opened_on >= clock.in_japan(at).date():
        return
    taker = ground.rng.choice([u for u in ground.staff.everybody if u.id != case.primary_id])
    file.records.append(
        Handover(
            id=ground.key(at),
            case_id=case.id,
            from_id=case.primary_id,
            to_id=taker.id,
            author_id=case.primary_id,
            at=at,
            note=MEMO,
        )
    )
    add_step(ground, file, StepKind.OFFERED, at)


def _judge(ground: Ground, file: CaseFile, at: datetime) -> None:
    case, issues = file.case, file.situation.issues
    guarded = not GUARDED.isdisjoint(issues)
    case.urgency = Urgency.DAYS if guarded else Urgency.USUAL
    if guarded and not case.is_closed and ground.chance(TODAY_SHARE):
        case.urgency = Urgency.TODAY
    case.complexity = _load(len(issues))
    add_step(ground, file, StepKind.URGENCY, at)
    add_step(ground, file, StepKind.COMPLEXITY, at)


def _load(issues: int) -> Complexity:
    if issues >= HIGH_FROM:
        return Complexity.HIGH
    return Complexity.MIDDLE if issues >= MIDDLE_FROM else Complexity.LOW


def _warn(ground: Ground, file: CaseFile, at: datetime) -> None:
    case, kind = file.case, ground.rng.choice(list(CautionKind))
    file.records.append(
        Caution(
            id=ground.key(at),
            case_id=case.id,
            author_id=case.primary_id,
            kind=kind,
            text=TEXTS[kind],
            since=case.opened_on,
        )
    )
    add_step(ground, file, StepKind.CAUTIONED, at)
    if kind is CautionKind.VIOLENCE:
        case.two_workers, case.two_workers_reason = True, TEXTS[kind]
        add_step(ground, file, StepKind.TWO_WORKERS, at)
