"""Synthetic 連絡票: what 民生委員 sent, and what became of it."""

from datetime import date, datetime, timedelta

from cswtool.access import clock
from cswtool.access.fiscal import fiscal_label, fiscal_year
from cswtool.accounts.models import User
from cswtool.community.models import Town
from cswtool.demo import shapes
from cswtool.demo.ground import Ground, works
from cswtool.demo.households import CaseFile, Situation, situation
from cswtool.intake.models import IncomingReferral, IncomingSerial
from cswtool.intake.rules import Awareness, IncomingStatus, Wish

ADVICE_PER_CASE = 0.1
WAITING_PER_CASE = 0.016
FEWEST_WAITING = 3
WAITING_DAYS = 9
BY_NAME_SHARE = 0.6
LANDMARKS = (
    "公園のとなり",
    "バス停の近く",
    "郵便局の裏手",
    "用水沿いの道",
    "商店の二階",
    "団地の北側",
)
AWARENESS = {
    Awareness.AGREED: 30,
    Awareness.KNOWS: 20,
    Awareness.UNAWARE: 40,
    Awareness.HIDDEN: 10,
}
WISHES = {Wish.VISIT: 40, Wish.TOGETHER: 25, Wish.PHONE: 25, Wish.ADVICE: 10}
OLD_FROM = 65
GROWN_UP_FROM = 40


def slip_of(ground: Ground, file: CaseFile) -> IncomingReferral | None:
    """The 連絡票 a case began with, where a 民生委員 brought it in."""
    case = file.case
    if file.situation.route != "welfare_commissioner":
        return None
    taken = ground.moment(case.opened_on)
    sent = case.opened_on - timedelta(days=ground.rng.randint(1, 4))
    slip = _slip(ground, file.situation, ground.moment(sent))
    slip.case_id = case.id
    slip.taken_by_id, slip.taken_at = case.primary_id, taken
    slip.status = IncomingStatus.ENDED if case.is_closed else IncomingStatus.CONTACTED
    return slip


def loose_slips(ground: Ground, first: date, cases: int) -> list[IncomingReferral]:
    """Those answered with advice alone, and those nobody has taken yet."""
    count = round(cases * ADVICE_PER_CASE)
    answered = shapes.openings(ground.rng, (first, ground.last_day), count, works)
    recent = [ground.last_day - timedelta(days=back) for back in range(WAITING_DAYS)]
    count = max(FEWEST_WAITING, round(cases * WAITING_PER_CASE))
    waiting = ground.rng.choices(recent, k=count)
    return [
        *(_advised(ground, day) for day in answered),
        *(_slip(ground, situation(ground, day), ground.moment(day)) for day in waiting),
    ]


def number(slips: list[IncomingReferral]) -> list[IncomingSerial]:
    """Give out the receipt numbers in the order of arrival; the last ones by fiscal year."""
    last: dict[int, int] = {}
    for slip in sorted(slips, key=lambda slip: (slip.at, slip.id)):
        year = fiscal_year(clock.in_japan(slip.at).date())
        last[year] = last.get(year, 0) + 1
        slip.number = f"連{fiscal_label(year)}-{last[year]:04}"
    return [IncomingSerial(fiscal_year=year, last=serial) for year, serial in last.items()]


def _advised(ground: Ground, day: date) -> IncomingReferral:
    found = situation(ground, day)
    slip = _slip(ground, found, ground.moment(day))
    slip.wish = Wish.ADVICE
    slip.status = IncomingStatus.ENDED
    slip.answer = ground.texts.advice(issues=found.issues)
    slip.taken_by_id = ground.staff.csw[found.zone].id
    slip.taken_at = min(slip.at + timedelta(hours=ground.rng.randint(1, 5)), ground.now)
    return slip


def _slip(ground: Ground, found: Situation, at: datetime) -> IncomingReferral:
    return IncomingReferral(
        id=ground.key(at),
        author_id=_commissioner(ground, found.town).id,
        at=at,
        who=_who(ground, found, at.date()),
        town_id=found.town.id,
        place=f"{found.chome}、{ground.rng.choice(LANDMARKS)}".lstrip("、"),
        worry=ground.texts.slip(issues=found.issues),
        awareness=shapes.pick(ground.rng, AWARENESS),
        wish=shapes.pick(ground.rng, WISHES),
        zone_id=ground.lists.zones[found.zone].id,
        status=IncomingStatus.RECEIVED,
    )


def _commissioner(ground: Ground, town: Town) -> User:
    """Somebody of the town's 民児協地区."""
    return ground.rng.choice(ground.staff.commissioners[ground.lists.districts[town.id]])


def _who(ground: Ground, found: Situation, day: date) -> str:
    if ground.chance(BY_NAME_SHARE):
        return f"{found.focus.name}さん"
    age = found.focus.age(day)
    words = {OLD_FROM: "高齢の", GROWN_UP_FROM: "中年の", 0: "若い"}
    kind = next(word for least, word in words.items() if age >= least)
    return f"名前はわからない({kind}{'女性' if found.focus.sex == 'female' else '男性'})"
