"""Synthetic つなぎ: where a case is passed on to, on what basis, and how far it has come."""

from datetime import date, timedelta

from cswtool.community.models import Organisation
from cswtool.consultations.models import Consultation
from cswtool.demo import shapes, stock
from cswtool.demo.ground import Ground
from cswtool.demo.households import GUARDED, CaseFile
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import ReferralStatus
from cswtool.sharing.rules import Basis, ConsentWay

KINDS: dict[str, tuple[str, ...]] = {
    "hikikomori": ("work", "health", "network"),
    "eighty_fifty": ("hokatsu", "health", "shakyo"),
    "isolation": ("network", "hokatsu"),
    "no_kin": ("shakyo", "rights", "hokatsu"),
    "belonging": ("network",),
    "abuse_child": ("child",),
    "abuse_elder": ("hokatsu", "city"),
    "abuse_disability": ("city", "disability"),
    "dv": ("city", "safety"),
    "poverty": ("shakyo", "city"),
    "food": ("network", "shakyo"),
    "debt": ("rights", "shakyo"),
    "money": ("shakyo", "rights"),
    "housing": ("city", "shakyo"),
    "work": ("work",),
    "hoarding": ("city", "hokatsu"),
    "self_neglect": ("hokatsu", "medical"),
    "illness": ("medical",),
    "dementia": ("hokatsu", "medical"),
    "disability": ("disability",),
    "mental": ("medical", "health"),
    "addiction": ("health", "medical"),
    "suicide": ("health", "medical"),
    "care": ("hokatsu",),
    "double_care": ("hokatsu", "child"),
    "young_carer": ("child", "school"),
    "child_rearing": ("child",),
    "single_parent": ("child", "city"),
    "school_absence": ("school", "child"),
    "delinquency": ("school", "safety"),
    "disaster_care": ("city", "network"),
    "disaster_victim": ("city", "safety"),
    "foreign": ("network",),
}
"""By issue: codes of organisations.toml where such cases go; the rest go to 社協 or その他."""
ELSEWHERE = ("shakyo", "other")
BASES = {Basis.CONSENT: 80, Basis.SUPPORT_MEETING: 14, Basis.LIFE: 6}
BASIS_NOTES = {
    Basis.SUPPORT_MEETING: "支援会議で共有を確認した",
    Basis.LIFE: "連絡がとれず、体調の急変が心配されるため",
    Basis.NOTICE: "虐待の疑いがあり、所内で協議のうえ通告した",
}
WRITTEN_SHARE = 0.45

_S = ReferralStatus
WAYS: dict[tuple[ReferralStatus, ...], int] = {
    (_S.WRITTEN, _S.SENT, _S.RECEIVED, _S.WORKING, _S.RESULT, _S.DONE): 78,
    (_S.WRITTEN, _S.SENT, _S.RECEIVED, _S.DECLINED): 8,
    (_S.WRITTEN, _S.SENT): 5,
    (_S.WRITTEN,): 1,
    (_S.WRITTEN, _S.SENT, _S.RECEIVED): 2,
    (_S.WRITTEN, _S.SENT, _S.RECEIVED, _S.WORKING): 4,
    (_S.WRITTEN, _S.SENT, _S.RECEIVED, _S.WORKING, _S.RESULT): 2,
}
LONGEST_WAIT = {
    _S.WRITTEN: 0,
    _S.SENT: 1,
    _S.RECEIVED: 7,
    _S.WORKING: 10,
    _S.RESULT: 40,
    _S.DONE: 10,
    _S.DECLINED: 9,
}
"""Days that the step takes at most."""
SECOND_SHARE = 0.35


def pass_on(ground: Ground, file: CaseFile) -> None:
    """Add the つなぎ of a case, each beginning on the day of one of its contacts."""
    if not ground.chance(shapes.LINKED_SHARE):
        return
    days = sorted({record.day for record in file.records if isinstance(record, Consultation)})
    count = 1 + ground.chance(SECOND_SHARE)
    taken: set[Organisation] = set()
    for day in sorted(ground.rng.sample(days, min(count, len(days)))):
        organisation = _organisation(ground, file)
        if organisation not in taken:
            taken.add(organisation)
            _refer(ground, file, organisation, day)


def _organisation(ground: Ground, file: CaseFile) -> Organisation:
    issue = ground.rng.choice(file.situation.issues)
    kind = ground.rng.choice(KINDS.get(issue, ELSEWHERE))
    here = {None, file.case.zone_id}
    return ground.rng.choice([o for o in ground.lists.organisations[kind] if o.zone_id in here])


def _refer(ground: Ground, file: CaseFile, organisation: Organisation, day: date) -> None:
    found, case = file.situation, file.case
    at = ground.moment(day)
    agencies = stock.issues()[found.issues[0]]["agency"]
    referral = Referral(
        id=ground.key(at),
        case_id=case.id,
        organisation_id=organisation.id,
        author_id=case.primary_id,
        contact=ground.rng.choice(agencies) if ground.chance(WRITTEN_SHARE) else "",
        purpose=ground.texts.referral_purpose(issues=found.issues, cast=found.cast),
        shared=_shared(ground, file),
    )
    _justify(ground, file, referral, day)
    file.records += [referral, *_steps(ground, file, referral, day)]


def _shared(ground: Ground, file: CaseFile) -> str:
    labels = [ground.lists.issues[code].label for code in file.situation.issues]
    told = ground.rng.sample(labels, ground.rng.randint(1, len(labels)))
    extra = ground.rng.choice(("これまでの相談の経過", "連絡のとり方", "本人の希望"))
    return f"氏名・住所・連絡先、世帯の構成、{'と'.join(told)}の状況、{extra}。"


def _justify(ground: Ground, file: CaseFile, referral: Referral, day: date) -> None:
    guarded = not GUARDED.isdisjoint(file.situation.issues)
    referral.basis = Basis.NOTICE if guarded else shapes.pick(ground.rng, BASES)
    referral.basis_note = BASIS_NOTES.get(referral.basis, "")
    if referral.basis is Basis.CONSENT:
        written = ground.chance(WRITTEN_SHARE)
        referral.consent_way = ConsentWay.WRITTEN if written else ConsentWay.SPOKEN
        referral.consent_on = day


def _steps(ground: Ground, file: CaseFile, referral: Referral, day: date) -> list[ReferralStep]:
    """The way as far as today; whatever is still under way when a case closes is finished."""
    closed = file.case.closed_on
    ways = list(WAYS)[:2] if closed else list(WAYS)
    way = ground.rng.choices(ways, [WAYS[steps] for steps in ways])[0]
    steps: list[ReferralStep] = []
    for status in way:
        day += timedelta(days=ground.rng.randint(0, LONGEST_WAIT[status]))
        if closed is not None:
            day = min(day, closed)
        if day > ground.last_day:
            break
        steps.append(_step(ground, file, referral, status))
        steps[-1].at = ground.moment(day, steps[-2].at if len(steps) > 1 else None)
        referral.status, referral.status_on = status, day
    return steps


def _step(
    ground: Ground, file: CaseFile, referral: Referral, status: ReferralStatus
) -> ReferralStep:
    return ReferralStep(
        id=ground.key(ground.now),
        case_id=file.case.id,
        referral_id=referral.id,
        author_id=file.case.primary_id,
        status=status,
        note=_answer(ground, file, status),
    )


def _answer(ground: Ground, file: CaseFile, status: ReferralStatus) -> str:
    if status not in {ReferralStatus.RESULT, ReferralStatus.DECLINED}:
        return ""
    declined = status is ReferralStatus.DECLINED
    return ground.texts.referral_result(issues=file.situation.issues, declined=declined)
