"""Leads (问责线索): what the inspectors are to look into, from the diagram's word or from a deadline run out.

A lead is said in the history of the case it comes from and leaves it through the inbox, once by key; there it
starts a case of the one published process that begins with the message 问责线索. It names the unit and the
post, never a person: who is responsible is for the inspectors to establish (A15, `liability.names`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select

from engine import tables, values
from engine.people.directory import Unit
from engine.runtime.act import Act
from engine.runtime.case import Deadline
from engine.runtime.scope import Names
from engine.runtime.throwing import incoming
from engine.words import words

MESSAGE: Final = "问责线索"
"""The message whose start event begins the process that handles leads."""
KIND: Final = "lead"
"""The kind of inbox row a lead travels as."""

_SENT = select(tables.inbox.c.key).where(tables.inbox.c.key == bindparam("sent"))


@dataclass(frozen=True, slots=True)
class Lead:
    """One lead: which unit, why, under which rule, from which element; what is None is not known.

    `key` tells it from every other lead, so that it is opened once; it begins with a key in hexadecimal, by which
    an operator's retry finds it. `deadline` and `due_on` are of
    the limit that ran out.
    """

    key: str
    element: str
    label: str
    unit: Unit | None
    reason: str
    rule: str
    post: str | None = None
    deadline: str | None = None
    due_on: date | None = None


def overdue(act: Act, deadline: Deadline, rule: str, label: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Open a lead for every unit that has one of the open tasks `rows` under a deadline that ran out.

    Where there is none, the lead is for the case's own unit.
    """
    for unit_id, posts in (_holding(rows) or {act.case.row["unit_id"]: []}).items():
        open_lead(
            act,
            Lead(
                key=f"{deadline.id.hex}:{deadline.ledger.generation}:{unit_id}"[:90],
                element=deadline.element,
                label=label,
                unit=act.world.directory.units[unit_id] if unit_id else None,
                reason=words(
                    "“%(label)s”超过%(limit)s时限(%(day)s)未办结",
                    label=label,
                    limit=deadline.name,
                    day=deadline.due_on,
                ),
                rule=rule,
                post="、".join(dict.fromkeys(posts)) or None,
                deadline=deadline.name,
                due_on=deadline.due_on,
            ),
        )


def _holding(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The names of the posts that hold open tasks, by unit."""
    held: dict[str, list[str]] = {}
    for row in rows:
        if row["unit_id"] is not None:
            names = [row["post_id"].rpartition("/")[2]] if row["post_id"] else []
            held.setdefault(row["unit_id"], []).extend(names)
    return held


def open_lead(act: Act, lead: Lead) -> None:
    """Say a lead in the history and send it on, unless this very one was sent before."""
    if _is_sent(act, lead.key):
        return
    unit = lead.unit.short_name if lead.unit else None
    act.record(
        "liability.opened",
        lead.element,
        unit=unit,
        reason=lead.reason,
        rule=lead.rule or None,
        post=lead.post,
        deadline=lead.deadline,
        date=lead.due_on.isoformat() if lead.due_on else None,
    )
    data = {
        "unit": unit,
        "reason": lead.reason,
        "rule": lead.rule,
        "post": lead.post,
        "deadline": lead.deadline,
        "due_on": lead.due_on,
        "source": act.case.row["number"],
        "source_title": act.case.row["title"],
        "source_process": act.case.program.process.name or act.case.row["process"],
        "source_element": lead.label,
        "matter": _matter(act),
    }
    act.changes.inbox.append(incoming(lead.key, KIND, _payload(act, lead, data), act))


def _matter(act: Act) -> str | None:
    """The code of the matter (事项) the case is about, by which `matter_of` knows it; None where it is about none."""
    names = Names(act, None)
    written = act.case.program.process.extension("matter")
    code = act.value(written.get("code"), None) if written is not None else names["matter_code"]
    if code is None and isinstance(names["matter"], str):
        code = names["matter"]
    return str(code) if code is not None else None


def _payload(act: Act, lead: Lead, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": MESSAGE,
        "data": values.to_json(data),
        "from": act.case.id.hex,
        "element": lead.element,
    }


def _is_sent(act: Act, key: str) -> bool:
    """Whether a lead of this key was sent already: a deadline moved back and forth runs out twice."""
    if any(row["key"] == key for row in act.changes.inbox):
        return True
    return act.connection.execute(_SENT, {"sent": key}).first() is not None
