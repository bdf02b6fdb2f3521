"""Every link that anybody is shown leads somewhere they may go, and looking changes nothing."""

import hashlib
import re
from collections import Counter, deque
from urllib.parse import urldefrag

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from tests.client import client_of
from tests.world import CAST, World

_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
_CHECKED_PER_ENDPOINT = 2
"""How many pages of one endpoint are parsed and checked whole; of the rest, the status."""
_VISITED_PER_ENDPOINT = 5
"""How many pages of one endpoint are opened; `make test-long` opens them all."""

_MAY_CHANGE = {"audit_event", "audit_head", "sign_in"}


def _links(html: str) -> list[str]:
    found = [urldefrag(link.replace("&amp;", "&")).url for link in _LINK.findall(html)]
    return [link for link in found if link.startswith("/") and not link.startswith("/static/")]


def _endpoint(app: Flask, url: str) -> str:
    return app.url_map.bind("localhost").match(url.split("?", maxsplit=1)[0])[0]


class Crawl:
    """All pages that one person reaches from the first one by following links."""

    def __init__(self, app: Flask, world: World, who: str, *, whole: bool = False) -> None:
        self.app = app
        self.most = 10**6 if whole else _VISITED_PER_ENDPOINT
        self.checked = client_of(app, world, who)
        self.plain = app.test_client()
        self.plain._cookies = self.checked._cookies
        self.visits: Counter[str] = Counter()
        self.dead: list[str] = []

    def run(self) -> None:
        waiting, seen = deque([("/", "")]), {"/"}
        while waiting:
            url, source = waiting.popleft()
            for link in self.visit(url, source):
                if link not in seen:
                    seen.add(link)
                    waiting.append((link, url))

    def visit(self, url: str, source: str) -> list[str]:
        endpoint = _endpoint(self.app, url)
        if self.visits[endpoint] == self.most:
            return []
        self.visits[endpoint] += 1
        client = self.checked if self.visits[endpoint] <= _CHECKED_PER_ENDPOINT else self.plain
        answer = client.get(url)
        if answer.status_code in {301, 302, 303}:
            return [answer.headers["Location"]]
        if answer.status_code != 200:
            self.dead.append(f"{answer.status_code} {url} (linked from {source})")
        return _links(answer.text) if answer.mimetype == "text/html" else []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(
    "whole", [False, pytest.param(True, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_no_link_is_dead_for_whoever_is_shown_it(quiet_app, world, who, whole):
    crawl = Crawl(quiet_app, world, who, whole=whole)
    crawl.run()
    assert crawl.dead == []
    assert crawl.visits["today.home"] == 1


def _contents(app: Flask) -> dict[str, str]:
    engine, everything = app.extensions["engine"], MetaData()
    everything.reflect(engine)
    digests = {}
    with engine.connect() as connection:
        for table in everything.sorted_tables:
            if table.name not in _MAY_CHANGE:
                rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                digests[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", ["kakaricho", "minsei", "kanri", "hogo", "shi"])
def test_looking_changes_nothing_but_the_trail(app, world, who):
    before = _contents(app)
    Crawl(app, world, who).run()
    assert _contents(app) == before
