"""The switch of languages in the head of every page."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from web import languages
from web.addresses import inside
from web.site import end_reading, site

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
def choose() -> Response:
    """Read this site in another language from now on; back to where one was."""
    language = request.form.get("language", "")
    if language not in languages.LANGUAGES:
        abort(404)
    end_reading()
    answer = redirect(inside(request.form.get("back", "")) or url_for("home.index"))
    languages.choose(answer, language, site().engine.database)
    return answer
