"""A decided change of the catalogue leaves its case through the inbox and is recorded as an act of its own (`bj:register`)."""

from datetime import date, datetime
from typing import Any, Final

from SpiffWorkflow.task import Task
from sqlalchemy import Connection

from engine import values
from engine.database import new_key
from engine.definitions.diagram import Extension, Node
from engine.matters.changing import ChangeError, changed, record_change
from engine.people.actor import SYSTEM
from engine.refusals import Refused, StuckError
from engine.runtime.act import Act
from engine.runtime.world import World
from engine.time import clock
from engine.words import words

KIND: Final = "catalogue"
"""The kind of inbox row a change of the catalogue travels as."""


def register(act: Act, task: Task, node: Node, written: Extension) -> None:
    """Judge a change of the catalogue and send it on its way. Raises StuckError for what cannot be."""
    said: dict[str, Any] = {name: act.value(written.get(name), task) for name in ("kind", "code", "reason")}
    since = act.value(written.get("from"), task) or clock.civil_date(act.now)
    content = act.calculate(written.get("content").removeprefix("="), task)
    if not isinstance(since, date) or isinstance(since, datetime) or not isinstance(content, dict):
        raise StuckError(words("事项变更(bj:register)的 from 应是日期,content 应是一组字段"), node.id)
    said |= {"since": since, "content": _plain(content)}
    try:
        changed(act.world.catalogue, said["kind"], said["code"], said["content"], since, _finder(act.world))
    except ChangeError as error:
        raise StuckError(words("事项目录不能这样变更:%(error)s", error=error), node.id) from error
    payload = {"name": "事项变更", "data": values.to_json(said), "from": act.case.id.hex, "element": node.id}
    act.changes.inbox.append(
        {
            "key": new_key().hex,
            "instance_id": None,
            "kind": KIND,
            "payload": payload,
            "received_at": act.recorded_at,
            "done_at": None,
            "error": None,
        }
    )
    act.record("catalogue.changed", node.id, kind=said["kind"], code=said["code"], date=since.isoformat())


def receive(connection: Connection, world: World, said: dict[str, Any]) -> None:
    """Record a change that has arrived. Raises Refused where the catalogue has moved on meanwhile."""
    try:
        record_change(connection, world.catalogue, _finder(world), said, SYSTEM.login)
    except ChangeError as error:
        raise Refused(words("事项目录没有变更:%(error)s", error=error), kind="conflict") from error


def _finder(world: World) -> Any:
    def find(name: str) -> str | None:
        unit = world.directory.find_unit(name)
        return unit.id if unit is not None else None

    return find


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
