"""The front door: staff go to their inbox."""

from flask import Blueprint, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def index() -> Response:
    """To the inbox, or first to the sign-in."""
    signed_in = current_user.is_authenticated
    return redirect(url_for("inbox.open_list" if signed_in else "sign_in.page"))
