"""年度积分: every unit's items, slips, points and bonus of a year, and who may be proposed as 效能之星.

Nothing is counted here: the slips stand in the ledger, the bonus is the process's own table (rules SD-09, SD-10a).
Every number leads to what it counts.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from engine.runtime.year_scores import Year, year_scores
from web.access import require_room
from web.i18n import _
from web.schemas import program_of
from web.site import directory, reading, site, today, world
from web.spreadsheet import as_xlsx

blueprint = Blueprint("scores", __name__, url_prefix="/scores")

YEARS_BACK = 5
ON_PHONES = "mobile.scores"
"""The county's number that says whether phones show the ranking (A15)."""


@blueprint.get("")
def page() -> str:
    """The scores of a year, the best first."""
    year, scores = _asked()
    return render_template(
        "scores.html",
        year=year,
        years=_years(),
        scores=scores,
        units=directory().units,
        on_phones=scores is not None and _on_phones(scores),
        rules=site().rules.all(["SD-09a", "SD-09b", "SD-09c"]),
        star_rules=site().rules.all(["SD-10a"]),
    )


@blueprint.get("/export.xlsx")
def table() -> Response:
    """The same as a table for WPS."""
    year, scores = _asked()
    if scores is None:
        abort(404)
    columns = [
        (_("名次"), 8),
        (_("单位"), 20),
        (_("承办任务数"), 12),
        *((kind, 12) for kind in scores.kinds),
        (_("积分"), 10),
        (_("年度加分"), 10),
        (_("净分"), 10),
        (_("增加的优岗百分点"), 18),
        (_("优岗比例(%)"), 14),
        (_("效能之星候选"), 14),
    ]
    name = _("年度积分 %(year)s.xlsx", year=year)
    return as_xlsx(_("%(year)s年年度积分", year=year), columns, _rows(scores), name)


def _rows(scores: Year) -> Iterator[list[Any]]:
    candidates = {each.unit_id for each in scores.candidates}
    for each in scores.scores:
        yield [
            each.place,
            directory().units[each.unit_id].short_name,
            each.items,
            *(each.papers[kind] for kind in scores.kinds),
            each.points,
            each.bonus,
            each.net,
            each.percent,
            each.share,
            _("候选") if each.unit_id in candidates else "",
        ]


def _asked() -> tuple[int, Year | None]:
    require_room("scores")
    year = request.args.get("year", today().year, type=int)
    if year not in _years():
        abort(404)
    return year, year_scores(reading(), world(), site().engine.program, year, _policy_day(year))


def _years() -> list[int]:
    return [today().year - back for back in range(YEARS_BACK + 1)]


def _policy_day(year: int) -> date:
    """The day whose numbers hold for a year: its last one, or today while it runs."""
    return min(today(), date(year, 12, 31))


def _on_phones(scores: Year) -> bool:
    program = program_of(scores.version_id)
    return ON_PHONES in program.declared and world().policy_value(program, ON_PHONES, today()).value == "on"
