"""Every page that can be opened by its address, looked at by axe, at a phone and at a desk."""

import pytest

from cswtool.web.guarded import PUBLIC, declared_needs
from tests.architecture.test_matrix import USUAL
from tests.browser.conftest import DESK, PHONE, Visitor
from tests.client import client_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

READERS = ["kakaricho", "minsei", "kanri", "hogo"]
"""Each page is looked at as the first of these who may open it."""


def _pages(app, world, who: str) -> list[str]:
    """The addresses of the pages for which `who` is the first reader."""
    return [url for url, readers in _readers(app, world).items() if readers[:1] == [who]]


def _readers(app, world) -> dict[str, list[str]]:
    ids = {**world.ids, **world.users, **world.zones}
    rules = [r for r in app.url_map.iter_rules() if declared_needs(app).get(r.endpoint, PUBLIC)]
    urls = [
        r.build({a: ids[USUAL[a]] for a in r.arguments})[1] for r in rules if "GET" in r.methods
    ]
    clients = {who: client_of(app, world, who) for who in READERS}
    return {url: [who for who in READERS if _opens(clients[who], url)] for url in sorted(urls)}


def _opens(client, url: str) -> bool:
    answer = client.get(url)
    return answer.status_code == 200 and answer.mimetype == "text/html"


@pytest.mark.parametrize("who", READERS)
def test_every_page_is_fit_for_phone_and_desk(app, world, visit, who):
    pages = _pages(app, world, who)
    assert pages
    visitor: Visitor = visit(who, PHONE)
    for url in pages:
        visitor.page.set_viewport_size(PHONE)
        visitor.go(url)
        visitor.page.set_viewport_size(DESK)
        visitor.look()
