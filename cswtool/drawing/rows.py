"""A genogram as a table: what somebody reads who does not see the picture."""

from dataclasses import dataclass
from typing import Final

from cswtool.drawing.family import Descent, Family, Figure, Shape

_SEXES: Final = {
    Shape.MALE: "男性",
    Shape.FEMALE: "女性",
    Shape.OTHER: "不明・その他",
    Shape.UNBORN: "妊娠中の子",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One person; `ties` are sentences such as 架空 花子と婚姻."""

    key: str
    name: str
    sex: str
    age: str
    together: bool
    ties: tuple[str, ...]


def rows(family: Family) -> list[Row]:
    """One row a figure, the eldest first. It has every tie, drawn or not."""
    names = {figure.key: figure.name for figure in family.figures}
    return [
        Row(
            key=figure.key,
            name=f"{figure.name}（本人）" if figure.focus else figure.name,
            sex=_SEXES[figure.shape],
            age=_age(figure),
            together=figure.key in family.together,
            ties=(*_bonds(family, figure, names), *_descents(family, figure, names)),
        )
        for figure in family.figures
    ]


def _age(figure: Figure) -> str:
    if figure.shape is Shape.UNBORN:
        return ""
    age = f"{figure.age}歳" if figure.age else "年齢不明"
    return f"{figure.note}（{age}）" if figure.dead else age


def _bonds(family: Family, figure: Figure, names: dict[str, str]) -> list[str]:
    return [
        f"{names[other]}と{union.bond.label}"
        for union in family.unions
        for other in union.partners
        if figure.key in union.partners and other != figure.key
    ]


def _descents(family: Family, figure: Figure, names: dict[str, str]) -> list[str]:
    found = []
    for child in family.children:
        if child.key == figure.key:
            parents = "・".join(names[key] for key in family.unions[child.union].partners)
            others = [c for c in family.children_of(child.union) if c.key != figure.key]
            if parents:
                found.append(f"{parents}の{child.descent.label}")
            elif others:
                found.append(f"{'・'.join(names[c.key] for c in others)}のきょうだい")
            twins = [names[c.key] for c in others if c.twins and c.twins == child.twins]
            if twins and child.descent is not Descent.STEP:
                found.append(f"{'・'.join(twins)}と双子")
    return found
