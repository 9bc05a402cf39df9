"""Where a case waits for messages and signals, as rows, so that whoever sends finds it without loading anything."""

from typing import Any

from engine.definitions.diagram import Node
from engine.runtime.act import Act
from engine.runtime.case import Subscription
from engine.runtime.waiting import correlation, trigger_of, waiting


def synchronise(act: Act) -> None:
    """Write the rows of what the case waits for now, and remove those of what it waits for no more."""
    now = set(_current(act))
    if now != act.case.subscriptions:
        places = {(subscription.number, subscription.element) for subscription in now}
        for gone in act.case.subscriptions - now:
            if (gone.number, gone.element) not in places:
                act.changes.unsubscribed.append(_place(act, gone))
        act.changes.subscribed += [_row(act, fresh) for fresh in now - act.case.subscriptions]
        act.case.subscriptions = now


def end(act: Act) -> None:
    """Remove every row: the case waits for nothing more."""
    act.changes.unsubscribed += [_place(act, gone) for gone in act.case.subscriptions]
    act.case.subscriptions = set()


def _current(act: Act) -> list[Subscription]:
    found = []
    for event, node in waiting(act):
        trigger = trigger_of(act, node) or _offered(node)
        if trigger is not None:
            kind, name = trigger
            key = correlation(act, node, event.task) if kind == "message" else None
            found.append(Subscription(act.case.tree.number(event.task), node.id, kind, name, key))
    return found


def _offered(node: Node) -> tuple[str, str] | None:
    """A request that applicants may bring too, so that their page finds it; no message is ever meant for it."""
    written = node.extension("request") if node.extension("public") is not None else None
    return ("request", written.get("verb")) if written is not None else None


def _place(act: Act, subscription: Subscription) -> dict[str, Any]:
    return {"case": act.case.id, "task": subscription.number, "at": subscription.element}


def _row(act: Act, subscription: Subscription) -> dict[str, Any]:
    return {
        "instance_id": act.case.id,
        "engine_task": subscription.number,
        "element": subscription.element,
        "kind": subscription.kind,
        "name": subscription.name,
        "key": subscription.key,
    }
