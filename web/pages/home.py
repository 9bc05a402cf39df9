"""The front door: staff go to where they begin the day."""

from typing import Final

from flask import Blueprint, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from web.navigation import start_page
from web.viewer import viewer

blueprint = Blueprint("home", __name__)

ROBOTS: Final = """User-agent: *
Disallow: /public/apply
Disallow: /public/progress
Allow: /public
Allow: /static
Allow: /styles
Disallow: /
"""
"""What search engines may read: the guides, results and promises; no case, no form, nothing of the staff's."""


@blueprint.get("/")
def index() -> Response:
    """To one's start page, or first to the sign-in."""
    if not current_user.is_authenticated:
        return redirect(url_for("sign_in.page"))
    return redirect(start_page(viewer()))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What search engines may read."""
    return Response(ROBOTS, mimetype="text/plain")
