"""Starting a case: by hand, by a message, by a timer of its process."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam

from engine.database import new_key
from engine.definitions.diagram import Node
from engine.people.actor import PUBLIC, Actor
from engine.people.starting import may_start, starters
from engine.queries.versions import current_version
from engine.records import archive, journal, numbers
from engine.refusals import Refused, StuckError
from engine.runtime import saving, stepping
from engine.runtime.act import Act
from engine.runtime.authority import first_rule
from engine.runtime.case import FORMAT, Case
from engine.runtime.earlier import Earlier, pass_over, require
from engine.runtime.fields import Fields
from engine.runtime.program import Program
from engine.runtime.runner import Runner, counted
from engine.runtime.running import RunningAct
from engine.runtime.tree import Tree
from engine.runtime.waiting import arrive, waiting
from engine.runtime.world import World
from engine.time import clock
from engine.words import side_by_side, words

_STARTED = archive.cases_of_keys(bindparam("key"))
_OUTSIDE = {"message": "消息", "signal": "信号"}


@dataclass(frozen=True, slots=True)
class Started:
    """The answer of a start: the new case and its number."""

    id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A start event that has happened: its element and its legal moment (None: now)."""

    element: str
    at: datetime | None = None


class Starter(Runner):
    """Starts cases by hand, by a program, from a list."""

    def start(
        self,
        process: str,
        actor: Actor,
        data: Mapping[str, Any],
        *,
        key: str | None = None,
        case_id: UUID | None = None,
    ) -> Started:
        """Start a case of a process. Raises Refused. `case_id` is the key it gets, where files wait under it."""
        return self.start_many(
            process, actor, [data], keys=[key] if key else None, case_ids=[case_id] if case_id else None
        )[0]

    def start_many(
        self,
        process: str,
        actor: Actor,
        rows: Iterable[Mapping[str, Any]],
        *,
        keys: list[str] | None = None,
        case_ids: list[UUID] | None = None,
        earlier: list[Earlier | None] | None = None,
    ) -> list[Started]:
        """Start a case a row, all or none. A row whose key was used before gives the case it started then.

        `earlier` says of each row whether it is a case that began before, and under which number.
        """
        items = list(rows)

        def work(connection: Connection) -> list[Started]:
            return [
                start_by_hand(
                    self,
                    connection,
                    process,
                    actor,
                    dict(item),
                    keys[index] if keys else None,
                    case_ids[index] if case_ids else None,
                    earlier[index] if earlier else None,
                )
                for index, item in enumerate(items)
            ]

        try:
            with counted("start", actor):
                return self.database.transact(work)
        except StuckError as error:
            raise Refused(words("不能发起:%(message)s", message=error.message), kind="invalid") from error


def start_by_hand(
    engine: Runner,
    connection: Connection,
    process: str,
    actor: Actor,
    data: dict[str, Any],
    key: str | None,
    case_id: UUID | None = None,
    earlier: Earlier | None = None,
) -> Started:
    """Start a case of a process's current version. Raises Refused where only a message or signal starts it."""
    known = started_before(connection, key)
    if known is not None:
        return known
    version_id = _version_for(engine.world(connection), connection, process, actor)
    program = engine.program(version_id, connection)
    _require_by_hand(program)
    if actor == PUBLIC:
        _require_public(program)
    elif not actor.is_system:
        _require_starter(engine.world(connection), program, actor, process)
    if earlier is not None:
        require(connection, process, [earlier])
    return begin(
        engine, connection, process, version_id, actor, data, key=key, case_id=case_id, earlier=earlier
    )


def _version_for(world: World, connection: Connection, process: str, actor: Actor) -> UUID:
    """The version a case somebody starts runs. Raises Refused where there is none for their units (SF-01)."""
    units = world.directory.units_of(actor.person_id, clock.today()) if actor.person_id is not None else ()
    found = current_version(connection, process, units)
    if found is not None:
        return found.id
    pilot = current_version(connection, process)
    if pilot is None:
        raise Refused(words("流程“%(process)s”还没有发布,不能发起。", process=process), kind="gone")
    raise Refused(
        words("“%(process)s”正在试点,只有试点单位的人可以发起。", process=pilot.name),
        kind="forbidden",
        rule="SF-01",
    )


def started_before(connection: Connection, key: str | None) -> Started | None:
    """The case that was started with this key, if one was."""
    found = connection.execute(_STARTED, {"key": f"start:{key}"}).first() if key is not None else None
    return Started(found.id, found.number) if found is not None else None


def begin(
    engine: Runner,
    connection: Connection,
    process: str,
    version_id: UUID,
    actor: Actor,
    data: dict[str, Any],
    *,
    key: str | None = None,
    by: Occurrence | None = None,
    case_id: UUID | None = None,
    earlier: Earlier | None = None,
) -> Started:
    """Start a case of a process's version, at a start event that has happened where `by` names one."""
    program = engine.program(version_id, connection)
    key_of_case = case_id or new_key()
    fields = Fields(connection, key_of_case, True, program.personal, lambda: engine.vault)
    act = RunningAct(engine.world(connection), connection, "start", actor, fields)
    legal = by.at if by is not None else earlier.at if earlier is not None else None
    if legal is not None:
        act.now = act.entry.at = legal
    row = _row(act, key_of_case, process, version_id, program, earlier.number if earlier else None)
    act.case = Case(row, program, Tree.new(program, act))
    act.begin(data)
    if by is not None:
        stepping.take_steps(act)
        _enter(act, by.element)
    act.run()
    if by is not None:
        # Nobody filled in a form: what the case is called is worked out by its first steps.
        act.name_case()
    if earlier is not None:
        pass_over(act)
    if key is not None:
        act.changes.inbox.append(
            {
                "key": f"start:{key}",
                "instance_id": act.case.id,
                "kind": "start",
                "payload": {},
                "received_at": act.recorded_at,
                "done_at": act.recorded_at,
                "error": None,
            }
        )
    saving.save(act)
    return Started(act.case.id, act.case.row["number"])


def start_nodes(program: Program) -> list[Node]:
    """The start events of a program's process."""
    return [node for node in program.process.scope.nodes.values() if node.type == "startEvent"]


def _require_by_hand(program: Program) -> None:
    nodes = start_nodes(program)
    names = []
    for node in nodes:
        trigger = program.trigger_of(node)
        if trigger is None:
            return
        names.append(f"{_OUTSIDE[trigger[0]]}“{trigger[1]}”")
    if nodes:
        label = program.process.name or program.process.id
        raise Refused(
            words("流程“%(label)s”由%(names)s启动,不能手工发起。", label=label, names="、".join(names)),
            kind="conflict",
        )


def _require_public(program: Program) -> None:
    if program.process.extension("public") is None:
        label = program.process.name or program.process.id
        raise Refused(
            words("“%(label)s”不能在网上发起,请到政务服务中心窗口办理。", label=label), kind="forbidden"
        )


def _require_starter(world: World, program: Program, actor: Actor, process: str) -> None:
    """Raises Refused (forbidden) unless `bj:case start` names a post or unit of the actor's."""
    on, person_id = clock.today(), actor.person_id
    if person_id is not None and may_start(world.directory, person_id, program.process, on, process):
        return
    label, who = program.process.name or program.process.id, starters(program.process)
    said = (
        words("只有%(who)s可以发起“%(label)s”。", who=side_by_side(who), label=label)
        if who
        else words("“%(label)s”没有写明谁可以发起。", label=label)
    )
    raise Refused(said, kind="forbidden", rule=first_rule(program.process))


def _enter(act: Act, element: str) -> None:
    act.record("start.happened", element)
    for event, node in list(waiting(act)):
        if node.id == element:
            arrive(event)
            return


def _next_number(act: Act, process: str, program: Program) -> str:
    year = clock.civil_date(act.now).year
    written = program.process.extension("case")
    pattern = written.get("number") if written else ""
    return numbers.written(
        pattern or f"{process}-{{year}}-{{n:05}}",
        year,
        numbers.take(act.connection, f"case:{process}", year),
    )


def _row(
    act: Act, key: UUID, process: str, version_id: UUID, program: Program, number: str | None
) -> dict[str, Any]:
    return {
        "id": key,
        "number": number or _next_number(act, process, program),
        "process": process,
        "version_id": version_id,
        "title": program.process.name or process,
        "status": "running",
        "outcome": None,
        "unit_id": None,
        "recused": None,
        "started_at": act.now,
        "started_by": act.actor.login,
        "ended_at": None,
        "due_at": None,
        "next_due": None,
        "state": b"",
        "state_format": FORMAT,
        "calendar": act.world.calendar.version,
        "sequence": 0,
        "head": journal.START,
        "secret": new_key().bytes,
    }
