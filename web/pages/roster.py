"""值班和接待: who is on duty today and in the coming weeks, and the days nobody is planned for (ZD-03, XF-01)."""

from flask import Blueprint, render_template

from web.rosters import rosters
from web.site import today
from web.startable import is_offered

blueprint = Blueprint("roster", __name__, url_prefix="/roster")

AHEAD = 30
"""Days shown."""


@blueprint.get("")
def page() -> str:
    """Today's duty and the days ahead, for everybody who works here."""
    planned = list(rosters(AHEAD))
    return render_template(
        "roster.html",
        planned=planned,
        today=today(),
        offered={p.roster.process for p in planned if is_offered(p.version)},
    )
