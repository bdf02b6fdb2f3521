"""Builds the large office once, serves it as in production, and measures its pages.

    .venv/bin/python -m tests.bench [--database sqlite|postgresql] [--cases 20000]

Prints a table and writes JSON: for each page and concurrency p50 and p95 in milliseconds,
the processor time of one request in the program (not in a PostgreSQL server), requests a
second, SQL statements, and bytes as sent and compressed. Measured on a copy, as records are
written.
"""

import gzip
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import click
from sqlalchemy import Engine, event, select
from tqdm import tqdm

from cswtool.access import clock
from cswtool.access.fiscal import Period, fiscal_year
from cswtool.app import create_app
from cswtool.cases.models import Case
from cswtool.community.models import Zone
from cswtool.consultations.models import Consultation
from cswtool.db.elevated import elevated
from cswtool.db.engine import open_engine
from cswtool.settings import ROOT, Settings
from tests.bench import kept, office

PORT = 8077
REQUESTS = 60
LEAST_REQUESTS = 10
PATIENCE = 10.0
"""Seconds for one page and concurrency; a slow page is asked for less often."""
CONCURRENCY = (1, 8)
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Page:
    """One page to be measured: what is asked for, and which form fields are sent with it."""

    name: str
    path: str
    fields: dict[str, str] | None = None


@dataclass
class Measured:
    page: str
    concurrency: int
    p50: float
    p95: float
    cpu: float
    per_second: float
    statements: int
    bytes: int
    gzip: int


def _pages(engine: Engine) -> list[Page]:
    with elevated(engine, reason="test") as session:
        zone = session.scalars(select(Zone.id).order_by(Zone.position)).first()
        case_id = session.scalars(
            select(Consultation.case_id).join(Case, Case.id == Consultation.case_id)
            .where(Case.status == "open", Case.restricted.is_(False))
        ).first()  # fmt: skip
    narrowed = {"typed": "虐待", "zone": str(zone), "first": "2024-04-01"}
    contact = {"method": "phone", "text": "電話で様子をきいた。変わりはないとのこと。" * 10}
    today = clock.today()
    year = Period.of_fiscal_year(fiscal_year(today)).first
    return [
        Page("ケース一覧（圏域＋状態）", f"/cases?zone={zone}&status=closed"),
        Page("記録をさがす（2文字 虐待）", "/records", {"typed": "虐待"}),
        Page("記録をさがす（4文字 勅使河原）", "/records", {"typed": office.RARE}),
        Page("記録をさがす（2文字、圏域と期間）", "/records", narrowed),
        Page("人をさがす（2文字 田中）", "/search", {"typed": "田中"}),
        Page("人をさがす（4文字）", "/search", {"typed": office.RARE}),
        Page("ケースの画面", f"/cases/{case_id}"),
        Page("相談を記録する（POST）", f"/consultations/new?case={case_id}", contact),
        Page("今日", "/"),
        Page("担当状況", "/caseload"),
        Page("課題の推移", "/summary/trend"),
        Page("地域のまとめ（年度）", f"/summary?first={year:%Y-%m}&last={today:%Y-%m}"),
        Page("様式A（年度）", f"/summary?paper=form-a&first={year:%Y-%m}&last={today:%Y-%m}"),
    ]  # fmt: skip


class Visitor:
    """Somebody signed in over one kept connection."""

    def __init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
        self.cookie = ""
        self.token = self._token("/sign-in")
        answer = self.ask("/sign-in", {"login": "csw0", "password": office.PASSWORD})
        assert answer[0] == 303, answer
        self.token = self._token("/records")

    def _token(self, path: str) -> str:
        return CSRF.search(self.ask(path)[1].decode())[1]

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        body = None
        if fields is not None:
            key = {"csrf_token": self.token, "form_key": str(uuid4())}
            body = urlencode({**key, **fields})
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookie = cookie.split(";", maxsplit=1)[0]
        return answer.status, answer.read()


def _measure(page: Page, statements: int, pid: int) -> Iterator[Measured]:
    for concurrency in CONCURRENCY:
        visitors = [Visitor() for _ in range(concurrency)]
        for visitor in visitors:
            status, body = visitor.ask(page.path, page.fields)
            assert status in {200, 303}, (page, status)
        began, worked = time.perf_counter(), _processor_seconds(pid)
        with ThreadPoolExecutor(concurrency) as pool:
            times = [t for part in pool.map(lambda v: _repeat(v, page), visitors) for t in part]
        elapsed, worked = time.perf_counter() - began, _processor_seconds(pid) - worked
        cuts = statistics.quantiles(times, n=20)
        yield Measured(
            page.name,
            concurrency,
            round(statistics.median(times) * 1000, 1),
            round(cuts[-1] * 1000, 1),
            round(worked / len(times) * 1000, 1),
            round(len(times) / elapsed, 1),
            statements,
            len(body),
            len(gzip.compress(body)),
        )


def _repeat(visitor: Visitor, page: Page) -> list[float]:
    times: list[float] = []
    while len(times) < REQUESTS and (sum(times) < PATIENCE or len(times) < LEAST_REQUESTS):
        began = time.perf_counter()
        visitor.ask(page.path, page.fields)
        times.append(time.perf_counter() - began)
    return times


def _statements(settings: Settings, pages: list[Page]) -> dict[str, int]:
    """How many SQL statements each page costs, counted in the program itself."""
    app = create_app(settings)
    client, counted = app.test_client(), {}
    token = CSRF.search(client.get("/sign-in").text)[1]
    sign_in = {"csrf_token": token, "login": "csw0", "password": office.PASSWORD}
    assert client.post("/sign-in", data=sign_in).status_code == 303
    token = CSRF.search(client.get("/records").text)[1]
    engine, seen = app.extensions["engine"], []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    for page in pages:
        seen.clear()
        if page.fields is None:
            client.get(page.path)
        else:
            client.post(page.path, data={"csrf_token": token, **page.fields})
        counted[page.name] = len(seen)
    engine.dispose()
    return counted


@contextmanager
def _served(environ: dict[str, str], log: Path) -> Iterator[int]:
    command = [str(ROOT / ".venv" / "bin" / "cswtool"), "serve", "--port", str(PORT)]
    with log.open("w") as said:
        server = subprocess.Popen(command, env={**os.environ, **environ}, stderr=said)
    try:
        _wait_for_it()
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_for_it() -> None:
    for _ in range(500):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/sign-in")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("The server did not start")


def _processor_seconds(pid: int) -> float:
    """How long the server has computed, in user and in system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    """The most memory that the server has held, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024


@click.command()
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite")
@click.option("--cases", default=20_000, show_default=True)
@click.option("--contacts", default=200_000, show_default=True)
def main(database: str, cases: int, contacts: int) -> None:
    folder = ROOT / "var" / f"bench-{database}-{cases}-{contacts}"
    with ExitStack() as stack:
        environ = kept.environ(stack, database, folder)
        kept.build(environ, folder, cases, contacts)
        environ = kept.copied(environ, folder)
        settings = Settings.load(environ)
        engine = open_engine(settings.database_url, settings.key)
        pages = _pages(engine)
        engine.dispose()
        statements = _statements(settings, pages)
        pid = stack.enter_context(_served(environ, folder / "server.log"))
        measures = (m for page in pages for m in _measure(page, statements[page.name], pid))
        found = list(tqdm(measures, total=len(pages) * len(CONCURRENCY), desc="測定", unit="回"))
        _print(database, found, _memory(pid), folder)


def _print(database: str, found: list[Measured], memory: int, folder: Path) -> None:
    print(f"\n| {database} | 同時 | p50 ms | p95 ms | CPU ms | 毎秒 | SQL | bytes | gzip |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for m in found:
        print(
            f"| {m.page} | {m.concurrency} | {m.p50} | {m.p95} | {m.cpu} | {m.per_second} "
            f"| {m.statements} | {m.bytes:,} | {m.gzip:,} |"
        )
    print(f"\nserver memory: {memory} MiB")
    target = folder / "measured.json"
    content = {"memory_mib": memory, "pages": [asdict(m) for m in found]}
    target.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    print(f"JSON: {target}")


if __name__ == "__main__":
    sys.exit(main())
