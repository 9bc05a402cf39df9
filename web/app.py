"""The site: `create_app` puts the parts together. Every part is a module with an `install` or a blueprint."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from engine.database import Database
from engine.engine import Engine
from engine.people.loading import COUNTY
from engine.rulebook import read_rule_book
from engine.settings import Settings
from engine.site import read_setting
from engine.time import clock
from web import (
    access,
    assets,
    compressed,
    errors,
    filters,
    help,
    languages,
    limits,
    script_words,
    security,
    sent_by_script,
    styles,
    tongues,
)
from web.api import routes as api
from web.navigation import navigation
from web.pages import (
    accounts,
    acts,
    apply,
    attachments,
    audit,
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
    first_run,
    health,
    home,
    imports,
    inbox,
    incidents,
    language,
    messages,
    migration,
    more,
    notices,
    operations,
    oral,
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
    roster,
    rules,
    saved,
    scores,
    setup,
    shortcuts,
    sign,
    sign_in,
    simulation,
    slips,
    start,
    start_table,
    tasks,
    texts,
    timers,
    unit,
    unit_import,
    units,
    versions,
    wall,
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
    texts,
    window,
    acts,
    case_acts,
    oral,
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
    roster,
    wall,
    timers,
    unit,
    unit_import,
    sign,
    policy,
    calendar,
    incidents,
    audit,
    publishing,
    rules,
    designer,
    draft,
    draft_files,
    rehearsal,
    publication,
    simulation,
    versions,
    migration,
    people,
    accounts,
    units,
    operations,
    shortcuts,
    more,
    language,
    first_run,
    setup,
    demo,
    health,
)
LARGEST_REQUEST = 60 * 1024 * 1024
SESSION_HOURS = 12


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
    for part in (
        access,
        assets,
        compressed,
        errors,
        filters,
        help,
        languages,
        script_words,
        security,
        sent_by_script,
        styles,
        tongues,
    ):
        part.install(app)
    limits.install(app, settings.broker_url)
    # A token in a header is sent by programs alone, so nobody can be made to send it unawares.
    CSRFProtect(app).exempt(api.blueprint)
    make_login_manager().init_app(app)
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
    }


def _page_context(settings: Settings) -> dict[str, Any]:
    """What the frame of every page shows."""
    signed_in = current_user.is_authenticated
    return {
        "county": read_setting(reading(), COUNTY, {}).get("name", ""),
        "may_start_any": signed_in and any(offered()),
        "demo": settings.demo,
        "now": clock.now(),
        "viewer": viewer() if signed_in else None,
        "oversees": signed_in and access.oversees(viewer()),
        "navigation": navigation(),
        "open_count": viewer().open_count if signed_in else 0,
    }
