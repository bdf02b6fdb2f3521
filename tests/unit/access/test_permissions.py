"""The permission table, on plain stand-ins for records."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from cswtool.access.actor import Actor, Role
from cswtool.access.permissions import Permission, may

LEAD = Actor(uuid4(), "主担当", frozenset({Role.CSW}))
OTHER = Actor(uuid4(), "よその職員", frozenset({Role.CSW}))
CHIEF = Actor(uuid4(), "係長", frozenset({Role.SUPERVISOR}))
ADMIN = Actor(uuid4(), "管理者", frozenset({Role.ADMINISTRATOR}))
SENDER = Actor(uuid4(), "民生委員", frozenset({Role.COMMISSIONER}))


def a_case(*, closed=False, secondary=None):
    return SimpleNamespace(primary_id=LEAD.id, secondary_id=secondary, is_closed=closed)


def test_a_case_is_closed_by_its_workers_or_the_supervisor():
    assert may(LEAD, Permission.CASE_CLOSE, a_case())
    assert may(CHIEF, Permission.CASE_CLOSE, a_case())
    assert may(OTHER, Permission.CASE_CLOSE, a_case(secondary=OTHER.id))
    assert not may(OTHER, Permission.CASE_CLOSE, a_case())


def test_a_closed_case_is_reopened_and_not_closed_again():
    closed = a_case(closed=True)
    assert may(LEAD, Permission.CASE_REOPEN, closed)
    assert not may(LEAD, Permission.CASE_CLOSE, closed)
    assert not may(LEAD, Permission.CASE_EDIT, closed)


def test_a_consultation_is_changed_by_its_author_or_the_workers_of_its_case():
    theirs = SimpleNamespace(author_id=OTHER.id, case=a_case())
    loose = SimpleNamespace(author_id=OTHER.id, case=None)
    assert may(OTHER, Permission.CONSULTATION_EDIT, theirs)
    assert may(LEAD, Permission.CONSULTATION_EDIT, theirs)
    assert not may(CHIEF, Permission.CONSULTATION_EDIT, theirs)
    assert not may(LEAD, Permission.CONSULTATION_EDIT, loose)


@pytest.mark.parametrize("actor", [ADMIN, SENDER])
def test_neither_administrator_nor_minsei_iin_touches_case_content(actor):
    for need in Permission:
        if need.startswith(("case:", "consultation:", "referral:", "person:", "search:")):
            record = SimpleNamespace(
                primary_id=None, secondary_id=None, is_closed=False, author_id=None, case=None
            )
            assert not may(actor, need, record), need


def test_roles_add_up():
    both = Actor(uuid4(), "係長兼CSW", frozenset({Role.CSW, Role.SUPERVISOR}))
    assert may(both, Permission.CASELOAD)
    assert may(both, Permission.CONSULTATION_ADD)
