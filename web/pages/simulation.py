"""一年模拟: many cases of a draft, or of the version it began from; begun, looked at, stopped, compared. Answers are JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, request

from engine.definitions import drafts
from engine.definitions.drafts import Draft
from engine.queries.workload import workload
from engine.rehearsal import kept_years
from engine.rehearsal.charts import charts
from engine.rehearsal.kept_years import Edition, Kept
from engine.rehearsal.scenario import Scenario
from engine.rehearsal.scenario_file import ScenarioError, read_scenario
from engine.rehearsal.workload import Workload
from engine.runtime.versions import version_files
from engine.time import clock
from engine.time.clock import CIVIL
from web.designer.desk import own_draft_or_404
from web.designer.simulating import Simulation
from web.errors import STATUS_OF
from web.i18n import _, in_language
from web.site import end_reading, reading, site, world

blueprint = Blueprint("simulation", __name__, url_prefix="/designer")


@blueprint.get("/<uuid:draft_id>/year")
def seen(draft_id: UUID) -> Response:
    """How far the draft's simulated years are, and what they came to, by edition."""
    return _seen(own_draft_or_404(draft_id))


@blueprint.post("/<uuid:draft_id>/year")
def year(draft_id: UUID) -> Response | tuple[Response, int]:
    """Begin a year beside the pages; the answer is what `seen` answers."""
    draft = own_draft_or_404(draft_id)
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        abort(400)
    files = drafts.files_of(reading(), draft.id)
    scenarios = _scenarios(files)
    if not scenarios:
        said = _("还没有用例。请先在“演练”里走一遍并存为用例,模拟照用例来办。")
        return jsonify(message=said), STATUS_OF["invalid"]
    try:
        work = _workload(asked)
    except (AttributeError, TypeError, ValueError) as error:
        return jsonify(message=in_language(str(error))), STATUS_OF["invalid"]
    edition: Edition = "version" if asked.get("version") and draft.base_version is not None else "draft"
    digest = drafts.digest_of(files)
    if edition == "version" and draft.base_version is not None:
        # The version in force is what a change is compared with; scenarios are those of the draft.
        files = {**files, **version_files(reading(), draft.base_version)}
    now = clock.now().astimezone(CIVIL)
    since = datetime(now.year, now.month, now.day, 9, tzinfo=CIVIL)
    beside, database = site().settings.processes, site().engine.database
    end_reading()
    told = {"cases": work.cases, "per_day": work.per_day, "hours": work.hours, "each": dict(work.each)}
    run = database.transact(lambda held: kept_years.begin(held, draft.id, edition, digest, told))
    Simulation(draft.process, files, beside, work, scenarios, since).begin(database, run)
    return _seen(draft)


@blueprint.post("/<uuid:draft_id>/year/stop")
def stop(draft_id: UUID) -> Response:
    """Stop what is under way; what it had come to is not kept."""
    draft = own_draft_or_404(draft_id)
    end_reading()
    site().engine.database.transact(lambda held: kept_years.stop(held, draft.id))
    return _seen(draft)


@blueprint.get("/<uuid:draft_id>/year/history")
def history(draft_id: UUID) -> Response:
    """What the last year's real cases say: how many came, how long each task took."""
    draft = own_draft_or_404(draft_id)
    return jsonify(workload(reading(), draft.process, world()))


@blueprint.get("/<uuid:draft_id>/year/charts")
def drawn(draft_id: UUID) -> Response:
    """The figures of the years that are done, of one edition or two, as charts."""
    draft = own_draft_or_404(draft_id)
    known = {each.edition: each.figures for each in _years(draft) if each.figures}
    names = {"version": edition_name(draft), "draft": _("草稿")}
    return jsonify(charts([(name, known[key]) for key, name in names.items() if key in known], in_language))


def edition_name(draft: Draft) -> str:
    """What the version that a draft is compared with is called beside it."""
    return _("现行第 %(n)s 版", n=draft.base_number)


def _seen(draft: Draft) -> Response:
    digest = drafts.digest_of(drafts.files_of(reading(), draft.id))
    years = {each.edition: _told(each, digest) for each in _years(draft)}
    return jsonify(years=years, version=edition_name(draft) if draft.base_number else None)


def _told(kept: Kept, digest: str) -> dict[str, Any]:
    return {
        "state": kept.state,
        "asked": kept.asked,
        "started": kept.started,
        "ended": kept.ended,
        "figures": kept.figures,
        "message": kept.message,
        "changed": kept.edition == "draft" and kept.digest != digest,
    }


def _years(draft: Draft) -> list[Kept]:
    return kept_years.of_draft(reading(), draft.id)


def _workload(asked: Mapping[str, Any]) -> Workload:
    """What is asked for. Raises ValueError with a sentence for people, or TypeError and AttributeError for nonsense."""
    return Workload(
        int(asked.get("cases", 0)),
        float(asked.get("per_day", 0)),
        float(asked.get("hours", 0)),
        each={str(key): float(hours) for key, hours in (asked.get("each") or {}).items()},
    )


def _scenarios(files: Mapping[str, bytes]) -> list[Scenario]:
    found: list[Scenario] = []
    for path, content in files.items():
        if path.startswith("scenarios/"):
            try:
                found.append(read_scenario(content.decode("utf-8")))
            except (ScenarioError, UnicodeDecodeError):
                continue
    return found
