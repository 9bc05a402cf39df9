"""What crosses from one case to another: messages 1:1 by key, signals 1:n, each delivered as an act of its own.

Who waits is found by rows of `subscription`, who begins by rows of `start_event`; that a case still waits is
believed only of its loaded state. What fits nobody, or several, is delivered to none (an incident of the case
that sent it, or a refusal to who sent it).
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, or_, select

from engine import tables, values
from engine.database import new_key
from engine.people.actor import SYSTEM, Actor
from engine.records import archive, scores
from engine.refusals import Refused, StuckError
from engine.runtime import firing, leads, registering, requests, reversing, saving, storage
from engine.runtime.acts import Done
from engine.runtime.runner import Runner
from engine.runtime.starting import Occurrence, begin
from engine.time import clock
from engine.words import side_by_side, words

MOST_AT_ONCE: Final = 20
INCIDENT: Final = "inbox"
"""The kind of incident an undeliverable message raises; its subject is the inbox row's key."""

_row = tables.inbox.c
_open_again = _row.done_at.is_(None) & _row.error.is_not(None)
_open = _row.done_at.is_(None) & _row.error.is_(None)
_ANY = select(_row.key).where(_open).limit(1)
_OPEN = (
    select(tables.inbox)
    .where(_open)
    .order_by(_row.received_at, _row.key)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_DONE = (
    tables.inbox.update()
    .where(_row.key == bindparam("of"))
    .values(done_at=bindparam("at"), instance_id=bindparam("to"))
)
_FAILED = tables.inbox.update().where(_row.key == bindparam("of")).values(error=bindparam("why"))
_RETRY = tables.inbox.update().where(_row.key.startswith(bindparam("of")), _open_again).values(error=None)
_KNOWN = archive.cases_of_keys(bindparam("of"))
_waits = tables.subscription.c
_RECEIVERS = select(_waits.instance_id).where(
    _waits.kind == "message",
    _waits.name == bindparam("name"),
    or_(_waits.key == bindparam("key"), _waits.key.is_(None)),
)
_LISTENERS = (
    select(_waits.instance_id)
    .join(tables.instance, tables.instance.c.id == _waits.instance_id)
    .where(_waits.kind == "signal", _waits.name == bindparam("name"), tables.instance.c.status == "running")
    .distinct()
    .order_by(_waits.instance_id)
)
_start = tables.start_event.c
_version = tables.process_version.c
_BEGINNERS = (
    select(_start.version_id, _start.element, _version.process)
    .join(tables.process_version, _version.id == _start.version_id)
    .where(_start.kind == bindparam("kind"), _start.name == bindparam("name"))
    .order_by(_version.process, _start.element)
)


# --- from outside ---------------------------------------------------------------------------------------------
def send_message(
    runner: Runner,
    connection: Connection,
    name: str,
    key: str | None,
    data: Mapping[str, Any],
    actor: Actor,
    once: str | None = None,
) -> Done:
    """Bring a message to the one case that waits for it, else let it start a case.

    `key` is the correlation value: a case that tells by a key takes only its own. `once` makes it idempotent.
    Raises Refused (conflict) where it fits nobody, or several.
    """
    if once is not None:
        known = connection.execute(_KNOWN, {"of": f"message:{once}"}).first()
        if known is not None:
            return Done(known.id, known.number)
        # Whoever brings the same at once waits here, and hears the first answer when it is there.
        connection.execute(tables.inbox.insert(), _undelivered(f"message:{once}", "message", {}))
    found = connection.execute(_RECEIVERS, {"name": name, "key": key}).scalars().all()
    if len(found) > 1:
        raise Refused(
            words("有 %(n)s 处在等消息“%(name)s”,分不清该给谁,没有送达。", n=len(found), name=name),
            kind="conflict",
        )
    if found:
        done = _deliver(
            runner,
            connection,
            found[0],
            "message",
            actor,
            lambda act: requests.message(act, name, key, dict(data)),
        )
    else:
        done = _begin_one(runner, connection, name, key, dict(data), actor)
    if once is not None:
        connection.execute(_DONE, {"of": f"message:{once}", "at": clock.now(), "to": done.instance_id})
    return done


def send_signal(
    connection: Connection,
    name: str,
    data: Mapping[str, Any],
    sender: UUID | None = None,
    once: str | None = None,
) -> int:
    """Put a signal into the inbox of every running case that waits for it, and of every process it starts.

    Returns how many there are. `sender` has its own tokens served already. With a `once` used before, nothing
    is sent.
    """
    key = once or new_key().hex
    payload = {"name": name, "data": values.to_json(dict(data)), "from": sender.hex if sender else None}
    listeners = connection.execute(_LISTENERS, {"name": name}).scalars().all()
    rows = [
        _undelivered(f"{key}:{listener.hex}", "signalled", {**payload, "to": listener.hex})
        for listener in listeners
        if listener != sender
    ]
    rows += [
        _undelivered(f"{key}:{begins.version_id.hex}", "begin", {**payload, **_place(begins)})
        for begins in connection.execute(_BEGINNERS, {"kind": "signal", "name": name})
    ]
    known = set(
        connection.execute(select(_row.key).where(_row.key.in_([row["key"] for row in rows]))).scalars()
    )
    fresh = [row for row in rows if row["key"] not in known]
    if fresh:
        connection.execute(tables.inbox.insert(), fresh)
    return len(rows)


def leave_message(connection: Connection, name: str, data: Mapping[str, Any], sender: UUID) -> None:
    """Leave a message to be delivered soon, in the transaction of what it tells of: both are there or neither.

    Where it cannot be delivered it becomes an incident of the case `sender`.
    """
    payload = {"name": name, "key": None, "data": values.to_json(dict(data)), "from": sender.hex}
    connection.execute(tables.inbox.insert(), _undelivered(new_key().hex, "message", payload))


# --- delivering -----------------------------------------------------------------------------------------------
def deliver(runner: Runner, limit: int = MOST_AT_ONCE) -> int:
    """Deliver up to `limit` rows of the inbox under one commit; how many were seen. Call until it is 0."""
    with runner.database.reading() as reading:
        if reading.execute(_ANY).first() is None:
            return 0

    def work(connection: Connection) -> int:
        rows = connection.execute(_OPEN, {"limit": limit}).mappings().all()
        for row in rows:
            try:
                with connection.begin_nested():
                    to = _handle(runner, connection, row["kind"], row["key"], row["payload"])
                    connection.execute(_DONE, {"of": row["key"], "at": clock.now(), "to": to})
            except (Refused, StuckError) as error:
                _fail(connection, row["key"], row["payload"], error.message)
        return len(rows)

    return runner.database.transact(work)


def retry(connection: Connection, key: UUID) -> None:
    """Let a message that became an incident be tried again."""
    connection.execute(_RETRY, {"of": key.hex})


def _handle(
    runner: Runner, connection: Connection, kind: str, key: str, payload: dict[str, Any]
) -> UUID | None:
    name, data = payload["name"], values.from_json(payload["data"])
    if kind == "message":
        return send_message(runner, connection, name, payload["key"], data, SYSTEM).instance_id
    if kind == "signal":
        send_signal(connection, name, data, UUID(hex=payload["from"]), key)
        return None
    if kind == "begin":
        by = Occurrence(payload["element"])
        version = UUID(hex=payload["version"])
        return begin(runner, connection, payload["process"], version, SYSTEM, data, key=key, by=by).id
    if kind == leads.KIND:
        return _begin_lead(runner, connection, data, key)
    if kind == registering.KIND:
        registering.receive(connection, runner.world(connection), data)
        return None
    if kind == "reverse":
        paper, number, why = data["kind"], data["number"], data["reason"]
        case_id = scores.case_of_paper(connection, paper, number)
        return _deliver(
            runner,
            connection,
            case_id,
            "reverse_score",
            SYSTEM,
            lambda act: reversing.take_back_paper(act, paper, number, why),
        ).instance_id
    return _deliver(
        runner,
        connection,
        UUID(hex=payload["to"]),
        "signal",
        SYSTEM,
        lambda act: requests.signal(act, name, data),
    ).instance_id


def _deliver(runner: Runner, connection: Connection, to: UUID, name: str, actor: Actor, work: Any) -> Done:
    """Do the act; where a timer due before it cannot fire, set that timer aside and do it again."""
    row = storage.lock(connection, to)
    done = Done(row["id"], row["number"])
    try:
        with connection.begin_nested():
            act = runner.loaded(connection, row, name, actor)
            firing.fire_due(act)
            work(act)
            act.run()
            saving.save(act)
    except StuckError as error:
        if error.timer is None:
            raise
        runner.set_aside(connection, to, error)
        return _deliver(runner, connection, to, name, actor, work)
    return done


def _begin_one(
    runner: Runner, connection: Connection, name: str, key: str | None, data: dict[str, Any], actor: Actor
) -> Done:
    found = connection.execute(_BEGINNERS, {"kind": "message", "name": name}).all()
    if len(found) != 1:
        told = words("(对应键 %(key)s)", key=key) if key else ""
        said = (
            words("有 %(n)s 个流程由它启动", n=len(found))
            if found
            else words("没有办件在等,也没有流程由它启动")
        )
        raise Refused(
            words("消息“%(name)s”%(told)s没有送达:%(said)s。", name=name, told=told, said=said),
            kind="conflict",
        )
    (place,) = found
    by = Occurrence(place.element)
    started = begin(runner, connection, place.process, place.version_id, actor, data, by=by)
    return Done(started.id, started.number)


def _begin_lead(runner: Runner, connection: Connection, data: dict[str, Any], key: str) -> UUID | None:
    """Start a case of the process that handles leads; None where no process does: it stays in the history."""
    found = connection.execute(_BEGINNERS, {"kind": "message", "name": leads.MESSAGE}).all()
    if len(found) > 1:
        names = side_by_side(sorted({place.process for place in found}))
        raise Refused(
            words(
                "有几个流程由消息“%(message)s”启动(%(names)s),不知道该启动哪一个。",
                message=leads.MESSAGE,
                names=names,
            ),
            kind="conflict",
        )
    for place in found:
        by = Occurrence(place.element)
        return begin(runner, connection, place.process, place.version_id, SYSTEM, data, key=key, by=by).id
    return None


def _fail(connection: Connection, key: str, payload: dict[str, Any], why: str) -> None:
    connection.execute(_FAILED, {"of": key, "why": why})
    if payload.get("from"):
        sender = UUID(hex=payload["from"])
        subject = UUID(hex=key.partition(":")[0])
        storage.add_incident(connection, sender, INCIDENT, why, payload.get("element"), subject)


def _place(begins: Any) -> dict[str, str]:
    return {"process": begins.process, "version": begins.version_id.hex, "element": begins.element}


def _undelivered(key: str, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": key,
        "instance_id": None,
        "kind": kind,
        "payload": payload,
        "received_at": clock.now(),
        "done_at": None,
        "error": None,
    }
