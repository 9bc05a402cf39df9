"""Telling an applicant, who has no account: by text message where a gateway is, else by the window's own list.

`bj:notify phone` names the field that holds the applicant's number. What has been written stands in
`notification` with `phone`; `read_at` is when it reached the applicant, as far as the site knows.
"""

from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables, values
from engine.records.personal import Safe, is_marker
from engine.records.vault import Vault
from engine.refusals import Refused
from engine.runtime.act import Act
from engine.words import words

APPLICANT = "申请人"
"""How the history calls whom such a message is for."""

TOLD = "applicant.told"
"""The event that a message has reached the applicant; its `by` says how."""

_message, _field = tables.notification, tables.field


def number_of(connection: Connection, vault: Vault, case_id: UUID, name: str) -> str:
    """The number that a field of the case holds now; empty where it holds none, or it was erased."""
    row = _field.c
    statement = (
        select(row.sequence, row.scope, row.value)
        .where(row.instance_id == case_id, row.name == name)
        .order_by(row.sequence.desc())
        .limit(1)
    )
    found = connection.execute(statement).first()
    if found is None:
        return ""
    value = found.value
    if is_marker(value):
        value = Safe(connection, case_id, vault).value(found.sequence, name, found.scope)
    return str(values.from_json(value) or "")


def told(act: Act, notification_id: UUID) -> None:
    """Note that the window has told the applicant, on paper or by telephone. Raises Refused."""
    row = _message.c
    statement = select(_message).where(row.id == notification_id, row.instance_id == act.case.id)
    found = act.connection.execute(statement).mappings().first()
    if found is None or found["phone"] is None:
        raise Refused(words("没有这条要告知的。"), kind="gone")
    if found["read_at"] is None:
        act.changes.notifications.append({**found, "read_at": act.now})
        act.record(TOLD, None, by="window", text=found["text"])
