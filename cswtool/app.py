"""Composition root: the only module that knows every feature."""

import gc
from base64 import b64encode
from functools import partial
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from sqlalchemy import select

import cswtool.models  # noqa: F401 -- every table, for the metadata
from cswtool.access.actor import NOBODY, Actor
from cswtool.access.permissions import Permission, may
from cswtool.accounts.models import Office
from cswtool.accounts.views import accounts, ask_to_sign_in, load_signed_in, token_ran_out
from cswtool.activities.views import activities
from cswtool.casefile.views import casefile
from cswtool.cases.views import cases
from cswtool.cautions.views import cautions
from cswtool.closings.views import closings
from cswtool.community.views import community
from cswtool.consultations.views import consultations
from cswtool.db.engine import open_engine
from cswtool.db.session import ScopedSession
from cswtool.drafts.views import drafts
from cswtool.feeds.views import feeds
from cswtool.files.forms import MOST_AT_ONCE
from cswtool.files.views import files
from cswtool.finding.views import finding
from cswtool.handovers.views import handovers
from cswtool.intake.views import intake
from cswtool.listings.views import listings
from cswtool.navigation import items_for
from cswtool.outings.views import outings
from cswtool.paperwork.views import paperwork
from cswtool.plans.views import plans
from cswtool.portrait.views import portrait
from cswtool.publications.views import publications
from cswtool.referrals.views import referrals
from cswtool.regional.views import regional
from cswtool.register.queries import led_to, moved_to
from cswtool.register.views import register
from cswtool.releases.views import releases
from cswtool.reports.views import reports
from cswtool.settings import ROOT, Settings
from cswtool.signals.views import signals
from cswtool.supervision.views import supervision
from cswtool.tasks.views import tasks
from cswtool.taxonomy.views import taxonomy
from cswtool.today.views import today
from cswtool.upkeep.views import upkeep
from cswtool.web.assets import serve_assets
from cswtool.web.errors import add_error_pages
from cswtool.web.filters import add_filters
from cswtool.web.guarded import refuse_unguarded
from cswtool.web.headers import send_security_headers
from cswtool.web.uploads import InMemoryRequest

BLUEPRINTS = (
    accounts,
    activities,
    casefile,
    cases,
    cautions,
    closings,
    community,
    consultations,
    drafts,
    feeds,
    finding,
    files,
    handovers,
    intake,
    listings,
    outings,
    paperwork,
    plans,
    portrait,
    publications,
    referrals,
    regional,
    register,
    signals,
    releases,
    supervision,
    reports,
    tasks,
    taxonomy,
    today,
    upkeep,
)

_LARGEST_FORM = 2 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    app = Flask("cswtool", template_folder=str(ROOT / "templates"), static_folder=None)
    app.request_class = InMemoryRequest
    app.config.update(
        SECRET_KEY=settings.derive("cookie"),
        SESSION_COOKIE_NAME="cswtool",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=_LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=_LARGEST_FORM,
        LARGEST_UPLOAD=_LARGEST_FORM + MOST_AT_ONCE * settings.attachment_megabytes * 1024 * 1024,
    )
    app.extensions["settings"] = settings
    app.extensions["engine"] = open_engine(settings.database_url, settings.key)
    app.extensions["office"] = _office(app)
    app.extensions["led_to"] = led_to
    app.extensions["moved_to"] = moved_to
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    serve_assets(app)
    CSRFProtect(app)
    _keep_sign_ins(app)
    add_filters(app)
    add_error_pages(app)
    app.context_processor(_page_context)
    send_security_headers(app, https=settings.secure_cookies)
    refuse_unguarded(app)
    return app


def create_served_app(settings: Settings) -> Flask:
    """The app of a process that serves it to its end.

    What the program is made of never becomes garbage. Left to the collector it is gone
    through every few dozen requests, and one of them waits 100 ms for it.
    """
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    return app


def _office(app: Flask) -> Office:
    """The office's name and whether it is a demo; both are fixed when it is set up."""
    with ScopedSession(app.extensions["engine"], NOBODY, "start") as session:
        return session.scalars(select(Office)).one()


def _keep_sign_ins(app: Flask) -> None:
    manager = LoginManager(app)
    manager.user_loader(load_signed_in)
    app.register_error_handler(401, ask_to_sign_in)
    app.register_error_handler(CSRFError, token_ran_out)


def _page_context() -> dict[str, Any]:
    """What every template may use."""
    actor = current_user.actor if current_user.is_authenticated else None
    office = _current_office()
    return {
        "actor": actor,
        "nav": items_for(actor, request.endpoint) if actor else [],
        "record_url": url_for("casefile.search") if _may(actor, Permission.SEARCH) else None,
        "account_url": url_for("accounts.account") if actor else None,
        "device_key": _device_key() if actor else None,
        "demo": office.demo,
        "office_name": office.name,
        "may": partial(_may, actor),
    }


def _device_key() -> str:
    """Opens what waits on the device of whoever is signed in; it is never stored there."""
    settings = current_app.extensions["settings"]
    return b64encode(settings.derive(current_user.device_purpose)).decode()


def _may(actor: Actor | None, need: str, record: object = None) -> bool:
    return actor is not None and may(actor, Permission(need), record)


def _current_office() -> Office:
    office: Office = current_app.extensions["office"]
    return office
