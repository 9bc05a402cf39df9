"""一个单位: its posts and who holds them, who is in charge, its name; merging and splitting after a dry run."""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.engine import Engine
from engine.people import changes, merging, renaming, splitting
from engine.people.directory import Candidates, Unit
from engine.people.oversight import LEADING_KIND, PRINCIPAL
from engine.people.plan import Plan
from engine.people.splitting import NewUnit
from engine.refusals import Refused
from web.access import require_room
from web.errors import STATUS_OF
from web.i18n import _
from web.site import act, directory, today
from web.viewer import viewer

blueprint = Blueprint("units", __name__, url_prefix="/units/<unit_id>")

Answer = Response | tuple[str, int]


@blueprint.before_request
def only_administrators() -> None:
    """Whoever may not change the register sees none of it here, whatever was sent."""
    require_room("people.change")


@blueprint.get("")
def page(unit_id: str) -> str:
    """The unit as it is today, with what may be changed."""
    return _show(_unit_or_404(unit_id))


@blueprint.post("/posts")
def add_post(unit_id: str) -> Answer:
    """Set up a post."""
    name, day = _said("name"), _day("valid_from")
    done = _("已增设岗位“%(name)s”。", name=name)
    return _change(unit_id, done, lambda engine: changes.add_post(engine, unit_id, name, day, viewer().actor))


@blueprint.post("/appoint")
def appoint(unit_id: str) -> Answer:
    """Let somebody hold a post (任职)."""
    login, post, day = _said("login"), _said("post"), _day("valid_from")
    done = _("已登记任职,原有的待办立即可见。")
    return _change(unit_id, done, lambda engine: changes.appoint(engine, login, post, day, viewer().actor))


@blueprint.post("/dismiss")
def dismiss(unit_id: str) -> Answer:
    """Let a holding end (免职)."""
    login, post, day, reason = _said("login"), _said("post"), _day("last_day"), _said("reason")
    done = _("已登记免职;认领未办的环节退回岗位。")
    return _change(
        unit_id, done, lambda engine: changes.dismiss(engine, login, post, day, viewer().actor, reason)
    )


@blueprint.post("/charge")
def charge(unit_id: str) -> Answer:
    """Put a leader's post in charge (分管)."""
    post, day = _said("post"), _day("valid_from")
    done = _("已登记分管。")
    return _change(
        unit_id, done, lambda engine: changes.put_in_charge(engine, post, unit_id, day, viewer().actor)
    )


@blueprint.post("/rename")
def rename(unit_id: str) -> Answer:
    """Give the unit another name from a day on."""
    name, short, day, reason = _said("name"), _said("short_name"), _day("valid_from"), _said("reason")
    done = _("已登记更名,旧名称仍能对上。")
    return _change(
        unit_id,
        done,
        lambda engine: renaming.rename_unit(engine, unit_id, name, short, day, viewer().actor, reason),
    )


@blueprint.post("/merge")
def merge(unit_id: str) -> Answer:
    """Merge the unit into another: first what would move, then, confirmed, all of it."""
    into, day, reason = _said("into"), _day("valid_from"), _said("reason")
    unit = _unit_or_404(unit_id)
    target = directory().find_unit(into)
    key = target.id if target is not None else into
    actor = viewer().actor
    if "confirmed" in request.form:
        done = _("已登记合并,到生效日自动移交。")
        return _change(unit_id, done, lambda engine: merging.merge(engine, unit_id, key, day, actor, reason))
    return _planned(
        unit, "merge", lambda engine: merging.plan_merger(engine, unit_id, key, day, actor), reason
    )


@blueprint.post("/split")
def split(unit_id: str) -> Answer:
    """Split a new unit off: first what would move, then, confirmed, all of it."""
    unit, day, reason, actor = _unit_or_404(unit_id), _day("valid_from"), _said("reason"), viewer().actor
    new = NewUnit(_said("id"), _said("name"), _said("short_name"), _posts(request.form.get("posts", "")))
    cases = tuple(request.form.get("cases", "").split())
    if "confirmed" in request.form:
        done = _("已登记分设,到生效日自动移交。")
        return _change(
            unit_id, done, lambda engine: splitting.split(engine, unit_id, new, cases, day, actor, reason)
        )
    return _planned(
        unit, "split", lambda engine: splitting.plan_split(engine, unit_id, new, cases, day, actor), reason
    )


def _change(unit_id: str, done: str, work: Callable[[Engine], object]) -> Answer:
    unit = _unit_or_404(unit_id)
    try:
        act(work)
    except Refused as refusal:
        return _show(unit, refusal), STATUS_OF[refusal.kind]
    flash(done, "done")
    return redirect(url_for("units.page", unit_id=unit_id))


def _planned(unit: Unit, verb: str, work: Callable[[Engine], Plan], reason: str) -> Answer:
    if not reason:
        missing = Refused(_("请写明依据(如机构改革方案的文号)。"), kind="invalid")
        return _show(unit, missing), STATUS_OF["invalid"]
    try:
        plan = act(work)
    except Refused as refusal:
        return _show(unit, refusal), STATUS_OF[refusal.kind]
    kept = [(name, value) for name, value in request.form.items() if name not in ("csrf_token", "confirmed")]
    return render_template("unit_plan.html", unit=unit, verb=verb, plan=plan, kept=kept), 200


def _unit_or_404(unit_id: str) -> Unit:
    unit = directory().units.get(unit_id)
    if unit is None:
        abort(404)
    return unit


def _said(name: str) -> str:
    return request.form.get(name, "").strip()[:500]


def _day(name: str) -> date:
    try:
        return date.fromisoformat(_said(name))
    except ValueError as error:
        raise Refused(_("日期请写成 2026-04-01 的形式。"), kind="invalid") from error


def _posts(text: str) -> dict[str, tuple[str, ...]]:
    """Lines `岗位:账号 账号` as posts with their holders."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        post, _colon, logins = unicodedata.normalize("NFKC", line).partition(":")
        if post.strip():
            found[post.strip()] = tuple(logins.replace("、", " ").replace(",", " ").split())
    return found


def _show(unit: Unit, refusal: Refused | None = None) -> str:
    county, on = directory(), today()
    posts = [post for post in county.posts.values() if post.unit_id == unit.id]
    leaders: list[Any] = [
        post
        for post in county.posts.values()
        if county.units[post.unit_id].kind == LEADING_KIND and post.name != PRINCIPAL
    ]
    return render_template(
        "unit_admin.html",
        unit=unit,
        posts=[(post, county.holders(Candidates(unit.id, post.id), on)) for post in posts],
        leader=county.in_charge_of(unit.id, on),
        leaders=leaders,
        people=sorted(
            (person for person in county.people.values() if person.active), key=lambda each: each.login
        ),
        units=[each for each in county.units.values() if each.id != unit.id],
        refusal=refusal,
        typed=request.form,
        asked=request.endpoint,
        today=on,
    )
