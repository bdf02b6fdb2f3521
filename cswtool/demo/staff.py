"""The people of the synthetic office, and how they sign in."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from cswtool.access.actor import Role
from cswtool.accounts.commands import UserInput, add_user
from cswtool.accounts.models import User
from cswtool.db.session import AuditedSession
from cswtool.demo.ground import Lists, Staff
from cswtool.demo.layouts import Sex
from cswtool.demo.names import person

PASSWORD = "kodaira-demo-office"  # noqa: S105 -- of the synthetic office, printed for everybody
COMMISSIONERS = 110
COMMISSIONER_AGES = (48, 76)
WOMEN_SHARE = 0.62


@dataclass(frozen=True)
class Post:
    """A post of the office and who holds it; `zone` is a code of zones.toml or ""."""

    login: str
    name: str
    kana: str
    roles: tuple[Role, ...]
    zone: str = ""


POSTS = (
    Post("nishi", "見本 一子", "みほん いちこ", (Role.CSW,), "W"),
    Post("chuo-nishi", "見本 二郎", "みほん じろう", (Role.CSW,), "CW"),
    Post("chuo", "見本 三和", "みほん みわ", (Role.CSW, Role.SUPERVISOR), "C"),
    Post("chuo-higashi", "見本 四郎", "みほん しろう", (Role.CSW,), "CE"),
    Post("higashi", "見本 五月", "みほん さつき", (Role.CSW,), "E"),
    Post("kakari", "見本 百子", "みほん ももこ", (Role.SUPERVISOR,)),
    Post("suishin", "見本 六実", "みほん むつみ", (Role.COORDINATOR,)),
    Post("sodan1", "見本 七海", "みほん ななみ", (Role.COUNSELLOR,)),
    Post("sodan2", "見本 八重", "みほん やえ", (Role.COUNSELLOR,)),
    Post("renkei", "見本 千佳", "みほん ちか", (Role.PARTNER,)),
    Post("shi", "見本 十和", "みほん とわ", (Role.REPORT_READER,)),
    Post("hogo", "見本 百合", "みほん ゆり", (Role.PRIVACY_OFFICER,)),
    Post("kanri", "見本 九太", "みほん きゅうた", (Role.ADMINISTRATOR,)),
)


@dataclass(frozen=True)
class SignInHint:
    """How somebody signs in to the synthetic office, for whoever shows it."""

    login: str
    who: str


def sign_in_hints() -> list[SignInHint]:
    """The sign-in of every post, and one of a commissioner."""
    hints = [
        SignInHint(post.login, f"{'・'.join(role.label for role in post.roles)} {post.name}")
        for post in POSTS
    ]
    return [*hints, SignInHint(_commissioner_login(1), Role.COMMISSIONER.label)]


def hire(session: AuditedSession, lists: Lists, rng: Random, today: date) -> Staff:
    """Store all users, still without passwords."""
    users = {post.login: _appoint(session, lists, post) for post in POSTS}
    return Staff(
        csw={post.zone: users[post.login] for post in POSTS if post.zone},
        supervisor=users["chuo"],
        coordinator=users["suishin"],
        counsellors=[users["sodan1"], users["sodan2"]],
        commissioners=_commissioners(session, lists, rng, today),
    )


def _appoint(session: AuditedSession, lists: Lists, post: Post) -> User:
    zones = {lists.zones[post.zone].id} if post.zone else set()
    partner = Role.PARTNER in post.roles
    return add_user(
        session,
        UserInput(
            login=post.login,
            name=post.name,
            kana=post.kana,
            roles=frozenset(post.roles),
            zone_ids=frozenset(zones),
            organisation_id=lists.organisations["hokatsu"][0].id if partner else None,
        ),
    )


def _commissioner_login(number: int) -> str:
    return f"minsei{number:03}"


def _commissioners(
    session: AuditedSession, lists: Lists, rng: Random, today: date
) -> dict[UUID, list[User]]:
    """As many to a 民児協地区 as its towns have 丁目, roughly."""
    spots = [town for places in lists.spots.values() for town, _ in places]
    by_district: dict[UUID, list[User]] = defaultdict(list)
    for number in range(1, COMMISSIONERS + 1):
        sex: Sex = "female" if rng.random() < WOMEN_SHARE else "male"
        who = person(rng, sex, rng.randint(*COMMISSIONER_AGES), today)
        district = lists.districts[rng.choice(spots).id]
        user = add_user(
            session,
            UserInput(
                login=_commissioner_login(number),
                name=who.name,
                kana=who.kana,
                roles=frozenset({Role.COMMISSIONER}),
                district_id=district,
            ),
        )
        by_district[district].append(user)
    return by_district
