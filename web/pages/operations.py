"""操作记录: every change of people, policy numbers, calendar, matters and procedures; also as XLSX."""

from flask import Blueprint, Response, render_template, request

from engine.queries.operation_log import Operation, count_operations, operations
from engine.queries.policy_numbers import policy_numbers
from web.access import require_room
from web.i18n import _
from web.names import login_name
from web.operation_words import Numbers, operation_facts, operation_kind, operation_subject
from web.paging import asked_page
from web.site import reading, site, today
from web.spreadsheet import as_xlsx

blueprint = Blueprint("operations", __name__, url_prefix="/operations")

MOST_ROWS = 20_000


@blueprint.get("")
def page() -> str:
    """The changes, the latest first."""
    require_room("operations")
    text = _text()
    pager = asked_page(count_operations(reading(), text))
    rows = _rows(operations(reading(), text, pager.size, pager.offset))
    return render_template("operations.html", rows=rows, pager=pager, text=text)


@blueprint.get("/export.xlsx")
def table() -> Response:
    """The same as a table."""
    require_room("operations")
    columns = [
        (_("时间"), 18),
        (_("谁"), 18),
        (_("改了什么"), 18),
        (_("对象"), 28),
        (_("内容"), 40),
        (_("理由"), 40),
    ]
    rows = _rows(operations(reading(), _text(), MOST_ROWS))
    return as_xlsx(_("操作记录"), columns, rows, _("操作记录 %(day)s.xlsx", day=today().isoformat()))


def _rows(found: list[Operation]) -> list[list[object]]:
    lines = policy_numbers(site().engine, reading(), today()) if found else []
    numbers = {line.number.key: line.number for line in lines}
    return [_row(each, numbers) for each in found]


def _row(each: Operation, numbers: Numbers) -> list[object]:
    return [
        each.at,
        login_name(each.by),
        operation_kind(each.sort, each.kind),
        operation_subject(each, numbers),
        operation_facts(each, numbers),
        each.reason,
    ]


def _text() -> str:
    return request.args.get("q", "").strip()[:50]
