"""Who may see and do what on the pages: the whole policy, in one place.

Nothing is open by default: without an entry in PUBLIC a route asks for a sign-in, and every page about a case
goes through `case_or_404`. What somebody may *do* is decided by the engine; the pages ask the same questions
here only so as not to offer what would be refused.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final
from uuid import UUID

from flask import Flask, abort, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, or_, true
from werkzeug.wrappers import Response

from engine import tables
from engine.definitions.diagram import Process
from engine.people import oversight, starting
from engine.people.directory import Candidates, Unassignable
from engine.people.oversight import ADMINISTRATOR, CHIEF, DESIGNER, LEADING_KIND, PUBLISHERS
from engine.queries.case import Case, CaseTask, find_case
from engine.queries.visibility import Relations, is_related, related_cases, relations_of
from web.site import reading, site
from web.viewer import Viewer, viewer

PUBLIC: Final = frozenset(
    {
        "static",
        "styles",
        "home.index",
        "home.robots",
        "first_run.page",
        "first_run.begin",
        "sign_in.page",
        "sign_in.by_password",
        "sign_in.as_demo_account",
        "public.home",
        "public.matter",
        "public.blank_form",
        "public.flow",
        "public.matter_code",
        "public.published",
        "public.promises",
        "public.reception",
        "public.large_print",
        "language.choose",
        "apply.page",
        "apply.submit",
        "apply.given",
        "progress.ask",
        "progress.open_case",
        "progress.page",
        "progress.form",
        "progress.send",
        "progress.rate_case",
        "progress.paper",
        "progress.case_code",
        "progress.leave",
        "health.healthz",
        "health.readyz",
        "health.metrics",
    }
)
"""Endpoints for everybody; `health.metrics` keeps its own rule."""

BY_TOKEN: Final = "api"
"""The blueprint that lets in by token (`web.api.bearer`) and never by a sign-in."""

MUST_CHANGE: Final = "password.given"
"""The preference, and the mark in the session, that somebody's password was given by another."""
WITHOUT_OWN_PASSWORD: Final = frozenset(
    {
        "accounts.own_password",
        "accounts.change_own_password",
        "sign_in.sign_out",
        "messages.live",
        "language.choose",
    }
)


def install(app: Flask) -> None:
    """Ask for a sign-in on every route that is not PUBLIC."""
    app.before_request(_require_sign_in)


def _require_sign_in() -> Response | None:
    if request.endpoint is None or request.endpoint in PUBLIC or request.blueprint == BY_TOKEN:
        return None
    if current_user.is_authenticated:
        return _change_password_first()
    if request.method != "GET":
        abort(401)
    return redirect(url_for("sign_in.page", next=request.full_path.rstrip("?")))


def _change_password_first() -> Response | None:
    """Whoever signed in with a password that another has given must choose their own before anything else."""
    if not session.get(MUST_CHANGE) or request.endpoint in WITHOUT_OWN_PASSWORD:
        return None
    return redirect(url_for("accounts.own_password"))


def visible_cases(person: Viewer) -> ColumnElement[bool]:
    """The condition on `instance` for the cases somebody may see; never one about a unit of theirs (CP-10)."""
    return _visible(person, is_related)


def listed_cases(person: Viewer) -> ColumnElement[bool]:
    """The same condition, for going through all cases rather than looking at single ones."""
    return _visible(person, related_cases)


def _visible(person: Viewer, related: Callable[[Relations], ColumnElement[bool]]) -> ColumnElement[bool]:
    own = frozenset(person.directory.posts[post].unit_id for post in own_posts(person))
    if sees_everything(person):
        return _seen(None, own, related)
    return _seen(relations_of(person.directory, person.duties, person.on), own, related)


@lru_cache(maxsize=512)
def _seen(
    relations: Relations | None, own: frozenset[str], related: Callable[[Relations], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """The condition for these relations (None: to every case); the same one again, so that it is compiled once."""
    seen = true() if relations is None else related(relations)
    about = tables.instance.c.recused
    return seen & or_(about.is_(None), about.not_in(sorted(own)))


def own_posts(person: Viewer) -> frozenset[str]:
    """Ids of the posts somebody holds themselves, not as a deputy."""
    return person.directory.posts_of(person.person.id, person.on, deputies=False)


def sees_everything(person: Viewer) -> bool:
    """Whether somebody oversees all cases: 督查室, and the principals of the county."""
    return oversees(person) or oversight.leads_county(person.directory, person.posts)


def oversees(person: Viewer) -> bool:
    """Whether somebody belongs to a unit that keeps the register and may import into it."""
    return oversight.oversees(person.directory, person.units)


def holds(person: Viewer, *names: str) -> bool:
    """Whether somebody holds, not as a deputy, a post of one of these names."""
    return oversight.holds(person.directory, person.person.id, person.on, *names)


def works_in_unit(person: Viewer) -> bool:
    """Whether somebody belongs to a unit that is asked for things, which the county's leaders are not."""
    return any(person.directory.units[unit].kind != LEADING_KIND for unit in person.units)


def may_see_unit(person: Viewer, unit_id: str) -> bool:
    """Whether somebody may see what is asked of a unit and its points: its people, its leader, the overseers."""
    charged = person.directory.in_charge_of(unit_id, person.on)
    in_charge = charged is not None and charged.id in person.posts
    return unit_id in person.units or in_charge or sees_everything(person)


WINDOW_POSTS: Final = ("窗口受理岗", "绿色通道专窗", "代办员")
"""Posts that take applications in."""


def at_window(person: Viewer) -> bool:
    """Whether somebody takes applications in, or stands in for who does."""
    return any(person.directory.posts[post].name in WINDOW_POSTS for post in person.posts)


def tells_applicants(person: Viewer) -> bool:
    """Whether somebody may have to tell applicants what no text message carried: the window, and every unit."""
    return at_window(person) or works_in_unit(person)


def cases_to_tell_of(person: Viewer) -> ColumnElement[bool]:
    """The condition on `instance` for the cases whose applicants somebody tells: at the window all they may see,
    elsewhere those of their own unit (a complaint's by who received it, CP-10).
    """
    own = true() if at_window(person) else tables.instance.c.unit_id.in_(sorted(person.units))
    return visible_cases(person) & own


ROOMS: Final[Mapping[str, Callable[[Viewer], bool]]] = {
    "overview": lambda person: oversees(person) or leads(person),
    "window": at_window,
    "telling": tells_applicants,
    "slips": oversees,
    "timers": oversees,
    "scores": sees_everything,
    "unit": works_in_unit,
    "policy": lambda person: oversees(person) or holds(person, ADMINISTRATOR, DESIGNER),
    "policy.change": lambda person: holds(person, ADMINISTRATOR, CHIEF),
    "calendar": lambda person: oversees(person) or holds(person, ADMINISTRATOR),
    "calendar.import": lambda person: holds(person, ADMINISTRATOR, CHIEF),
    "incidents": lambda person: holds(person, ADMINISTRATOR),
    "rules": lambda person: oversees(person) or holds(person, ADMINISTRATOR, DESIGNER),
    "texts": lambda person: holds(person, ADMINISTRATOR, DESIGNER),
    "publishing": lambda person: holds(person, DESIGNER),
    "designer": lambda person: holds(person, DESIGNER),
    "designer.publish": lambda person: holds(person, *PUBLISHERS),
    "people": lambda person: oversees(person) or holds(person, ADMINISTRATOR),
    "operations": lambda person: oversees(person) or holds(person, ADMINISTRATOR),
    "audit": lambda person: oversees(person) or holds(person, ADMINISTRATOR),
    "setup": lambda person: holds(person, ADMINISTRATOR),
    "people.change": lambda person: holds(person, ADMINISTRATOR),
}
"""Who may use the pages that are not about one case; a dotted name is what may be changed there."""


def leads(person: Viewer) -> bool:
    """Whether somebody holds a post of a leading unit (县领导): they see the standing of the units they lead."""
    return any(person.directory.units[unit].kind == LEADING_KIND for unit in person.units)


def may_enter(person: Viewer, room: str) -> bool:
    """Whether somebody may use a page of ROOMS."""
    return ROOMS[room](person)


def require_room(room: str) -> None:
    """Answer 403 to everybody for whom a page of ROOMS is not meant."""
    if not may_enter(viewer(), room):
        abort(403)


def case_or_404(case_id: UUID) -> Case:
    """The case if the viewer may see it. Otherwise the answer is 404, as for a case that is not there."""
    found = find_case(reading(), case_id, visible_cases(viewer()))
    if found is None:
        abort(404)
    return found


def may_do(person: Viewer, case: Case, task: CaseTask) -> bool:
    """Whether an open task is this person's to do: claimed by them, or unclaimed and for their post or unit."""
    if task.status != "open":
        return False
    if task.assignee is not None:
        return task.assignee == person.person.id
    if task.unit_id is None:
        return False
    candidates = Candidates(task.unit_id, task.post_id, task.deputies, task.recused)
    return person.directory.may_do(person.person.id, candidates, person.on, case.process)


def may_start(person: Viewer, process: Process, process_id: str) -> bool:
    """Whether somebody may start a case of a process by hand, as the engine judges it."""
    return starting.may_start(person.directory, person.person.id, process, person.on, process_id)


def may_ask(person: Viewer, case: Case, by: str) -> bool:
    """Whether to offer somebody a request (`bj:request by`): a unit, a post, or 「单位/岗位」.

    Where `by` is worked out for the case, it is offered to the people of the case's unit.
    """
    if by.startswith("="):
        return case.unit_id in person.units
    unit, _slash, post = by.rpartition("/")
    try:
        candidates = person.directory.resolve(post, unit or None, person.on)
    except Unassignable:
        return False
    return person.directory.may_do(person.person.id, candidates, person.on, case.process)


def require_overseer() -> None:
    """Answer 403 to everybody who does not keep the register."""
    if not oversees(viewer()):
        abort(403)


def require_demo() -> None:
    """Answer 404 outside the demo, as if the page did not exist."""
    if not site().settings.demo:
        abort(404)
