"""核验记录: whether anybody has altered the cases' records behind the program's back, a part of the cases at a time."""

from dataclasses import asdict, dataclass, fields
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from engine.records.audit import verify_case, verify_from
from engine.records.audit_parts import key_of
from engine.records.audit_report import Report
from web.access import require_room
from web.errors import STATUS_OF
from web.i18n import _
from web.site import act, reading

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

AT_ONCE: Final = 1_000
"""Cases verified by one press of the button (product default): a few seconds."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the parts already verified have come to; `anchor` is 1 where the chain of anchors was altered."""

    cases: int = 0
    entries: int = 0
    altered: int = 0
    anchor: int = 0


@blueprint.get("")
def page() -> str:
    """What verifying is, and the button."""
    require_room("audit")
    return render_template("audit.html")


@blueprint.post("")
def verify() -> str | tuple[str, int]:
    """Verify one case by its number, or the next part of all; nothing is changed."""
    require_room("audit")
    number = request.form.get("number", "").strip()
    if number:
        return _one(number)
    first = request.form.get("first", type=UUID)
    before = _before(request.form) if first is not None else Before()
    report, behind = act(lambda engine: verify_from(engine, first, AT_ONCE))
    return _show(report, before, behind)


def _one(number: str) -> str | tuple[str, int]:
    case_id = key_of(reading(), number)
    if case_id is None:
        refused = _("没有编号为“%(number)s”的办件,请核对编号。", number=number[:80])
        return render_template("audit.html", refused=refused, number=number), STATUS_OF["invalid"]
    return _show(act(lambda engine: verify_case(engine, case_id)), Before(), number=number)


def _show(report: Report, before: Before, behind: UUID | None = None, number: str = "") -> str:
    so_far = Before(
        before.cases + report.cases,
        before.entries + report.entries,
        before.altered + len(report.altered),
        before.anchor | (report.anchor is not None),
    )
    return render_template("audit.html", report=report, so_far=asdict(so_far), behind=behind, number=number)


def _before(form: MultiDict[str, str]) -> Before:
    """The sums a page has brought along; they are only shown again to who sends them."""
    return Before(*(form.get(each.name, 0, type=int) for each in fields(Before)))
