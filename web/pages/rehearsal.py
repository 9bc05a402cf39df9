"""演练: walking through a draft on the real engine and a simulated clock, and its scenarios. Answers are JSON."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson
import yaml
from flask import Blueprint, Response, abort, jsonify, request
from sqlalchemy import Connection

from engine.definitions import drafts
from engine.definitions.diagram import Diagram
from engine.definitions.drafts import Draft, DraftError
from engine.definitions.reader import read_diagram
from engine.definitions.xml import UnreadableXml
from engine.records.rendering import WORD, PaperError
from engine.rehearsal import Stage, StageError, run_scenario
from engine.rehearsal.plain import is_plain
from engine.rehearsal.renewing import Renewed, renamings, renewed
from engine.rehearsal.scenario_file import ScenarioError
from engine.rehearsal.walkthrough import expected_of, paper, scenario_of, walk
from engine.rehearsal.wording import tidied, told, worded
from engine.runtime.versions import version_files
from engine.time import clock
from web.designer.desk import draft_or_404, main_path, own_draft_or_404
from web.designer.stages import stage_of
from web.errors import STATUS_OF
from web.i18n import _, in_language
from web.site import end_reading, reading, site, world

blueprint = Blueprint("rehearsal", __name__, url_prefix="/designer")

MOST_STEPS: Final = 300
_UNFIT: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
Answer = Response | tuple[Response, int]


@blueprint.get("/<uuid:draft_id>/rehearse")
def beginning(draft_id: UUID) -> Answer:
    """What a walk begins with: who may start, the form that starts a case, the county's units, its date."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    diagram = _diagram(draft, files)
    process = diagram.main_process if diagram else None
    if process is None:
        return jsonify(message=_("图里还没有可以演练的流程。")), STATUS_OF["invalid"]
    case, form = process.extension("case"), process.extension("form")
    content = files.get(form.get("ref")) if form else None
    return jsonify(
        starters=(case.get("start") if case else "").split(),
        form=orjson.loads(content) if content else None,
        units=[unit.short_name for unit in world().directory.units.values()],
        today=clock.today().isoformat(),
    )


@blueprint.post("/<uuid:draft_id>/rehearse")
def step(draft_id: UUID) -> Answer:
    """What stands after the walk that is sent."""
    draft = own_draft_or_404(draft_id)
    walked = _walked(draft)
    files = drafts.files_of(reading(), draft.id)
    end_reading()
    try:
        with _stage(draft, files) as (stage, _folder):
            seen = walk(walked, stage, _plain_tasks(_diagram(draft, files)))
    except (ScenarioError, StageError) as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    for event in seen["events"]:
        event["said"] = told(event, text=tidied(in_language(worded(event))))
    return jsonify(seen)


@blueprint.post("/<uuid:draft_id>/rehearse/paper")
def rehearsed_paper(draft_id: UUID) -> Answer:
    """A paper that the walk sent has issued, as the Word file it would be; nothing is kept of it."""
    draft = own_draft_or_404(draft_id)
    walked, place = _walked(draft), _asked().get("place")
    if not isinstance(place, int) or place < 0:
        abort(400)
    files = drafts.files_of(reading(), draft.id)
    end_reading()
    try:
        with _stage(draft, files) as (stage, _folder):
            content = paper(walked, stage, _plain_tasks(_diagram(draft, files)), place)
    except IndexError:
        abort(404)
    except (ScenarioError, StageError, PaperError) as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    return Response(content, content_type=WORD)


@blueprint.get("/<uuid:draft_id>/scenarios")
def scenarios(draft_id: UUID) -> Response:
    """The draft's scenarios and how each ended with the files as they are now; `passed` is null if not played."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    return jsonify(scenario_list(draft, files))


def scenario_list(draft: Draft, files: dict[str, bytes]) -> list[dict[str, Any]]:
    """Each scenario with its name and how it last ended with these files."""
    played = drafts.played(reading(), draft.id, drafts.digest_of(files))
    return [
        {
            "path": path,
            "name": path.removeprefix("scenarios/").rpartition(".")[0],
            "passed": None if path not in played else not played[path],
            "failures": played.get(path, []),
        }
        for path in _scenarios(files)
    ]


@blueprint.post("/<uuid:draft_id>/scenarios/play")
def play(draft_id: UUID) -> Answer:
    """Play one scenario with the files as they are, and remember how it ended."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    path = str(_asked().get("path", ""))
    if path not in files or not path.startswith("scenarios/"):
        abort(404)
    names = _renamings(draft, files)
    end_reading()
    with _stage(draft, files) as (stage, folder):
        result = run_scenario(folder / path, stage)
        brought = None if result.passed else _renewed(files[path], names, stage)
    digest = drafts.digest_of(files)
    site().engine.database.transact(
        lambda held: drafts.note_played(held, draft.id, path, digest, result.failures)
    )
    changes = [in_language(change) for change in brought.changes] if brought else []
    return jsonify(path=path, passed=result.passed, failures=result.failures, changes=changes)


@blueprint.post("/<uuid:draft_id>/scenarios/renew")
def renew(draft_id: UUID) -> Answer:
    """Bring those of the `paths` that pass then up to what the draft changes."""
    draft = own_draft_or_404(draft_id)
    asked = _asked().get("paths")
    files = drafts.files_of(reading(), draft.id)
    if not isinstance(asked, list) or not set(asked) <= set(_scenarios(files)):
        abort(400)
    names = _renamings(draft, files)
    end_reading()
    with _stage(draft, files) as (stage, _folder):
        brought = {path: _renewed(files[path], names, stage) for path in asked}
    kept = {path: found.text.encode() for path, found in brought.items() if found}

    def keep(held: Connection) -> None:
        for path, content in kept.items():
            drafts.keep(held, draft.id, path, content)

    site().engine.database.transact(keep)
    return jsonify(paths=sorted(kept))


def _renamings(draft: Draft, files: dict[str, bytes]) -> dict[str, str]:
    """The steps that the draft gives another name than the version it began from."""
    return renamings(version_files(reading(), draft.base_version), files) if draft.base_version else {}


def _renewed(content: bytes, names: dict[str, str], stage: Stage) -> Renewed | None:
    try:
        return renewed(content.decode(), names, stage)
    except UnicodeDecodeError:
        return None


def _scenarios(files: dict[str, bytes]) -> list[str]:
    return [path for path in files if path.startswith("scenarios/")]


@blueprint.post("/<uuid:draft_id>/scenarios")
def save(draft_id: UUID) -> Answer:
    """Keep a walk as a scenario: what happened becomes what is expected."""
    draft = own_draft_or_404(draft_id)
    walked, name = _walked(draft), str(_asked().get("name", "")).strip()
    if not name or len(name) > 60:
        return jsonify(message=_("请给用例起个名字,说明是什么事,不超过 60 字。")), STATUS_OF["invalid"]
    files = drafts.files_of(reading(), draft.id)
    plain = _plain_tasks(_diagram(draft, files))
    end_reading()
    try:
        with _stage(draft, files) as (stage, _folder):
            seen = walk(walked, stage, plain)
        if seen["failures"]:
            said = in_language(seen["failures"][0])
            return jsonify(message=_("这样走没有办成,存了也通不过:%(said)s", said=said)), STATUS_OF["invalid"]
        content = {"name": name, **scenario_of(walked, plain), "expect": expected_of(seen)}
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
        path = f"scenarios/{_UNFIT.sub('-', name)}.yaml"
        site().engine.database.transact(lambda held: drafts.keep(held, draft.id, path, text.encode()))
    except (ScenarioError, StageError) as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    except DraftError as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    return jsonify(path=path)


def _asked() -> dict[str, Any]:
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        abort(400)
    return sent


def _walked(draft: Draft) -> dict[str, Any]:
    sent = _asked()
    steps = sent.get("steps") or []
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        abort(400)
    return {"process": draft.process, **{k: sent.get(k) for k in ("now", "start", "until")}, "steps": steps}


@contextmanager
def _stage(draft: Draft, files: dict[str, bytes]) -> Iterator[tuple[Stage, Path]]:
    digest = drafts.digest_of(files)
    with stage_of(draft.process, digest, files, site().settings.processes) as found:
        yield found


def _diagram(draft: Draft, files: dict[str, bytes]) -> Diagram | None:
    path = main_path(draft, files)
    try:
        return read_diagram(files[path], path) if path else None
    except UnreadableXml:
        return None


def _plain_tasks(diagram: Diagram | None) -> list[str]:
    processes = diagram.processes.values() if diagram else ()
    return sorted({node.id for p in processes for node in p.nodes.values() if is_plain(node)})
