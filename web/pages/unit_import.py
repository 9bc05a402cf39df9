"""单位导入: units and posts from a table, after a dry run."""

from flask import Blueprint, url_for

from engine.people.unit_importing import COLUMNS, REQUIRED, UnitSheet, import_units, read_units
from web.i18n import _
from web.site import act, directory, today
from web.table_import import TableImport
from web.viewer import viewer

blueprint = Blueprint("unit_import", __name__, url_prefix="/people/import")


def _taken(sheet: UnitSheet) -> str:
    actor = viewer().actor
    new = act(lambda engine: import_units(engine, sheet.rows, actor))
    posts = sum(len(row.posts) for row in sheet.rows)
    return _("新设单位 %(new)s 个、岗位 %(posts)s 个;接着导入人员。", new=new, posts=posts)


_IMPORT: TableImport[UnitSheet] = TableImport(
    room="people.change",
    title=lambda: _("单位导入"),
    file=lambda: _("单位导入表.xlsx"),
    columns=tuple(COLUMNS),
    required=REQUIRED,
    page="unit_import.html",
    read=lambda content, file: read_units(content, file, directory(), today()),
    take=_taken,
    onwards=lambda: url_for("people.page"),
    beside=lambda: {"kinds": sorted({unit.kind for unit in directory().units.values()})},
)
_IMPORT.add_to(blueprint)
