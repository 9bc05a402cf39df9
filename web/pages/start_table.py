"""成批发起: cases from a table with the columns of the start form or of the register: a dry run, then all or none."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from engine import tables
from engine.definitions.diagram import Extension
from engine.definitions.form_label import label_of
from engine.queries.versions import CurrentVersion
from engine.records.start_table import EARLIER, MOST_ROWS, NUMBER, StartRow, StartSheet, TableReader
from engine.refusals import Refused
from engine.runtime.earlier import in_use_since
from engine.words import words
from web.answers import in_words, inputs, labels
from web.errors import STATUS_OF
from web.i18n import _
from web.pages.exports import register_headings
from web.pages.imports import LARGEST
from web.schemas import program_of, start_form, task_form
from web.site import act, directory, reading, site, today
from web.spreadsheet import as_xlsx
from web.startable import require_offered
from web.uploads import Uploads
from web.viewer import viewer

blueprint = Blueprint("start_table", __name__, url_prefix="/start/<process>/table")


@blueprint.get("")
def page(process: str) -> str:
    """Choose a file."""
    return _show(require_offered(process))


@blueprint.get("/empty.xlsx")
def empty(process: str) -> Response:
    """An empty table with the right columns."""
    version = require_offered(process)
    name = _("%(process)s成批发起表.xlsx", process=version.name)
    return as_xlsx(version.name, [(heading, 20) for heading in (*_headings(version), *EARLIER)], (), name)


@blueprint.post("")
def dry_run(process: str) -> str | tuple[str, int]:
    """Read the file and show what would be begun, or every row that must be mended. Changes nothing."""
    version = require_offered(process)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _show(version, problems=[_("请先选择一个 CSV 或 XLSX 文件。")]), STATUS_OF["invalid"]
    content = sent.read(LARGEST + 1)
    if len(content) > LARGEST:
        abort(413)
    sheet = _reader(version).read(content, sent.filename)
    if sheet.problems:
        return _show(version, sheet, file=sent.filename, problems=list(sheet.problems)), STATUS_OF["invalid"]
    return _show(version, sheet, file=sent.filename, digest=_uploads().keep(content, viewer().person.id))


@blueprint.post("/run")
def run(process: str) -> AnyResponse | tuple[str, int]:
    """Begin a case for every new row of the file that was shown, all or none; a second click changes nothing."""
    version, person = require_offered(process), viewer()
    digest, file = request.form.get("digest", ""), request.form.get("file", "")
    content = _uploads().find(digest, person.person.id)
    if content is None:
        problem = _("上传的文件已不在(超过一天,或已经导入)。请重新选择文件。")
        return _show(version, problems=[problem]), STATUS_OF["conflict"]
    sheet = _reader(version).read(content, file)
    if sheet.problems:
        return _show(version, sheet, file=file, problems=list(sheet.problems)), STATUS_OF["invalid"]
    keys = [f"{digest[:40]}-{row.line}" for row in sheet.rows]
    rows, earlier = [row.data for row in sheet.rows], [row.earlier for row in sheet.rows]
    try:
        started = act(
            lambda engine: engine.start_many(process, person.actor, rows, keys=keys, earlier=earlier)
        )
    except Refused as refusal:
        problems = [refusal.message, _("一项也没有发起。")]
        return _show(version, file=file, problems=problems), STATUS_OF[refusal.kind]
    _uploads().drop(digest, person.person.id)
    flash(_("已发起 %(count)s 项。", count=len(started)), "done")
    return redirect(url_for("register.page", process=process, sort="-started"))


def _reader(version: CurrentVersion) -> TableReader:
    program = program_of(version.id)
    form = program.form(program.process.extension("form"))
    if form is None:
        abort(404)
    options = {str(part["key"]): part.get("values", ()) for part in inputs(start_form(version.id))}
    return TableReader(
        form=form,
        context={"_units": directory().unit_names, "_files": {}},
        choices={
            key: {str(option["label"]): option["value"] for option in given} for key, given in options.items()
        },
        aliases=_aliases(program.process.extension("case")),
        ignored={*register_headings().values(), *_task_labels(version)},
        is_known=_is_known,
        spoken=register_headings(),
    )


def _aliases(case: Extension | None) -> dict[str, str]:
    """The register's headings for the fields of which a case has its title and its unit."""
    said = {words("事项"): "title", words("牵头单位"): "unit"}
    return {
        heading: (case.get(name) if case else "").removeprefix("=").strip() for heading, name in said.items()
    }


def _task_labels(version: CurrentVersion) -> set[str]:
    """What the register's export tells of the tasks: it arises later and is not begun with."""
    nodes = (node for process in program_of(version.id).processes.values() for node in process.nodes)
    return {label_of(part) for part in labels(task_form(version.id, node) for node in nodes).values()}


def _is_known(number: str) -> bool:
    row = tables.instance.c
    return reading().execute(select(row.id).where(row.number == number)).first() is not None


def _headings(version: CurrentVersion) -> list[str]:
    """The labels of the form, the fields behind title and unit under the register's names."""
    reader = _reader(version)
    renamed = {key: heading for heading, key in reader.aliases.items()}
    return [
        renamed.get(field.key, field.label)
        for field in reader.form.fields
        if field in reader.columns.values()
    ]


def _uploads() -> Uploads:
    return Uploads(site().settings.data / "uploads")


def _show(version: CurrentVersion, sheet: StartSheet | None = None, **more: Any) -> str:
    parts = labels([start_form(version.id)])
    rows = sheet.rows if sheet is not None and not sheet.problems else None
    used = {key: part for key, part in parts.items() if any(key in row.data for row in rows or ())}
    return render_template(
        "start_table.html",
        version=version,
        headings=_headings(version),
        most=MOST_ROWS,
        known=sheet.known if sheet is not None else (),
        columns=[label_of(part) for part in used.values()],
        rows=rows,
        cells=[_in_words(row, used) for row in rows or ()],
        number=NUMBER,
        earlier=EARLIER,
        since=in_use_since(reading(), version.process),
        **{"problems": None, "file": "", "digest": "", **more},
    )


def _in_words(row: StartRow, parts: dict[str, Any]) -> list[str]:
    return [in_words(part, row.data.get(key), today()) for key, part in parts.items()]
