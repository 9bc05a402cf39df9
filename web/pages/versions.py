"""版本: every version of a procedure – who published it, when and why – and what is different between two."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request

from engine.definitions.comparing import Difference, differences
from engine.definitions.folder import main_file
from engine.queries.versions import PublishedVersion, all_versions
from engine.runtime.versions import version_files
from web.access import require_room
from web.i18n import _
from web.site import reading, world

blueprint = Blueprint("versions", __name__, url_prefix="/designer/versions")

_STATES: Final = {"added": "finished", "changed": "waiting", "removed": "overdue"}
_TONES: Final = {"added": "info", "changed": "warning", "removed": "danger"}


@blueprint.get("/<process>/history")
def page(process: str) -> str:
    """The versions of a procedure, the newest first, and two of them beside each other."""
    require_room("designer.publish")
    versions = _versions(process)
    numbers = [version.number for version in versions]
    new = request.args.get("to", numbers[0], type=int)
    old = request.args.get("from", max([n for n in numbers if n < new], default=new), type=int)
    if old not in numbers or new not in numbers:
        abort(404)
    found = _between(versions, old, new) if old != new else []
    file = main_file(process, version_files(reading(), _of(versions, new).id))
    return render_template(
        "versions.html",
        name=versions[0].name,
        process=process,
        versions=versions,
        units={unit.id: unit.short_name for unit in world().directory.units.values()},
        old=old,
        new=new,
        differences=found,
        marks_of_old=_marks(found, file, ("removed", "changed")),
        marks_of_new=_marks(found, file, ("added", "changed")),
    )


@blueprint.get("/<process>/<int:number>/diagram.bpmn")
def diagram(process: str, number: int) -> Response:
    """The main diagram of a version."""
    require_room("designer.publish")
    files = version_files(reading(), _of(_versions(process), number).id)
    return Response(files[main_file(process, files)], content_type="application/xml; charset=utf-8")


def _versions(process: str) -> list[PublishedVersion]:
    found = [version for version in all_versions(reading()) if version.process == process]
    return found or abort(404)


def _of(versions: list[PublishedVersion], number: int) -> PublishedVersion:
    return next((version for version in versions if version.number == number), None) or abort(404)


def _between(versions: list[PublishedVersion], old: int, new: int) -> list[Difference]:
    ids: list[UUID] = [_of(versions, number).id for number in (old, new)]
    before, after = (version_files(reading(), key) for key in ids)
    return differences(before, after)


def _marks(found: list[Difference], file: str, kinds: tuple[str, ...]) -> dict[str, Any]:
    """States and badges for the viewer: what one of the two diagrams has that the other has not so."""
    words = {"added": _("新增"), "changed": _("改动"), "removed": _("删去")}
    here = [each for each in found if each.file == file and each.element and each.kind in kinds]
    return {
        "states": {each.element: _STATES[each.kind] for each in here},
        "badges": {
            each.element: [{"text": words[each.kind], "tone": _TONES[each.kind], "title": each.text}]
            for each in here
        },
    }
