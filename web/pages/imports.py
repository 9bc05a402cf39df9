"""导入: milestones from a clerk's table: first a dry run, then all of it or nothing."""

from datetime import date

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.queries.versions import CurrentVersion, current_version
from engine.records.milestones import COLUMNS, REQUIRED, MilestoneSheet, read_milestones
from engine.refusals import Refused
from web.access import may_start, require_overseer
from web.downloads import attachment
from web.errors import STATUS_OF
from web.i18n import _
from web.milestone_items import PROCESS, PlannedItem, planned
from web.schemas import program_of
from web.site import act, directory, reading, site, today
from web.spreadsheet import as_xlsx
from web.uploads import Uploads
from web.viewer import viewer

blueprint = Blueprint("imports", __name__, url_prefix="/import")

LARGEST = 10 * 1024 * 1024


@blueprint.get("")
def page() -> str:
    """Choose a file."""
    _open()
    return _show()


@blueprint.get("/template.csv")
def template() -> Response:
    """An empty table with the right columns, readable by WPS and Excel."""
    _open()
    return attachment(("\ufeff" + ",".join(COLUMNS) + "\r\n").encode(), "text/csv", _("督办事项导入表.csv"))


@blueprint.get("/template.xlsx")
def template_xlsx() -> Response:
    """The same empty table as a workbook."""
    _open()
    widths = {"事项": 40, "任务内容": 40, "期限原文": 24}
    columns = [(name, widths.get(name, 16)) for name in COLUMNS]
    return as_xlsx(_("督办事项"), columns, (), _("督办事项导入表.xlsx"))


@blueprint.post("")
def dry_run() -> str | tuple[str, int]:
    """Read the file and show what would be started, or every row that must be mended. Changes nothing."""
    _open()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _show(problems=[_("请先选择一个 CSV 或 XLSX 文件。")]), STATUS_OF["invalid"]
    content = sent.read(LARGEST + 1)
    if len(content) > LARGEST:
        abort(413)
    year = request.form.get("year", today().year, type=int)
    sheet = _read(content, sent.filename, year)
    if sheet.problems:
        return _show(problems=list(sheet.problems), file=sent.filename, year=year), STATUS_OF["invalid"]
    digest = _uploads().keep(content, viewer().person.id)
    moved = site().settings.demo and "move" in request.form
    return _show(items=_planned(sheet, moved), file=sent.filename, year=year, digest=digest, moved=moved)


@blueprint.post("/run")
def run() -> AnyResponse | tuple[str, int]:
    """Start a case for every row of the file that was shown, all or none; a second click changes nothing."""
    _open()
    person, form = viewer(), request.form
    digest, file = form.get("digest", ""), form.get("file", "")
    content = _uploads().find(digest, person.person.id)
    if content is None:
        problem = _("上传的文件已不在(超过一天,或已经导入)。请重新选择文件。")
        return _show(problems=[problem]), STATUS_OF["conflict"]
    moved = site().settings.demo and form.get("moved") == "yes"
    sheet = _read(content, file, form.get("year", today().year, type=int))
    items = _planned(sheet, moved)
    rows = [item.start_data() for item in items]
    keys = [f"{digest[:40]}-{item.milestone.line}" for item in items]
    try:
        started = act(lambda engine: engine.start_many(PROCESS, person.actor, rows, keys=keys))
    except Refused as refusal:
        problems = [refusal.message, _("一项也没有导入。")]
        return _show(problems=problems, file=file), STATUS_OF[refusal.kind]
    _uploads().drop(digest, person.person.id)
    flash(_("已导入 %(count)s 项。", count=len(started)), "done")
    return redirect(url_for("register.page", sort="-started"))


def _open() -> CurrentVersion:
    require_overseer()
    version = current_version(reading(), PROCESS)
    if version is None:
        abort(404)
    if not may_start(viewer(), program_of(version.id).process, PROCESS):
        abort(403)
    return version


def _uploads() -> Uploads:
    return Uploads(site().settings.data / "uploads")


def _read(content: bytes, file: str, year: int) -> MilestoneSheet:
    return read_milestones(content, file, directory().find_unit, year)


def _planned(sheet: MilestoneSheet, moved: bool) -> list[PlannedItem]:
    anchor: date | None = today() if moved else None
    return [planned(row, directory(), anchor) for row in sheet.rows]


def _show(
    items: list[PlannedItem] | None = None,
    problems: list[str] | None = None,
    file: str = "",
    year: int | None = None,
    digest: str = "",
    moved: bool = False,
) -> str:
    return render_template(
        "import.html",
        process=PROCESS,
        items=items,
        problems=problems,
        file=file,
        year=year or today().year,
        digest=digest,
        moved=moved,
        columns=COLUMNS,
        required=REQUIRED,
    )
