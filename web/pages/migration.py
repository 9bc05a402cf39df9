"""办件换版本: running cases of older versions stay, or go over to the one in force; tried first, undone if wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import bulk
from engine.definitions.handbook import handbook
from engine.engine import Engine
from engine.queries.behind import Behind, cases_behind
from engine.queries.versions import CurrentVersion, current_version
from engine.records.rendering import WORD
from engine.refusals import Refused
from engine.runtime import migrating
from engine.runtime.program import Program
from engine.runtime.versions import version_files
from web.access import require_room
from web.i18n import _
from web.site import act, reading, site
from web.viewer import viewer

blueprint = Blueprint("migration", __name__, url_prefix="/designer/versions")

_PREFIX = "map."
BATCH: Final = 20
MOST_UNDONE: Final = 100
"""How many of the cases just moved can be had back with one button; others go back one by one."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A case and what stands in its way; nothing where it can go over."""

    case: Behind
    obstacles: tuple[str, ...]


@blueprint.get("/<process>")
def page(process: str) -> str:
    """The cases behind the version in force, each tried with the mapping of the address."""
    require_room("designer.publish")
    version = _version(process)
    behind = cases_behind(reading(), process, version.id)
    program = site().engine.program(version.id, reading())
    mapping = _mapping(request.args)
    plans = migrating.plan(site().engine, [case.id for case in behind], version.id, mapping)
    tried = [Tried(case, plan.obstacles) for case, plan in zip(behind, plans, strict=True)]
    return render_template(
        "migration.html",
        version=version,
        tried=tried,
        mapping=mapping,
        gone=_gone(behind, program),
        tasks=_tasks(program),
    )


@blueprint.get("/<process>/handbook.docx")
def version_handbook(process: str) -> Response:
    """The handbook of the version in force (GC-18)."""
    require_room("designer.publish")
    version = _version(process)
    edition = _("现行第 %(n)s 版", n=version.number)
    content = handbook(process, version_files(reading(), version.id), site().rules, edition)
    headers = {"Content-Disposition": f'attachment; filename="{process}-handbook.docx"'}
    return Response(content, content_type=WORD, headers=headers)


@blueprint.post("/<process>")
def run(process: str) -> Response | str:
    """Let the chosen cases go over, each in an act of its own; what cannot stays as it is and is said.

    Of many a batch at a time: the answer tells how far it has come and asks for the next batch by itself.
    """
    require_room("designer.publish")
    version, person, form = _version(process), viewer(), request.form
    known = {case.id for case in cases_behind(reading(), process, version.id)}
    chosen = [key for key in form.getlist("case", type=UUID) if key in known]
    mapping, moved = _mapping(form), form.getlist("moved", type=UUID)
    said = form.getlist("said")
    if not chosen and not moved and not said:
        flash(_("没有选中办件。"), "warning")
        return redirect(url_for("migration.page", process=process))
    batch, rest = chosen[:BATCH], chosen[BATCH:]
    steps = act(lambda engine: list(bulk.migrate(engine, batch, version.id, person.actor, mapping)))
    refused = steps[-1].refused if steps else {}
    moved += [key for key in batch if key not in refused]
    said += refused.values()
    if rest:
        total = form.get("total", len(chosen), type=int)
        return render_template(
            "migration_progress.html",
            version=version,
            rest=rest,
            moved=moved,
            said=said,
            total=total,
            mapping=mapping,
        )
    return _moved(process, version, moved, said)


def _moved(process: str, version: CurrentVersion, moved: list[UUID], said: list[str]) -> Response:
    flash(_("%(n)s 件已换到第 %(v)s 版,时限和办理人不变。", n=len(moved), v=version.number), "done")
    for message in said[:5]:
        flash(message, "warning")
    undo_from = ",".join(key.hex for key in moved[-MOST_UNDONE:])
    target = url_for("migration.page", process=process, moved=undo_from)
    if "HX-Request" in request.headers:
        return Response("", headers={"HX-Redirect": target})
    return redirect(target)


@blueprint.post("/<process>/undo")
def undo(process: str) -> Response:
    """Let cases go back to the version they came from last."""
    require_room("designer.publish")
    person = viewer()
    back = 0
    for key in request.form.getlist("case", type=UUID):
        try:
            act(partial(Engine.undo_migration, instance_id=key, actor=person.actor))
            back += 1
        except Refused as error:
            flash(error.message, "warning")
    flash(_("%(n)s 件已换回原来的版本。", n=back), "done")
    return redirect(url_for("migration.page", process=process))


def _version(process: str) -> CurrentVersion:
    version = current_version(reading(), process)
    if version is None:
        abort(404)
    return version


def _mapping(given: Mapping[str, str]) -> dict[str, str]:
    return {
        key.removeprefix(_PREFIX): value for key, value in given.items() if key.startswith(_PREFIX) and value
    }


def _gone(behind: list[Behind], program: Program) -> dict[str, str]:
    """Elements where cases stand and that the version in force no longer has, with the names staff know them by."""
    known = {key for process in program.processes.values() for key in process.nodes}
    return {element: name for case in behind for element, name in case.tasks if element not in known}


def _tasks(program: Program) -> list[tuple[str, str]]:
    nodes = (node for process in program.processes.values() for node in process.nodes.values())
    return [(node.id, node.label) for node in nodes if node.type in ("userTask", "manualTask")]
