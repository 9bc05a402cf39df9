"""通知方式: by which channels one is told beyond the page, when not, and whether of a morning."""

from datetime import time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import tables
from engine.records.deliveries import CHANNELS, CHOICE, Choice
from web import preferences
from web.errors import STATUS_OF
from web.i18n import _
from web.site import end_reading, reading, site
from web.viewer import viewer

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("/mine")
def page() -> str:
    """What one has chosen."""
    return _show(Choice.from_stored(preferences.read(reading(), viewer().person.id, CHOICE)))


def _show(choice: Choice, problem: str = "") -> str:
    person = tables.person.c
    row = reading().execute(select(person.mobile, person.email).where(person.id == viewer().person.id)).one()
    return render_template(
        "notices.html",
        choice=choice,
        problem=problem,
        channels=channels(),
        open_channels=[name for name in CHANNELS if getattr(site().settings, f"gateway_{name}")],
        mobile=row.mobile,
        email=row.email,
    )


@blueprint.post("/mine")
def choose() -> Response | tuple[str, int]:
    """Keep what one has chosen; a quiet time needs both its ends."""
    form, me = request.form, viewer().person.id
    choice = Choice(
        frozenset(form.getlist("channel")) & frozenset(CHANNELS),
        _time(form.get("quiet_from", "")),
        _time(form.get("quiet_to", "")),
        "digest" in form,
    )
    if (choice.quiet_from is None) is not (choice.quiet_to is None):
        return _show(choice, _("不打扰的时间要填起、止两个钟点,或者都不填。")), STATUS_OF["invalid"]
    end_reading()
    preferences.write(site().engine.database, me, CHOICE, choice.to_stored())
    flash(_("已按您的选择通知。"), "done")
    return redirect(url_for("notices.page"))


def channels() -> dict[str, str]:
    """The channels by their names."""
    return {"mail": _("电子邮件"), "sms": _("短信"), "wecom": _("企业微信"), "dingtalk": _("钉钉")}


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
