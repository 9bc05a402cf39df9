"""操作记录: what was changed outside the cases – people, policy numbers, calendar, published versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, func, literal, select, union_all

from engine import tables

Sort = Literal["people", "policy", "calendar", "version", "matter"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One change: when, by which login, of which sort, what exactly (`kind`), of whom or what, and why.

    `subject` is an id where the thing has one; `called` is what the record itself calls it, empty where it does not.
    """

    at: datetime
    by: str
    sort: Sort
    kind: str
    subject: str
    called: str
    facts: Mapping[str, Any]
    reason: str


def operations(connection: Connection, text: str, limit: int, offset: int = 0) -> list[Operation]:
    """The changes that name `text` as who, what or why, the latest first."""
    everything = _everything(text).subquery()
    statement = select(everything).order_by(everything.c.at.desc(), everything.c.subject)
    rows = connection.execute(statement.limit(limit).offset(offset))
    return [
        Operation(row.at, row.by, row.sort, row.kind, row.subject, _called(row), _facts(row), row.reason)
        for row in rows
    ]


def count_operations(connection: Connection, text: str) -> int:
    """How many changes `operations` lists."""
    found: int = connection.execute(
        select(func.count()).select_from(_everything(text).subquery())
    ).scalar_one()
    return found


def _everything(text: str) -> Any:
    people, policy = tables.people_change.c, tables.policy_value.c
    notice, version, matter = tables.calendar_notice.c, tables.process_version.c, tables.catalogue_entry.c
    parts = [
        _part("people", people.at, people.by, people.kind, people.subject, people.facts, people.reason),
        _part("policy", policy.set_at, policy.set_by, literal("policy.set"), policy.name, policy.value,
              policy.reason),
        _part("calendar", notice.imported_at, notice.imported_by, literal("calendar.imported"), notice.name,
              notice.content, literal("")),
        _part("version", version.published_at, version.published_by, literal("version.published"),
              version.name, version.files, version.reason),
        _part("matter", matter.recorded_at, matter.recorded_by, matter.sort, matter.code, matter.content,
              matter.reason),
    ]  # fmt: skip
    columns = [part.selected_columns for part in parts]
    words = text.split()
    if words:
        parts = [
            part.where(
                *(
                    named["by"].contains(word, autoescape=True)
                    | named["subject"].contains(word, autoescape=True)
                    | named["reason"].contains(word, autoescape=True)
                    for word in words
                )
            )
            for part, named in zip(parts, columns, strict=True)
        ]
    return union_all(*parts)


def _part(sort: Sort, at: Any, by: Any, kind: Any, subject: Any, facts: Any, reason: Any) -> Select[Any]:
    return select(
        at.label("at"),
        by.label("by"),
        literal(sort).label("sort"),
        kind.label("kind"),
        subject.label("subject"),
        facts.label("facts"),
        reason.label("reason"),
    )


def _called(row: Any) -> str:
    return str(row.facts.get("name") or "") if row.sort == "matter" and isinstance(row.facts, dict) else ""


def _facts(row: Any) -> Mapping[str, Any]:
    """What is worth telling: the facts of a change of people; of the others the page has its own words."""
    if row.sort == "policy":
        return {"value": row.facts}
    return row.facts if row.sort == "people" and isinstance(row.facts, dict) else {}
