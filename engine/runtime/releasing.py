"""What must be approved before it is published: a process that says so waits for its case (`bj:release`, GC-05)."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from engine import tables
from engine.definitions.closure import Closure
from engine.definitions.diagram import Extension
from engine.definitions.folder import main_file
from engine.definitions.problem import Problem
from engine.definitions.reader import read_diagram
from engine.words import words


def unreleased(connection: Connection, closure: Closure, on_trial: bool = False) -> list[Problem]:
    """Why a closure may not be published yet: its process asks for an approval that no case has given.

    A case counts once it has come to the end it should (`outcome`). Where it is `on_trial`, in single units,
    a case that has approved it and is still under way is enough: the trial is a part of it (SF-01).
    """
    path = main_file(closure.key, closure.files)
    process = read_diagram(closure.files[path], path).main_process
    written = process.extension("release") if process is not None else None
    if process is None or written is None or _is_approved(connection, closure.key, written, on_trial):
        return []
    said = words(
        "“%(name)s”的新版本须先经批准:没有一件“%(other)s”在上一版发布以后批准它并且办结。",
        name=process.name,
        other=written.get("process"),
    )
    if written.get("rule"):
        said = words("%(said)s(规则 %(rule)s)", said=said, rule=written.get("rule"))
    remedy = words("请发起流程发布,写明本流程的代号,批准、办结以后再发布(批准以后可以先在试点单位试行)。")
    return [Problem("error", path, process.id, process.name, "house-not-released", said, remedy)]


def _is_approved(connection: Connection, process: str, written: Extension, on_trial: bool) -> bool:
    version, case = tables.process_version.c, tables.instance.c
    last = connection.execute(
        select(func.max(version.published_at)).where(version.process == process)
    ).scalar()
    ended = case.status == "completed"
    if written.get("outcome"):
        ended &= case.outcome == written.get("outcome")
    counts = ended | (case.status == "running") if on_trial else ended
    cases = connection.execute(
        select(case.id).where(case.process == written.get("process"), counts)
    ).scalars()
    names = [written.get("field"), written.get("approved")]
    for key in cases:
        values = _standing(connection, key, names)
        about, approved = values.get(names[0]), values.get(names[1])
        if about is None or approved is None or about[0] != process or approved[0] is None:
            continue
        if last is None or approved[1] > last:
            return True
    return False


def _standing(connection: Connection, case: object, names: Iterable[str]) -> dict[str, tuple[object, object]]:
    """The standing values of fields of a case, each with the moment it was written."""
    field = tables.field.c
    rows = connection.execute(
        select(field.name, field.value, field.written_at)
        .where(field.instance_id == case, field.name.in_(list(names)), field.scope == "")
        .order_by(field.sequence)
    )
    return {row.name: (row.value, row.written_at) for row in rows}
