"""What every answer is made of."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict

from engine.time.clock import CIVIL

Item = TypeVar("Item", bound=BaseModel)
Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(CIVIL))]
"""An instant, told in the county's civil time: 2026-03-18T17:30:00+08:00."""


class Answer(BaseModel):
    """An answer; made from the rows of `engine.queries` where the names agree."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)


class Page(Answer, Generic[Item]):
    """一页;`next` 是取下一页的 cursor,没有就是到底了。"""

    items: list[Item]
    next: str | None = None


class Done(Answer):
    """办成了:哪个办件。"""

    case_id: UUID
    number: str


class Sent(Answer):
    """信号发给了多少个办件和流程;各自随后收到。"""

    receivers: int


class Several(Answer):
    """成批发起的办件。"""

    items: list[Done]
