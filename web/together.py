"""Several tasks answered with one form (批量办理), where the diagram says that they may be (`bj:verbs allow="bulk"`).

Each is an act of its own: judged by its own form, recorded in its own case. What is refused is said, the rest
is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.engine import Engine
from engine.refusals import Refused
from web.answers import Form, for_form
from web.disclosed import case_fields
from web.i18n import _
from web.opened_task import OpenedTask, open_task
from web.site import act
from web.viewer import viewer

MOST = 200
"""Tasks in one go."""
_APART = ("filepicker", "dynamiclist")
"""Components whose answer belongs to one case and cannot be given for several."""


@dataclass(frozen=True, slots=True)
class NotDone:
    """A task that was refused, and why."""

    opened: OpenedTask
    refusal: Refused


def chosen_together(task_ids: Iterable[UUID]) -> list[OpenedTask]:
    """The tasks, which must be of one step that may be done together; whose they are the engine judges. Raises Refused."""
    opened = [open_task(task_id) for task_id in list(dict.fromkeys(task_ids))[:MOST]]
    if not opened:
        raise Refused(_("没有勾选环节。请先在左边勾选。"), kind="invalid")
    if len({(each.case.process, each.task.element) for each in opened}) > 1:
        raise Refused(_("勾选的不是同一个环节。请只勾选同一流程的同一个环节。"), kind="invalid")
    if not may_be_done_together(opened[0]):
        raise Refused(_("“%(task)s”须逐件办理,不能一起办。", task=opened[0].task.name), kind="forbidden")
    return opened


def may_be_done_together(opened: OpenedTask) -> bool:
    """Whether the diagram lets several of such a task be answered at once."""
    written = opened.node.extension("verbs") if opened.node is not None else None
    return written is not None and "bulk" in written.get("allow").split()


def common_form(form: Form | None) -> Form | None:
    """The part of a form that can be answered for several cases: no read-only, personal or case-bound fields."""
    if form is None:
        return None
    return {**form, "components": [each for each in form["components"] if _is_common(each)]}


def _is_common(component: dict[str, Any]) -> bool:
    is_personal = component.get("properties", {}).get("personal") == "true"
    return not (component.get("readonly") or is_personal or component.get("type") in _APART)


def complete_each(
    tasks: Iterable[OpenedTask], data: dict[str, Any], key: str | None
) -> tuple[list[UUID], list[NotDone]]:
    """Complete each task with the same answer beside what its case holds already; who was done and who was not."""
    done, refused = [], []
    for opened in tasks:
        try:
            act(_completing(opened, data, key))
            done.append(opened.task.id)
        except Refused as refusal:
            refused.append(NotDone(opened, refusal))
    return done, refused


def _completing(opened: OpenedTask, data: dict[str, Any], key: str | None) -> Any:
    actor = viewer().actor
    answer = {**for_form(opened.form, case_fields(opened.case.id, opened.branch)), **data}

    def work(engine: Engine) -> Any:
        return engine.complete(opened.task.id, actor, answer, key=key)

    return work
