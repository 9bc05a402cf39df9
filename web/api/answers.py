"""What the interface answers, typed: the OpenAPI document is made from these."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from engine.time.clock import CIVIL

Item = TypeVar("Item", bound=BaseModel)
Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(CIVIL))]
"""An instant, told in the county's civil time: 2026-03-18T17:30:00+08:00."""
Status = Literal["running", "suspended", "completed", "cancelled"]


class Answer(BaseModel):
    """An answer; made from the rows of `engine.queries` where the names agree."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)


class Page(Answer, Generic[Item]):
    """一页;`next` 是取下一页的 cursor,没有就是到底了。"""

    items: list[Item]
    next: str | None = None


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


class Done(Answer):
    """办成了:哪个办件。"""

    case_id: UUID
    number: str


class Sent(Answer):
    """信号发给了多少个办件和流程;各自随后收到。"""

    receivers: int


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


class Deputised(Answer):
    """已设的代理。"""

    id: UUID


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
    created_at: Instant
    due_at: Instant | None


class TaskAnswer(CaseTask):
    """一个环节:表单、数据、能做什么。"""

    case_id: UUID
    number: str
    title: str
    mine: bool = Field(description="令牌的账号现在能否办理")
    verbs: list[str] = Field(description="流程另外允许的动作(bj:verbs)")
    form: dict[str, Any] | None
    data: dict[str, Any]


class UnitLine(Answer):
    """一个单位。"""

    id: str
    name: str
    short_name: str
    kind: str
    aliases: list[str]


class Units(Answer):
    """单位名录,按名录的次序。"""

    items: list[UnitLine]


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


class Several(Answer):
    """成批发起的办件。"""

    items: list[Done]


class ScoreLine(Answer):
    """积分台账的一条;冲回另记一条,原来的不改。"""

    id: UUID
    unit_id: str
    year: int
    points: int
    rule: str
    case_id: UUID = Field(validation_alias="instance_id")
    number: str
    title: str
    document_id: UUID | None
    recorded_at: Instant
    reversal_of: UUID | None
    reversed_by: UUID | None


class YearScoreLine(Answer):
    """一个单位的一年;`net` 是积分加年度加分,`place` 按它排。"""

    unit_id: str
    items: int
    papers: dict[str, int]
    points: int
    bonus: int
    percent: float | None
    share: float | None
    net: int
    place: int


class YearScores(Answer):
    """各单位的年度积分,净分高的在前;`candidates` 是可提名效能之星的单位。"""

    process: str
    year: int
    kinds: list[str]
    items: list[YearScoreLine]
    candidates: list[str]


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


class PolicyAnswer(Answer):
    """一个政策参数在某日的值。"""

    name: str
    label: str
    type: str
    unit: str | None
    value: str | bool | int | float
    basis: str
    on: date
    is_default: bool = Field(description="县里没有另定,用流程的默认值")
    default: str | bool | int | float


class CalendarDay(Answer):
    """与普通周历不同的一天。"""

    date: date
    kind: Literal["holiday", "make_up", "statutory"]
    name: str
    notice: str


class CalendarYear(Answer):
    """一年里与普通周历不同的日子。"""

    year: int
    version: str
    provisional: bool
    days: list[CalendarDay]


class NoticeAnswer(Answer):
    """已导入的通知。"""

    notice: str
    issued: date
    off: list[date]
    work: list[date]
    version: str = Field(description="导入之后的日历版本")
