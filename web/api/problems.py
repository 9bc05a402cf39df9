"""What the interface answers when something cannot be done: application/problem+json (RFC 9457), in the language the request asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from engine.refusals import Kind, Refused
from engine.words import words
from web.i18n import throughout
from web.site import end_reading

log = structlog.get_logger()

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:banjie:problem:"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of problem: its status, its title, and what to do where nothing more is known."""

    status: int
    title: str
    advice: str


KINDS: Final[Mapping[str, Trouble]] = {
    "bad-request": Trouble(400, words("请求不完整"), words("请按 /api/v1/openapi.json 核对请求。")),
    "unauthorized": Trouble(
        401,
        words("没有有效的令牌"),
        words("请在 Authorization 头里写 Bearer 加令牌;令牌可能已过期或已撤销。"),
    ),
    "forbidden": Trouble(
        403, words("没有办理这件事的权限"), words("令牌所属的账号没有这项权限,请核对岗位。")
    ),
    "scope": Trouble(403, words("令牌没有这项权限"), words("请另外生成带有这项权限的令牌。")),
    "not-found": Trouble(
        404, words("没有,或者无权查看"), words("请核对地址和编号;只有办件涉及的人可以查看办件。")
    ),
    "method": Trouble(
        405, words("这个地址不接受这种请求"), words("请按 Allow 头或 /api/v1/openapi.json 改用别的方法。")
    ),
    "conflict": Trouble(409, words("情况已经变化"), words("请重新查看办件的现状。")),
    "too-large": Trouble(413, words("请求太大"), words("一次请求最多 1 MB,请分开发送。")),
    "media-type": Trouble(415, words("只接受 JSON"), words("请把 Content-Type 写成 application/json。")),
    "invalid": Trouble(422, words("内容有误"), words("请按 problems 逐项改正。")),
    "too-many": Trouble(429, words("请求太频繁"), words("请等 Retry-After 所说的秒数再试。")),
    "internal": Trouble(
        500, words("系统出了问题"), words("刚才的请求没有完成,也没有改变任何数据。请稍后再试。")
    ),
    "unavailable": Trouble(503, words("数据库暂时连不上"), words("刚才的请求没有完成。请稍后再试。")),
}
"""Every kind of problem; `type` is the kind behind TYPE."""

_OF_REFUSAL: Final[Mapping[Kind, str]] = {
    "forbidden": "forbidden",
    "conflict": "conflict",
    "invalid": "invalid",
    "gone": "not-found",
}
_OF_STATUS: Final = {trouble.status: kind for kind, trouble in KINDS.items() if kind != "scope"}


class ProblemAnswer(BaseModel):
    """为什么没有办成(RFC 9457)。"""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="问题的种类,urn:banjie:problem:…")
    title: str
    status: int
    detail: str = Field(description="什么、哪里、怎么改")
    rule: str | None = Field(None, description="因哪条规则不予办理,如 SD-08")
    problems: dict[str, str] | None = Field(None, description="字段 → 有什么不对")


class Problem(Exception):
    """Something the interface itself does not accept. `headers` go with the answer."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        problems: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.problems = problems
        self.headers = dict(headers or {})


def install(blueprint: Blueprint) -> None:
    """Answer every error of a blueprint as a problem."""
    blueprint.register_error_handler(Problem, _of_ours)
    blueprint.register_error_handler(Refused, _refused)
    blueprint.register_error_handler(HTTPException, of_http)
    blueprint.register_error_handler(OperationalError, _database_down)
    blueprint.register_error_handler(Exception, _unexpected)


def _answer(kind: str, detail: str = "", **more: Any) -> Response:
    end_reading()
    trouble = KINDS[kind]
    said = throughout({"title": trouble.title, "detail": detail or trouble.advice, **more})
    problem = ProblemAnswer(type=TYPE + kind, status=trouble.status, **said)
    return Response(problem.model_dump_json(exclude_none=True), trouble.status, mimetype=MEDIA_TYPE)


def _of_ours(problem: Problem) -> Response:
    response = _answer(problem.kind, problem.detail, problems=problem.problems or None)
    response.headers.update(problem.headers)
    return response


def _refused(refusal: Refused) -> Response:
    problems = refusal.problems or None
    return _answer(_OF_REFUSAL[refusal.kind], refusal.message, rule=refusal.rule, problems=problems)


def of_http(error: HTTPException) -> Response:
    """The problem an HTTP error is, with the headers that belong to it (Allow, Retry-After)."""
    status = error.code or 500
    response = _answer(_OF_STATUS.get(status, "bad-request" if status < 500 else "internal"))
    response.headers.update((name, value) for name, value in error.get_headers() if name == "Allow")
    return response


def _database_down(error: OperationalError) -> Response:
    log.error("database does not answer", path=request.path, error=str(error.orig))
    return _answer("unavailable")


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error", path=request.path, exc_info=error)
    return _answer("internal")
