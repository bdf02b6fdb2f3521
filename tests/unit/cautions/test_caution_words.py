"""Several cautions in one line."""

from cswtool.cautions.rules import CautionKind, named


def test_each_kind_stands_once_and_the_gravest_first():
    assert named([CautionKind.KEY, CautionKind.DOG, CautionKind.KEY]) == "犬・鍵"
    assert named([CautionKind.OTHER, CautionKind.VIOLENCE]) == "暴力・その他"
    assert named([]) == ""
