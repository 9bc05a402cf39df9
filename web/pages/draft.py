"""One draft of a procedure: the drawing page, and what its script asks for. Answers to scripts are JSON."""

from io import BytesIO
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, Response, abort, jsonify, render_template, request

from engine.definitions import drafts
from engine.definitions.drafts import Draft, DraftError
from engine.definitions.finishing import finishing
from engine.definitions.gate import check_folder
from engine.definitions.handbook import handbook
from engine.definitions.layout import lay_out, missing
from engine.definitions.mending import MENDS, distinct, mended
from engine.definitions.problem import Problem
from engine.definitions.services import Service, ServiceFileError, services_in
from engine.definitions.xml import MAX_BYTES, UnreadableXml
from engine.people.loading import COUNTY
from engine.records.rendering import WORD
from engine.records.signature import signer_of
from engine.site import read_setting
from engine.words import side_by_side
from web.access import may_enter
from web.designer.choices import choices, numbers_of
from web.designer.desk import draft_or_404, folder_of, main_path, own_draft_or_404
from web.designer.package import PACKAGE, package_of
from web.designer.previews import until_when, who_today
from web.errors import STATUS_OF
from web.i18n import _
from web.site import end_reading, reading, site, today, world
from web.viewer import viewer

blueprint = Blueprint("draft", __name__, url_prefix="/designer")

MOST_PROBLEMS: Final = 300
LARGE: Final = 3_000
"""With more shapes and lines than this a diagram takes a browser so long that the designer is told to wait."""


@blueprint.get("/<uuid:draft_id>")
def page(draft_id: UUID) -> str:
    """The drawing page of the main diagram, or of another of the folder (`diagram`).

    A draft that is submitted is shown and not changed.
    """
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    diagrams = sorted(path for path in files if path.endswith(".bpmn"))
    main = request.args.get("diagram") or main_path(draft, files)
    if main not in diagrams:
        abort(404)
    mine = draft.is_open and draft.person_id == viewer().person.id
    xml = _drawn(files[main])
    shown = xml.count("bpmnElement=")
    return render_template(
        "draft.html",
        draft=draft,
        main=main,
        xml=xml,
        large=shown if shown > LARGE else 0,
        mine=mine,
        may_publish=may_enter(viewer(), "designer.publish"),
        diagrams=diagrams,
    )


def _drawn(xml: bytes) -> str:
    """The diagram with each id once and a picture of everything: what lacks one is laid out."""
    try:
        own = distinct(xml)
        return (lay_out(own) if missing(own) else own).decode("utf-8")
    except (UnreadableXml, UnicodeDecodeError):
        return xml.decode("utf-8", "replace")


@blueprint.get("/<uuid:draft_id>/files/<path:path>")
def file(draft_id: UUID, path: str) -> Response:
    """One file of the draft as it is kept."""
    draft = draft_or_404(draft_id)
    content = drafts.files_of(reading(), draft.id).get(path)
    if content is None:
        abort(404)
    kind = "application/octet-stream" if path.endswith(".docx") else "text/plain; charset=utf-8"
    return Response(content, content_type=kind)


@blueprint.post("/<uuid:draft_id>/files/<path:path>")
def keep(draft_id: UUID, path: str) -> Response | tuple[Response, int]:
    """Keep one file and say what the gate now finds wrong with the whole."""
    draft = own_draft_or_404(draft_id)
    content = request.get_data()
    if path.endswith(".bpmn") and len(content) > MAX_BYTES:
        return jsonify(message=_("图超过 5 MB,不能保存。请拆成几张图,各画一部分。")), 413
    end_reading()
    try:
        site().engine.database.transact(lambda connection: drafts.keep(connection, draft.id, path, content))
    except DraftError as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    return jsonify(_judged(draft))


@blueprint.get("/<uuid:draft_id>/problems")
def problems(draft_id: UUID) -> Response:
    """What the gate finds wrong with the draft as it is kept."""
    return jsonify(_judged(draft_or_404(draft_id)))


@blueprint.get("/<uuid:draft_id>/soundness")
def soundness(draft_id: UUID) -> Response:
    """Whether every case of the draft can finish: sound, a way to where it cannot, or not decided."""
    with folder_of(draft_or_404(draft_id)) as folder:
        end_reading()
        return jsonify(finishing(folder))


def _judged(draft: Draft) -> dict[str, Any]:
    with folder_of(draft) as folder:
        found = sorted(check_folder(folder), key=_urgency)
    return {"problems": [problem.as_dict() for problem in found[:MOST_PROBLEMS]], "count": len(found)}


def _urgency(problem: Problem) -> tuple[bool, str]:
    return problem.severity != "error", problem.file


@blueprint.post("/<uuid:draft_id>/layout")
def laid_out(draft_id: UUID) -> Response | tuple[Response, int]:
    """The diagram sent, with its picture drawn anew."""
    own_draft_or_404(draft_id)
    try:
        return Response(lay_out(request.get_data()), content_type="application/xml; charset=utf-8")
    except UnreadableXml as error:
        return jsonify(message=side_by_side((error.message, error.remedy), "")), STATUS_OF["invalid"]


@blueprint.post("/<uuid:draft_id>/mend")
def mend(draft_id: UUID) -> Response | tuple[Response, int]:
    """The diagram sent, without what a rule (`rule`) finds wrong with one of its elements (`element`)."""
    own_draft_or_404(draft_id)
    rule, element = request.args.get("rule", ""), request.args.get("element", "")
    if rule not in MENDS:
        abort(404)
    try:
        return Response(
            mended(request.get_data(), rule, element), content_type="application/xml; charset=utf-8"
        )
    except UnreadableXml as error:
        return jsonify(message=f"{error.message}{error.remedy}"), STATUS_OF["invalid"]


@blueprint.get("/<uuid:draft_id>/choices")
def offered(draft_id: UUID) -> Response:
    """What the properties panel lets a designer choose from."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    return jsonify(choices(files, world().directory, site().rules, _services()))


def _services() -> list[Service]:
    """The county's services; none where its list cannot be read, which the gate says."""
    try:
        return list((services_in(site().settings.processes) or {}).values())
    except ServiceFileError:
        return []


@blueprint.post("/<uuid:draft_id>/who")
def who(draft_id: UUID) -> Response:
    """Whom an assignment means today."""
    own_draft_or_404(draft_id)
    asked = _asked()
    return jsonify(who_today(asked.get("post", ""), asked.get("unit", ""), world().directory, today()))


@blueprint.post("/<uuid:draft_id>/until")
def until(draft_id: UUID) -> Response:
    """When a limit set today would end."""
    draft = own_draft_or_404(draft_id)
    asked = _asked()
    numbers = numbers_of(drafts.files_of(reading(), draft.id))
    found = until_when(
        asked.get("limit", ""), asked.get("close", ""), asked.get("roll", ""), numbers, world().policy
    )
    return jsonify(found)


def _asked() -> dict[str, str]:
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        abort(400)
    return {str(key): str(value).strip()[:500] for key, value in sent.items() if value is not None}


@blueprint.get("/<uuid:draft_id>/folder.zip")
def folder_zip(draft_id: UUID) -> Response:
    """The whole folder as one file, signed, so that another county sees from whom and whether it came whole."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    county = read_setting(reading(), COUNTY, {}).get("name", "")
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(f"{draft.process}/{path}", content)
        archive.writestr(
            f"{draft.process}/{PACKAGE}",
            package_of(draft.process, files, county, signer_of(site().settings.data)),
        )
    headers = {"Content-Disposition": f'attachment; filename="{draft.process}.zip"'}
    return Response(packed.getvalue(), content_type="application/zip", headers=headers)


@blueprint.get("/<uuid:draft_id>/handbook.docx")
def draft_handbook(draft_id: UUID) -> Response | tuple[Response, int]:
    """The handbook of the draft as it is (GC-18)."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    try:
        content = handbook(draft.process, files, site().rules, _("草稿,尚未发布"))
    except UnreadableXml as error:
        return jsonify(message=side_by_side((error.message, error.remedy), "")), STATUS_OF["invalid"]
    headers = {"Content-Disposition": f'attachment; filename="{draft.process}-handbook.docx"'}
    return Response(content, content_type=WORD, headers=headers)
