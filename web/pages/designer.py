"""流程设计: what a designer is working on, and how she begins: from what runs today, from nothing, from a file."""

import re
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.definitions import drafts
from engine.definitions.drafts import DraftError
from engine.definitions.reader import read_diagram
from engine.definitions.xml import UnreadableXml
from engine.queries.versions import current_version, current_versions
from engine.records.signature import is_public_key
from engine.time import clock
from engine.words import side_by_side
from web.access import may_enter, require_room
from web.designer import trust
from web.designer.desk import name_of, own_draft_or_404
from web.designer.first import first_files, is_key
from web.designer.package import unpacked
from web.errors import STATUS_OF
from web.i18n import _
from web.process_zip import ZipRefused, read_zip
from web.site import end_reading, reading, site
from web.viewer import viewer

blueprint = Blueprint("designer", __name__, url_prefix="/designer")

LARGEST: Final = 30 * 1024 * 1024
Answer = Response | tuple[str, int]


@blueprint.get("")
def page() -> str:
    """My drafts, what waits for me to publish, the procedures that run, and three ways to begin."""
    if not may_enter(viewer(), "designer"):
        require_room("designer.publish")
    return _show()


@blueprint.post("/open")
def open_process() -> Answer:
    """My draft of a procedure that runs: the one under way, else a new one."""
    require_room("designer")
    process, person = request.form.get("process", ""), viewer().person.id
    known = next((d for d in drafts.of_person(reading(), person) if d.process == process and d.is_open), None)
    if known is not None:
        return redirect(url_for("draft.page", draft_id=known.id))
    version = current_version(reading(), process)
    if version is None:
        return _show(_("没有发布过这个流程。")), STATUS_OF["gone"]
    try:
        files = drafts.source_files(reading(), process, site().settings.processes)
        return _begun(process, files, version.id)
    except DraftError as error:
        return _show(str(error)), STATUS_OF["invalid"]


@blueprint.post("/new")
def new() -> Answer:
    """A new procedure from its name and its short name in Latin letters."""
    require_room("designer")
    key, name = request.form.get("key", "").strip(), request.form.get("name", "").strip()
    if not is_key(key):
        return _show(_("代号只用小写字母、数字和下划线,以字母开头,如 hotline_call。")), STATUS_OF["invalid"]
    if not name or len(name) > 60:
        return _show(_("请填写流程的名称,不超过 60 字。")), STATUS_OF["invalid"]
    if current_version(reading(), key) is not None:
        return _show(_("代号 %(key)s 已有流程在用,请从下面打开它,或换一个代号。", key=key)), STATUS_OF[
            "conflict"
        ]
    return _begun(key, first_files(key, name))


@blueprint.post("/import")
def bring() -> Answer:
    """A draft from a .bpmn of any tool, or from a process folder as .zip."""
    require_room("designer")
    sent = request.files.get("file")
    content = sent.read(LARGEST + 1) if sent and sent.filename else b""
    if not sent or not content:
        return _show(_("请先选择 .bpmn 文件,或流程文件夹压缩成的 .zip。")), STATUS_OF["invalid"]
    if len(content) > LARGEST:
        return _show(_("文件太大。")), 413
    try:
        files, key = _read(content, sent.filename or "")
        version = current_version(reading(), key)
        return _begun(key, files, version.id if version else None)
    except (ZipRefused, DraftError) as error:
        return _show(str(error)), STATUS_OF["invalid"]
    except UnreadableXml as error:
        return _show(side_by_side((error.message, error.remedy), "")), STATUS_OF["invalid"]


def _read(content: bytes, filename: str) -> tuple[dict[str, bytes], str]:
    if not filename.lower().endswith(".bpmn"):
        files, key = read_zip(content, filename)
        found, county = unpacked(files, key, trust.everybody(reading()))
        said = _("签名核对无误,来自“%(county)s”。", county=county)
        unsigned = _("这份文件没有签名,来源和内容请自行核对。")
        flash(said if county else unsigned, "done" if county else "warning")
        return found, key
    main = read_diagram(content, filename).main_process
    if main is None:
        raise DraftError(_("图中没有流程,不能打开。请导入含有流程(process)的 BPMN 文件。"))
    key = re.sub(r"[^a-z0-9_]", "_", main.id.lower()).strip("_")[:60]
    key = key if is_key(key) else f"p_{key}"[:60]
    return {f"{key}.bpmn": content}, key


def _begun(process: str, files: dict[str, bytes], base: UUID | None = None) -> Response:
    person = viewer().person.id
    end_reading()
    draft_id = site().engine.database.transact(lambda held: drafts.begin(held, process, person, files, base))
    return redirect(url_for("draft.page", draft_id=draft_id))


@blueprint.post("/<uuid:draft_id>/discard")
def discard(draft_id: UUID) -> Response:
    """Throw an open draft away."""
    draft = own_draft_or_404(draft_id)
    site().engine.database.transact(lambda held: drafts.mark(held, draft.id, closed_at=clock.now()))
    flash(_("“%(process)s”的草稿已丢弃。", process=draft.process), "done")
    return redirect(url_for("designer.page"))


@blueprint.post("/trust")
def trust_county() -> Answer:
    """Take procedures that this county signs from now on; or, with `drop`, no longer."""
    require_room("designer.publish")
    key, name = request.form.get("key", "").strip(), request.form.get("name", "").strip()
    if request.form.get("drop"):
        site().engine.database.transact(lambda held: trust.distrust(held, key))
        flash(_("已取消,以后不收它签名的流程。"), "done")
        return redirect(url_for("designer.page"))
    if not is_public_key(key) or not name or len(name) > 60:
        return _show(_("请填写县的名称和它的公钥(44 个字符,从对方的这一页抄来)。")), STATUS_OF["invalid"]
    site().engine.database.transact(lambda held: trust.trust(held, key, name))
    flash(_("已登记“%(name)s”,可以导入它签名的流程。", name=name), "done")
    return redirect(url_for("designer.page"))


def _show(refused: str = "") -> str:
    connection, person = reading(), viewer()
    running = current_versions(connection)
    designs = may_enter(person, "designer")
    mine = drafts.of_person(connection, person.person.id) if designs else []
    waiting = [d for d in drafts.submitted(connection) if d.person_id != person.person.id]
    names = {version.process: version.name for version in running}
    names |= {d.process: name_of(d) for d in [*mine, *waiting] if d.process not in names}
    return render_template(
        "designer.html",
        refused=refused,
        designs=designs,
        mine=mine,
        waiting=waiting,
        running=running,
        names=names,
        people=person.directory.people,
        may_trust=may_enter(person, "designer.publish"),
        own_key=trust.own_key(),
        trusted=trust.trusted(connection),
    )
