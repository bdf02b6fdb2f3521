"""The walks over the whole program, made once for all tests that look at them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from tests.crawl import Crawl

_MAY_CHANGE = {"audit_event", "audit_head", "sign_in"}


@dataclass(frozen=True)
class Walk:
    """What a crawl met, and what the database held before and after it."""

    crawl: Crawl
    before: dict[str, str]
    after: dict[str, str]


@pytest.fixture(scope="session")
def walk(backend, built) -> Callable[[str], Walk]:
    """walk("kakaricho") has followed every link shown to 係長, some pages of each kind."""
    with backend.office(built.settings) as app:

        @cache
        def walk(who: str) -> Walk:
            before = _contents(app)
            crawl = Crawl(app, built.world, who)
            crawl.run()
            return Walk(crawl, before, _contents(app))

        yield walk


def _contents(app: Flask) -> dict[str, str]:
    """A digest of each table."""
    engine, everything = app.extensions["engine"], MetaData()
    everything.reflect(engine)
    digests = {}
    with engine.connect() as connection:
        for table in everything.sorted_tables:
            if table.name not in _MAY_CHANGE:
                rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                digests[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests
