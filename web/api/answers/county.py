"""The county: its units and deputies, points, numbers and calendar."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from web.api.answers.base import Answer, Instant


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


class Deputised(Answer):
    """已设的代理。"""

    id: UUID


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
