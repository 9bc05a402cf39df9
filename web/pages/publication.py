"""From draft to version: submitted with a reason when all is well, published by somebody else (four eyes)."""

import unicodedata
from datetime import date, datetime, time
from uuid import UUID

from flask import Blueprint, Response, abort, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engine.definitions import drafts
from engine.definitions.comparing import differences
from engine.definitions.drafts import Draft, DraftError
from engine.definitions.publishing import NotPublishable
from engine.runtime.versions import version_files
from engine.time import clock
from engine.time.explanation import say
from web.access import may_enter, require_room
from web.designer.desk import draft_or_404, folder_of, name_of, own_draft_or_404, problems_of
from web.i18n import _, listed
from web.pages.rehearsal import scenario_list
from web.site import act, end_reading, reading, site
from web.viewer import viewer

blueprint = Blueprint("publication", __name__, url_prefix="/designer")


@blueprint.get("/<uuid:draft_id>/differences")
def compared(draft_id: UUID) -> Response:
    """What is different from the version the draft began from; everything is new without one."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    before = version_files(reading(), draft.base_version) if draft.base_version else {}
    scenarios = _scenarios_before(draft)
    unseen = ("README",) if scenarios is not None else ("README", "scenarios/")
    mine = {path: files[path] for path in files if not path.startswith(unseen)}
    # A version's closure brings the files of called processes along; they are not this draft's to change.
    calls = sum(path.endswith(".bpmn") for path in before) > 1
    own = {path: before[path] for path in before if path in mine or not calls} | (scenarios or {})
    found = [
        {
            "kind": d.kind,
            "file": d.file,
            "element": d.element,
            "name": d.name,
            "text": d.text,
            "wording": d.wording,
        }
        for d in differences(own, mine)
        if not (calls and d.file == "policy.yaml" and d.kind == "removed")
    ]
    return jsonify(base=draft.base_number, differences=found)


def _scenarios_before(draft: Draft) -> dict[str, bytes] | None:
    """The scenarios a draft of this procedure begins with; None where it is new or its folder is elsewhere."""
    try:
        files = drafts.source_files(reading(), draft.process, site().settings.processes)
    except DraftError:
        return None
    return (
        {path: files[path] for path in files if path.startswith("scenarios/")} if draft.base_version else None
    )


@blueprint.post("/<uuid:draft_id>/submit")
def submit(draft_id: UUID) -> Answer:
    """Ask a second person to publish. The gate must have no error, and every scenario must pass."""
    draft = own_draft_or_404(draft_id)
    reason = request.form.get("reason", "").strip()
    refused = _not_ready(draft) or ("" if reason else _("请写明改了什么、依据哪份文件。"))
    if refused:
        flash(refused, "warning")
        return redirect(url_for("draft.page", draft_id=draft.id))
    end_reading()
    site().engine.database.transact(
        lambda held: drafts.mark(held, draft.id, submitted_at=clock.now(), reason=reason[:500])
    )
    flash(_("已送复核。由另一位同事看过后发布,在此之前您可以收回。"), "done")
    return redirect(url_for("designer.page"))


def _not_ready(draft: Draft) -> str:
    """Why the draft cannot be published yet, or nothing."""
    errors = [problem for problem in problems_of(draft) if problem.severity == "error"]
    if errors:
        return _("还有 %(n)s 处须改,见“问题”。", n=len(errors))
    files = drafts.files_of(reading(), draft.id)
    open_ = [each["name"] for each in scenario_list(draft, files) if not each["passed"]]
    if open_:
        return _("全部用例通过才能发布。没有通过或还没有演练的:%(names)s", names=listed(open_[:5]))
    return ""


@blueprint.post("/<uuid:draft_id>/recall")
def recall(draft_id: UUID) -> Answer:
    """Take a submitted draft back, or (a second person) give it back with a word why."""
    draft = draft_or_404(draft_id)
    if draft.submitted_at is None or draft.closed_at is not None:
        abort(409)
    why = request.form.get("why", "").strip()
    end_reading()
    site().engine.database.transact(
        lambda held: drafts.mark(held, draft.id, submitted_at=None, reason=why[:500] or draft.reason)
    )
    mine = draft.person_id == viewer().person.id
    flash(_("已收回,可以接着改。") if mine else _("已退给设计人。"), "done")
    return redirect(url_for("draft.page", draft_id=draft.id) if mine else url_for("designer.page"))


@blueprint.post("/<uuid:draft_id>/publish")
def publish(draft_id: UUID) -> Answer:
    """Publish what somebody else has submitted; everything is checked once more."""
    require_room("designer.publish")
    draft = draft_or_404(draft_id)
    person = viewer()
    if draft.person_id == person.person.id or not may_enter(person, "designer.publish"):
        abort(403)
    if draft.submitted_at is None or draft.closed_at is not None:
        abort(409)
    pilot, unknown = _pilot(request.form.get("pilot", ""))
    in_force, wrong = _in_force(request.form.get("in_force", ""))
    refused = _not_ready(draft) or (unknown and _("名录里没有“%(unit)s”。", unit=unknown)) or wrong
    if refused:
        flash(refused, "warning")
        return redirect(url_for("draft.page", draft_id=draft.id))
    try:
        with folder_of(draft) as folder:
            published = act(
                lambda engine: engine.publish(folder, person.actor, draft.reason or "", pilot, in_force)
            )
    except NotPublishable as error:
        flash(_("没有发布。") + "".join(each.message + each.remedy for each in error.problems[:3]), "warning")
        return redirect(url_for("draft.page", draft_id=draft.id))
    site().engine.database.transact(
        lambda held: drafts.mark(
            held, draft.id, published_version=published.version_id, closed_at=clock.now()
        )
    )
    said = (
        _("“%(process)s”第 %(n)s 版已发布,从 %(day)s 起新立的办件按它办;在那以前和在办的仍按原来的版本。")
        if in_force
        else _("“%(process)s”第 %(n)s 版已发布,先在选定的单位试行;其他单位和在办的仍按原来的版本。")
        if pilot
        else _("“%(process)s”第 %(n)s 版已发布,新立的办件按它办;在办的仍按原来的版本。")
    )
    day = say(in_force.astimezone(clock.CIVIL).date()) if in_force else ""
    flash(said % {"process": name_of(draft), "n": published.number, "day": day}, "done")
    return redirect(url_for("designer.page"))


def _in_force(text: str) -> tuple[datetime | None, str]:
    """The first moment of the day from which a version is in force, None for at once; or why it cannot be."""
    if not text.strip():
        return None, ""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None, _("施行日期请写成 2026-04-01 的形式。")
    if day <= clock.today():
        return None, _("施行日期要在今天以后;立即施行的不填。")
    return datetime.combine(day, time(), clock.CIVIL), ""


def _pilot(text: str) -> tuple[list[str] | None, str]:
    """The ids of the units that run the version first (SF-01), None for the whole county; and a name nobody knows."""
    names = unicodedata.normalize("NFKC", text).replace("、", " ").replace(",", " ").split()
    found = {name: viewer().directory.find_unit(name) for name in names}
    unknown = next((name for name, unit in found.items() if unit is None), "")
    return ([unit.id for unit in found.values() if unit is not None] or None), unknown
