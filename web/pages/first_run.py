"""第一次使用: the first administrator, made by whoever installed the site; only while nobody has an account."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_login import login_user
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.people import first_run
from engine.people.county import County
from engine.people.county_file import CountyFileError, read_county
from engine.people.oversight import ADMINISTRATOR
from web import passwords
from web.errors import STATUS_OF
from web.i18n import _
from web.limits import SIGN_IN, limiter
from web.site import directory, end_reading, reading, site, today
from web.viewer import viewer_of

blueprint = Blueprint("first_run", __name__, url_prefix="/first-run")

LARGEST = 1_000_000


@blueprint.get("")
def page() -> str:
    """Ask for the one-time code, the county's file and the administrator's password."""
    _only_first()
    return render_template("first_run.html", problems=[], least=passwords.MIN_LENGTH)


@blueprint.post("")
@limiter.limit(SIGN_IN)
def begin() -> tuple[str, int] | Response:
    """Take the county in and let its administrator sign in."""
    _only_first()
    problems, described = _judged()
    if described is None:
        return _again(problems), STATUS_OF["invalid"]
    login = first_run.administrators(described, ADMINISTRATOR, today())[0]
    hashed = passwords.hash_password(request.form["password"])
    end_reading()

    def work(connection: Connection) -> bool:
        known = first_run.is_needed(connection) and first_run.is_code(connection, request.form["code"])
        if known:
            first_run.begin(connection, described, login, hashed)
        return known

    if not site().engine.database.transact(work):
        return _again([_wrong_code()]), STATUS_OF["forbidden"]
    session.clear()
    session.permanent = True
    login_user(viewer_of(directory().person(login)))
    flash(_("站点已经开通,您以 %(login)s 登录。请接着做下面几件事。", login=login), "done")
    return redirect(url_for("setup.page"))


def _only_first() -> None:
    if not first_run.is_needed(reading()):
        abort(404)


def _judged() -> tuple[list[str], County | None]:
    """What is wrong with what was sent, or the county it describes."""
    form, sent = request.form, request.files.get("county")
    if not first_run.is_code(reading(), form.get("code", "")):
        return [_wrong_code()], None
    problems = []
    if len(form.get("password", "")) < passwords.MIN_LENGTH:
        problems.append(_("新密码至少 %(least)s 个字符。", least=passwords.MIN_LENGTH))
    if form.get("password") != form.get("again"):
        problems.append(_("两次输入的新密码不一样。"))
    if sent is None or not sent.filename:
        return [*problems, _("请选择单位名录文件(county.yaml)。")], None
    content = sent.read(LARGEST + 1)
    if len(content) > LARGEST:
        abort(413)
    try:
        described = read_county(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [*problems, _("文件不是 UTF-8 编码,请另存为 UTF-8。")], None
    except CountyFileError as error:
        return [*problems, *error.problems], None
    if not first_run.administrators(described, ADMINISTRATOR, today()):
        problems.append(_("名录里没有“%(post)s”岗位,或今天没有人任职。", post=ADMINISTRATOR))
    return problems, None if problems else described


def _wrong_code() -> str:
    return _("开站码不对。请在服务器上执行 banjie first-run,用它新给的码。")


def _again(problems: list[str]) -> str:
    return render_template("first_run.html", problems=problems, least=passwords.MIN_LENGTH)
