"""What 督查室 watches: the slips of the day and what fires by itself."""

from uuid import UUID

from web.api.answers.base import Answer, Instant


class DueSlip(Answer):
    """今天要发、要送签的一张督办单;how:signing 在签发人处 · to_sign 到点送签 · by_itself 到点发出 · held 不发 · trouble 会出故障。"""

    case_id: UUID
    number: str
    title: str
    unit: str | None
    how: str
    kind: str
    points: int
    at: Instant | None
    rules: list[str]
    task_id: UUID | None
    trouble: str


class SentSlip(Answer):
    """今天已经发出的一份文书。"""

    id: UUID
    kind: str
    number: str | None
    unit: str | None
    case_id: UUID
    title: str
    at: Instant


class SlipsToday(Answer):
    """今日应发。"""

    due: list[DueSlip]
    sent: list[SentSlip]


class TimerLine(Answer):
    """到点自动办的一件事。"""

    case_id: UUID
    number: str
    title: str
    unit: str | None
    name: str
    due_at: Instant
    rules: list[str]


class HeldCase(Answer):
    """暂停办理的一件。"""

    id: UUID
    number: str
    title: str
    unit: str | None
    since: Instant | None
    by: str
    reason: str


class Timers(Answer):
    """自动任务。"""

    items: list[TimerLine]
    held: list[HeldCase]
