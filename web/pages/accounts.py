"""账号: open, close, give a first password; everybody's own password page; accounts from a table."""

import secrets
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import tables
from engine.people import changes
from engine.people.directory import Person
from engine.people.importing import COLUMNS, REQUIRED, StaffSheet, import_staff, read_staff
from engine.refusals import Refused
from web import passwords, preferences
from web.access import MUST_CHANGE, require_room
from web.errors import STATUS_OF
from web.i18n import _
from web.limits import SIGN_IN, limiter
from web.navigation import start_page
from web.paging import asked_page
from web.site import act, directory, reading, site, today
from web.table_import import TableImport
from web.viewer import viewer

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH: Final = 12


@blueprint.get("")
def page() -> str:
    """The accounts, by login."""
    require_room("people.change")
    return _show()


@blueprint.post("")
def add() -> Response | tuple[str, int]:
    """Open an account with a first password, which is shown once."""
    require_room("people.change")
    typed = {name: request.form.get(name, "").strip() for name in ("login", "name", "mobile", "email")}
    first, actor = _first_password(), viewer().actor
    hashed = passwords.hash_password(first)
    try:
        act(
            lambda engine: changes.add_person(
                engine,
                typed["login"],
                typed["name"],
                actor,
                password_hash=hashed,
                mobile=typed["mobile"] or None,
                email=typed["email"] or None,
            )
        )
    except Refused as refusal:
        return _show(typed=typed, problem=refusal.message), STATUS_OF[refusal.kind]
    _must_change(typed["login"])
    return _show(given=(typed["login"], first)), 200


@blueprint.post("/<login>/password")
def give_password(login: str) -> tuple[str, int]:
    """Give somebody a new first password, which is shown once and must be changed."""
    require_room("people.change")
    _person_or_404(login)
    first, actor = _first_password(), viewer().actor
    hashed = passwords.hash_password(first)
    act(lambda engine: changes.set_password_hash(engine, login, hashed, actor))
    _must_change(login)
    return _show(given=(login, first)), 200


@blueprint.post("/<login>/<any(close, open):verb>")
def set_active(login: str, verb: str) -> Response | tuple[str, int]:
    """Close an account or open it again, with a reason."""
    require_room("people.change")
    person, actor, reason = _person_or_404(login), viewer().actor, request.form.get("reason", "")
    if person.id == viewer().person.id:
        return _show(problem=_("不能停用自己的账号。")), STATUS_OF["conflict"]
    change = changes.deactivate if verb == "close" else changes.reactivate
    try:
        act(lambda engine: change(engine, login, actor, reason))
    except Refused as refusal:
        return _show(problem=refusal.message), STATUS_OF[refusal.kind]
    flash(
        _("账号 %(login)s 已停用。", login=login)
        if verb == "close"
        else _("账号 %(login)s 已恢复。", login=login),
        "done",
    )
    return redirect(url_for("accounts.page", q=login))


# --- from a table -----------------------------------------------------------------------------------------------
def _taken(sheet: StaffSheet) -> str:
    actor = viewer().actor
    new = act(lambda engine: import_staff(engine, sheet.rows, actor))
    return _("已导入 %(rows)s 行,新开账号 %(new)s 个;请逐个发给初始密码。", rows=len(sheet.rows), new=new)


# --- one's own password -----------------------------------------------------------------------------------------
@blueprint.get("/me/password")
def own_password() -> str:
    """Change one's own password."""
    return render_template("own_password.html", problem="", least=passwords.MIN_LENGTH)


@blueprint.post("/me/password")
@limiter.limit(SIGN_IN)
def change_own_password() -> Response | tuple[str, int]:
    """The present password must fit, the new one be long enough and typed twice alike."""
    person, form = viewer().person, request.form
    row = tables.person.c
    stored = reading().execute(select(row.password_hash).where(row.id == person.id)).scalar()
    problem = _wrong_with(stored, form.get("present", ""), form.get("new", ""), form.get("again", ""))
    if problem:
        shown = render_template("own_password.html", problem=problem, least=passwords.MIN_LENGTH)
        return shown, STATUS_OF["invalid"]
    hashed, actor = passwords.hash_password(form["new"]), viewer().actor
    act(lambda engine: changes.set_password_hash(engine, person.login, hashed, actor))
    preferences.write(site().engine.database, person.id, MUST_CHANGE, False)
    session.pop(MUST_CHANGE, None)
    flash(_("密码已修改。"), "done")
    return redirect(start_page(viewer()))


def _wrong_with(stored: str | None, present: str, new: str, again: str) -> str:
    if not passwords.matches(stored, present):
        return _("现在的密码不对。")
    if len(new) < passwords.MIN_LENGTH:
        return _("新密码至少 %(least)s 个字符。", least=passwords.MIN_LENGTH)
    if new == present:
        return _("新密码不能与现在的相同。")
    return "" if new == again else _("两次输入的新密码不一样。")


def _first_password() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def _must_change(login: str) -> None:
    """A password that somebody else has seen must be changed at the next sign-in."""
    person = _person_or_404(login)
    preferences.write(site().engine.database, person.id, MUST_CHANGE, True)


def _person_or_404(login: str) -> Person:
    person = directory().find_person(login)
    if person is None:
        abort(404)
    return person


def _show(
    typed: dict[str, str] | None = None, problem: str = "", given: tuple[str, str] | None = None
) -> str:
    text = request.args.get("q", "").strip()[:50]
    county, on = directory(), today()
    found = sorted(
        (
            person
            for person in county.people.values()
            if not text or text in person.login or text in person.name
        ),
        key=lambda person: person.login,
    )
    pager = asked_page(len(found))
    shown = found[pager.offset : pager.offset + pager.size]
    posts = {
        person.id: [county.posts[post] for post in sorted(county.posts_of(person.id, on))] for person in shown
    }
    return render_template(
        "accounts.html",
        people=shown,
        posts=posts,
        units=county.units,
        pager=pager,
        text=text,
        typed=typed or {},
        problem=problem,
        given=given,
    )


_IMPORT: TableImport[StaffSheet] = TableImport(
    room="people.change",
    title=lambda: _("人员导入"),
    file=lambda: _("人员导入表.xlsx"),
    columns=tuple(COLUMNS),
    required=REQUIRED,
    page="accounts_import.html",
    read=lambda content, file: read_staff(content, file, directory(), today()),
    take=_taken,
    onwards=lambda: url_for("accounts.page"),
)
_IMPORT.add_to(blueprint, "/import")
