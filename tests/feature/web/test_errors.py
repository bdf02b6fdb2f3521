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


@pytest.mark.parametrize("reader", ["shi", "minsei"])
def test_who_is_not_of_the_staff_is_not_sent_to_its_lists(browse, world, reader):
    for path, code in (("/caseload", 403), (f"/cases/{world.case_west}", 404)):
        answer = browse(reader).get(path)
        assert answer.status_code == code
        assert "係長" not in answer.text
        assert "架空市社会福祉協議会の担当者に連絡してください" in answer.text
    assert "係長に知らせてください" in browse("yoso").get("/cases/none").text
