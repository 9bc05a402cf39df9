"""What may be chosen for an office verb: colleagues, earlier tasks, signers of a 会签."""

from dataclasses import dataclass

from engine.people.directory import Candidates
from engine.queries.case import CaseTask
from engine.queries.signers import added_signers
from web.names import login_name
from web.office_acts import Question
from web.opened_task import OpenedTask
from web.site import directory, reading, today
from web.viewer import viewer


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen; `under` names the unit whose heading it stands under."""

    value: str
    label: str
    under: str = ""


def choices_of(opened: OpenedTask, verb: str, question: Question) -> list[Choice]:
    """What may be chosen; empty where one writes freely."""
    if question.kind == "colleague":
        return _colleagues(opened.task)
    if question.kind == "earlier":
        return _earlier(opened)
    if question.kind == "signer":
        return _signers(opened) if verb == "remove_signer" else _further_signers(opened)
    if question.kind == "asked":
        return [*_colleagues(opened.task), *_further_signers(opened)]
    if question.kind == "added":
        added = added_signers(reading(), opened.case.id, opened.task.id)
        return [Choice(name, login_name(name)) for name in added]
    return []


def _colleagues(task: CaseTask) -> list[Choice]:
    """The people of the task's unit but for oneself, each with their posts there."""
    if task.unit_id is None:
        return []
    county, on = directory(), today()
    found = county.holders(Candidates(task.unit_id, None), on)
    posts = {
        person.id: "、".join(
            dict.fromkeys(
                county.posts[post].name
                for post in sorted(county.posts_of(person.id, on))
                if county.posts[post].unit_id == task.unit_id
            )
        )
        for person in found
    }
    return [
        Choice(person.login, f"{person.name}({posts[person.id]})")
        for person in found
        if person.id != viewer().person.id
    ]


def _earlier(opened: OpenedTask) -> list[Choice]:
    """The elements done before, the latest first, as far as the diagram lets the task go back to them."""
    written = opened.node.extension("verbs") if opened.node is not None else None
    allowed = written.get("return_to").split() if written is not None else []
    done = [task for task in reversed(opened.tasks) if task.status == "completed" and task.signer is None]
    names = {task.element: task.name for task in reversed(done)}
    elements = dict.fromkeys(task.element for task in done if task.element != opened.task.element)
    return [Choice(key, names[key]) for key in elements if not allowed or key in allowed]


def _signers(opened: OpenedTask) -> list[Choice]:
    """Those of the same 会签 who have not answered."""
    items = (
        _item(task)
        for task in opened.tasks
        if task.status == "open" and task.element == opened.task.element and task.id != opened.task.id
    )
    return [Choice(item, item) for item in items if item]


def _further_signers(opened: OpenedTask) -> list[Choice]:
    """Every unit that is not in the 会签 yet."""
    asked = {_item(task) for task in opened.tasks if task.element == opened.task.element}
    county, on = directory(), today()
    units = [unit for unit in county.units.values() if unit.valid_to is None or on <= unit.valid_to]
    return [Choice(unit.short_name, unit.short_name) for unit in units if unit.short_name not in asked]


def _item(task: CaseTask) -> str:
    """What a branch was opened for: the unit or post it was handed."""
    return str((task.item or {}).get("value") or task.unit or "")


def everybody() -> list[Choice]:
    """Every unit of the county, and under each its people but for oneself."""
    county, on = directory(), today()
    found = []
    for unit in county.units.values():
        if unit.valid_to is not None and unit.valid_to < on:
            continue
        found.append(Choice(unit.short_name, unit.short_name))
        found += [
            Choice(person.login, person.name, unit.short_name)
            for person in county.holders(Candidates(unit.id, None), on)
            if person.id != viewer().person.id
        ]
    return found
