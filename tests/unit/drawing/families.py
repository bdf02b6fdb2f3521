"""The families of the golden pictures, by the name of their file."""

from cswtool.drawing.ecomap import Bound, Direction, Somebody, TieKind
from cswtool.drawing.family import Bond, Child, Descent, Family, Figure, Shape, Union

M, F, X = Shape.MALE, Shape.FEMALE, Shape.OTHER


def _one(key: str, name: str, shape: Shape, age: int | str = "", **more) -> Figure:
    return Figure(key, name, shape, str(age), **more)


THREE_GENERATIONS = Family(
    figures=(
        _one("祖父", "架空 太一", M, 78, dead=True, note="2019年没"),
        _one("祖母", "架空 ハナ", F, 81),
        _one("父", "架空 健", M, 52),
        _one("母", "架空 京子", F, 50),
        _one("おば", "見本 幸", F, 49),
        _one("長男", "架空 翔", M, 17, focus=True),
        _one("長女", "架空 葵", F, 14),
    ),
    unions=(Union(("祖父", "祖母")), Union(("父", "母"))),
    children=(Child("父", 0), Child("おば", 0), Child("長男", 1), Child("長女", 1)),
    together=frozenset({"祖母", "父", "母", "長男", "長女"}),
)
REMARRIAGE = Family(
    figures=(
        _one("前妻", "見本 梓", F, 44),
        _one("夫", "架空 誠", M, 46),
        _one("妻", "架空 恵", F, 41, focus=True),
        _one("前夫", "試験 剛", M, 45),
        _one("夫の子", "架空 蓮", M, 16),
        _one("妻の子", "架空 凛", F, 13),
        _one("二人の子", "架空 湊", M, 3),
    ),
    unions=(
        Union(("夫", "前妻"), Bond.DIVORCED),
        Union(("前夫", "妻"), Bond.DIVORCED),
        Union(("夫", "妻")),
    ),
    children=(Child("夫の子", 0), Child("妻の子", 1), Child("二人の子", 2)),
    together=frozenset({"夫", "妻", "妻の子", "二人の子"}),
)
TWINS = Family(
    figures=(
        _one("父", "架空 修", M, 39),
        _one("母", "架空 舞", F, 37, focus=True),
        _one("長女", "架空 紬", F, 9),
        _one("双子一", "架空 陸", M, 6),
        _one("双子二", "架空 海", M, 6),
        Figure("胎児", "妊娠中", Shape.UNBORN),
    ),
    unions=(Union(("父", "母")),),
    children=(
        Child("長女", 0), Child("双子一", 0, twins="a"), Child("双子二", 0, twins="a"),
        Child("胎児", 0),
    ),
    together=frozenset({"父", "母", "長女", "双子一", "双子二"}),
)  # fmt: skip
SEPARATED = Family(
    figures=(
        _one("夫", "架空 浩", M, 48),
        _one("妻", "架空 直美", F, 45, focus=True),
        _one("長女", "架空 彩", F, 15),
        _one("次女", "架空 栞", F, 11),
    ),
    unions=(Union(("夫", "妻"), Bond.SEPARATED),),
    children=(Child("長女", 0), Child("次女", 0)),
    together=frozenset({"妻", "長女", "次女"}),
)
EIGHTY_FIFTY = Family(
    figures=(
        _one("父", "架空 正男", M, 79, dead=True, note="2018年没"),
        _one("母", "架空 トシ", F, 83),
        _one("長男", "架空 学", M, 55, focus=True),
        _one("長女", "見本 由美", F, 52),
    ),
    unions=(Union(("父", "母")),),
    children=(Child("長男", 0), Child("長女", 0)),
    together=frozenset({"母", "長男"}),
)
HIDDEN = Family(
    figures=(
        _one("母", "架空 真理", F, 38, focus=True),
        _one("長男", "架空 樹", M, 12),
        _one("次男", "架空 岳", M, 8),
    ),
    unions=(Union(("母",)),),
    children=(Child("長男", 0), Child("次男", 0)),
    together=frozenset({"母", "長男", "次男"}),
)
"""As somebody sees it who may not see the father: nothing stands where he would be."""
SINGLE = Family(figures=(_one("本人", "架空 一", X, 67, focus=True),))
ADOPTED = Family(
    figures=(
        _one("養父", "架空 茂", M, 51),
        _one("養母", "架空 律子", F, 49),
        _one("実母", "見本 愛", F, 30),
        _one("長男", "架空 新", M, 18),
        _one("養子", "架空 光", X, 10, focus=True),
    ),
    unions=(Union(("養父", "養母")), Union(("実母",))),
    children=(Child("長男", 0), Child("養子", 0, Descent.ADOPTED), Child("養子", 1)),
    together=frozenset({"養父", "養母", "長男", "養子"}),
)
LARGE = Family(
    figures=(
        _one("父方祖父", "架空 源治", M, 85, dead=True, note="2021年没"),
        _one("父方祖母", "架空 キヨ", F, 84),
        _one("母方祖父", "見本 勇", M, 80),
        _one("母方祖母", "見本 ミツ", F, 79),
        _one("伯父", "架空 弘", M, 58),
        _one("父", "架空 隆", M, 55),
        _one("母", "架空 順子", F, 53),
        _one("叔母", "見本 和子", F, 50),
        _one("長男", "架空 大輔", M, 29),
        _one("長男の妻", "架空 唯", F, 28),
        _one("長女", "架空 千夏", F, 26, focus=True),
        _one("孫", "架空 空", M, 2),
    ),
    unions=(
        Union(("父方祖父", "父方祖母")),
        Union(("母方祖父", "母方祖母")),
        Union(("父", "母")),
        Union(("長男", "長男の妻"), Bond.PARTNERS),
    ),
    children=(
        Child("伯父", 0), Child("父", 0), Child("母", 1), Child("叔母", 1),
        Child("長男", 2), Child("長女", 2), Child("孫", 3),
    ),
    together=frozenset({"父方祖母", "父", "母", "長女"}),
)  # fmt: skip

FAMILIES = {
    "three_generations": THREE_GENERATIONS,
    "remarriage": REMARRIAGE,
    "twins": TWINS,
    "separated": SEPARATED,
    "eighty_fifty": EIGHTY_FIFTY,
    "hidden": HIDDEN,
    "single": SINGLE,
    "adopted": ADOPTED,
    "large": LARGE,
}

ECOMAP_MEMBERS = (
    Somebody("架空 トシ", Shape.FEMALE, "83"),
    Somebody("架空 学", Shape.MALE, "55", focus=True),
)
ECOMAP_TIES = (
    Bound("地域包括支援センター 西", TieKind.STRONG, Direction.IN),
    Bound("長女（別居）", TieKind.ORDINARY, Direction.BOTH),
    Bound("ほのぼのひろば", TieKind.WEAK, Direction.OUT),
    Bound("となりの家", TieKind.STRESS, Direction.IN),
    Bound("元の職場", TieKind.CUT),
    Bound("就労支援の事業所とても長い名前の法人の窓口です", TieKind.ORDINARY),
)
