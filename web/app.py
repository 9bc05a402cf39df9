"""The site: `create_app` puts the parts together. Every part is a module with an `install` or a blueprint."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_babel import Babel, get_locale
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from engine.database import Database
from engine.engine import Engine
from engine.people.loading import COUNTY
from engine.rulebook import read_rule_book
from engine.settings import Settings
from engine.site import read_setting
from engine.time import clock
from web import access, assets, errors, filters, limits, security, sent_by_script
from web.api import routes as api
from web.navigation import navigation
from web.pages import (
    accounts,
    acts,
    apply,
    attachments,
    bulk,
    calendar,
    case_acts,
    cases,
    demo,
    designer,
    documents,
    dossiers,
    draft,
    draft_files,
    exports,
    health,
    home,
    imports,
    inbox,
    incidents,
    messages,
    migration,
    more,
    notices,
    operations,
    overview,
    people,
    phrases,
    policy,
    progress,
    public,
    publication,
    publishing,
    register,
    rehearsal,
    requests,
    rules,
    saved,
    scores,
    shortcuts,
    sign,
    sign_in,
    simulation,
    slips,
    start,
    start_table,
    tasks,
    timers,
    unit,
    units,
    window,
)
from web.site import Site, install, reading
from web.startable import offered
from web.viewer import make_login_manager, viewer

PAGES = (
    home,
    public,
    apply,
    progress,
    sign_in,
    inbox,
    bulk,
    messages,
    notices,
    phrases,
    overview,
    tasks,
    window,
    acts,
    case_acts,
    cases,
    requests,
    documents,
    attachments,
    dossiers,
    register,
    exports,
    saved,
    start,
    start_table,
    imports,
    scores,
    slips,
    timers,
    unit,
    sign,
    policy,
    calendar,
    incidents,
    publishing,
    rules,
    designer,
    draft,
    draft_files,
    rehearsal,
    publication,
    simulation,
    migration,
    people,
    accounts,
    units,
    operations,
    shortcuts,
    more,
    demo,
    health,
)
LARGEST_REQUEST = 60 * 1024 * 1024
SESSION_HOURS = 12
_TRANSLATIONS = Path(__file__).parent / "translations"


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """The WSGI application of one site.

    `engine` is made from the settings where none is given. The database's schema must be current; run
    `engine.schema.upgrade` before.
    """
    app = Flask(__name__)
    app.config.update(_configuration(settings))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    engine = engine or Engine(Database(settings.database_url), settings.data)
    install(app, Site(engine, settings, read_rule_book(settings.processes / "rules.yaml")))
    for part in (access, assets, errors, filters, security, sent_by_script):
        part.install(app)
    limits.install(app, settings.broker_url)
    # A token in a header is sent by programs alone, so nobody can be made to send it unawares.
    CSRFProtect(app).exempt(api.blueprint)
    make_login_manager().init_app(app)
    Babel(app, locale_selector=_locale)
    for pages in PAGES:
        app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    app.context_processor(lambda: _page_context(settings))
    return app


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "banjie",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=SESSION_HOURS),
        "SESSION_REFRESH_EACH_REQUEST": True,
        # A page may stay open over lunch; the token ends with the session, not with an hour.
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_TRANSLATION_DIRECTORIES": str(_TRANSLATIONS),
    }


def _locale() -> str:
    """English for readers who ask for it, once its catalogue is there; else Chinese."""
    known = ["zh", *sorted(path.parent.parent.name for path in _TRANSLATIONS.glob("*/LC_MESSAGES/*.mo"))]
    return request.accept_languages.best_match(known, "zh") or "zh"


def _page_context(settings: Settings) -> dict[str, Any]:
    """What the frame of every page shows."""
    signed_in = current_user.is_authenticated
    return {
        "county": read_setting(reading(), COUNTY, {}).get("name", ""),
        "may_start_any": signed_in and any(offered()),
        "demo": settings.demo,
        "now": clock.now(),
        "locale": str(get_locale()).replace("_", "-"),
        "viewer": viewer() if signed_in else None,
        "oversees": signed_in and access.oversees(viewer()),
        "navigation": navigation(),
        "open_count": viewer().open_count if signed_in else 0,
    }
