"""登录: by login and password; in the demo by a click on one of its accounts."""

from dataclasses import dataclass

import structlog
from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import tables
from engine.people import first_run
from engine.people.directory import Directory, Person
from engine.queries.inbox import open_loads
from web import access, languages, passwords, preferences
from web.addresses import inside
from web.i18n import _
from web.limits import SIGN_IN, limiter
from web.navigation import start_page
from web.site import directory, reading, site, today
from web.viewer import viewer, viewer_of

blueprint = Blueprint("sign_in", __name__)
log = structlog.get_logger()

FIRST_POSTS = ("督查员", "督查室主任", "县长", "常务副县长", "政府办主任")
"""Posts shown first on the demo's page: with them the story of its first hour begins."""


MOST_BUSY = 12


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account as the demo offers it: its posts, and how many tasks wait for them."""

    login: str
    name: str
    posts: str
    waiting: int


@blueprint.get("/sign-in")
def page() -> str | Response:
    """The form, and in the demo the accounts."""
    if current_user.is_authenticated:
        return redirect(start_page(viewer()))
    if first_run.is_needed(reading()):
        return redirect(url_for("first_run.page"))
    return _form()


@blueprint.post("/sign-in")
@limiter.limit(SIGN_IN)
def by_password() -> tuple[str, int] | Response:
    """Sign in with login and password."""
    login, password = request.form.get("login", "").strip(), request.form.get("password", "")
    columns = tables.person.c
    row = (
        reading()
        .execute(select(columns.id, columns.password_hash, columns.active).where(columns.login == login))
        .first()
    )
    fits = passwords.matches(row.password_hash if row else None, password)
    if row is None or not fits or not row.active:
        log.warning("sign-in refused", login=login[:64], address=request.remote_addr)
        return _form(login, _("账号或密码不对,请核对后再试;忘记密码请联系系统管理员重置。")), 401
    return _enter(directory().people[row.id])


@blueprint.post("/sign-in/demo")
def as_demo_account() -> Response:
    """Sign in as one of the demo's accounts."""
    access.require_demo()
    person = next((p for p in directory().people.values() if p.login == request.form.get("login")), None)
    if person is None or not person.active:
        abort(404)
    return _enter(person)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End the session."""
    logout_user()
    session.clear()
    flash(_("您已退出登录。"))
    return redirect(url_for("sign_in.page"))


def _form(login: str = "", problem: str = "") -> str:
    demo = site().settings.demo
    groups = _demo_accounts() if demo else []
    first = _first_accounts(groups)
    target = inside(request.values.get("next", ""))
    return render_template(
        "sign_in.html",
        login=login,
        problem=problem,
        groups=groups,
        first=first,
        busy=_busy_accounts(groups, first),
        target=target,
    )


def _enter(person: Person) -> Response:
    session.clear()
    session.permanent = True
    signed_in = viewer_of(person)
    login_user(signed_in)
    if preferences.read(reading(), person.id, access.MUST_CHANGE, False):
        session[access.MUST_CHANGE] = True
    log.info("signed in", login=person.login)
    answer = redirect(inside(request.form.get("next", "")) or start_page(signed_in))
    languages.recall(answer, person.id)
    return answer


def _demo_accounts() -> list[tuple[str, list[DemoAccount]]]:
    """Units by name, each with its accounts, in the order of the directory."""
    people, loads = directory(), open_loads(reading())
    groups: dict[str, list[DemoAccount]] = {unit: [] for unit in people.units}
    for person in people.people.values():
        units = people.units_of(person.id, today())
        if person.active and units:
            home = next(unit for unit in people.units if unit in units)
            groups[home].append(_account(people, person, loads))
    return [
        (people.units[unit].short_name, sorted(accounts, key=lambda account: account.login))
        for unit, accounts in groups.items()
        if accounts
    ]


def _account(
    people: Directory, person: Person, loads: dict[tuple[str | None, str | None], int]
) -> DemoAccount:
    posts = people.posts_of(person.id, today())
    units = people.units_of(person.id, today())
    waiting = sum(
        count for (unit, post), count in loads.items() if post in posts or (post is None and unit in units)
    )
    names = "、".join(sorted({people.posts[post].name for post in posts}))
    return DemoAccount(person.login, person.name, names, waiting)


def _first_accounts(groups: list[tuple[str, list[DemoAccount]]]) -> list[tuple[str, DemoAccount]]:
    found = []
    for post in FIRST_POSTS:
        holders = ((unit, a) for unit, accounts in groups for a in accounts if post in a.posts.split("、"))
        holder = next(holders, None)
        if holder is not None and holder not in found:
            found.append(holder)
    return found


def _busy_accounts(
    groups: list[tuple[str, list[DemoAccount]]], first: list[tuple[str, DemoAccount]]
) -> list[tuple[str, DemoAccount]]:
    """Who has the most to do, without those shown already: with them the demo's story goes on."""
    shown = {account.login for _unit, account in first}
    busy = [(unit, a) for unit, accounts in groups for a in accounts if a.waiting and a.login not in shown]
    return sorted(busy, key=lambda item: -item[1].waiting)[:MOST_BUSY]
