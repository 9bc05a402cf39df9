"""Letting others know of a case: 抄送, and 传阅 with a receipt from each who has read it. Nobody gets it twice."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine import tables
from engine.database import new_key
from engine.people.relations import Candidates
from engine.refusals import Refused, StuckError
from engine.runtime import parties, user_tasks
from engine.runtime.act import Act
from engine.runtime.authority import VERBS
from engine.time import clock
from engine.words import words

_VERBS = {"copy": "copy_to", "circulate": "circulate"}
_row = tables.circulation.c


def circulate(act: Act, to: list[str], kind: str) -> None:
    """Let logins, units or posts know of the case; whoever has been told already is passed over.

    Raises Refused where the actor may not, one is not known, all have been told, or it is too many for a day.
    """
    what = VERBS[_VERBS[kind]]
    parties.require_party(act, _VERBS[kind])
    told = {(known["kind"], *_whose(known)) for known in _known(act)}
    rows = []
    for name in dict.fromkeys(to):
        row = _row_of(act, name, kind)
        if (kind, *_whose(row)) not in told:
            told.add((kind, *_whose(row)))
            rows.append(row)
    if not rows:
        raise Refused(
            words("%(names)s已经%(what)s过。", names="、".join(to), what=what),
            kind="conflict",
            problems={"to": words("已经送过")},
        )
    parties.require_few(act, len(rows), what)
    act.changes.circulations += rows
    for row in rows:
        said = f"{what}:{act.case.row['title']}"
        act.notify(row["unit_id"], row["post_id"], row["person_id"], said)
        act.record("notification.sent", None, kind=what, to=row["to"])


def read(act: Act) -> None:
    """Give the receipt for what was circulated or copied to oneself (已阅), for every unit and post one acts for."""
    mine = [row for row in _known(act) if _is_mine(act, row)]
    unread = [row for row in mine if row["read_at"] is None]
    if not mine:
        raise Refused(words("这个办件没有抄送、传阅给您。"), kind="forbidden")
    if not unread:
        raise Refused(words("您已经阅过。"), kind="conflict")
    for row in unread:
        act.changes.circulations.append({**row, "read_at": act.now, "read_by": act.actor.login})
        act.record("circulation.read", None, to=row["to"], kind=row["kind"])


def _known(act: Act) -> list[dict[str, Any]]:
    statement = (
        select(tables.circulation).where(_row.instance_id == act.case.id).order_by(_row.sent_at, _row.id)
    )
    return [dict(row) for row in act.connection.execute(statement).mappings()]


def _row_of(act: Act, name: str, kind: str) -> dict[str, Any]:
    try:
        whose = {"person_id": None, "unit_id": None, "post_id": None, **_named(act, name)}
    except StuckError as error:
        raise Refused(f"{error.message}。", kind="invalid", problems={"to": error.message}) from error
    return {
        "id": new_key(),
        "instance_id": act.case.id,
        "kind": kind,
        "to": name,
        **whose,
        "sent_at": act.now,
        "sent_by": act.actor.login,
        "read_at": None,
        "read_by": None,
    }


def _named(act: Act, name: str) -> dict[str, Any]:
    found = user_tasks.named(act, name)
    return {"person_id": found["assignee"]} if "assignee" in found else found


def _whose(row: dict[str, Any]) -> tuple[str | None, str | None, UUID | None]:
    return row["unit_id"], row["post_id"], row["person_id"]


def _is_mine(act: Act, row: dict[str, Any]) -> bool:
    if row["person_id"] is not None:
        return bool(row["person_id"] == act.actor.person_id)
    person_id, on = act.actor.person_id, clock.civil_date(act.now)
    candidates = Candidates(row["unit_id"], row["post_id"])
    return person_id is not None and act.world.directory.may_do(
        person_id, candidates, on, act.case.row["process"]
    )
