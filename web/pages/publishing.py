"""流程发布: a process folder as a .zip is checked, its problems said in Chinese, and published with a reason."""

from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.definitions.folder import FolderError
from engine.definitions.gate import check_folder
from engine.definitions.problem import Problem
from engine.definitions.publishing import NotPublishable, Published
from engine.engine import Engine
from engine.queries.versions import all_versions
from web.access import require_room
from web.errors import STATUS_OF
from web.i18n import _
from web.process_zip import ZipRefused, unpacked
from web.site import act, reading, site
from web.uploads import Uploads
from web.viewer import viewer

blueprint = Blueprint("publishing", __name__, url_prefix="/publishing")

LARGEST = 30 * 1024 * 1024


@blueprint.get("")
def page() -> str:
    """The published versions, and the form to bring a new one."""
    require_room("publishing")
    return _show()


@blueprint.post("")
def check() -> str | tuple[str, int]:
    """Check the folder and show what is wrong with it, or offer to publish it. Publishes nothing."""
    require_room("publishing")
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _show(refused=_("请先选择流程文件夹压缩成的 .zip 文件。")), STATUS_OF["invalid"]
    content = sent.read(LARGEST + 1)
    if len(content) > LARGEST:
        abort(413)
    name = sent.filename
    try:
        with unpacked(content, name, site().settings.processes) as folder:
            problems, process = check_folder(folder), folder.name
    except (ZipRefused, FolderError) as error:
        return _show(refused=str(error), file=name), STATUS_OF["invalid"]
    errors = [problem for problem in problems if problem.severity == "error"]
    digest = "" if errors else Uploads(site().settings.data / "uploads").keep(content, viewer().person.id)
    shown = _show(problems=problems, file=name, process=process, digest=digest)
    return (shown, STATUS_OF["invalid"]) if errors else shown


@blueprint.post("/run")
def run() -> Response | tuple[str, int]:
    """Publish the folder that was checked. A reason is needed; the same folder again changes nothing."""
    require_room("publishing")
    form, person = request.form, viewer()
    uploads = Uploads(site().settings.data / "uploads")
    digest, name, reason = form.get("digest", ""), form.get("file", ""), form.get("reason", "").strip()
    content = uploads.find(digest, person.person.id)
    if content is None:
        gone = _("上传的文件已不在(超过一天,或已经发布)。请重新选择文件。")
        return _show(refused=gone), STATUS_OF["conflict"]
    if not reason:
        asked = _("请写明发布的理由,例如改了什么、依据哪份文件。")
        return _show(refused=asked, file=name, digest=digest, problems=[]), STATUS_OF["invalid"]

    def publish(engine: Engine) -> Published:
        with unpacked(content, name, site().settings.processes) as folder:
            return engine.publish(folder, person.actor, reason[:500])

    try:
        published = act(publish)
    except (ZipRefused, FolderError) as error:
        return _show(refused=str(error), file=name), STATUS_OF["invalid"]
    except NotPublishable as error:
        return _show(problems=error.problems, file=name), STATUS_OF["invalid"]
    uploads.drop(digest, person.person.id)
    said = (
        _("“%(process)s”第 %(n)s 版已发布,新立的办件按它办;在办的仍按原来的版本。")
        if published.is_new
        else _("“%(process)s”与现行的第 %(n)s 版完全相同,没有变化。")
    )
    flash(said % {"process": published.process, "n": published.number}, "done")
    return redirect(url_for("publishing.page"))


def _show(
    refused: str = "",
    problems: list[Problem] | None = None,
    file: str = "",
    process: str = "",
    digest: str = "",
) -> str:
    found = sorted(problems or (), key=lambda problem: (problem.severity, problem.file))
    versions = [
        (name, list(items)) for name, items in groupby(all_versions(reading()), lambda each: each.name)
    ]
    return render_template(
        "publishing.html",
        refused=refused,
        problems=found if problems is not None else None,
        errors=sum(problem.severity == "error" for problem in found),
        file=file,
        process=process,
        digest=digest,
        versions=versions,
    )
