"""Taking points back (冲回) by counter-entries, within an act of the case that recorded them.

An entry is never changed and never deleted (rules.md A15, `supervision.review.within`): what is taken back is
balanced by an entry of its own, in the same year.
"""

from datetime import date, datetime
from typing import Any

from SpiffWorkflow.task import Task
from sqlalchemy import select

from engine import tables
from engine.database import new_key
from engine.definitions.diagram import Extension, Node
from engine.records.score_entries import Entry, entries_of
from engine.refusals import Refused, StuckError
from engine.runtime.act import Act
from engine.runtime.throwing import incoming
from engine.time import clock
from engine.words import side_by_side, words


def take_back_paper(act: Act, kind: str, number: str, reason: str) -> None:
    """Take back the points of a paper of this case, within an act of it. Raises Refused as `take_back`."""
    row = tables.document.c
    paper = act.connection.execute(select(row.id).where(row.kind == kind, row.number == number)).scalar()
    for entry in entries_of(act.connection, act.case.id):
        if entry.document_id == paper and entry.reversal_of is None:
            take_back(act, entry, reason)


def take_back_papers(act: Act, kind: str, since: date, reason: str) -> None:
    """Take back what stands of the points of this case's papers of a kind issued on or after a civil day."""
    row = tables.document.c
    statement = select(row.id, row.due_at).where(row.kind == kind, row.instance_id == act.case.id)
    papers = {paper for paper, at in act.connection.execute(statement) if clock.civil_date(at) >= since}
    for entry in entries_of(act.connection, act.case.id):
        if entry.document_id in papers and entry.reversal_of is None and entry.reversed_by is None:
            take_back(act, entry, reason)


def take_back(act: Act, entry: Entry, reason: str) -> None:
    """Take one entry back. Raises Refused (conflict) where it is taken back already or is a counter-entry."""
    act.changes.scores.append(_counter_entry(entry, act.now))
    act.record(
        "score.reversed",
        None,
        unit=act.unit_name(entry.unit_id),
        points=-entry.points,
        year=entry.year,
        rule=entry.rule,
        score=entry.id.hex,
        reason=reason,
    )


def _counter_entry(entry: Entry, now: datetime) -> dict[str, Any]:
    if entry.reversal_of is not None:
        raise Refused(words("这是一条冲回记录,不能再冲回;如冲回有误,请重新记分。"), kind="conflict")
    if entry.reversed_by is not None:
        raise Refused(words("这条积分已经冲回过,不能重复冲回。"), kind="conflict")
    return {
        "id": new_key(),
        "unit_id": entry.unit_id,
        "year": entry.year,
        "points": -entry.points,
        "rule": entry.rule,
        "instance_id": entry.instance_id,
        "document_id": entry.document_id,
        "recorded_at": now,
        "reversal_of": entry.id,
    }


def reverse(act: Act, task: Task, node: Node, written: Extension, _: Any) -> None:
    """Send the taking back of a paper's points to the case that recorded them; it is an act of that case.

    With `since` those of this case's own papers from that day on are taken back here and now.
    """
    if written.get("since"):
        _take_back_own(act, task, node, written)
        return
    data = {name: str(act.value(written.get(name), task) or "") for name in ("kind", "number", "reason")}
    missing = [name for name, value in data.items() if not value]
    if missing:
        raise StuckError(
            words("冲回积分(bj:reverse)的 %(missing)s 没有值", missing=side_by_side(missing)), node.id
        )
    payload = {
        "name": f"冲回{data['kind']}{data['number']}",
        "data": data,
        "from": act.case.id.hex,
        "element": node.id,
    }
    act.changes.inbox.append(incoming(new_key().hex, "reverse", payload, act))


def _take_back_own(act: Act, task: Task, node: Node, written: Extension) -> None:
    since = act.value(written.get("since"), task)
    kind, reason = (str(act.value(written.get(name), task) or "") for name in ("kind", "reason"))
    if not isinstance(since, date) or isinstance(since, datetime) or not kind or not reason:
        raise StuckError(words("冲回积分(bj:reverse)须有 kind、reason,since 应是日期"), node.id)
    take_back_papers(act, kind, since, reason)
