"""常用语: one's own words for opinions, a line each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web import phrases
from web.i18n import _

blueprint = Blueprint("phrases", __name__, url_prefix="/phrases")


@blueprint.get("")
def page() -> str:
    """The phrases, to be changed."""
    return render_template("phrases.html", own=phrases.phrases(), most=phrases.MOST, longest=phrases.LONGEST)


@blueprint.post("")
def keep() -> Response:
    """Keep them as they are written now."""
    kept = phrases.keep(request.form.get("phrases", ""))
    flash(_("已保存 %(n)s 句常用语。", n=len(kept)), "done")
    return redirect(url_for("phrases.page"))
