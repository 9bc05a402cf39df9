"""A matter (事项) of the catalogue, a paper it asks for, a bundle of matters: fields, types and what follows from them."""

from datetime import date
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from engine.people.county_shape import Name

MatterCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Limit = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3} (wd|cd|min)$")]
"""So many working days (wd), calendar days (cd) or office minutes (min)."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]

Kind = Literal["行政许可", "行政确认", "行政给付", "行政登记", "公共服务", "备案", "核准"]
Category = Literal["安全", "环保", "消防"]
"""Kinds of matters for which silence never counts as consent (GC-09)."""
Deemed = Literal["off", "opinion", "decision"]
DISGUISED: Final = ("备案", "核准")
"""Kinds under which approvals have been disguised; adding one asks for a check of legality (QT-02)."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Limits(_Shape):
    """法定时限, 承诺时限, and by how much the law lets the statutory one be extended."""

    statutory: Limit | None = None
    promised: Limit | None = None
    extend: Limit | None = None


class Department(_Shape):
    """A department of a matter that concerns several; `unit` is a unit's id once read (ZB-01)."""

    unit: Name
    role: Literal["主办", "协办"]


class Delegation(_Shape):
    """下放: whom the matter is delegated to, by which document, from when to when, both days included (LJ-03)."""

    unit: Name
    document: Line
    since: date = Field(alias="from")
    until: date = Field(alias="to")


class Stop(_Shape):
    """停用: from which day nobody may apply any more, and why (QT-02)."""

    since: date = Field(alias="from")
    reason: Line


class Paper(_Shape):
    """A paper matters ask for; with `reuse` it is kept once it was handed in and not asked for again (GC-16)."""

    name: Name
    form: Name
    source: Name = "申请人"
    reuse: bool = False


class Matter(_Shape):
    """One matter. What is published of it are the seven items of GK-02: `steps` to `handlers`."""

    code: MatterCode
    name: Name
    kind: Kind
    unit: Name
    process: Name = "permit"
    subjects: list[Name] = Field(min_length=1)
    steps: list[Line] = Field(min_length=1)
    conditions: list[Line] = Field(min_length=1)
    materials: list[Name] = Field(min_length=1)
    fee: Line
    penalties: Line
    limits: Limits
    handlers: list[Name] = Field(min_length=1)
    on_the_spot: bool = False
    green: bool = False
    hall: bool = True
    authorised: bool = False
    village: bool = False
    special: list[Name] = Field(default_factory=list)
    category: list[Category] = Field(default_factory=list)
    deemed: Deemed = "off"
    public: bool = True
    private_reason: Line | None = None
    departments: list[Department] = Field(default_factory=list)
    delegated_to: Delegation | None = None
    stopped: Stop | None = None
    valid_from: date | None = None

    @cached_property
    def limit(self) -> str | None:
        """What applies by XS-01: the promised limit (never longer than the statutory one), else the statutory.

        None where there is neither: the default of the process applies.
        """
        return self.limits.promised or self.limits.statutory

    @cached_property
    def limit_basis(self) -> str | None:
        """Which of the two limits applies, in words."""
        if self.limits.promised:
            return "承诺时限"
        return "法定时限" if self.limits.statutory else None

    @cached_property
    def cooperating(self) -> list[str]:
        """The units that cooperate (协办部门)."""
        return [each.unit for each in self.departments if each.role == "协办"]

    def is_stopped(self, on: date) -> bool:
        """Whether the matter may not be applied for on a day any more (QT-02)."""
        return self.stopped is not None and self.stopped.since <= on

    def delegated_unit(self, on: date) -> str | None:
        """The unit the matter is delegated to on a day, None outside the document's validity (LJ-03)."""
        given = self.delegated_to
        return given.unit if given is not None and given.since <= on <= given.until else None


class Bundle(_Shape):
    """一件事一次办: matters that one application starts together (QT-12)."""

    code: MatterCode
    name: Name
    theme: Name
    matters: list[MatterCode] = Field(min_length=2)
    valid_from: date | None = None


def is_longer(one: str, other: str) -> bool | None:
    """Whether one limit is longer than another; None where their units cannot be compared.

    Office minutes are compared with days as shorter than one day.
    """
    (count, unit), (other_count, other_unit) = one.split(), other.split()
    if unit == other_unit:
        return int(count) > int(other_count)
    if "min" in (unit, other_unit):
        return other_unit == "min"
    return None
