"""What a reader sees when something cannot be done: a page in words, never a trace."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from engine.refusals import Kind, Refused
from web.api import problems
from web.i18n import _
from web.site import end_reading, site

log = structlog.get_logger()

STATUS_OF: dict[Kind, int] = {"forbidden": 403, "conflict": 409, "invalid": 422, "gone": 404}
"""The answer's status for each kind of refusal."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A heading and what to do now."""

    title: str
    advice: str


def install(app: Flask) -> None:
    """Answer every error of `app` with a page of ours."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_down)
    app.register_error_handler(Exception, _unexpected)


def _trouble(status: int) -> Trouble:
    known = {
        400: Trouble(_("请求不完整"), _("请返回上一页,刷新后再试一次。")),
        401: Trouble(
            _("请先登录"),
            _("您没有登录,或者登录已经到期,这次没有交上去。请在另一个标签页登录,再回到这里按一次。"),
        ),
        403: Trouble(
            _("您没有办理这件事的权限"), _("如果这是您的工作,请联系本单位联络员或系统管理员核对岗位。")
        ),
        404: Trouble(
            _("没有这个页面,或者您无权查看"),
            _("请核对网址或编号;只有办件的主办、配合单位和经办人可以查看办件。"),
        ),
        405: Trouble(_("不能这样打开这一页"), _("请从页面上的按钮进入。")),
        409: Trouble(_("情况已经变化"), _("别人已先一步办理。请刷新页面,看看现在的情况。")),
        413: Trouble(_("文件太大"), _("请把文件压缩或分开后再上传。")),
        422: Trouble(_("填写的内容有误"), _("请返回上一页,按提示改正。")),
        429: Trouble(_("操作太频繁"), _("请等一分钟再试。")),
    }
    return known.get(
        status,
        Trouble(
            _("系统出了问题"),
            _("刚才的操作没有完成,也没有改变任何数据。请稍后再试;仍不行,请联系系统管理员。"),
        ),
    )


def _page(status: int, trouble: Trouble, **more: Any) -> tuple[str, int]:
    end_reading()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # Rendered without the frame of the page, which would ask the database again.
        bare = current_app.jinja_env.get_template("error_bare.html")
        return bare.render(status=status, trouble=trouble), status
    return render_template("error.html", status=status, trouble=trouble, **more), status


def _refused(refusal: Refused) -> tuple[str, int]:
    status = STATUS_OF[refusal.kind]
    rule = site().rules.find(refusal.rule)
    return _page(status, Trouble(_("这一步不能办"), refusal.message), rule=rule)


def _stale_page(_error: CSRFError) -> tuple[str, int]:
    return _page(
        400,
        Trouble(_("页面已经过期"), _("您可能已退出登录,或页面开得太久。请返回上一页刷新,再提交一次。")),
        stale=True,
    )


def _http_error(error: HTTPException) -> Any:
    if request.path.startswith("/api/"):
        return problems.of_http(error)
    status = error.code or 500
    if 300 <= status < 400:
        return error
    return _page(status, _trouble(status))


def _database_down(error: OperationalError) -> tuple[str, int]:
    log.error("database does not answer", path=request.path, error=str(error.orig))
    return _page(
        503,
        Trouble(_("数据库暂时连不上"), _("刚才的操作没有完成。请稍等一会儿再试;仍不行,请联系系统管理员。")),
    )


def _unexpected(error: Exception) -> tuple[str, int]:
    log.exception("unexpected error", path=request.path, exc_info=error)
    return _page(500, _trouble(500))
