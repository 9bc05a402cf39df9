"""Tasks: what is to be done, one task with its form, several done together."""

from typing import Any
from uuid import UUID

from pydantic import Field

from web.api.answers.base import Answer, Instant
from web.api.answers.cases import CaseTask


class TaskLine(Answer):
    """待办的一个环节。"""

    id: UUID
    name: str
    case_id: UUID = Field(validation_alias="instance_id")
    number: str
    title: str
    process: str
    unit: str | None
    claimed: bool
    acts_for: str = Field(description="代理谁的岗位办;空的是自己的")
    created_at: Instant
    due_at: Instant | None


class TaskAnswer(CaseTask):
    """一个环节:表单、数据、能做什么。"""

    case_id: UUID
    number: str
    title: str
    mine: bool = Field(description="令牌的账号现在能否办理")
    acts_for: str = Field(description="代理谁的岗位办;空的是自己的")
    verbs: list[str] = Field(description="流程另外允许的动作(bj:verbs)")
    form: dict[str, Any] | None
    data: dict[str, Any]


class NotDone(Answer):
    """没有办成的一件和原因。"""

    task: UUID
    number: str
    message: str
    rule: str | None


class Together(Answer):
    """一起办结的结果:办成的环节,没有办成的。"""

    done: list[UUID]
    refused: list[NotDone]
