"""Who has been added to a task to sign before or after (前加签, 后加签) and has not been taken out."""

from uuid import UUID

from sqlalchemy import Connection

from engine.queries.timeline import history_of


def added_signers(connection: Connection, case_id: UUID, task_id: UUID) -> list[str]:
    """The names by which a task's own person has added signers, in order; some may have signed by now."""
    added: list[str] = []
    for act in history_of(connection, case_id):
        for event in act.events:
            if event.get("task") != task_id.hex:
                continue
            if event["event"] == "signer.added":
                added.append(event["to"])
            elif event["event"] == "signer.removed" and event["to"] in added:
                added.remove(event["to"])
    return added
