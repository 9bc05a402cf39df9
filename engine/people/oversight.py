"""Who answers for every case of the county: the unit that keeps the register, its principals, its administrators."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from engine.people.directory import Directory

OVERSEERS: Final = ("督查室",)
"""Units whose people see every case and the whole register: they answer for all of them (rules DS-01, DS-02)."""

LEADING_KIND: Final = "县领导"
PRINCIPAL: Final = "主要负责人"
"""The post every unit has: blue slips go to it (rule SD-07). The principal of a leading unit (县长, 县委书记) sees every case; other leaders those of units they lead."""

ADMINISTRATOR: Final = "系统管理员"
DESIGNER: Final = "流程设计员"
CHIEF: Final = "督查室主任"
"""Posts to which the county's administration is given; nobody does it as a deputy."""

PUBLISHERS: Final = (DESIGNER, CHIEF, ADMINISTRATOR)
"""Posts that publish versions of processes and let running cases go over to them."""


def oversees(directory: Directory, units: Iterable[str]) -> bool:
    """Whether one of these units (by id) keeps the register."""
    keepers = {unit.id for unit in map(directory.find_unit, OVERSEERS) if unit is not None}
    return not keepers.isdisjoint(units)


def leads_county(directory: Directory, posts: Iterable[str]) -> bool:
    """Whether one of these posts (by id) is that of a principal of the county."""
    held = (directory.posts[post] for post in posts)
    return any(post.name == PRINCIPAL and directory.units[post.unit_id].kind == LEADING_KIND for post in held)


def holds(directory: Directory, person_id: UUID, on: date, *names: str) -> bool:
    """Whether somebody holds, not as a deputy, a post of one of these names."""
    own = directory.posts_of(person_id, on, deputies=False)
    return any(directory.posts[post].name in names for post in own)
