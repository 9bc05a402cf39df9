"""更多: the places that have no room in the head of the page."""

from flask import Blueprint, render_template

from web.navigation import navigation

blueprint = Blueprint("more", __name__, url_prefix="/more")


@blueprint.get("")
def page() -> str:
    """Every place of the viewer, with a line about each."""
    offered = navigation()
    return render_template("more.html", places=[*offered.head, *offered.more] if offered else [])
