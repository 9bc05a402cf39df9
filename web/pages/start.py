"""发起: start a case of a process, for those whose post may."""

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.queries.versions import CurrentVersion
from engine.refusals import Refused
from web.answers import inputs
from web.case_view import rules_of
from web.errors import STATUS_OF
from web.forms import new_submission_key, read_submission
from web.handing_on import taken_over
from web.i18n import _
from web.kinds import grouped, verb
from web.schemas import program_of, start_form, surroundings
from web.site import site
from web.startable import offered, require_offered
from web.taking import start_with_files
from web.viewer import viewer

blueprint = Blueprint("start", __name__, url_prefix="/start")

MANY: Final = 9
"""From this many processes on there is a box to look for one."""


@blueprint.get("")
def processes() -> str | Response:
    """The processes the viewer may start; with only one, straight to its form."""
    choice, text = list(offered()), request.args.get("q", "")[:60].strip()
    if len(choice) == 1:
        return redirect(url_for("start.page", process=choice[0].process))
    return render_template(
        "start_list.html",
        groups=grouped(choice, text),
        text=text,
        searchable=len(choice) >= MANY,
        verb=verb,
    )


@blueprint.get("/<process>")
def page(process: str) -> str:
    """The start form."""
    version = require_offered(process)
    given = {key: request.args[key][:200] for key in _keys(version) if key in request.args}
    taken = taken_over(version.id, request.args.get("from", ""))
    return _show(version, {**taken, **given}, new_submission_key())


@blueprint.post("/<process>")
def submit(process: str) -> Response | tuple[str, int]:
    """Start the case. What is wrong is shown at the fields, with everything typed kept."""
    version, sent = require_offered(process), read_submission()
    try:
        started = start_with_files(process, viewer().actor, sent.data, sent.key)
    except Refused as refusal:
        rule = site().rules.find(refusal.rule)
        shown = _show(version, sent.data, sent.key, refusal, rule)
        return shown, STATUS_OF[refusal.kind]
    flash(_("已%(verb)s,编号 %(number)s。", verb=verb(version), number=started.number), "done")
    return redirect(url_for("cases.page", case_id=started.id))


def _keys(version: CurrentVersion) -> set[str]:
    """The fields of the start form, which a link may fill in beforehand."""
    return {str(part["key"]) for part in inputs(start_form(version.id))}


def _show(
    version: CurrentVersion, data: dict[str, Any], key: str, refusal: Refused | None = None, rule: Any = None
) -> str:
    form = start_form(version.id)
    return render_template(
        "start.html",
        version=version,
        verb=verb(version),
        form=form,
        data={**surroundings(version.id, None, {}), **data},
        key=key,
        rules=rules_of(program_of(version.id).process),
        problems=refusal.problems if refusal else {},
        refusal=refusal,
        refusal_rule=rule,
    )
