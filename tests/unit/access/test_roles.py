"""Which roles one person may have."""

import pytest

from cswtool.access.actor import Role, role_clash


@pytest.mark.parametrize(
    "roles",
    [
        {Role.CSW, Role.SUPERVISOR, Role.COORDINATOR},
        {Role.SUPERVISOR, Role.ADMINISTRATOR},
        {Role.COMMISSIONER, Role.PARTNER},
        {Role.PRIVACY_OFFICER},
    ],
)
def test_these_go_together(roles):
    assert role_clash(frozenset(roles)) is None


@pytest.mark.parametrize(
    ("roles", "why"),
    [
        ({Role.REPORT_READER, Role.CSW}, "外の機関"),
        ({Role.PARTNER, Role.ADMINISTRATOR}, "外の機関"),
        ({Role.PRIVACY_OFFICER, Role.SUPERVISOR}, "自分のことを自分で調べない"),
        ({Role.PRIVACY_OFFICER, Role.ADMINISTRATOR}, "自分のことを自分で調べない"),
        ({Role.PRIVACY_OFFICER, Role.REPORT_READER}, "外の機関"),
    ],
)
def test_these_exclude_each_other_and_it_is_said_why(roles, why):
    assert why in role_clash(frozenset(roles))
