"""Papers and scores: what an element issues to a unit and records of it, in the act that passes it."""

from typing import Any

from SpiffWorkflow.task import Task

from engine import values
from engine.database import new_key
from engine.definitions.diagram import Extension, Node
from engine.people.directory import Unit
from engine.refusals import StuckError
from engine.runtime import deadlines
from engine.runtime.act import Act
from engine.runtime.scope import branch_of
from engine.runtime.voting import BALLOT
from engine.time import clock
from engine.words import words


def issue(act: Act, task: Task, node: Node, written: Extension, _: Any) -> dict[str, Any]:
    """Issue a paper: its record is written now, its number taken last, its file rendered afterwards."""
    unit = unit_meant(act, written.get("to"), task, node)
    template = act.case.program.template_digest(written.get("template"))
    deadlines.open_entered(act)
    due = {d.name: d.due_on.isoformat() if d.due_on else None for d in act.case.deadlines}
    record: dict[str, Any] = {
        "kind": written.get("kind"),
        "number": None,
        "unit": unit.name if unit else None,
        "issued_on": clock.civil_date(act.now).isoformat(),
        "case_number": act.case.row["number"],
        "title": act.case.row["title"],
        "started_on": clock.civil_date(act.case.row["started_at"]).isoformat(),
        "due": due,
        "fields": values.to_json({**act.fields.visible(branch_of(task)), **_ballot(task)}),
    }
    row: dict[str, Any] = {
        "id": new_key(),
        "instance_id": act.case.id,
        "kind": written.get("kind"),
        "number": written.get("number") or None,
        "unit_id": unit.id if unit else None,
        "element": node.id,
        "template": template,
        "record": record,
        "due_at": act.now,
        "issued_at": act.recorded_at,
        "issued_by": act.actor.login,
        "file_digest": None,
        "rendered_at": None,
    }
    act.changes.documents.append(row)
    act.send_out("render", {"document": row["id"].hex})
    act.record(
        "document.issued",
        node.id,
        kind=row["kind"],
        unit=unit.short_name if unit else None,
        document=row["id"].hex,
    )
    return row


def _ballot(task: Task) -> dict[str, Any]:
    """What was just decided (审批环节的 decision、opinion): it stands with the token, not in the case's record."""
    return {name: task.data[name] for name in BALLOT if name in task.data}


def score(act: Act, task: Task, node: Node, written: Extension, paper: dict[str, Any] | None) -> None:
    """Record points, of the paper issued just before where there is one. Raises StuckError."""
    points = act.calculate(written.get("points").removeprefix("="), task)
    units = units_meant(act, written.get("unit"), task, node)
    if not units or not isinstance(points, int):
        raise StuckError(words("记分须有单位和整数分值,得到的是“%(points)s”", points=points), node.id)
    for unit in units:
        _record_score(act, node, written.get("rule"), unit, points, paper)


def _record_score(
    act: Act, node: Node, rule: str, unit: Unit, points: int, paper: dict[str, Any] | None
) -> None:
    row: dict[str, Any] = {
        "id": new_key(),
        "unit_id": unit.id,
        "year": clock.civil_date(act.now).year,
        "points": points,
        "rule": rule,
        "instance_id": act.case.id,
        "document_id": paper["id"] if paper else None,
        "recorded_at": act.now,
        "reversal_of": None,
    }
    act.changes.scores.append(row)
    act.record("score.recorded", node.id, unit=unit.short_name, points=points, rule=row["rule"])


def unit_meant(act: Act, text: str, task: Task, node: Node) -> Unit | None:
    """The unit a value names, the case's own where nothing is written. Raises StuckError."""
    value = act.value(text, task) if text else None
    if value is None:
        unit_id = act.case.row["unit_id"]
        return act.world.directory.units[unit_id] if unit_id else None
    found = act.world.directory.find_unit(str(value))
    if found is None:
        raise StuckError(words("单位名录中没有“%(value)s”", value=value), node.id)
    return found


def units_meant(act: Act, text: str, task: Task, node: Node) -> list[Unit]:
    """The units a value names: one, or each of a list once."""
    value = act.value(text, task)
    named = value if isinstance(value, list) else [value]
    found = {name: act.world.directory.find_unit(str(name)) for name in named if name}
    for name, unit in found.items():
        if unit is None:
            raise StuckError(words("单位名录中没有“%(name)s”", name=name), node.id)
    return list({unit.id: unit for unit in found.values() if unit is not None}.values())
