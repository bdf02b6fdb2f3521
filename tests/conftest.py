"""An office per test, on both databases, copied from one that was built once."""

import functools
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from cswtool.app import create_app
from cswtool.cli import set_up
from cswtool.db.engine import open_engine
from cswtool.publications.ledger import problem
from cswtool.reports.commands import protecting
from cswtool.settings import ROOT, Settings
from tests.client import CheckedClient, client_of
from tests.servers import in_memory, postgresql
from tests.world import World, build

KEY = bytes(range(32))
OFFICE = "架空市社会福祉協議会"


def settings_for(url: str, folder: Path) -> Settings:
    return Settings(
        database_url=url,
        key=KEY,
        data_folder=folder,
        idle_minutes=600,
        sign_in_hours=12,
        secure_cookies=False,
        attachment_megabytes=1,
        scan_command="",
    )


@dataclass
class Office:
    """An office that was built, ready to be copied."""

    world: World
    settings: Settings


@dataclass
class Backend:
    """A kind of database: how to make an empty one, fill one, and throw one away."""

    empty: Callable[[], Settings]
    fill: Callable[[Settings, Settings], None]
    """fill(target, source) makes the one a copy of the other."""
    drop: Callable[[Settings], None]
    idle: list[Flask] = field(default_factory=list)
    """Programs nobody uses now. Their compiled pages and statements are the costly part."""

    @contextmanager
    def office(self, source: Settings) -> Iterator[Flask]:
        """The program on a copy of its own, which is gone afterwards."""
        app = self._on_stage(source)
        settings = app.extensions["settings"]
        yield app
        app.extensions["engine"].dispose()
        app.extensions["settings"] = settings
        self.drop(settings)
        self.idle.append(app)

    def _on_stage(self, source: Settings) -> Flask:
        if self.idle:
            app = self.idle.pop()
            self.fill(app.extensions["settings"], source)
            return app
        settings = self.empty()
        self.fill(settings, source)
        return create_app(settings)


@pytest.fixture(scope="session", autouse=True)
def _asked_once() -> Iterator[None]:
    """The engine answers a problem once in a run: the same problem has the same answer.

    The same office on the other database, or at the other width of a screen, asks the same.
    """
    with pytest.MonkeyPatch.context() as patched:
        asked = functools.cache(protecting.protect_in_subprocess)
        patched.setattr(protecting, "protect_in_subprocess", asked)
        patched.setattr(problem, "attack", functools.cache(problem.attack))
        yield


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request, tmp_path_factory) -> Iterator[Backend]:
    if request.param == "sqlite":
        with in_memory("cswtool-sqlite-") as folder:
            yield files_in(folder)
    else:
        folder = tmp_path_factory.mktemp(request.param)
        url = request.getfixturevalue("postgresql_url")
        admin = create_engine(
            url.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"),
            isolation_level="AUTOCOMMIT",
        )
        yield _databases_at(url, admin, folder)
        admin.dispose()


def files_in(folder: Path) -> Backend:
    numbers = itertools.count()

    def empty() -> Settings:
        return settings_for(f"sqlite:///{folder}/{next(numbers)}.db", folder)

    def fill(target: Settings, source: Settings) -> None:
        shutil.copyfile(_file(source), _file(target))

    return Backend(empty, fill, lambda settings: Path(_file(settings)).unlink())


def _databases_at(url: str, admin: Engine, folder: Path) -> Backend:
    numbers = itertools.count()

    def run(statement: str) -> None:
        with admin.connect() as connection:
            connection.execute(text(statement))

    def empty() -> Settings:
        name = f"office{next(numbers)}"
        run(f"CREATE DATABASE {name} TEMPLATE template0")
        return settings_for(url.format(name=name), folder)

    def fill(target: Settings, source: Settings) -> None:
        drop(target)
        run(f"CREATE DATABASE {_name(target)} TEMPLATE {_name(source)}")

    def drop(settings: Settings) -> None:
        run(f"DROP DATABASE IF EXISTS {_name(settings)} WITH (FORCE)")

    return Backend(empty, fill, drop)


def _name(settings: Settings) -> str:
    return make_url(settings.database_url).database


def _file(settings: Settings) -> str:
    return settings.database_url.removeprefix("sqlite:///")


def build_office(backend: Backend) -> Office:
    """Set up an office with the whole cast in it."""
    settings = backend.empty()
    set_up(settings, name=OFFICE, demo=True, folder=ROOT / "config" / "kodaira")
    engine = open_engine(settings.database_url, settings.key)
    world = build(engine, settings.derive("attachments"))
    engine.dispose()
    return Office(world, settings)


@pytest.fixture(scope="session")
def built(backend: Backend) -> Office:
    """The office that all others are copied from. Never opened by a test itself."""
    return build_office(backend)


@pytest.fixture
def world(built: Office) -> World:
    return built.world


@pytest.fixture
def app(backend: Backend, built: Office) -> Iterator[Flask]:
    """An office of this test's own."""
    with backend.office(built.settings) as app:
        yield app


@pytest.fixture(scope="module")
def quiet_app(backend: Backend, built: Office) -> Iterator[Flask]:
    """An office shared by the tests of a module that change nothing in it."""
    with backend.office(built.settings) as app:
        yield app


@pytest.fixture
def engine(app: Flask) -> Engine:
    return app.extensions["engine"]


@pytest.fixture
def browse(app: Flask, world: World) -> Callable[[str], CheckedClient]:
    """browse("shutanto") is a browser in which 主担当 has signed in."""
    return lambda who: client_of(app, world, who)
