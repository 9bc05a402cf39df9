"""大屏: the week's figures on a screen on the wall, read only, as large as the screen (JB-01)."""

from flask import Blueprint, render_template

from engine.queries.overview import since, standings, together
from web.access import require_room, visible_cases
from web.pages.register import due_window, monday
from web.rosters import rosters
from web.site import reading, today
from web.viewer import viewer

blueprint = Blueprint("wall", __name__, url_prefix="/wall")

MOST_UNITS = 8
"""Units with most overdue cases that are shown."""


@blueprint.get("")
def page() -> str:
    """What is overdue and near, what began and ended this week, who is on duty; it loads itself anew."""
    require_room("overview")
    visible = visible_cases(viewer())
    windows = {name: window for name in ("overdue", "today", "near") if (window := due_window(name))}
    units = standings(reading(), visible, windows)
    return render_template(
        "wall.html",
        whole=together(units),
        units=[each for each in units if each.unit and each.standing.overdue][:MOST_UNITS],
        week=since(reading(), visible, monday()),
        monday=monday().date(),
        today=today(),
        planned=[each for each in rosters(0) if each.turns],
    )
