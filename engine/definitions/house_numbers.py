"""The numbers of no single process, by which the engine itself goes: the county sets them like any other."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from engine.definitions.policy import PolicyNumber
from engine.words import words

NAME: Final = words("全县通用")
"""What stands in the place of a process's name beside these numbers."""

REMIND_EVERY: Final = "office.remind.every"
COPY_DAILY: Final = "office.copy.daily"

HOUSE_NUMBERS: Final[Mapping[str, PolicyNumber]] = {
    REMIND_EVERY: PolicyNumber(
        REMIND_EVERY,
        words("同一人对同一环节两次催办至少隔多少办公分钟"),
        "integer",
        240,
        unit=words("办公分钟"),
        range=(Decimal(0), Decimal(4800)),
    ),
    COPY_DAILY: PolicyNumber(
        COPY_DAILY,
        words("一人一天对一件最多抄送、传阅给几个单位或人"),
        "integer",
        50,
        unit=words("个单位或人"),
        range=(Decimal(1), Decimal(500)),
    ),
}
"""The numbers by key, none of them from a document: product defaults."""

NOTES: Final[Mapping[str, str]] = {REMIND_EVERY: words("半个工作日;写 0 不限。到期前的自动提醒不受此限。")}
"""What is said beside a number for people."""
