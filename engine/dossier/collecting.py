"""What goes into the dossier of a case: read from the rows, as the one who asks may see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, select

from engine import tables
from engine.definitions.diagram import Node, Process
from engine.people.directory import Directory
from engine.queries.answers import standing_fields
from engine.queries.case import CaseDeadline, Paper, deadlines_of, papers_of
from engine.queries.disclosure import shown_with, visible_fields
from engine.queries.duties import Duties
from engine.queries.timeline import RecordedAct, history_of
from engine.records.blobs import Blobs
from engine.records.form_field import Field
from engine.rehearsal.wording import worded
from engine.runtime.program import Program
from engine.time import clock
from engine.time.written import written_day
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

_STATUS = {"running": "办理中", "suspended": "暂停办理", "cancelled": "已撤销"}
_UNSAID = ("path",)
"""Events that say nothing to people."""


class NoDossier(LookupError):
    """There is no such case, or it must be brought back from the archive first; the message says which."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper or an attachment: its name in the dossier, its facts, and its content, None where there is none."""

    name: str
    facts: str
    digest: str | None
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything of one case.

    `facts` and `data` are labels with what they say, `limits` and `history` rows of texts; `journal` are the
    recorded acts as they are chained, `head` is the digest of the last.
    """

    number: str
    title: str
    head: str
    facts: tuple[tuple[str, str], ...]
    data: tuple[tuple[str, str], ...]
    limits: tuple[tuple[str, str, str], ...]
    history: tuple[tuple[str, str, str], ...]
    papers: tuple[Kept, ...]
    files: tuple[Kept, ...]
    journal: tuple[dict[str, Any], ...]


def case_of_number(connection: Connection, number: str) -> UUID:
    """The case of a number. Raises NoDossier."""
    row, kept = tables.instance.c, tables.archived_case.c
    found: UUID | None = connection.execute(select(row.id).where(row.number == number)).scalar()
    if found is not None:
        return found
    if connection.execute(select(kept.number).where(kept.number == number)).first() is not None:
        raise NoDossier(
            words("办件 %(number)s 已归档。请先用 banjie archive --restore 取回,再导出卷宗。", number=number)
        )
    raise NoDossier(words("没有编号为 %(number)s 的办件。请核对编号。", number=number))


def collect(
    engine: "Engine", connection: Connection, blobs: Blobs, case_id: UUID, viewer: Duties | None = None
) -> Dossier:
    """The dossier of a case, with the personal data that `viewer` may see; without one, with none (CP-10)."""
    case = connection.execute(select(tables.instance).where(tables.instance.c.id == case_id)).mappings().one()
    program, directory = engine.program(case["version_id"], connection), engine.directory(connection)
    fields = (
        visible_fields(engine, connection, case_id, viewer)
        if viewer is not None
        else standing_fields(connection, case_id)
    )
    names = _file_names(connection, case_id)
    return Dossier(
        number=case["number"],
        title=case["title"],
        head=case["head"].hex(),
        facts=tuple(_facts(dict(case), program, directory)),
        data=tuple(_data(program, fields, names)),
        limits=tuple(_limit(each) for each in deadlines_of(connection, case_id)),
        history=tuple(_history(history_of(connection, case_id), program, directory)),
        papers=tuple(
            _paper(blobs, place, each) for place, each in enumerate(papers_of(connection, case_id)[::-1], 1)
        ),
        files=tuple(_files(engine, connection, blobs, case_id, viewer)),
        journal=tuple(_journal(connection, case_id)),
    )


def _facts(case: Mapping[str, Any], program: Program, directory: Directory) -> list[tuple[str, str]]:
    unit = directory.units[case["unit_id"]].short_name if case["unit_id"] else ""
    status = case["outcome"] or "办结" if case["status"] == "completed" else _STATUS[case["status"]]
    return [
        ("办件编号", case["number"]),
        ("事项", case["title"]),
        ("流程", program.process.name or case["process"]),
        ("主办单位", unit),
        ("发起", f"{_moment(case['started_at'])} {directory.name_of(case['started_by'])}"),
        ("状态", status + (f"({_moment(case['ended_at'])})" if case["ended_at"] else "")),
    ]


def _data(program: Program, fields: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    known, words = (
        _labelled(program),
        {**_option_words(program), **{("", key): name for key, name in names.items()}},
    )
    return [
        (known[name].label, shown(known[name], value, words))
        for name, value in fields.items()
        if name in known and value not in (None, "", [])
    ]


def _labelled(program: Program) -> dict[str, Field]:
    """The fields that the closure's forms ask for, each key once."""
    found: dict[str, Field] = {}
    for process in program.processes.values():
        places: list[Process | Node] = [process, *process.nodes.values()]
        for place in places:
            form = program.form(place.extension("form"))
            for field in form.fields if form is not None else ():
                found.setdefault(field.key, field)
    return found


def _option_words(program: Program) -> dict[tuple[str, str], str]:
    """What the forms call the values of their choices, by field and value."""
    found: dict[tuple[str, str], str] = {}
    for path, content in program.files.items():
        if path.endswith(".json"):
            for component in _components(orjson.loads(content)):
                for option in component.get("values") or ():
                    found[component.get("key", ""), str(option["value"])] = str(option["label"])
    return found


def _components(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for component in part.get("components", ()):
        yield component
        yield from _components(component)


def shown(field: Field, value: Any, words: Mapping[tuple[str, str], str]) -> str:
    """A value of the record as it stands on paper: a choice by its label, a file by its name.

    `words` holds labels of choices by field and value, and names of files by "" and reference.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return written_day(value)
    if isinstance(value, Mapping):
        rows = {row.key: row for row in field.rows}
        parts = (
            (rows[key].label, shown(rows[key], each, words)) for key, each in value.items() if key in rows
        )
        return ",".join(f"{label}:{text}" for label, text in parts if text)
    if isinstance(value, list | tuple):
        return (";" if field.rows else "、").join(shown(field, each, words) for each in value)
    text = "" if value is None else str(value)
    return words.get((field.key, text)) or words.get(("", text)) or text


def _limit(limit: CaseDeadline) -> tuple[str, str, str]:
    day = written_day(limit.due_on) if limit.due_on else "暂停计时"
    words = {"running": "计时中", "paused": "暂停计时", "met": "计时结束", "cancelled": "不再计时"}
    return limit.name, day, words[limit.status]


def _history(acts: list[RecordedAct], program: Program, directory: Directory) -> list[tuple[str, str, str]]:
    nodes = {key: node.label for process in program.processes.values() for key, node in process.nodes.items()}
    rows: list[tuple[str, str, str]] = []
    for act in acts:
        at = _moment(act.due_at or act.at)
        late = f"(记于 {_moment(act.at)})" if act.due_at and act.due_at != act.at else ""
        by = directory.name_of(act.actor)
        for event in act.events:
            if event["event"] not in _UNSAID:
                named = {"name": nodes.get(str(event.get("element")), ""), **event}
                rows.append((f"{at}{late}", by, worded(named)))
    return rows


def _paper(blobs: Blobs, place: int, paper: Paper) -> Kept:
    content = blobs.get(paper.file_digest) if paper.file_digest else None
    name = f"文书/{place:02} {paper.kind}{' ' + paper.number if paper.number else ''}.docx"
    facts = " ".join(
        part for part in (paper.kind, paper.number, paper.unit, _moment(paper.issued_at)) if part
    )
    return Kept(_safe(name), facts, paper.file_digest, content)


def _files(
    engine: "Engine", connection: Connection, blobs: Blobs, case_id: UUID, viewer: Duties | None
) -> list[Kept]:
    seen = shown_with(engine, connection, case_id, viewer) if viewer is not None else frozenset()
    row = tables.attachment.c
    statement = select(tables.attachment).where(row.instance_id == case_id).order_by(row.id)
    found = [each for each in connection.execute(statement) if each.field is None or each.field in seen]
    return [
        Kept(
            _safe(f"附件/{place:02} {each.name}"),
            f"{each.name} {each.size} 字节 {_moment(each.added_at)} {engine.directory(connection).name_of(each.added_by)}",
            each.digest,
            blobs.get(each.digest),
        )
        for place, each in enumerate(found, 1)
    ]


def _file_names(connection: Connection, case_id: UUID) -> dict[str, str]:
    row = tables.attachment.c
    found = connection.execute(select(row.id, row.name).where(row.instance_id == case_id))
    return {each.id.hex: each.name for each in found}


def _journal(connection: Connection, case_id: UUID) -> list[dict[str, Any]]:
    row = tables.journal.c
    statement = select(tables.journal).where(row.instance_id == case_id).order_by(row.sequence)
    return [dict(each) for each in connection.execute(statement).mappings()]


def _safe(name: str) -> str:
    """A name that every system can keep, its folder apart."""
    folder, _slash, rest = name.partition("/")
    return f"{folder}/" + "".join("_" if each in '\\/:*?"<>|' or ord(each) < 32 else each for each in rest)


def _moment(at: datetime) -> str:
    civil = at.astimezone(clock.CIVIL)
    return f"{civil:%Y-%m-%d %H:%M}"
