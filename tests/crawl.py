"""Following every link that one person is shown, and keeping what was met on the way."""

import re
from collections import Counter, deque
from urllib.parse import urldefrag

import html5lib
from flask import Flask

from tests.client import client_of
from tests.world import World

XHTML = "{http://www.w3.org/1999/xhtml}"
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
VISITED_PER_ENDPOINT = 2
"""How many pages of one endpoint are opened; `make test-long` opens them all."""


class Crawl:
    """All pages that one person reaches from the first one by following links."""

    def __init__(
        self, app: Flask, world: World, who: str, most: int = VISITED_PER_ENDPOINT
    ) -> None:
        self.app, self.most = app, most
        self.checked = client_of(app, world, who)
        self.plain = app.test_client()
        self.plain._cookies = self.checked._cookies
        self.visits: Counter[str] = Counter()
        self.dead: list[str] = []
        self.forms: dict[str, tuple[str, dict[str, str]]] = {}
        """Of every endpoint that takes a form: where the first form met leads, and its fields."""

    def run(self) -> None:
        waiting, seen = deque([("/", "")]), {"/"}
        while waiting:
            url, source = waiting.popleft()
            for link in self._visit(url, source):
                if link not in seen:
                    seen.add(link)
                    waiting.append((link, url))

    def _visit(self, url: str, source: str) -> list[str]:
        endpoint = self._endpoint(url, "GET")
        if self.visits[endpoint] == self.most:
            return []
        self.visits[endpoint] += 1
        first = self.visits[endpoint] == 1
        answer = (self.checked if first else self.plain).get(url)
        if answer.status_code in {301, 302, 303}:
            return [answer.headers["Location"]]
        if answer.status_code != 200:
            self.dead.append(f"{answer.status_code} {url} (linked from {source})")
        if answer.mimetype != "text/html":
            return []
        if first:
            self._keep_forms(answer.text)
        return _links(answer.text)

    def _keep_forms(self, html: str) -> None:
        for form in html5lib.parse(html).iter(f"{XHTML}form"):
            if form.get("method") == "post":
                action = form.get("action")
                self.forms.setdefault(self._endpoint(action, "POST"), (action, _kinds(form)))

    def _endpoint(self, url: str, method: str) -> str:
        path = url.split("?", maxsplit=1)[0]
        return self.app.url_map.bind("localhost").match(path, method=method)[0]


def _links(html: str) -> list[str]:
    found = [urldefrag(link.replace("&amp;", "&")).url for link in _LINK.findall(html)]
    return [link for link in found if link.startswith("/") and not link.startswith("/static/")]


def _kinds(form) -> dict[str, str]:
    """The type of each field of a form, by name."""
    kinds = {}
    for tag in ("input", "select", "textarea"):
        for field in form.iter(f"{XHTML}{tag}"):
            if field.get("name") and field.get("name") != "csrf_token":
                kinds[field.get("name")] = field.get("type", "text") if tag == "input" else tag
    return kinds
