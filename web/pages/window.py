"""窗口: take in the next applicant, bring back what is held, print, and see who must still be told today."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.queries.case import find_case, tasks_of
from engine.queries.catalogue import bundles, listed
from engine.queries.inbox import next_task
from engine.queries.window import (
    Applied,
    ToTell,
    Untold,
    applied,
    count_untold,
    find_untold,
    just_issued,
    to_tell,
    untold,
)
from engine.records.held_papers import HeldPaper, held_by
from engine.records.identity import fault, normalised
from engine.refusals import Refused
from engine.runtime.starting import Started, started_before
from engine.time.clock import CIVIL
from engine.words import about
from web.access import case_or_404, cases_to_tell_of, may_do, may_enter, require_room, visible_cases
from web.case_view import rules_of
from web.disclosed import case_fields, named_in
from web.errors import STATUS_OF
from web.forms import new_submission_key, read_submission
from web.i18n import _
from web.looked_up import LookUp, keep, kept
from web.paging import asked_page
from web.query_slips import query_slip
from web.schemas import program_of, start_form, surroundings
from web.site import act, reading, site, today, world
from web.startable import require_offered
from web.taking import start_with_files
from web.viewer import viewer

blueprint = Blueprint("window", __name__, url_prefix="/window")

PROCESSES = {"matter": ("permit", "matter_code"), "bundle": ("bundle", "bundle_code")}
"""What is applied for → the process that takes it in, and the field of its start form that names it."""


TAKEN_OVER = ("applicant", "phone")
"""What a start form takes over from the applicant's latest case, to be looked at and not typed again."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a number brings back: papers held, cases, a case a province's number stands for already."""

    number: str
    province: str
    held: list[HeldPaper]
    cases: list[Applied]
    taken_over: Started | None


@blueprint.get("")
def page() -> str:
    """The desk: a number to look up, the ticket just done, the next one, who must be told today."""
    require_room("window")
    asked = kept(request.args.get("look", ""))
    if asked is None:
        return _desk()
    return _desk(number=asked.number, province=asked.province, found=_found(*asked))


@blueprint.post("")
def look_up() -> Response | tuple[str, int]:
    """What an ID, a unified social credit code or a province's number brings back. Numbers never stand in addresses."""
    require_room("window")
    number, province = (request.form.get(name, "").strip() for name in ("number", "province"))
    problem = fault(number) if number else None
    if problem is not None:
        return _desk(number=number, province=province, problem=about(_("号码"), problem)), 422
    if not number and not province:
        return _desk(problem=_("请填写身份证号码、统一社会信用代码或省平台编号。")), 422
    return redirect(url_for("window.page", look=keep(LookUp(number, province))))


@blueprint.get("/apply")
def apply() -> str | Response:
    """The start form of what is applied for, with the number filled in that was looked up."""
    require_room("window")
    kind, _colon, code = request.args.get("choice", "").partition(":")
    asked = kept(request.args.get("look", ""))
    if kind not in PROCESSES or asked is None:
        return redirect(url_for("window.page"))
    process, field = PROCESSES[kind]
    number, province = normalised(asked.number), asked.province
    data = {
        **_known_of(number),
        field: code,
        "applicant_id": number,
        "province_number": province,
        "channel": "窗口",
    }
    return _form(process, {name: value for name, value in data.items() if value}, new_submission_key())


@blueprint.post("/start/<process>")
def start(process: str) -> Response | tuple[str, int]:
    """Take the application in. A province's number starts one case however often it is sent."""
    require_room("window")
    if process not in {each for each, _field in PROCESSES.values()}:
        abort(404)
    require_offered(process)
    sent = read_submission()
    key = _province_key(str(sent.data.get("province_number") or "")) or sent.key
    try:
        started = start_with_files(process, viewer().actor, sent.data, key)
    except Refused as refusal:
        return _form(process, sent.data, sent.key, refusal), STATUS_OF[refusal.kind]
    flash(_("已收件,编号 %(number)s。", number=started.number), "done")
    return redirect(url_for("window.page", case=started.id))


@blueprint.get("/next")
def next_ticket() -> Response:
    """To the most urgent task that waits for the desk."""
    require_room("window")
    following = next_task(reading(), viewer().duties)
    if following is None:
        flash(_("没有等您办理的环节。"), "done")
        return redirect(url_for("window.page"))
    return redirect(url_for("tasks.page", task_id=following.id))


@blueprint.get("/today")
def today_list() -> str:
    """今日必须告知: who must be told something by the end of today."""
    require_room("window")
    return render_template(
        "window_today.html", to_tell=_to_tell(), rules=site().rules.all(["SW-03", "XS-03"])
    )


@blueprint.get("/notices")
def notices() -> str:
    """要告知申请人的: what no text message has carried, to be printed and told."""
    require_room("telling")
    person, theirs = viewer(), cases_to_tell_of(viewer())
    pager = asked_page(count_untold(reading(), theirs))
    found = untold(reading(), theirs, pager.size, pager.offset)
    return render_template(
        "window_notices.html",
        notices=[(each, _phone(each)) for each in found],
        pager=pager,
        at_window=may_enter(person, "window"),
    )


@blueprint.get("/notices/<uuid:case_id>/<uuid:notice_id>")
def notice(case_id: UUID, notice_id: UUID) -> str:
    """One notice on a sheet of its own, to be printed and handed over."""
    found = find_untold(reading(), cases_to_tell_of(viewer()), notice_id)
    if found is None or found.case_id != case_id:
        abort(404)
    slip = query_slip(case_or_404(case_id))
    return render_template("window_notice.html", notice=found, slip=slip)


def _phone(each: Untold) -> str:
    """The applicant's number, where the viewer may see it."""
    return str(case_fields(each.case_id).get(each.phone) or "")


@blueprint.post("/notices/<uuid:case_id>/<uuid:notice_id>")
def tell(case_id: UUID, notice_id: UUID) -> Response:
    """已告知: take it off the list and put it on the case's record."""
    if find_case(reading(), case_id, cases_to_tell_of(viewer())) is None:
        abort(404)
    done = act(lambda engine: engine.told(case_id, viewer().actor, notice_id))
    flash(_("已记下:告知申请人(%(number)s)。", number=done.number), "done")
    return redirect(url_for("window.notices"))


def _desk(*, number: str = "", province: str = "", problem: str = "", found: Found | None = None) -> str:
    person, connection = viewer(), reading()
    county = world()
    return render_template(
        "window.html",
        number=number,
        province=province,
        problem=problem,
        found=found,
        matters=_by_unit() if found else [],
        themes=[bundle for bundle, _held in bundles(county.catalogue, today())] if found else [],
        current=_current(),
        following=next_task(connection, person.duties),
        papers=just_issued(connection, person.person.login, datetime.combine(today(), time(), CIVIL)),
        to_tell=_to_tell(),
        untold=count_untold(connection, cases_to_tell_of(person)),
    )


def _current() -> dict[str, Any] | None:
    """The ticket just done, named in the address, and what of it waits for the viewer."""
    case_id = request.args.get("case", type=UUID)
    if case_id is None:
        return None
    case = case_or_404(case_id)
    mine = [
        task
        for task in tasks_of(reading(), case.id)
        if task.status == "open" and case.status == "running" and may_do(viewer(), case, task)
    ]
    return {"case": case, "mine": mine}


def _found(number: str, province: str) -> Found:
    connection = reading()
    held = held_by(connection, site().engine.vault, number) if number else []
    key = _province_key(province)
    return Found(
        normalised(number),
        province,
        held,
        _cases_of(number, held),
        started_before(connection, key) if key else None,
    )


def _cases_of(number: str, held: list[HeldPaper]) -> list[Applied]:
    """The cases of whoever has this number, the latest first: those their papers came with, and all others."""
    found = {each.instance_id for each in held} | set(named_in(number) if number else ())
    return applied(reading(), found, visible_cases(viewer()))


def _known_of(number: str) -> dict[str, Any]:
    """What the applicant of this number is called and where they are reached, as their latest case has it."""
    for case in _cases_of(number, []):
        fields = case_fields(case.id)
        if normalised(str(fields.get("applicant_id") or "")) == number:
            return {name: fields[name] for name in TAKEN_OVER if fields.get(name)}
    return {}


def _province_key(number: str) -> str | None:
    return f"province:{number.strip()}"[:64] if number.strip() else None


def _by_unit() -> list[tuple[str, list[Any]]]:
    """The matters that this desk takes in, under the units that are in charge of them."""
    county, found = world(), dict[str, list[Any]]()
    for each in listed(county.catalogue, county.directory, today()):
        if each.matter.process == PROCESSES["matter"][0]:
            found.setdefault(each.unit, []).append(each.matter)
    return list(found.items())


def _to_tell() -> list[ToTell]:
    end = datetime.combine(today() + timedelta(days=1), time(), CIVIL)
    return to_tell(reading(), end, visible_cases(viewer()), viewer().units)


def _form(process: str, data: dict[str, Any], key: str, refusal: Refused | None = None) -> str:
    version = require_offered(process)
    return render_template(
        "window_apply.html",
        version=version,
        form=start_form(version.id),
        data={**surroundings(version.id, None, {}), **data},
        key=key,
        rules=rules_of(program_of(version.id).process),
        problems=refusal.problems if refusal else {},
        refusal=refusal,
        refusal_rule=site().rules.find(refusal.rule) if refusal else None,
    )
