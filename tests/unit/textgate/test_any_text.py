"""Whatever is pasted is checked, and what is found lies apart within it."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cswtool.textgate.gate import check
from tests.unit.textgate.test_rules import MARKED, OFFICE

PIECES = st.sampled_from(
    [
        *"さん氏様くん〇一二三十百歳才年月日丁目番地号ー−-/.・A K\n\r\u3000０９㈱ﾞ\ufe00\U000e0100",
        "昭和",
        "R8-",
        *MARKED,
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


@settings(deadline=None)
@given(TEXTS)
def test_findings_lie_in_order_and_apart(text):
    found = check(text, OFFICE)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end for end, one in zip(ends, found, strict=False))
    assert all(one.words == text[one.start : one.end] for one in found)
    assert all(one.suggestion for one in found)


@pytest.mark.parametrize("unit", ["アイウエオ", "a.b-", "1-", "番号12 ", "字山", "「あ", "三丁目"])
def test_the_time_grows_with_the_text_and_no_faster(unit):
    """Sixteen times as long may take sixteen times as long, and some more on a busy machine."""
    short, long = (min(_seconds((unit * 20_000)[:n]) for _ in range(3)) for n in (1_250, 20_000))
    assert long < 60 * short


def _seconds(text):
    begun = process_time()
    check(text, OFFICE)
    return process_time() - begun
