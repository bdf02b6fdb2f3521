"""What a genogram is drawn from: figures, couples, children, who lives together."""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """□, ○, ◇, and △ for a child not yet born."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNBORN = "unborn"


class Bond(StrEnum):
    """How two partners stand to each other; PARTED is the end of 内縁."""

    MARRIED = "married"
    PARTNERS = "partners"
    SEPARATED = "separated"
    DIVORCED = "divorced"
    PARTED = "parted"
    UNSTATED = "unstated"

    @property
    def label(self) -> str:
        return {
            "married": "婚姻",
            "partners": "内縁",
            "separated": "別居",
            "divorced": "離婚",
            "parted": "内縁を解消",
            "unstated": "子の父母",
        }[self]


class Descent(StrEnum):
    BIRTH = "birth"
    ADOPTED = "adopted"
    STEP = "step"

    @property
    def label(self) -> str:
        return {"birth": "子", "adopted": "養子", "step": "継子"}[self]


@dataclass(frozen=True, slots=True)
class Figure:
    """One person. `rank` is the generation, counted down from 本人, where no line says it."""

    key: str
    name: str
    shape: Shape = Shape.OTHER
    age: str = ""
    note: str = ""
    focus: bool = False
    dead: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Union:
    """Those whose children hang together: a couple, a single parent, or nobody who is known."""

    partners: tuple[str, ...]
    bond: Bond = Bond.MARRIED


@dataclass(frozen=True, slots=True)
class Child:
    """`union` counts in `Family.unions`; children with the same `twins` come from one point."""

    key: str
    union: int
    descent: Descent = Descent.BIRTH
    twins: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Figures stand in order of age, the eldest first; the unions of a person in order of time."""

    figures: tuple[Figure, ...]
    unions: tuple[Union, ...] = ()
    children: tuple[Child, ...] = ()
    together: frozenset[str] = frozenset()
    """Who lives in one household."""

    def children_of(self, union: int) -> list[Child]:
        """The children of a union, the eldest first."""
        age = {figure.key: place for place, figure in enumerate(self.figures)}
        found = [child for child in self.children if child.union == union]
        return sorted(found, key=lambda child: age[child.key])
