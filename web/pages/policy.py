"""政策参数: the county's numbers with their basis, and changing one from a day on, with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import administration
from engine.queries.policy_numbers import NumberLine, policy_numbers
from engine.refusals import Refused
from web.access import may_enter, require_room
from web.errors import STATUS_OF
from web.i18n import _
from web.site import act, reading, site, today
from web.viewer import viewer
from web.words import policy_value

blueprint = Blueprint("policy", __name__, url_prefix="/policy")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed into the form of a change."""

    value: str
    unit: str
    valid_from: str
    basis: str
    reason: str

    @property
    def whole(self) -> str:
        """The value as a number declares it: a duration with its unit."""
        return f"{self.value} {self.unit}".strip()


@blueprint.get("")
def page() -> str:
    """Every number, process by process."""
    require_room("policy")
    lines = policy_numbers(site().engine, reading(), today())
    groups = [(name, list(items)) for name, items in groupby(lines, lambda line: line.process)]
    return render_template("policy.html", groups=groups, rules=site().rules)


@blueprint.get("/<name>")
def number(name: str) -> str:
    """One number: what it means, its history, and the form to change it."""
    require_room("policy")
    return _show(_line(name))


@blueprint.post("/<name>")
def change(name: str) -> Response | tuple[str, int]:
    """Let the number hold from a day on. What does not fit is said, with everything typed kept."""
    require_room("policy.change")
    line, typed = _line(name), _typed(request.form)
    valid_from, problem = _day(typed.valid_from), _missing(typed)
    if problem or valid_from is None:
        return _show(line, typed, problem or _("生效日期请写成 2026-04-01 的形式。")), STATUS_OF["invalid"]
    actor = viewer().actor
    try:
        act(
            lambda engine: administration.set_policy(
                engine, name, _accepted(line, typed.whole), valid_from, typed.basis, typed.reason, actor
            )
        )
    except Refused as refusal:
        return _show(line, typed, refusal.message), STATUS_OF[refusal.kind]
    flash(
        _(
            "“%(label)s”已改为 %(value)s。已经定下的时限不变。",
            label=line.number.label,
            value=policy_value(line.number, typed.whole),
        ),
        "done",
    )
    return redirect(url_for("policy.number", name=name))


def _line(name: str) -> NumberLine:
    lines = policy_numbers(site().engine, reading(), today())
    found = next((line for line in lines if line.number.key == name), None)
    if found is None:
        abort(404)
    return found


def _typed(form: Mapping[str, str]) -> Typed:
    return Typed(
        *(form.get(key, "").strip()[:500] for key in ("value", "unit", "valid_from", "basis", "reason"))
    )


def _missing(typed: Typed) -> str:
    if not typed.value:
        return _("请填写新的数值。")
    if not typed.basis:
        return _("请写明依据,例如文件名称和文号。")
    return "" if typed.reason else _("请写明修改的理由。")


def _accepted(line: NumberLine, text: str) -> Any:
    """The text in a type the number takes; what it does not take the engine refuses with its reason."""
    if line.number.type == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _show(line: NumberLine, typed: Typed | None = None, problem: str = "") -> str:
    amount, _space, unit = str(line.value).partition(" ")
    plain = Typed(amount, unit, today().isoformat(), "", "")
    return render_template(
        "policy_number.html",
        line=line,
        typed=typed or plain,
        problem=problem,
        may_change=may_enter(viewer(), "policy.change"),
        rule=site().rules.find(line.number.basis),
    )
