"""Languages of the pages: Chinese from the source, others as `translations/*/LC_MESSAGES/messages.po` has them.

The catalogue in the repository is the one that runs: it is read when a language is first asked for, so that
nothing has to be compiled and nothing can be stale. Only the interface is translated; what the county wrote
(process names, forms, units, papers) stays as it is.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from uuid import UUID

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from engine.database import Database
from web import preferences
from web.addresses import here
from web.i18n import SOURCE, SpokenJSON, _n, in_chinese, in_language
from web.site import reading
from web.viewer import viewer

LANGUAGES: Final = {SOURCE: "中文", "en": "English"}
"""Every language there is, by its own name."""

TRANSLATIONS: Final = Path(__file__).parent / "translations"
CHOSEN: Final = "language"
"""The cookie, and the preference, that hold what somebody chose."""

_YEAR = 365 * 24 * 3600


class Catalogues(Domain):
    """Where Flask-Babel finds translations: in the catalogues of this site."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the reader's language."""
        locale = get_locale()
        return catalogue(locale.language) if locale else NullTranslations()


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations of a language; none for the language of the source."""
    path = catalogue_file(language)
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def catalogue_file(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def install(app: Flask) -> None:
    """Let the pages of `app` speak the language their reader has chosen."""
    babel = Babel(app, default_locale=SOURCE, locale_selector=chosen)
    babel.domain_instance = Catalogues()
    app.jinja_env.finalize = in_language
    app.json = SpokenJSON(app)
    app.jinja_env.globals.update(_n=_n, here=here, html_language=html_language, languages=LANGUAGES)


def chosen() -> str:
    """The language somebody has chosen, else Chinese: what a browser happens to be set to decides nothing.

    A program chooses with each request, by Accept-Language.
    """
    if request.path.startswith("/api/"):
        return request.accept_languages.best_match(LANGUAGES, SOURCE) or SOURCE
    wanted = request.cookies.get(CHOSEN, SOURCE)
    return wanted if wanted in LANGUAGES else SOURCE


def html_language() -> str:
    """The page's language for its `lang` attribute."""
    return "zh-CN" if in_chinese() else str(get_locale().language)


def choose(answer: Response, language: str, database: Database) -> None:
    """Keep a choice: for a year in this browser, and with the account of who is signed in."""
    _remember(answer, language)
    if current_user.is_authenticated:
        preferences.write(database, viewer().person.id, CHOSEN, language)


def recall(answer: Response, person_id: UUID) -> None:
    """Bring back what somebody who signs in has chosen before, in whichever browser that was."""
    language = preferences.read(reading(), person_id, CHOSEN)
    if language in LANGUAGES:
        _remember(answer, language)


def _remember(answer: Response, language: str) -> None:
    answer.set_cookie(
        CHOSEN, language, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure
    )
