"""A rehearsal walked step by step: what a designer has done so far is played anew, and what stands then is told.

Nothing is kept between two looks: a step back is the same walk with one step less. Real cases and numbers are
never touched, since every look has a county of its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select

from engine import tables
from engine.definitions.diagram import Node
from engine.people.directory import Candidates, Directory
from engine.queries.armed import OF_A_LIMIT
from engine.records.papers import answers_of
from engine.records.rendering import render
from engine.rehearsal import finding
from engine.rehearsal.elements import element_of
from engine.rehearsal.finding import Row
from engine.rehearsal.plain import is_plain, plain_data
from engine.rehearsal.play import Play
from engine.rehearsal.scenarios import look_at
from engine.rehearsal.stage import Stage
from engine.runtime.fields import Fields
from engine.runtime.program import Program
from engine.time import clock
from engine.words import words

MOST_TIMERS: Final = 8
MOST_PEOPLE: Final = 12
SHOWN_DAYS: Final = 42
_MOMENTS: Final = {"overdue": words("时限%(name)s届满"), "warning": words("时限%(name)s将到的提醒")}
"""Timers that no element of the diagram carries: those of limits."""


def walk(walked: Mapping[str, Any], stage: Stage, plain_tasks: list[str]) -> dict[str, Any]:
    """What stands after a walk, as JSON values.

    `walked` has the process, `now`, `start`, `steps` and `until` of a scenario (docs/scenarios.md); nothing is
    answered unless a step answers it, `plain_tasks` included. Raises ScenarioError and StageError.
    """
    content = {"name": "演练", **scenario_of(walked, plain_tasks)}
    return look_at(content, stage, _seen)


def scenario_of(walked: Mapping[str, Any], plain_tasks: list[str]) -> dict[str, Any]:
    """The walk as the content of a scenario file, without name and expectations."""
    kept = {key: walked[key] for key in ("process", "now", "start", "steps", "until") if walked.get(key)}
    return {**kept, "hold": plain_tasks} if plain_tasks else kept


def expected_of(seen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a walk came to, as expectations: papers, scores, and how its first case stands."""
    found: list[dict[str, Any]] = []
    for event in seen["events"]:
        day = str(event["at"])[:10]
        if event["event"] == "document.issued":
            found.append({"on": day, "event": "document.issued", "kind": event.get("kind")})
        elif event["event"] == "score.recorded":
            found.append({"on": day, "event": "score.recorded", "points": event.get("points")})
    if seen["cases"]:
        found.append({"state": seen["cases"][0]["status"]})
    return found


def _seen(play: Play) -> dict[str, Any]:
    with play.engine.database.reading() as connection:
        directory = play.engine.directory(connection)
        return {
            "now": _civil(clock.now()),
            "cases": [_case(row, directory) for row in finding.cases(connection)],
            "tokens": play.timeline.standing(),
            "tasks": [_task(play, connection, directory, row) for row in finding.open_tasks(connection)],
            "timers": list(_timers(play, connection)),
            "papers": [dict(row) for row in _papers(connection)],
            "days": list(_days(play, connection)),
            "events": _jsonable([_named(event, directory) for event in play.timeline.events]),
            "failures": list(play.failures),
        }


def _named(event: Mapping[str, Any], directory: Directory) -> dict[str, Any]:
    """An event with the name of whoever acted in the place of the login."""
    person = directory.find_person(str(event.get("by")))
    return {**event, "by": person.name} if person is not None else dict(event)


def paper(walked: Mapping[str, Any], stage: Stage, plain_tasks: list[str], place: int) -> bytes:
    """The paper of this place among those a walk issued, as the Word file it would be.

    Raises ScenarioError, StageError, PaperError, and IndexError where there is none.
    """
    content = {"name": "演练", **scenario_of(walked, plain_tasks)}
    return look_at(content, stage, lambda play: _rendered(play, place))


def _rendered(play: Play, place: int) -> bytes:
    document, artefact = tables.document.c, tables.artefact.c
    statement = (
        select(document.record, artefact.content)
        .join_from(tables.document, tables.artefact, artefact.digest == document.template)
        .order_by(document.issued_at, document.id)
    )
    with play.engine.database.reading() as connection:
        row = connection.execute(statement).all()[place]
    return render(row.content, answers_of(row.record))


def _papers(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """The papers issued so far, in order."""
    document = tables.document.c
    statement = select(document.kind, document.number, document.issued_at).order_by(
        document.issued_at, document.id
    )
    for row in connection.execute(statement):
        yield {"kind": row.kind, "number": row.number, "at": _civil(row.issued_at)}


def _days(play: Play, connection: Connection) -> Iterator[dict[str, Any]]:
    """The days around now: whether offices work, the festival's name, and what runs out on them."""
    calendar = play.engine.calendar(connection)
    monday = clock.today() - timedelta(days=clock.today().weekday())
    ending: defaultdict[str, list[str]] = defaultdict(list)
    for timer in _timers(play, connection):
        ending[timer["at"][:10]].append(timer["name"])
    for day in calendar.days(monday, monday + timedelta(days=SHOWN_DAYS - 1)):
        key = day.date.isoformat()
        yield {"day": key, "works": day.works, "name": day.name, "ends": ending[key]}


def _case(row: Row, directory: Directory) -> dict[str, Any]:
    unit = directory.units.get(row["unit_id"]) if row["unit_id"] else None
    return {
        "place": row["place"],
        "number": row["number"],
        "title": row["title"],
        "process": row["process"],
        "status": row["status"],
        "outcome": row["outcome"],
        "unit": unit.short_name if unit else None,
    }


def _task(play: Play, connection: Connection, directory: Directory, row: Row) -> dict[str, Any]:
    program = play.engine.program(row["version_id"], connection)
    node = element_of(program, row["element"])
    branch = (row["item"] or {}).get("branch", "")
    known = Fields(connection, row["instance_id"]).visible(branch)
    return {
        "element": row["element"],
        "name": row["name"],
        "case": row["place"],
        "number": row["number"],
        "unit": row["unit_id"] and directory.units[row["unit_id"]].short_name,
        "item": _jsonable((row["item"] or {}).get("value")),
        "plain": node is not None and is_plain(node),
        "people": _people(directory, row),
        "due": _due(connection, row),
        **_form(program, node, known),
    }


def _form(program: Program, node: Node | None, known: Mapping[str, Any]) -> dict[str, Any]:
    """The task's form with what a plain answer would fill in, and what it reads besides."""
    written = node.extension("form") if node is not None else None
    if node is None or written is None or written.get("ref") not in program.files:
        return {"form": None, "data": {}}
    form = program.form(written)
    read = {name: known[name] for name in (form.reads if form else ()) if known.get(name) is not None}
    data = {**read, **plain_data(program, node, known)}
    return {"form": orjson.loads(program.files[written.get("ref")]), "data": _jsonable(data)}


def _people(directory: Directory, row: Row) -> list[dict[str, str]]:
    if not row["unit_id"]:
        return []
    candidates = Candidates(row["unit_id"], row["post_id"], row["deputies"])
    found = directory.holders(candidates, clock.today())[:MOST_PEOPLE]
    assignee = directory.people.get(row["assignee"])
    first = [assignee] if assignee is not None else []
    people = [*first, *(person for person in found if person not in first)]
    return [{"login": person.login, "name": person.name} for person in people]


def _due(connection: Connection, row: Row) -> str | None:
    deadline = tables.deadline.c
    statement = (
        select(deadline.due_at)
        .where(deadline.instance_id == row["instance_id"], deadline.engine_task == row["engine_task"])
        .where(deadline.due_at.is_not(None))
        .order_by(deadline.due_at)
        .limit(1)
    )
    found = connection.execute(statement).scalar()
    return _civil(found) if found else None


def _timers(play: Play, connection: Connection) -> Iterator[dict[str, Any]]:
    """The timers that wait, the next one first; what starts cases by itself included."""
    timer, case = tables.timer.c, tables.instance.c
    statement = (
        select(
            timer.due_at, timer.element, timer.engine_task, timer.instance_id, case.number, case.version_id
        )
        .join_from(tables.timer, tables.instance, timer.instance_id == case.id)
        .where(timer.status == "armed", case.status == "running")
        .order_by(timer.due_at)
        .limit(MOST_TIMERS)
    )
    for row in connection.execute(statement).all():
        name = _timer_name(play, connection, row)
        yield {"at": _civil(row.due_at), "element": row.element, "name": name, "number": row.number}


def _timer_name(play: Play, connection: Connection, timer: Any) -> str:
    if timer.engine_task == OF_A_LIMIT:
        return words(str(_MOMENTS[timer.element]), name=_limit(connection, timer))
    node = element_of(play.engine.program(timer.version_id, connection), timer.element)
    return node.label if node is not None else str(timer.element)


def _limit(connection: Connection, timer: Any) -> str:
    """What the limit that ends at the moment of a timer is called, in quotes; empty where none does."""
    deadline = tables.deadline.c
    ends = (deadline.instance_id == timer.instance_id) & (deadline.due_at == timer.due_at)
    found = connection.execute(select(deadline.name).where(ends).limit(1)).scalar()
    return f"“{found}”" if found else ""


def _civil(moment: Any) -> str:
    return f"{moment.astimezone(clock.CIVIL):%Y-%m-%d %H:%M}"


def _jsonable(value: Any) -> Any:
    return orjson.loads(orjson.dumps(value, default=str))
