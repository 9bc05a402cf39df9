"""单位与人员: units, posts, holders, who is in charge, and deputies (代理)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.people import deputising
from engine.people.directory import Candidates, Directory, Person, Post, Unit
from engine.queries.deputies import deputies_from
from engine.refusals import Refused
from web.access import may_enter, require_room
from web.errors import STATUS_OF
from web.i18n import _
from web.site import act, directory, reading, today
from web.viewer import viewer

blueprint = Blueprint("people", __name__, url_prefix="/people")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with its posts and their holders of today, and the post of the leader in charge of it."""

    unit: Unit
    posts: list[tuple[Post, list[Person]]]
    leader: Post | None


@blueprint.get("")
def page() -> str:
    """The whole register of today."""
    require_room("people")
    return _show()


@blueprint.post("/deputies")
def deputise() -> Response | tuple[str, int]:
    """Let somebody act for a post for a period."""
    require_room("people.change")
    typed = {name: request.form.get(name, "").strip() for name in ("post", "login", "valid_from", "valid_to")}
    first, last, actor = _day(typed["valid_from"]), _day(typed["valid_to"]), viewer().actor
    if first is None or last is None:
        return _show(typed, _("起日和止日请写成 2026-04-01 的形式。")), STATUS_OF["invalid"]
    try:
        act(lambda engine: deputising.deputise(engine, typed["post"], typed["login"], first, last, actor))
    except Refused as refusal:
        return _show(typed, refusal.message), STATUS_OF[refusal.kind]
    flash(_("已登记代理:%(login)s 代 %(post)s。", login=typed["login"], post=typed["post"]), "done")
    return redirect(url_for("people.page") + "#deputies")


@blueprint.post("/deputies/<uuid:deputy_id>/end")
def end_deputy(deputy_id: UUID) -> Response | tuple[str, int]:
    """Let a deputy act for the last time today."""
    require_room("people.change")
    actor, last = viewer().actor, today()
    try:
        act(lambda engine: deputising.end_deputy(engine, deputy_id, last, actor))
    except Refused as refusal:
        return _show(problem=refusal.message), STATUS_OF[refusal.kind]
    flash(_("代理到今天为止。"), "done")
    return redirect(url_for("people.page") + "#deputies")


def _show(typed: dict[str, str] | None = None, problem: str = "") -> str:
    people, on = directory(), today()
    return render_template(
        "people.html",
        units=[
            _line(people, unit, on)
            for unit in people.units.values()
            if unit.valid_to is None or unit.valid_to >= on
        ],
        deputies=deputies_from(reading(), on),
        may_change=may_enter(viewer(), "people.change"),
        typed=typed or {"valid_from": on.isoformat()},
        problem=problem,
    )


def _line(people: Directory, unit: Unit, on: date) -> UnitLine:
    posts = [post for post in people.posts.values() if post.unit_id == unit.id]
    held = [(post, people.holders(Candidates(unit.id, post.id), on)) for post in posts]
    return UnitLine(unit, held, people.in_charge_of(unit.id, on))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
