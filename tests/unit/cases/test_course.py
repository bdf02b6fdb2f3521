"""The course of a case, and its number."""

import pytest

from cswtool.cases.rules import (
    NEXT,
    Status,
    StepKind,
    WrongCourseError,
    after,
    case_number,
    typed_number,
)

ALLOWED = {
    (Status.OPEN, StepKind.WATCHED): Status.WATCH,
    (Status.OPEN, StepKind.CLOSED): Status.CLOSED,
    (Status.WATCH, StepKind.RESUMED): Status.OPEN,
    (Status.WATCH, StepKind.CLOSED): Status.CLOSED,
    (Status.CLOSED, StepKind.REOPENED): Status.OPEN,
}


@pytest.mark.parametrize("step", NEXT)
@pytest.mark.parametrize("status", Status)
def test_every_step_from_every_state(status, step):
    if (status, step) in ALLOWED:
        assert after(status, step) is ALLOWED[status, step]
    else:
        with pytest.raises(WrongCourseError):
            after(status, step)


def test_a_number_has_the_fiscal_year_and_at_least_four_digits():
    assert case_number(2026, 123) == "R8-0123"
    assert case_number(2026, 12345) == "R8-12345"


@pytest.mark.parametrize("typed", ["R8-0123", "r8-123", " Ｒ８－０１２３ ", "R8ー0123", "R8−123"])
def test_a_number_is_found_however_it_is_typed(typed):
    assert typed_number(typed) == "R8-0123"


@pytest.mark.parametrize("typed", ["", "R8", "0123", "R80123", "架空 花子", "R8-0123-4"])
def test_what_is_no_number(typed):
    assert typed_number(typed) is None
