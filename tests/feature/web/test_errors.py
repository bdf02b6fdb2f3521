"""Addresses that only take a form, opened by hand or loaded anew."""

import pytest

REFERRAL = "/cases/{case_west}/referrals/{referral_west}"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (f"{REFERRAL}/step", REFERRAL),
        ("/incoming/{incoming_west}/answer", "/incoming/{incoming_west}"),
        ("/drafts/discard", "/"),
        ("/sign-out", "/"),
    ],
)
def test_the_address_of_a_form_leads_to_the_page_above_it(browse, world, address, page):
    answer = browse("shutanto").get(address.format(**world.ids))
    assert (answer.status_code, answer.location) == (303, page.format(**world.ids))


def test_a_form_sent_to_a_page_that_takes_none_is_not_found(browse):
    assert browse("shutanto").send("/caseload").status_code == 404
