"""From persons and their ties to the family that is drawn, as it was on a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from cswtool.drawing.family import Bond, Child, Descent, Family, Figure, Shape, Union
from cswtool.people.rules import KinKind, Sex, age_on, holds_on
from cswtool.portrait.rules.kin import Kin, Link, Role, role_of, seniority

_COUPLE: Final = 2
_SHAPES: Final = {Sex.MALE: Shape.MALE, Sex.FEMALE: Shape.FEMALE}
_BONDS: Final = {
    KinKind.MARRIED: Bond.MARRIED,
    KinKind.SEPARATED: Bond.SEPARATED,
    KinKind.DIVORCED: Bond.DIVORCED,
    KinKind.PARTNERS: Bond.PARTNERS,
}
_ENDED: Final = {
    KinKind.MARRIED: Bond.DIVORCED,
    KinKind.SEPARATED: Bond.MARRIED,
    KinKind.DIVORCED: Bond.DIVORCED,
    KinKind.PARTNERS: Bond.PARTED,
}
"""How a couple stands after the end of what was entered, where both were alive then."""
_DESCENTS: Final = (
    (KinKind.PARENT, Descent.BIRTH),
    (KinKind.ADOPTIVE, Descent.ADOPTED),
    (KinKind.STEP, Descent.STEP),
)
_OVER: Final = frozenset({Bond.DIVORCED, Bond.PARTED})


def shape_of(one: Kin) -> Shape:
    return _SHAPES.get(one.sex, Shape.OTHER)


def age_of(one: Kin, day: date) -> int | None:
    """Full years on a day; of somebody who has died by then, those they reached."""
    if one.born is None:
        return None
    return age_on(min(day, one.died) if one.died else day, one.born)


def is_dead(one: Kin, day: date) -> bool:
    return one.died is not None and one.died <= day


def family_on(
    people: Sequence[Kin], links: Sequence[Link], expecting: Iterable[UUID], day: date
) -> Family:
    """The family as it was on a day. `expecting` are those who were with child."""
    drawn = sorted((one for one in people if _is_drawn(one, links, day)), key=seniority)
    kept = {one.id for one in drawn}
    ties = [link for link in links if link.pair <= kept]
    build = _Build(ties, {one.id: one for one in drawn}, day)
    build.couples()
    build.descents()
    build.siblings()
    unborn = [build.unborn(mother) for mother in expecting if mother in kept]
    return Family(
        figures=(*(_figure(one, day) for one in drawn), *unborn),
        unions=tuple(build.unions),
        children=tuple(build.children),
        together=frozenset(
            [str(one.id) for one in drawn if one.here and not is_dead(one, day)] + build.inside
        ),
    )


def _is_drawn(one: Kin, links: Iterable[Link], day: date) -> bool:
    """Kin, and whoever else lives here; nobody before they were born."""
    if one.born and one.born > day:
        return False
    return one.here or role_of(one.relation) is not None or any(one.id in x.pair for x in links)


def _figure(one: Kin, day: date) -> Figure:
    age, dead = age_of(one, day), is_dead(one, day)
    role = role_of(one.relation)
    return Figure(
        key=str(one.id),
        name=one.name,
        shape=shape_of(one),
        age="" if age is None else str(age),
        note=f"{one.died.year}年没" if dead and one.died else "",
        focus=role is Role.FOCUS,
        dead=dead,
        rank=role.rank if role else 0,
    )


@dataclass
class _Build:
    """Gathers unions and children while the ties are read."""

    links: list[Link]
    people: dict[UUID, Kin]
    day: date
    unions: list[Union] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    numbers: dict[frozenset[UUID], int] = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)
    """Keys of the unborn whose mother lives here."""

    def couples(self) -> None:
        """A union for each couple: those that are over first, then in order of time."""
        pairs: dict[frozenset[UUID], list[Link]] = defaultdict(list)
        for link in self.links:
            if link.kind.is_bond and (link.since is None or link.since <= self.day):
                pairs[link.pair].append(link)
        bonds = {pair: self._bond(links) for pair, links in pairs.items()}
        begun = {pair: min(x.since or date.min for x in links) for pair, links in pairs.items()}
        for pair in sorted(bonds, key=lambda p: (bonds[p] not in _OVER, begun[p])):
            self._union(pair, bonds[pair])

    def _bond(self, links: list[Link]) -> Bond:
        """How a couple stands: by the latest entry in force, or else by the latest that ended."""
        now = [link for link in links if holds_on(self.day, link.since, link.until)]
        latest = max(now or links, key=lambda link: link.since or date.min)
        if now:
            return _BONDS[latest.kind]
        dead = any(
            died and latest.until and died <= latest.until
            for died in (self.people[key].died for key in latest.pair)
        )
        return _BONDS[latest.kind] if dead else _ENDED[latest.kind]

    def _union(self, parents: frozenset[UUID], bond: Bond = Bond.UNSTATED) -> int:
        if parents not in self.numbers:
            self.numbers[parents] = len(self.unions)
            keys = sorted(parents, key=lambda key: list(self.people).index(key))
            self.unions.append(Union(tuple(map(str, keys)), bond))
        return self.numbers[parents]

    def descents(self) -> None:
        """Hang everybody under their parents; under step-parents only where no others are known."""
        parents: dict[UUID, dict[KinKind, list[UUID]]] = defaultdict(lambda: defaultdict(list))
        for link in self.links:
            if link.kind.is_descent and (link.since is None or link.since <= self.day):
                parents[link.second][link.kind].append(link.first)
        for child, groups in parents.items():
            hung = False
            for kind, descent in _DESCENTS:
                if groups[kind] and not (hung and descent is Descent.STEP):
                    above = self._union(frozenset(self._pair(groups[kind])))
                    self.children.append(Child(str(child), above, descent, self._twins(child)))
                    hung = True

    def _pair(self, parents: list[UUID]) -> list[UUID]:
        """At most two, of different sex if there are more to choose from."""
        first, *others = dict.fromkeys(parents)
        others.sort(key=lambda key: self.people[key].sex is self.people[first].sex)
        return [first, *others[: _COUPLE - 1]]

    def _twins(self, child: UUID) -> str:
        group = {child}
        for link in self.links:
            if link.kind is KinKind.TWIN and link.pair & group:
                group |= link.pair
        return str(min(group)) if len(group) > 1 else ""

    def siblings(self) -> None:
        """Brothers and sisters of unknown parents; where one has parents, with those."""
        groups: list[set[UUID]] = []
        for link in self.links:
            if link.kind in {KinKind.SIBLING, KinKind.TWIN}:
                meeting = [group for group in groups if group & link.pair]
                groups = [group for group in groups if group not in meeting]
                groups.append(set(link.pair).union(*meeting))
        for group in groups:
            self._hang(group)

    def _hang(self, group: set[UUID]) -> None:
        above = {child.key: child.union for child in self.children}
        parented = [above[str(key)] for key in group if str(key) in above]
        number = parented[0] if parented else len(self.unions)
        if not parented:
            self.unions.append(Union((), Bond.UNSTATED))
        for key in sorted(group):
            if str(key) not in above:
                self.children.append(Child(str(key), number, twins=self._twins(key)))

    def unborn(self, mother: UUID) -> Figure:
        """A child not yet born, under the mother and the man she lives with if there is one."""
        couple = next(
            (
                pair
                for pair, number in reversed(self.numbers.items())
                if mother in pair
                and len(pair) == _COUPLE
                and self.unions[number].bond in {Bond.MARRIED, Bond.PARTNERS, Bond.SEPARATED}
            ),
            frozenset({mother}),
        )
        key = f"unborn {mother}"
        self.children.append(Child(key, self._union(couple)))
        if self.people[mother].here:
            self.inside.append(key)
        return Figure(key, "妊娠中", Shape.UNBORN)
