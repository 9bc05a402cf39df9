"""Changes that concern the whole county: its numbers, its calendar, and mending what is stuck.

Each raises the site's generation in its own transaction, so that every process renews what it keeps. What such
a change means for running cases follows as acts of their own, case by case.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables, values
from engine.database import new_key
from engine.definitions.house_numbers import HOUSE_NUMBERS
from engine.definitions.policy import PolicyNumber
from engine.engine import Engine
from engine.people.actor import SYSTEM, Actor
from engine.records.score_entries import entries_of
from engine.refusals import Refused
from engine.runtime import firing, inbox, reversing, saving, storage, timers, user_tasks
from engine.runtime.acts import Done
from engine.site import raise_generation
from engine.time import clock
from engine.time.notice import Notice
from engine.words import words

_AT_ONCE = 50


def set_policy(
    engine: Engine, name: str, value: Any, valid_from: date, basis: str, reason: str, actor: Actor
) -> None:
    """Let a number hold from a day on; deadlines set before keep the value they froze.

    Raises Refused (invalid) for a number nobody declares, a value it does not take, or a missing reason.
    """
    if not reason.strip():
        raise Refused(
            words("请写明修改的理由。"), kind="invalid", problems={"reason": words("请写明修改的理由")}
        )

    def work(connection: Connection) -> None:
        accepted = _accepted(engine, connection, name, value)
        row = {
            "id": new_key(),
            "name": name,
            "value": values.to_json(accepted),
            "valid_from": valid_from,
            "basis": basis,
            "reason": reason.strip(),
            "set_at": clock.now(),
            "set_by": actor.login,
        }
        connection.execute(tables.policy_value.insert().values(row))
        raise_generation(connection)

    engine.database.transact(work)


def _accepted(engine: Engine, connection: Connection, name: str, value: Any) -> Any:
    declared = HOUSE_NUMBERS.get(name) or _newest(engine, connection, name)
    if declared is None:
        raise Refused(
            words("没有流程登记政策参数“%(name)s”。", name=name),
            kind="invalid",
            problems={"name": words("没有这个参数")},
        )
    try:
        return declared.accept(value)
    except ValueError as error:
        said = f"“{declared.label}”:{error}"
        raise Refused(said, kind="invalid", problems={"value": str(error)}) from error


def _newest(engine: Engine, connection: Connection, name: str) -> PolicyNumber | None:
    """A number as the newest version declares it that has it."""
    version = tables.process_version.c
    versions = connection.execute(select(version.id).order_by(version.number.desc())).scalars()
    declared = (engine.program(version_id, connection).declared.get(name) for version_id in versions)
    return next((number for number in declared if number is not None), None)


def import_notice(engine: Engine, notice: Notice, actor: Actor) -> None:
    """Make a holiday notice known (T-5). What was due by now fires first, under the calendar it was due by.

    The notice commits alone; the deadlines it moves follow by `rederive_stale`, each in its own act.
    """
    while engine.fire_due().instances:
        pass

    def work(connection: Connection) -> None:
        row = {
            "id": new_key(),
            "name": notice.notice,
            "issued": notice.issued,
            "content": notice.to_dict(),
            "imported_at": clock.now(),
            "imported_by": actor.login,
        }
        connection.execute(tables.calendar_notice.insert().values(row))
        raise_generation(connection)

    engine.database.transact(work)


def rederive_stale(engine: Engine, limit: int = _AT_ONCE) -> int:
    """Derive again the deadlines of up to `limit` running cases that another calendar made; how many there were."""

    def work(connection: Connection) -> int:
        row = tables.instance.c
        stale = (
            select(tables.instance)
            .where(row.status == "running", row.calendar != engine.calendar(connection).version)
            .order_by(row.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = connection.execute(stale).mappings().all()
        for item in found:
            act = engine.loaded(connection, dict(item), "rederive", SYSTEM)
            firing.fire_due(act)
            act.run()
            saving.save(act)
        return len(found)

    return engine.database.transact(work)


def retry_incident(engine: Engine, incident_id: UUID, actor: Actor) -> None:
    """Try again what an incident stopped, after it was mended. Raises StuckError where it still is not.

    Timers of the case count again; tasks without anybody to do them are assigned afresh. Raises Refused: gone where
    there is no such incident, conflict where it was resolved already.
    """

    def work(connection: Connection) -> None:
        row = tables.incident.c
        case_id = connection.execute(select(row.instance_id).where(row.id == incident_id)).scalar()
        if case_id is None:
            raise Refused(words("没有这个故障。请从故障清单重新进入。"), kind="gone")
        case = storage.lock(connection, case_id)
        found = connection.execute(select(tables.incident).where(row.id == incident_id)).mappings().one()
        act = engine.loaded(connection, case, "retry", actor)
        if found["resolved_at"] is not None:
            raise Refused(
                words(
                    "这个故障已由%(name)s于 %(day)s 排除,不用再试。",
                    name=act.world.directory.name_of(found["resolved_by"]),
                    day=clock.civil_date(found["resolved_at"]).isoformat(),
                ),
                kind="conflict",
            )
        timers.arm_failed(act, found["subject"])
        if found["kind"] == inbox.INCIDENT:
            inbox.retry(connection, found["subject"])
        firing.fire_due(act)
        user_tasks.assign_again(act)
        act.run()
        act.record("incident.resolved", found["element"], incident=incident_id.hex)
        saving.save(act)
        connection.execute(
            tables.incident.update()
            .where(row.id == incident_id)
            .values(resolved_at=clock.now(), resolved_by=actor.login)
        )

    engine.database.transact(work)


def reverse_score(engine: Engine, score_id: UUID, actor: Actor, reason: str) -> Done:
    """Take an entry back by a counter-entry in the same year, as an act in its case's history.

    The slip stays as it was issued. Raises Refused: invalid without a reason, gone where there is no such
    entry, conflict where it is taken back already or is itself a counter-entry.
    """
    said = reason.strip()
    if not said:
        message = words("请写明冲回的理由,如复核结论的文号。")
        raise Refused(message, kind="invalid", problems={"reason": words("请写明冲回的理由")})

    def work(connection: Connection) -> Done:
        score = tables.score.c
        case_id = connection.execute(select(score.instance_id).where(score.id == score_id)).scalar()
        if case_id is None:
            raise Refused(words("没有这条积分记录。请从积分台账重新进入。"), kind="gone")
        act = engine.loaded(connection, storage.lock(connection, case_id), "reverse_score", actor)
        firing.fire_due(act)
        entry = next(each for each in entries_of(connection, case_id) if each.id == score_id)
        reversing.take_back(act, entry, said)
        act.run()
        saving.save(act)
        return Done(case_id, act.case.row["number"])

    return engine.database.transact(work)
