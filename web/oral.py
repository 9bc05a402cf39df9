"""口头批示 on the pages: who may write it down, and what waits to be confirmed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import values
from engine.queries.case import CaseTask
from engine.runtime.oral import ORAL
from web.access import may_ask
from web.answers import Answer, described, inputs, labels
from web.opened_task import OpenedTask
from web.site import today
from web.viewer import viewer


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody wrote down of a leader's words, to be confirmed."""

    by: str
    at: datetime
    answers: list[Answer]


def may_note(opened: OpenedTask) -> bool:
    """Whether to offer the viewer to write down what the one whose task it is said (`bj:verbs oral`)."""
    written = opened.node.extension("verbs") if opened.node is not None else None
    who = written.get("oral") if written is not None else ""
    stands = opened.task.status == "open" and opened.case.status == "running" and not opened.task.signer
    return bool(who) and stands and not opened.mine and may_ask(viewer(), opened.case, who)


def noted(opened: OpenedTask) -> Noted | None:
    """What waits to be confirmed on a task, or None."""
    if not opened.has_note:
        return None
    kept = opened.task.answer
    own = {part["key"] for part in inputs(opened.form) if not part.get("readonly")}
    components = {key: part for key, part in labels([opened.form]).items() if key in own}
    said = described(components, values.from_json(kept[ORAL]), today())
    return Noted(kept["by"], datetime.fromisoformat(kept["at"]), said)


def prepared(task: CaseTask) -> dict[str, Any]:
    """What an open task is to be answered with as things stand: prepared by whom it was delegated to, or written down."""
    if task.status != "open" or not task.answer:
        return {}
    return dict(values.from_json(task.answer.get("prepared") or task.answer.get(ORAL) or {}))
