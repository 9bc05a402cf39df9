"""What an act gives its seal: numbers of papers, digests of what was written, personal values encrypted."""

import hashlib
import re
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from engine import values
from engine.records import numbers
from engine.records.personal import MARKER, sealed_row
from engine.runtime.act import Act
from engine.time import clock

_REFERENCE = re.compile(r"[0-9a-f]{32}")


def take_numbers(act: Act) -> None:
    """Give every paper of this act its number, series by series in one order, and seal its record."""
    for row in sorted(act.changes.documents, key=lambda row: row["number"] or ""):
        if row["number"]:
            year = clock.civil_date(row["due_at"]).year
            taken = numbers.take(act.connection, numbers.series(row["number"]), year)
            row["number"] = row["record"]["number"] = numbers.written(row["number"], year, taken)
        row["record_digest"] = "sha256:" + hashlib.sha256(values.dumps(row["record"])).hexdigest()
        _name_in_events(act, row)


def _name_in_events(act: Act, document: dict[str, Any]) -> None:
    for entry in (*act.changes.entries, act.entry):
        for event in entry.events:
            if event.get("document") == document["id"].hex:
                event["digest"] = document["record_digest"]
                event.update({"number": document["number"]} if document["number"] else {})


def sealed_fields(act: Act) -> dict[tuple[str, str], dict[str, Any]]:
    """The encrypted rows of the personal fields that were written, by name and branch; left empty, there is nothing
    to keep.
    """
    return {
        (name, branch): sealed_row(act.fields.vault, act.case.id, (0, name, branch), value)
        for (name, branch), (value, *_) in act.fields.written.items()
        if act.fields.is_personal(name) and value not in ("", None)
    }


def seal(act: Act, sealed: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Let the history vouch for what was written: a digest, salted with the case's secret, of names and values.

    Of a personal value it covers the ciphertext, so that nothing can be guessed from it once that is erased.
    """
    written = [
        [name, branch, sealed[name, branch]["ciphertext"].hex() if (name, branch) in sealed else value]
        for (name, branch), (value, *_) in act.fields.written.items()
    ]
    events = act.entry.events or next((e.events for e in reversed(act.changes.entries) if e.events), [])
    if written and events:
        digest = hashlib.sha256(act.case.row["secret"] + values.dumps(written)).hexdigest()
        events[0]["data"] = f"sha256:{digest}"


def field_rows(act: Act, sealed: Collection[tuple[str, str]]) -> list[dict[str, Any]]:
    """The rows of the case data that was written; of what is sealed they say that it stands elsewhere."""
    return [
        {
            "instance_id": act.case.id,
            "sequence": act.case.row["sequence"],
            "name": name,
            "scope": branch,
            "value": MARKER if (name, branch) in sealed else values.to_json(value),
            "written_at": act.now,
            "written_by": by,
            "element": element,
        }
        for (name, branch), (value, by, element) in act.fields.written.items()
    ]


def personal_files(act: Act) -> Iterator[dict[str, Any]]:
    """The files that came with personal fields: from now on they are shown to those who may see the field."""
    for (name, _branch), (value, *_) in act.fields.written.items():
        if act.fields.is_personal(name) and isinstance(value, list):
            for reference in value:
                if isinstance(reference, str) and _REFERENCE.fullmatch(reference):
                    yield {"file": UUID(hex=reference), "case": act.case.id, "kept_with": name}
