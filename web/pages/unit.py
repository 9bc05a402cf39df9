"""本单位: what is asked of a unit, how long it has, what it will cost next, and its points (rule SD-09)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from engine.people.directory import Unit
from engine.people.oversight import LEADING_KIND
from engine.queries.foresight import Foresight, Slip
from engine.queries.unit_items import ReceivedSlip, UnitItem, items_of, received_by, scored_years
from engine.queries.window import count_untold
from engine.records.scores import Net, ledger, yearly_nets
from engine.time import clock
from engine.time.clock import CIVIL
from web.access import cases_to_tell_of, may_see_unit, require_room
from web.site import directory, reading, site, today
from web.viewer import Viewer, viewer

blueprint = Blueprint("unit", __name__, url_prefix="/unit")

MOST_ITEMS = 100
MOST_LOOKED_AHEAD = 40
"""Items whose next slip is worked out; the list stands in the order of urgency."""
HORIZON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of the unit, and the next slip it will bring if nobody does anything."""

    item: UnitItem
    slip: Slip | None


@blueprint.get("")
def page() -> str:
    """The viewer's own unit, or one named in the address that they may see."""
    person = viewer()
    unit = _asked_unit(person)
    connection = reading()
    years = sorted({today().year, *scored_years(connection, unit.id)}, reverse=True)
    year = request.args.get("year", today().year, type=int)
    if year not in years:
        abort(404)
    return render_template(
        "unit.html",
        unit=unit,
        units=_choices(person),
        asked=_asked(items_of(connection, unit.id, MOST_ITEMS)),
        most=MOST_ITEMS,
        year=year,
        years=[(each, _net(each, unit.id)) for each in years],
        entries=ledger(connection, year, unit.id),
        slips=_received(unit.id, year),
        untold=count_untold(connection, cases_to_tell_of(person)) if unit.id in person.units else 0,
        rules=site().rules.all(["SD-09a", "SD-09b", "SD-09c"]),
    )


def _asked_unit(person: Viewer) -> Unit:
    named = request.args.get("unit")
    if named is None:
        require_room("unit")
        return next(unit for unit in person.directory.units.values() if unit.id in person.units)
    unit = directory().units.get(named)
    if unit is None or not may_see_unit(person, unit.id):
        abort(404)
    return unit


def _choices(person: Viewer) -> list[Unit]:
    units = directory().units.values()
    return [unit for unit in units if unit.kind != LEADING_KIND and may_see_unit(person, unit.id)]


def _asked(items: list[UnitItem]) -> list[Asked]:
    until = clock.now() + HORIZON
    running = [item.id for item in items if item.status == "running"][:MOST_LOOKED_AHEAD]
    slips: dict[UUID, Slip | None] = {
        case_id: Foresight(site().engine, reading(), case_id).next_slip(until) for case_id in running
    }
    return [Asked(item, slips.get(item.id)) for item in items]


def _net(year: int, unit_id: str) -> Net:
    successors = directory().successors(today())
    return yearly_nets(reading(), year, successors).get(unit_id, Net(unit_id, 0, 0, 0))


def _received(unit_id: str, year: int) -> list[ReceivedSlip]:
    return received_by(
        reading(), unit_id, datetime(year, 1, 1, tzinfo=CIVIL), datetime(year + 1, 1, 1, tzinfo=CIVIL)
    )
