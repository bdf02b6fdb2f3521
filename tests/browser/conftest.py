"""A real Chromium before a real server, and somebody of the cast in front of it."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from tests.client import client_of
from tests.conftest import Backend, Office, build_office, files_in
from tests.servers import in_memory
from tests.world import PASSWORD

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
LEAN = (
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--in-process-gpu",
    "--renderer-process-limit=1",
)
"""No graphics card is imitated, and few processes: a sixth less to compute for the same pages."""
PICTURES = os.environ.get("CSWTOOL_PICTURES")
"""A folder to keep a picture of every page that was looked at."""


@pytest.fixture(scope="session")
def backend() -> Iterator[Backend]:
    """One database is enough behind a browser; what differs is tested beneath it, on both."""
    with in_memory("cswtool-browser-") as folder:
        yield files_in(folder)


@pytest.fixture(scope="session")
def built(backend: Backend) -> Office:
    """Of its own: the other tests' office may lie in the other database."""
    return build_office(backend)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*arguments, *LEAN, "--lang=ja"]
        )
        yield browser
        browser.close()


@pytest.fixture
def address(app) -> Iterator[str]:
    """The program behind a socket, with a thread a request."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = False  # closing waits: a late draft must not meet the next office
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A walk once more at a desk is for the long run: `test_every_page` looks at both sizes."""
    for item in items:
        called = getattr(item, "callspec", None)
        if item.path.is_relative_to(Path(__file__).parent) and called and called.id == "desk":
            item.add_marker(pytest.mark.long)


_MADE_ANEW = re.compile(
    r'(?:csrf_token|form_key|opened)" value="[^"]*"|device-key" content="[^"]*"'
)
_VIOLATIONS = {"resultTypes": ["violations"]}
"""What axe is to describe; describing all that is in order is most of its work."""


_looked_at: set[int] = set()
"""Pages, each at one width, in which axe found nothing; most of a walk was walked before."""


class Visitor:
    """Somebody at a screen. Every page they look at is checked by axe."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.set_default_timeout(10_000)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message) -> None:
        # The console tells of a line that is cut, and of a file's sandbox, which refuses
        # the test's own script as it should.
        expected = ("status of", "is sandboxed", "net::ERR")
        if message.type == "error" and not any(part in message.text for part in expected):
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """What must hold of every page: no axe violation, no sideways scroll, no script error."""
        self.page.wait_for_load_state()
        known = hash((_MADE_ANEW.sub("", self.page.content()), self.page.viewport_size["width"]))
        if known not in _looked_at:
            found = Axe().run(self.page, options=_VIOLATIONS)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
            _looked_at.add(known)
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide}px"
        assert self.complaints == []
        if PICTURES:
            self._picture()

    def _picture(self) -> None:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.iterdir()))
        width = self.page.viewport_size["width"]
        self.page.screenshot(path=folder / f"{number:03}-{width}.png", full_page=True)

    def sign_in(self, login: str) -> None:
        """By the page that test_doors looks at, so it is not looked at here every time."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label("ログイン名").fill(login)
        self.page.get_by_label("パスワード").fill(PASSWORD)
        self.page.get_by_role("button", name="サインインする").click()
        expect(self.page).to_have_url(f"{self.address}/")

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.look()

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()
        self.look()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()


@pytest.fixture
def let_in(app, world) -> Callable[[Visitor, str], None]:
    """Signs somebody in by the cookie of a living sign-in: the form takes half a second."""

    def start(visitor: Visitor, who: str) -> None:
        name = app.config["SESSION_COOKIE_NAME"]
        held = client_of(app, world, who).get_cookie(name)
        cookie = {"name": name, "value": held.value, "url": visitor.address}
        visitor.page.context.add_cookies([cookie])
        visitor.page.goto(f"{visitor.address}/")

    return start


@pytest.fixture
def visit(chromium, address, let_in) -> Iterator[Callable[..., Visitor]]:
    """visit("shutanto", PHONE) is 主担当 at a phone, signed in."""
    contexts = []

    def start(who: str | None, size: dict[str, int] = DESK) -> Visitor:
        context = chromium.new_context(viewport=size, locale="ja-JP", timezone_id="Asia/Tokyo")
        contexts.append(context)
        visitor = Visitor(context.new_page(), address)
        if who:
            let_in(visitor, who)
        return visitor

    yield start
    for context in contexts:
        context.close()
