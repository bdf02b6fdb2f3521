"""A 連絡票 and a つなぎ that were broken off come back."""

import pytest

from tests.pages import shown_fields

WORDS = "書きかけの文章"


@pytest.mark.parametrize(
    ("who", "page", "draft", "field"),
    [
        ("minsei", "/slips/new", "/drafts?form=slip", "worry"),
        (
            "shutanto",
            "/cases/{case_west}/referrals/new",
            "/drafts?form=referral&subject={case_west}",
            "purpose",
        ),
    ],
)
def test_what_was_begun_comes_back_until_it_is_sent(browse, world, who, page, draft, field):
    client = browse(who)
    page, draft = page.format(**world.ids), draft.format(**world.ids)
    key = shown_fields(client.get(page).text)["form_key"]
    assert client.send(draft, form_key=key, **{field: WORDS}).status_code == 204
    assert WORDS in client.get(page).text
    rest = {
        "who": "不明",
        "shared": "構成",
        "basis": "law",
        "organisation": str(world.organisation),
    }
    assert client.send(page, form_key=key, **rest, **{field: WORDS}).status_code == 303
    assert WORDS not in client.get(page).text
