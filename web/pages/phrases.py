"""常用语: one's own words for opinions, a line each; and, written by the administrator, the county's."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.people.usual_phrases import set_usual_phrases
from web import phrases
from web.access import may_enter, require_room
from web.i18n import _
from web.site import act
from web.viewer import viewer

blueprint = Blueprint("phrases", __name__, url_prefix="/phrases")


@blueprint.get("")
def page() -> str:
    """The phrases, to be changed."""
    return render_template(
        "phrases.html",
        own=phrases.phrases(),
        countys=phrases.countys() if may_enter(viewer(), "people.change") else None,
        most=phrases.MOST,
        longest=phrases.LONGEST,
    )


@blueprint.post("")
def keep() -> Response:
    """Keep them as they are written now."""
    kept = phrases.keep(request.form.get("phrases", ""))
    flash(_("已保存 %(n)s 句常用语。", n=len(kept)), "done")
    return redirect(url_for("phrases.page"))


@blueprint.post("/county")
def keep_countys() -> Response:
    """Keep the county's as they are written now: everybody finds them who has not chosen their own."""
    require_room("people.change")
    kept, actor = phrases.lines_of(request.form.get("phrases", "")), viewer().actor
    act(lambda engine: set_usual_phrases(engine, kept, actor))
    flash(_("已保存全县的 %(n)s 句常用语。", n=len(kept)), "done")
    return redirect(url_for("phrases.page"))
