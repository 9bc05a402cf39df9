"""The other files of a draft: forms, tables, Word templates, numbers. Answers to scripts are JSON."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.definitions import drafts
from engine.definitions.drafts import DraftError
from engine.definitions.policy import PolicyFileError
from engine.expressions import ExpressionError
from engine.expressions.tables import TableConflict, read_decisions
from engine.records.form_reader import FormError
from engine.records.rendering import WORD, PaperError, render, template_placeholders
from engine.words import side_by_side
from web.designer.choices import choices
from web.designer.desk import draft_or_404, own_draft_or_404
from web.designer.first import another_diagram, is_key
from web.designer.form_trial import tried
from web.designer.policy_text import with_default, with_number
from web.designer.samples import DATES_OF_A_PAPER, OF_A_PAPER, sample
from web.errors import STATUS_OF
from web.i18n import _
from web.site import end_reading, reading, site, world

blueprint = Blueprint("draft_files", __name__, url_prefix="/designer")

Answer = Response | tuple[Response, int]
_MAIN: Final = ".bpmn"


@blueprint.get("/<uuid:draft_id>/folder")
def folder(draft_id: UUID) -> Response:
    """Every file of the draft by path with its size in bytes."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    return jsonify([{"path": path, "size": len(content)} for path, content in files.items()])


@blueprint.post("/<uuid:draft_id>/remove")
def remove(draft_id: UUID) -> Answer:
    """Take a file out of the draft; its diagrams stay."""
    draft = own_draft_or_404(draft_id)
    path = str(_asked().get("path", ""))
    if path.endswith(_MAIN):
        return jsonify(message=_("流程图不能从这里删去。")), STATUS_OF["invalid"]
    end_reading()
    site().engine.database.transact(lambda held: drafts.remove(held, draft.id, path))
    return jsonify(path=path)


@blueprint.post("/<uuid:draft_id>/diagrams")
def another(draft_id: UUID) -> Answer:
    """One diagram more, for a part that the main one calls; it opens at once."""
    draft = own_draft_or_404(draft_id)
    key, name = request.form.get("key", "").strip(), request.form.get("name", "").strip()
    files = drafts.files_of(reading(), draft.id)
    end_reading()
    if not is_key(key) or not name or f"{key}.bpmn" in files:
        flash(_("请填写名称,和还没有用过的代号:小写字母、数字和下划线,以字母开头。"), "refused")
        return redirect(url_for("draft.page", draft_id=draft.id))
    content = another_diagram(key, name)
    site().engine.database.transact(lambda held: drafts.keep(held, draft.id, f"{key}.bpmn", content))
    return redirect(url_for("draft.page", draft_id=draft.id, diagram=f"{key}.bpmn"))


@blueprint.post("/<uuid:draft_id>/template")
def template(draft_id: UUID) -> Answer:
    """What a template asks for, and which of it neither a form nor a paper itself knows."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    content = files.get(str(_asked().get("path", "")))
    if content is None:
        abort(404)
    try:
        asked = sorted(template_placeholders(content))
    except PaperError as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    offered = choices(files, world().directory, site().rules)
    known = {field["key"] for field in offered["fields"]} | OF_A_PAPER.keys() | DATES_OF_A_PAPER
    return jsonify(asked=asked, unknown=[name for name in asked if name not in known])


@blueprint.get("/<uuid:draft_id>/preview/<path:path>")
def preview(draft_id: UUID, path: str) -> Answer:
    """A template filled in with sample data, as the Word file it would be."""
    draft = draft_or_404(draft_id)
    files = drafts.files_of(reading(), draft.id)
    content = files.get(path)
    if content is None or not path.endswith(".docx"):
        abort(404)
    try:
        asked = template_placeholders(content)
        fields = choices(files, world().directory, site().rules)["fields"]
        filled = render(content, sample(asked, fields))
    except PaperError as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    return Response(filled, content_type=WORD)


@blueprint.post("/<uuid:draft_id>/decide")
def decide(draft_id: UUID) -> Answer:
    """What a decision comes to for one row of test data."""
    draft = own_draft_or_404(draft_id)
    asked = _asked()
    files = drafts.files_of(reading(), draft.id)
    try:
        found = read_decisions(files.get(str(asked.get("path", "")), b""))
        decision = found.get(str(asked.get("decision", "")))
        data = asked.get("data")
        if decision is None or not isinstance(data, dict):
            abort(404)
        return jsonify(result=_shown(decision.evaluate(data)))
    except TableConflict as error:
        return jsonify(message=_("有几行同时符合,互相矛盾:%(why)s", why=str(error))), STATUS_OF["invalid"]
    except ExpressionError as error:
        return jsonify(message=error.message), STATUS_OF["invalid"]


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(f"{key} = {_shown(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ";".join(map(_shown, value)) or _("没有符合的行")
    return _("没有符合的行") if value is None else str(value)


@blueprint.post("/<uuid:draft_id>/try-form")
def try_form(draft_id: UUID) -> Answer:
    """What the server would say to answers given in a form: the same reading and judging as of real ones."""
    draft = own_draft_or_404(draft_id)
    asked = _asked()
    content = drafts.files_of(reading(), draft.id).get(str(asked.get("path", "")))
    if content is None:
        abort(404)
    try:
        return jsonify(tried(content, asked.get("data"), world().directory))
    except FormError as error:
        return jsonify(ok=False, problems=[["", problem] for problem in error.problems], left=[])


@blueprint.post("/<uuid:draft_id>/numbers")
def number(draft_id: UUID) -> Answer:
    """Change a number's default, or add a number; what else stands in policy.yaml stays as it is."""
    draft = own_draft_or_404(draft_id)
    asked = {key: str(value).strip() for key, value in _asked().items() if value is not None}
    files = drafts.files_of(reading(), draft.id)
    text = files.get("policy.yaml", b"").decode("utf-8", "replace")
    end_reading()
    try:
        changed = with_number(text, asked) if asked.get("label") else with_default(text, asked)
        site().engine.database.transact(
            lambda held: drafts.keep(held, draft.id, "policy.yaml", changed.encode())
        )
    except PolicyFileError as error:
        return jsonify(message=side_by_side((message for _key, message in error.problems), "\n")), STATUS_OF[
            "invalid"
        ]
    except (DraftError, ValueError) as error:
        return jsonify(message=str(error)), STATUS_OF["invalid"]
    return jsonify(key=asked.get("key"))


def _asked() -> dict[str, Any]:
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        abort(400)
    return sent
