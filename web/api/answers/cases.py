"""Cases: the register, one case, its history, papers, limits, and who has been let know of it."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from engine.queries.case import Status
from web.api.answers.base import Answer, Instant


class CaseLine(Answer):
    """台账里的一件;`paper` 是最近的文书,`waiting` 是正在等的环节。"""

    id: UUID
    number: str
    title: str
    process: str
    status: Status
    outcome: str | None
    unit: str | None
    started_at: Instant
    ended_at: Instant | None
    due_at: Instant | None
    paper: str | None
    paper_at: Instant | None
    waiting: str | None


class CaseTask(Answer):
    """办件的一个环节。"""

    id: UUID
    element: str
    name: str
    unit: str | None
    post: str | None
    assignee: str | None = Field(description="认领人的账号")
    status: Literal["open", "waiting", "completed", "cancelled", "returned"]
    signer: Literal["before", "after"] | None = Field(description="加签人的环节:前加签、后加签")
    created_at: Instant
    ended_at: Instant | None
    ended_by: str | None
    due_at: Instant | None


class CirculationLine(Answer):
    """抄送、传阅给谁,谁已阅。"""

    kind: Literal["copy", "circulate"]
    to: str
    sent_at: Instant
    sent_by: str
    read_at: Instant | None
    read_by: str | None


class Circulations(Answer):
    """办件抄送、传阅的名单,按先后。"""

    items: list[CirculationLine]


class RequestOffer(Answer):
    """可以提出的一项申请。"""

    verb: str
    name: str


class CaseAnswer(Answer):
    """一个办件。"""

    id: UUID
    number: str
    title: str
    process: str
    process_name: str
    version: int
    status: Status
    outcome: str | None
    unit: str | None
    unit_id: str | None
    started_at: Instant
    started_by: str
    ended_at: Instant | None
    due_at: Instant | None
    data: dict[str, Any]
    tasks: list[CaseTask]
    requests: list[RequestOffer]


class Event(Answer):
    """办件记录的一件事,用词同演练用例;其余的项随 event 而不同。"""

    model_config = ConfigDict(extra="allow")

    sequence: int
    at: str = Field(description="法定时刻,如 2026-03-18T17:30:00+08:00")
    recorded_at: str | None = Field(None, description="补记的,实际记录的时刻")
    event: str
    by: str
    on_behalf: str | None = None
    element: str | None = None
    name: str | None = None


class Events(Answer):
    """办件记录;`next` 是取后面的记录用的 after。"""

    items: list[Event]
    next: int | None = None


class DocumentLine(Answer):
    """一份文书;`has_file` 为假时文件还在生成。"""

    id: UUID
    case_id: UUID = Field(validation_alias="instance_id")
    kind: str
    number: str | None
    unit: str | None
    issued_at: Instant
    issued_by: str
    due_at: Instant | None
    record_digest: str
    file_digest: str | None


class Documents(Answer):
    """办件的文书,最近的在前。"""

    items: list[DocumentLine]


class DeadlineLine(Answer):
    """一个时限,和它的日期是怎么算出来的。"""

    name: str
    element: str
    status: Literal["running", "paused", "met", "cancelled"]
    due_on: date | None
    due_at: Instant | None
    provisional: bool = Field(description="暂定:所在年份还没有放假通知")
    set_at: Instant
    explanation: list[str]


class Deadlines(Answer):
    """办件的时限,还在走的在前。"""

    items: list[DeadlineLine]


class ReadDate(Answer):
    """一种口径和它得出的日期。"""

    way: str
    due: date


class ReadLimit(Answer):
    """一个时限在各种口径下的日期,现行的在前。"""

    name: str
    readings: list[ReadDate]


class OtherReadings(Answer):
    """其他口径下的日期。"""

    items: list[ReadLimit]
