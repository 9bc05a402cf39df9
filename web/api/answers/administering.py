"""What administrators and overseers ask: incidents, what verifying the records found, a published process."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from engine.time.clock import CIVIL
from web.api.answers.base import Answer, Instant


def _plain(value: Any) -> Any:
    """A value of a record as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(CIVIL).isoformat()
    return value.isoformat() if isinstance(value, date) else value


Recorded = Annotated[str | int | float | None, BeforeValidator(_plain)]


class IncidentLine(Answer):
    """停住办件的一个故障。"""

    id: UUID
    kind: str
    element: str | None
    message: str
    raised_at: Instant
    case_id: UUID
    number: str
    process: str


class StillStuck(Answer):
    """没有排除的一个故障和原因:仍不能继续,或早已排除。"""

    incident: UUID
    number: str
    message: str


class Retried(Answer):
    """一起再试的结果:这次排除了的,没有再试或仍不能继续的。"""

    done: list[UUID]
    refused: list[StillStuck]


class AlteredField(Answer):
    """被改动的一项:原来是什么,现在是什么。"""

    path: str
    was: Recorded
    now: Recorded


class AlteredRecord(Answer):
    """一件的第一条被改动的记录;`field` 是能证明原值的那一项,`in_words` 是一句话。"""

    number: str | None
    sequence: int
    act: str | None
    at: Instant | None
    what: str
    field: AlteredField | None
    in_words: str


class AlteredAnchor(Answer):
    """第一次不符的封存。"""

    sequence: int
    what: str


class Verified(Answer):
    """核验的结果;`next` 是接着核验的 cursor,没有就是到底了。`unsealed` 是上次封存以后又有新记录的,不是差错。"""

    is_intact: bool
    cases: int
    entries: int
    anchors: int
    unsealed: int
    altered: list[AlteredRecord]
    anchor: AlteredAnchor | None
    next: str | None = None


class Published(Answer):
    """发布的版本;`is_new` 为假是与现行版本完全相同,没有变化。"""

    process: str
    number: int
    is_new: bool
