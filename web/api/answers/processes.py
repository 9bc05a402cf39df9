"""The processes one may start, and forms."""

from typing import Any

from pydantic import Field

from web.api.answers.base import Answer


class ProcessLine(Answer):
    """一个流程的现行版本。"""

    key: str
    name: str
    version: int
    may_start: bool = Field(description="令牌的账号能否发起")


class Processes(Answer):
    """全部流程。"""

    items: list[ProcessLine]


class FormAnswer(Answer):
    """表单(form-js)和它的表达式要读的数据;没有表单时 form 为空。"""

    form: dict[str, Any] | None
    data: dict[str, Any]
