"""Erasing the personal data of a case: the values are gone, that they were there and why they went stays."""

from collections.abc import Iterable
from uuid import UUID

from engine.people.actor import Actor
from engine.records import held_papers, personal, search
from engine.refusals import Refused
from engine.runtime.act import Act
from engine.runtime.acts import Done
from engine.runtime.runner import Runner
from engine.words import words


def erase_personal(
    engine: Runner, instance_id: UUID, actor: Actor, reason: str, names: Iterable[str] | None = None
) -> Done:
    """Erase a case's personal data, all or the fields named; from then on they read as null.

    The history records the names and the reason, never a value, and its chain stays whole. Whether the actor
    may is for the caller to say. Raises Refused: without a reason, where there is nothing to erase, where the
    case is archived (bring it back first).
    """
    chosen = None if names is None else sorted(set(names))

    def work(act: Act) -> None:
        erased = personal.erase(act.connection, instance_id, chosen)
        held_papers.erase(act.connection, instance_id, chosen)
        search.read_again(act.connection, engine.vault, instance_id)
        if not erased:
            raise Refused(words("这个办件没有可以抹去的个人信息;请核对字段名。"), kind="conflict")
        act.record("personal.erased", None, names=erased, reason=reason.strip())

    if not reason.strip():
        raise Refused(
            words("请填写抹去个人信息的理由。"),
            kind="invalid",
            problems={"reason": words("请填写抹去个人信息的理由")},
        )
    return engine.act("erase_personal", instance_id, actor, work)
