"""What a client may send, operation by operation, in the words scenarios use."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    Base64Bytes,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from engine.time.notice import to_date
from engine.words import words

_EXPONENT = re.compile(r"[-+\d._]+[eE][-+]?\d+")
"""Text such as 1e99999999, which fills the memory once it is read as a whole number."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def _day(value: object) -> date:
    found = value if type(value) is date else to_date(value)
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError(
            words("应为 %(first)s 到 %(last)s 之间的日期,写作 2026-03-20", first=FIRST_DAY, last=LAST_DAY)
        )
    return found


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError(words("不能为空"))
    return text


def _no_exponent(text: str) -> str:
    if _EXPONENT.fullmatch(text.strip()):
        raise ValueError(words("数不能用科学记数法"))
    return text


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(_said)]
Text = Annotated[str, StringConstraints(max_length=2000)]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\s_][^\s]*$")]
Data = Annotated[dict[FieldName, Any], Field(max_length=500, description="字段 → 值,按环节表单的字段名")]


class Body(BaseModel):
    """A body: what is not in it is refused."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Body):
    """没有内容。"""


class StartCase(Body):
    """发起:哪个流程,表单填了什么。"""

    process: Name
    data: Data = Field(default_factory=dict)


class StartSeveral(Body):
    """成批发起:每份数据一件,全成或全不成。"""

    process: Name
    items: list[Data] = Field(min_length=1, max_length=2000)


class FormData(Body):
    """表单填了什么。"""

    data: Data = Field(default_factory=dict)


class Together(Body):
    """一起办结几个同样的环节:环节,和每件都用的内容。"""

    tasks: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    data: Data = Field(default_factory=dict)


class SendBack(Body):
    """退回:到哪个环节(编号或名称;不写为上一环节),理由。"""

    to: Name | None = None
    reason: Text


class HandTo(Body):
    """转交、委派给谁:账号或岗位。"""

    to: Name


class AddSigner(Body):
    """加签:加谁,加在哪里。"""

    to: Any = Field(description="并加签:会签名单的一项,如“财政局”;前、后加签:账号、单位、岗位或“单位/岗位”")
    place: Literal["before", "beside", "after"] = Field(
        "beside", description="before 前加签、beside 并加签、after 后加签"
    )


class RemoveSigner(Body):
    """减签:减谁。"""

    who: Any = Field(description="会签名单的一项,或加签时写的 to")


class Reminder(Body):
    """催办的话;不写用默认的。"""

    text: Text = ""


class Reason(Body):
    """理由。"""

    reason: Text


class ClockReason(Body):
    """哪个时限,理由。"""

    name: Name = "办理"
    reason: Text = ""


class Migrate(Body):
    """把办件迁到本流程的另一个版本;不写版本号是现行版本。"""

    version: int | None = Field(None, ge=1, description="版本号,见流程清单")
    mapping: dict[Name, Name] = Field(
        default_factory=dict, description="原来的环节 id 对应新版的哪个环节 id;同名的不必写"
    )


class CopyTo(Body):
    """抄送、传阅给谁:账号、单位、岗位,或“单位/岗位”;送过的不再送。"""

    to: list[Name] = Field(min_length=1, max_length=100)


class Deputise(Body):
    """请谁在哪一段时间代理自己的岗位。"""

    post: Name = Field(description="自己任的岗位:“单位/岗位”,全县只有一个的写岗位即可")
    to: Name = Field(description="代理人的账号")
    valid_from: Day
    valid_to: Day = Field(description="最后一天,当天仍算")
    processes: list[Name] | None = Field(None, max_length=100, description="只代理这些流程;不写为全部")


class Message(Body):
    """消息:名称,对应键,带来的数据。"""

    name: Name
    key: Annotated[str, StringConstraints(max_length=200)] | None = None
    data: Data = Field(default_factory=dict)


class Signal(Body):
    """信号:名称,带来的数据。"""

    name: Name
    data: Data = Field(default_factory=dict)


class Incidents(Body):
    """再试哪些故障。"""

    incidents: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class PublishProcess(Body):
    """发布流程:代号,流程文件夹压缩成的 .zip(Base64),理由。"""

    process: Name
    folder: Base64Bytes = Field(description="流程文件夹压缩成的 .zip,写成 Base64")
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_said)]


class SetPolicy(Body):
    """政策参数自某日起的值。"""

    value: (
        Annotated[str, StringConstraints(max_length=200), AfterValidator(_no_exponent)] | bool | int | Decimal
    )
    valid_from: Day
    basis: Text = Field(min_length=1, description="依据的条款,或“产品默认”")
    reason: Text


class NoticeDay(Body):
    """通知安排的一天。"""

    date: Day
    name: Annotated[str, StringConstraints(max_length=60)] = ""


class CalendarNotice(Body):
    """放假通知:哪些日子放假,哪些周末上班。"""

    notice: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    issued: Day
    off: list[Day | NoticeDay] = Field(default_factory=list, max_length=200)
    work: list[Day | NoticeDay] = Field(default_factory=list, max_length=200)
    number: Annotated[str, StringConstraints(max_length=80)] = ""
    year: Annotated[int, Field(ge=FIRST_DAY.year, le=LAST_DAY.year)] | None = None
    local: bool = Field(False, description="民族自治地方的假日:叠加在国家的通知上")


class Paged(Body):
    """一页多少,从哪里接着。"""

    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=200, description="上一页答复里的 next")


class CaseFilter(Paged):
    """要哪些办件。"""

    process: str | None = Field(None, max_length=80)
    unit: str | None = Field(None, max_length=120, description="主办单位:代号或任一名称")
    status: Literal["running", "suspended", "completed", "cancelled"] | None = None
    paper: str | None = Field(None, max_length=60, description="最近一份文书的名称")
    text: str = Field("", max_length=100, description="编号、标题、单位、意见里的字,或看得到的申请人")
    due_from: Day | None = Field(None, description="时限在这一天或以后的,未结的办件")
    due_to: Day | None = Field(None, description="时限在这一天或以前的,未结的办件")


class EventFilter(Paged):
    """从第几条记录之后开始。"""

    after: int = Field(0, ge=0, le=2**31 - 1, description="已有记录的最大 sequence")
    cursor: None = Field(None, exclude=True)


class ScoreFilter(Paged):
    """哪一年,哪个单位。"""

    year: int = Field(ge=2000, le=2099)
    unit: str | None = Field(None, max_length=120, description="代号或任一名称")


class Ahead(Body):
    """看到哪一天为止;不写为今天。"""

    until: Day | None = None


class Verifying(Paged):
    """一次核验多少件,从哪里接着。"""

    limit: int = Field(200, ge=1, le=1000)


class OnDay(Body):
    """哪一天的值;不写为今天。"""

    on: Day | None = None
