"""单位导入: units and posts from a table, after a dry run."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from engine.people.unit_importing import COLUMNS, REQUIRED, UnitRow, UnitSheet, import_units, read_units
from web.access import require_room
from web.i18n import _
from web.site import act, directory, today
from web.spreadsheet import as_xlsx
from web.table_import import TableImport
from web.viewer import viewer

blueprint = Blueprint("unit_import", __name__, url_prefix="/people/import")


@blueprint.get("")
def choose() -> str:
    """Choose a file."""
    require_room("people.change")
    return _show()


@blueprint.get("/template.xlsx")
def template() -> Response:
    """An empty table with the right columns."""
    require_room("people.change")
    return as_xlsx(_("单位导入"), [(name, 24) for name in COLUMNS], (), _("单位导入表.xlsx"))


@blueprint.post("")
def dry_run() -> str | tuple[str, int]:
    """Read the file and show what it would set up, or every row to mend. Changes nothing."""
    require_room("people.change")
    return _table().dry_run()


@blueprint.post("/run")
def run() -> Response | tuple[str, int]:
    """Take every row of the file that was shown, all or none."""
    require_room("people.change")
    return _table().run()


def _table() -> TableImport[UnitSheet]:
    return TableImport(
        read=lambda content, file: read_units(content, file, directory(), today()),
        show=_show,
        take=_taken,
        onwards=lambda: url_for("people.page"),
    )


def _taken(sheet: UnitSheet) -> str:
    actor = viewer().actor
    new = act(lambda engine: import_units(engine, sheet.rows, actor))
    posts = sum(len(row.posts) for row in sheet.rows)
    return _("新设单位 %(new)s 个、岗位 %(posts)s 个;接着导入人员。", new=new, posts=posts)


def _show(
    rows: tuple[UnitRow, ...] = (), problems: tuple[str, ...] = (), file: str = "", digest: str = ""
) -> str:
    return render_template(
        "unit_import.html",
        rows=rows,
        problems=problems,
        file=file,
        digest=digest,
        columns=COLUMNS,
        required=REQUIRED,
        kinds=sorted({unit.kind for unit in directory().units.values()}),
    )
