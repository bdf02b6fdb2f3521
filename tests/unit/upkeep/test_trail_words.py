"""Everything the trail may say has words."""

from cswtool.access.permissions import Permission
from cswtool.db.audit import Outcome
from cswtool.upkeep.rules import ACTIONS, OUTCOMES


def test_every_permission_and_outcome_is_put_into_words():
    assert {permission.value for permission in Permission} <= set(ACTIONS)
    assert {outcome.value for outcome in Outcome} == set(OUTCOMES)


def test_no_two_acts_are_called_the_same():
    assert len(set(ACTIONS.values())) == len(ACTIONS)
