"""总览: the supervisor's start page – what is overdue, near, with a signer, in dispute, the week's 汇总; every number is a list."""

from flask import Blueprint, render_template

from engine.queries.overview import REVIEW, SIGNING, digests, next_digest, since, standings, together
from web.access import may_enter, require_room, visible_cases
from web.pages.register import due_window, monday
from web.site import reading
from web.viewer import viewer

blueprint = Blueprint("overview", __name__, url_prefix="/overview")


@blueprint.get("")
def page() -> str:
    """The standing of all cases the viewer may see, in all and by unit."""
    require_room("overview")
    windows = {name: window for name in ("overdue", "today", "near") if (window := due_window(name))}
    connection, visible = reading(), visible_cases(viewer())
    units = standings(connection, visible, windows)
    return render_template(
        "overview.html",
        whole=together(units),
        units=units,
        signing=SIGNING,
        review=REVIEW,
        drafts=may_enter(viewer(), "slips"),
        monday=monday().date(),
        week=since(connection, visible, monday()),
        digests=digests(connection, visible),
        next_digest=next_digest(connection),
    )
