"""The way of a plan: what may be done to it where, and its number."""

import pytest

from cswtool.plans.rules import (
    OPEN_TO,
    PlanAct,
    PlanStatus,
    WrongActError,
    next_number,
    refusal,
    require_act,
)

S, A = PlanStatus, PlanAct


def test_every_state_has_its_acts_and_every_act_a_state():
    assert set(OPEN_TO) == set(S)
    assert set().union(*OPEN_TO.values()) == set(A)


@pytest.mark.parametrize(
    ("now", "act"),
    [
        (S.DRAFT, A.EVALUATE),
        (S.DRAFT, A.REVISE),
        (S.DECIDED, A.EDIT),
        (S.DECIDED, A.DECIDE),
        (S.EVALUATED, A.EDIT),
        (S.EVALUATED, A.EVALUATE),
    ],
)
def test_an_act_out_of_turn_is_refused_and_says_what_can_be_done(now, act):
    with pytest.raises(WrongActError):
        require_act(now, act)
    words = refusal(now, act)
    assert f"今は「{now.label}」" in words
    assert all(f"「{other.label}」" in words for other in OPEN_TO[now])


def test_the_whole_way_can_be_gone():
    for now, act in ((S.DRAFT, A.EDIT), (S.DRAFT, A.DECIDE), (S.DECIDED, A.EVALUATE)):
        require_act(now, act)
    require_act(S.DECIDED, A.REVISE)
    require_act(S.EVALUATED, A.REVISE)


def test_numbers_of_a_case_begin_at_one_and_leave_none_out():
    assert next_number([]) == 1
    assert next_number([1, 3, 2]) == 4
