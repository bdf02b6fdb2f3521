"""The ties that 続柄 say by themselves, as far as nobody has entered anything else.

What a 続柄 leaves open (whose child is a 孫, of which side is a 祖母) is read where only one
reading is possible; otherwise the person stands in their generation without a line.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final
from uuid import UUID

from cswtool.people.rules import KinKind, Sex


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of the case whom the viewer may see. `here` is about the day that is drawn."""

    id: UUID
    name: str
    sex: Sex
    relation: str
    born: date | None = None
    estimated: bool = False
    died: date | None = None
    here: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """How two are tied; of parent and child the parent is `first`."""

    kind: KinKind
    first: UUID
    second: UUID
    since: date | None = None
    until: date | None = None

    @property
    def pair(self) -> frozenset[UUID]:
        return frozenset({self.first, self.second})


class Role(Enum):
    """What a 続柄 means, with the generation counted down from 本人."""

    FOCUS = (0, "本人")
    SPOUSE = (0, "配偶者|夫|妻|内縁(の夫|の妻)?|同棲相手|パートナー|(前|元)(夫|妻)")
    PARENT = (-1, "(実|養|継)?(父|母)(親)?")
    CHILD = (1, "子|子ども|[長次二三四五六七八九]+(男|女)|末子|息子|娘|実子|養(子|女)|継子")
    CHILD_OF_SPOUSE = (1, "連れ子|(夫|妻|配偶者)の(連れ)?子")
    SIBLING = (0, "[長次]?(兄|姉)|(弟|妹)|きょうだい|兄弟|姉妹|双子.*")
    GRANDPARENT = (-2, "((父|母)方の?)?(祖父|祖母)")
    GRANDCHILD = (2, "孫")
    CHILD_IN_LAW = (1, "子の(配偶者|夫|妻)|嫁|婿")
    PARENT_IN_LAW = (-1, "義(父|母)|(夫|妻|配偶者)の(父|母)")
    UNCLE = (-1, "おじ・おば|おじ|おば|[伯叔](父|母)")
    NEPHEW = (1, "[甥姪]|おい|めい|甥・姪")
    OTHER_KIN = (0, "いとこ|義(兄|姉|弟|妹)|親族|親戚")

    def __init__(self, rank: int, words: str) -> None:
        self.rank = rank
        self.words = re.compile(words)


_SPOUSE_OF: Final = re.compile("(?P<whom>.+)の(配偶者|夫|妻)")
_ELDER: Final = frozenset({"兄", "姉", "長兄", "長姉", "長男", "長女"})


def role_of(relation: str) -> Role | None:
    """What a 続柄 means; None for 友人, 大家 and everything else that is no kin."""
    plain = relation.strip()
    found = next((role for role in Role if role.words.fullmatch(plain)), None)
    if found is None and (spouse := _SPOUSE_OF.fullmatch(plain)):
        whose = role_of(spouse["whom"])
        return Role.CHILD_IN_LAW if whose is Role.CHILD else Role.OTHER_KIN
    return found


def seniority(one: Kin) -> date:
    """By what siblings are ordered: their birth; if unknown, whether the 続柄 says elder."""
    if one.born:
        return one.born
    return date.min if one.relation in _ELDER else date.max


def links_of(people: Sequence[Kin], entered: Sequence[Link]) -> list[Link]:
    """The entered ties, and those the 続柄 say about what was not entered."""
    return [
        *entered,
        *(link for link in _Reading(people).links() if not _said(link, entered, people)),
    ]


def _said(link: Link, entered: Iterable[Link], people: Sequence[Kin]) -> bool:
    """Whether an entered tie takes the place of one that was only read from a 続柄."""
    sexes = {one.id: one.sex for one in people}
    for other in entered:
        if other.pair == link.pair and other.kind is not KinKind.TWIN:
            return True
        same_child = other.kind is KinKind.PARENT and other.second == link.second
        if link.kind.is_descent and same_child and sexes[other.first] is sexes[link.first]:
            return True
        if link.kind is KinKind.SIBLING and other.kind.is_descent and other.second in link.pair:
            return True
    return False


class _Reading:
    def __init__(self, people: Sequence[Kin]) -> None:
        self.by_role: dict[Role | None, list[Kin]] = defaultdict(list)
        for one in people:
            self.by_role[role_of(one.relation)].append(one)
        self.focus = next(iter(self.by_role[Role.FOCUS]), None)
        self.parents = self._couple(Role.PARENT)
        spouses = [one for one in self.by_role[Role.SPOUSE] if one.relation[0] not in "前元"]
        self.spouse = spouses[0] if len(spouses) == 1 else None

    def links(self) -> list[Link]:
        if self.focus is None:
            return []
        return [
            *self._partners(self.focus),
            *self._upward(self.focus),
            *self._siblings(self.focus),
            *self._downward(self.focus),
            *self._in_law(),
        ]

    def _couple(self, role: Role) -> list[Kin]:
        """The two of a role if they are man and woman, or the one; of more nobody knows whose."""
        found = self.by_role[role]
        return found if len({one.sex for one in found}) == len(found) else []

    @staticmethod
    def _married(couple: Sequence[Kin]) -> list[Link]:
        pair = 2
        if len(couple) != pair:
            return []
        return [Link(KinKind.MARRIED, couple[0].id, couple[1].id)]

    def _partners(self, focus: Kin) -> list[Link]:
        kinds = {"内": KinKind.PARTNERS, "同": KinKind.PARTNERS, "パ": KinKind.PARTNERS}
        kinds |= {"前": KinKind.DIVORCED, "元": KinKind.DIVORCED}
        return [
            Link(kinds.get(one.relation[0], KinKind.MARRIED), focus.id, one.id)
            for one in self.by_role[Role.SPOUSE]
        ]

    def _upward(self, focus: Kin) -> list[Link]:
        kinds = {"養": KinKind.ADOPTIVE, "継": KinKind.STEP}
        links = [
            Link(kinds.get(one.relation[0], KinKind.PARENT), one.id, focus.id)
            for one in self.by_role[Role.PARENT]
        ]
        return [*links, *self._married(self.parents), *self._grandparents()]

    def _grandparents(self) -> list[Link]:
        sides: dict[UUID, list[Kin]] = defaultdict(list)
        for one in self.by_role[Role.GRANDPARENT]:
            side = {"父": Sex.MALE, "母": Sex.FEMALE}.get(one.relation[0])
            parents = [p for p in self.parents if side is None or p.sex is side]
            if len(parents) == 1:
                sides[parents[0].id].append(one)
        links = [
            Link(KinKind.PARENT, old.id, parent)
            for parent, couple in sides.items()
            for old in couple
        ]
        return [*links, *(link for couple in sides.values() for link in self._married(couple))]

    def _siblings(self, focus: Kin) -> list[Link]:
        found = self.by_role[Role.SIBLING]
        links = [
            Link(KinKind.PARENT, parent.id, one.id) for one in found for parent in self.parents
        ]
        if not self.parents:
            links = [Link(KinKind.SIBLING, focus.id, one.id) for one in found]
        twins = [one for one in found if one.relation.startswith("双子")]
        return [*links, *(Link(KinKind.TWIN, focus.id, one.id) for one in twins)]

    def _downward(self, focus: Kin) -> list[Link]:
        parents = [focus, *([self.spouse] if self.spouse else [])]
        links = []
        for child in self.by_role[Role.CHILD]:
            kind = {"養": KinKind.ADOPTIVE, "継": KinKind.STEP}.get(
                child.relation[0], KinKind.PARENT
            )
            links += [Link(kind, parent.id, child.id) for parent in parents]
        for child in self.by_role[Role.CHILD_OF_SPOUSE]:
            if self.spouse:
                links.append(Link(KinKind.PARENT, self.spouse.id, child.id))
            links.append(Link(KinKind.STEP, focus.id, child.id))
        return [*links, *self._grandchildren()]

    def _grandchildren(self) -> list[Link]:
        wed = [
            (child, one) for one in self.by_role[Role.CHILD_IN_LAW] if (child := self._whose(one))
        ]
        links = [Link(KinKind.MARRIED, child.id, one.id) for child, one in wed]
        children = self.by_role[Role.CHILD]
        parents: list[Kin] = list(children) if len(children) == 1 else []
        if len(wed) == 1 and (not parents or parents[0] is wed[0][0]):
            parents = list(wed[0])
        for one in self.by_role[Role.GRANDCHILD]:
            links += [Link(KinKind.PARENT, parent.id, one.id) for parent in parents]
        return links

    def _whose(self, spouse: Kin) -> Kin | None:
        """Whose husband or wife somebody is among the children; None where it is left open."""
        children = self.by_role[Role.CHILD]
        if said := _SPOUSE_OF.fullmatch(spouse.relation):
            named = [child for child in children if child.relation == said["whom"]]
            if named:
                return named[0]
        fitting = [child for child in children if child.sex is not spouse.sex]
        return fitting[0] if len(fitting) == 1 else None

    def _in_law(self) -> list[Link]:
        couple = self._couple(Role.PARENT_IN_LAW)
        if self.spouse is None:
            return []
        links = [Link(KinKind.PARENT, one.id, self.spouse.id) for one in couple]
        return [*links, *self._married(couple)]
