"""Whatever is pasted is checked, and what is found lies apart within it."""

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
