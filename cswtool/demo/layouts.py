"""Who lives together: sex, age and relation of the members of each kind of household."""

from collections.abc import Callable
from random import Random
from typing import Literal

Sex = Literal["male", "female"]
Draft = tuple[str, Sex, int]  # relation to 本人, sex, age in years

SELF = "本人"
OLD_FROM = 65


def _single(rng: Random) -> list[Draft]:
    low, high = rng.choices(((20, 39), (40, 64), (65, 74), (75, 94)), (18, 37, 15, 30))[0]
    return [(SELF, _sex(rng), rng.randint(low, high))]


def _elderly_only(rng: Random) -> list[Draft]:
    age = rng.randint(70, 92)
    sex = _sex(rng)
    return [(SELF, sex, age), ("配偶者", _other(sex), max(OLD_FROM, age + rng.randint(-5, 5)))]


def _single_parent(rng: Random) -> list[Draft]:
    if _chance(rng, 0.3):  # the case is about the child
        return _child_first(rng)
    eldest = rng.randint(8, 17)
    sex: Sex = "female" if _chance(rng, 0.86) else "male"
    return [(SELF, sex, eldest + rng.randint(22, 36)), *_children(rng, eldest)]


def _child_first(rng: Random) -> list[Draft]:
    age = rng.randint(10, 17)
    parent: Draft = ("母", "female", age + rng.randint(22, 36))
    drafts: list[Draft] = [(SELF, _sex(rng), age), parent]
    if _chance(rng, 0.4):
        sex = _sex(rng)
        drafts.append(("弟" if sex == "male" else "妹", sex, rng.randint(3, age - 2)))
    if _chance(rng, 0.3):
        drafts.append(("祖母", "female", parent[2] + rng.randint(23, 32)))
    return drafts


def _parent_and_child(rng: Random) -> list[Draft]:
    child, parent = rng.randint(40, 62), rng.randint(24, 33)
    sex: Sex = "male" if _chance(rng, 0.68) else "female"
    older: Sex = "female" if _chance(rng, 0.75) else "male"
    if _chance(rng, 0.3):  # the case is about the parent
        return [(SELF, older, child + parent), (_ordinal("", sex), sex, child)]
    drafts: list[Draft] = [
        (SELF, sex, child),
        ("母" if older == "female" else "父", older, child + parent),
    ]
    if _chance(rng, 0.15):
        relation = "父" if older == "female" else "母"
        drafts.append((relation, _other(older), child + parent + rng.randint(-2, 4)))
    return drafts


def _family(rng: Random) -> list[Draft]:
    eldest, sex = rng.randint(8, 17), _sex(rng)
    age = eldest + rng.randint(24, 36)
    return [
        (SELF, sex, age),
        ("配偶者", _other(sex), age + rng.randint(-4, 4)),
        *_children(rng, eldest),
    ]


def _three_generations(rng: Random) -> list[Draft]:
    drafts = _family(rng)
    sex = _sex(rng)
    relation = "母" if sex == "female" else "父"
    drafts.append((relation, sex, max(68, drafts[0][2] + rng.randint(24, 34))))
    return drafts


def _couple(rng: Random) -> list[Draft]:
    age, sex = rng.randint(30, 62), _sex(rng)
    return [(SELF, sex, age), ("配偶者", _other(sex), age + rng.randint(-5, 2))]


def _siblings(rng: Random) -> list[Draft]:
    age, sex = rng.randint(45, 68), _sex(rng)
    words: dict[Sex, tuple[str, str]] = {"male": ("兄", "弟"), "female": ("姉", "妹")}
    gap = rng.choice((-6, -4, -2, 2, 4, 6))
    sibling = _sex(rng)
    return [(SELF, sex, age), (words[sibling][gap < 0], sibling, age + gap)]


def _other_kind(rng: Random) -> list[Draft]:
    layouts = (_family, _three_generations, _couple, _siblings)
    return rng.choices(layouts, (30, 30, 20, 20))[0](rng)


LAYOUTS: dict[str, Callable[[Random], list[Draft]]] = {
    "single": _single,
    "elderly_only": _elderly_only,
    "single_parent": _single_parent,
    "parent_and_child": _parent_and_child,
    "other": _other_kind,
}


def _children(rng: Random, eldest: int) -> list[Draft]:
    """One to three children, the eldest first; 長男 is the first son, 次男 the second."""
    drafts: list[Draft] = []
    age = eldest
    for _ in range(rng.choices((1, 2, 3), (45, 40, 15))[0]):
        sex = _sex(rng)
        before = "".join(relation for relation, _, _ in drafts)
        drafts.append((_ordinal(before, sex), sex, age))
        age -= rng.randint(2, 3)
    return [draft for draft in drafts if draft[2] > 0]


def _ordinal(before: str, sex: Sex) -> str:
    word = "男" if sex == "male" else "女"
    return ("長", "次", "三")[before.count(word)] + word


def _chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def _sex(rng: Random) -> Sex:
    return "male" if _chance(rng, 0.5) else "female"


def _other(sex: Sex) -> Sex:
    return "female" if sex == "male" else "male"
