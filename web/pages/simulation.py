"""一年模拟: many cases of a draft, or of the version in force, told while it runs (one JSON line after another)."""

import threading
from collections.abc import Generator, Iterator, Mapping
from contextvars import Context, copy_context
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from flask import Blueprint, Response, abort, jsonify, request

from engine.definitions import drafts
from engine.queries.workload import workload
from engine.rehearsal import StageError
from engine.rehearsal.charts import charts
from engine.rehearsal.scenario import Scenario
from engine.rehearsal.scenario_file import ScenarioError, read_scenario
from engine.rehearsal.workload import Behaviour, Workload
from engine.rehearsal.year import Year
from engine.runtime.versions import version_files
from engine.time import clock
from engine.time.clock import CIVIL
from web.designer.desk import own_draft_or_404
from web.designer.stages import stage_of
from web.errors import STATUS_OF
from web.i18n import _, in_language, throughout
from web.site import end_reading, reading, site, world

blueprint = Blueprint("simulation", __name__, url_prefix="/designer")

_one: Final = threading.Lock()
"""One simulation at a time: it keeps a processor busy."""


@blueprint.post("/<uuid:draft_id>/year")
def year(draft_id: UUID) -> Response | tuple[Response, int]:
    """Simulate; each line is {"done": n} and the last one {"figures": …}, or {"message": …} where it cannot go on."""
    draft = own_draft_or_404(draft_id)
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        abort(400)
    files = drafts.files_of(reading(), draft.id)
    behaviour = Behaviour(_scenarios(files))
    if not behaviour.is_known:
        said = _("还没有用例。请先在“演练”里走一遍并存为用例,模拟照用例来办。")
        return jsonify(message=said), STATUS_OF["invalid"]
    try:
        each = {str(key): float(hours) for key, hours in (asked.get("each") or {}).items()}
        work = Workload(
            int(asked.get("cases", 0)),
            float(asked.get("per_day", 0)),
            float(asked.get("hours", 0)),
            each=each,
        )
    except (AttributeError, TypeError, ValueError) as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    if asked.get("version") and draft.base_version is not None:
        # The version in force is what a change is compared with; scenarios are those of the draft.
        files = {**files, **version_files(reading(), draft.base_version)}
    now = clock.now().astimezone(CIVIL)
    since = datetime(now.year, now.month, now.day, 9, tzinfo=CIVIL)
    beside, key = site().settings.processes, draft.process
    end_reading()
    lines = _told(key, files, beside, lambda stage: Year(stage, key, work, behaviour, since))
    return Response(_apart(lines), content_type="application/x-ndjson")


@blueprint.get("/<uuid:draft_id>/year/history")
def history(draft_id: UUID) -> Response:
    """What the last year's real cases say: how many came, how long each task took."""
    draft = own_draft_or_404(draft_id)
    return jsonify(workload(reading(), draft.process, world()))


@blueprint.post("/<uuid:draft_id>/year/charts")
def drawn(draft_id: UUID) -> Response | tuple[Response, int]:
    """The figures sent, of one edition or two, as charts."""
    own_draft_or_404(draft_id)
    asked = request.get_json(silent=True) or {}
    try:
        editions = [(str(each["name"])[:20], each["figures"]) for each in asked["editions"][:2]]
        return jsonify(charts(editions, in_language))
    except (AttributeError, LookupError, TypeError, ValueError):
        abort(400)


def _apart(lines: Generator[bytes, None, None]) -> Iterator[bytes]:
    """The lines, each made in a context of their own, so that the simulated clock is nobody else's between two.

    The context is taken while the request is there, which knows the reader's language.
    """
    return _made_in(copy_context(), lines)


def _made_in(context: Context, lines: Generator[bytes, None, None]) -> Iterator[bytes]:
    try:
        while (line := context.run(next, lines, None)) is not None:
            yield line
    finally:
        # Whoever leaves the page before the end leaves the place free for the next one.
        context.run(lines.close)


def _told(key: str, files: Mapping[str, bytes], beside: Any, make: Any) -> Generator[bytes, None, None]:
    if not _one.acquire(blocking=False):
        yield _line(message=_("别人正在模拟,请稍后再试。"))
        return
    try:
        with stage_of(key, drafts.digest_of(files), files, beside) as (stage, _folder):
            running: Year = make(stage)
            for done in running.progress():
                yield _line(done=done)
            yield _line(figures=running.figures)
    except StageError as error:
        yield _line(message=str(error))
    finally:
        _one.release()


def _line(**facts: Any) -> bytes:
    return orjson.dumps(throughout(facts)) + b"\n"


def _scenarios(files: Mapping[str, bytes]) -> list[Scenario]:
    found: list[Scenario] = []
    for path, content in files.items():
        if path.startswith("scenarios/"):
            try:
                found.append(read_scenario(content.decode("utf-8")))
            except (ScenarioError, UnicodeDecodeError):
                continue
    return found
