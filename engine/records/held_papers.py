"""Papers held once (材料一次收取): what an applicant has handed in is kept and not asked for again (GC-16).

An applicant is known by the salted digest of their number alone; the number itself is sealed like all personal
data (docs/privacy.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from engine import tables, values
from engine.database import new_key
from engine.records.identity import normalised
from engine.records.vault import Vault
from engine.time import clock
from engine.words import words

_row, _case = tables.held_paper.c, tables.instance.c
_HELD = (
    select(_row.id, _row.paper, _row.instance_id, _row.attachments, _row.kept_at, _case.number)
    .select_from(tables.held_paper.outerjoin(tables.instance, _case.id == _row.instance_id))
    .where(_row.holder.in_(bindparam("holders", expanding=True)), _row.withdrawn_at.is_(None))
    .order_by(_row.kept_at, _row.id)
)


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper that is held: its kind, since when, from which case (its number while the case is there), its files."""

    id: UUID
    paper: str
    instance_id: UUID
    attachments: tuple[str, ...]
    kept_at: datetime
    case_number: str | None

    @property
    def kept_on(self) -> date:
        """The civil day it was handed in."""
        return clock.civil_date(self.kept_at)


def held_by(connection: Connection, vault: Vault, number: str) -> list[HeldPaper]:
    """What is held of the applicant of an ID or a unified social credit code: the latest of each kind of paper."""
    latest: dict[str, HeldPaper] = {}
    for key, paper, instance_id, attachments, kept_at, case in connection.execute(
        _HELD, {"holders": vault.digests(normalised(number))}
    ):
        latest[paper] = HeldPaper(key, paper, instance_id, tuple(attachments), kept_at, case)
    return list(latest.values())


def kept_row(
    vault: Vault, number: str, field: str, paper: str, files: Iterable[str], **facts: Any
) -> dict[str, Any]:
    """The row that keeps a paper of an applicant; `facts` are instance_id, kept_at and kept_by.

    `field` is the case's field that held the number: erasing it erases the row.
    """
    holder = normalised(number)
    digest = vault.digest(holder)
    return {
        "id": new_key(),
        "holder": digest,
        "paper": paper,
        "field": field,
        "attachments": list(files),
        "sealed": vault.seal(values.dumps(holder), digest),
        "algorithm": vault.ALGORITHM,
        "key_id": vault.key_id,
        "withdrawn_at": None,
        **facts,
    }


def erase(connection: Connection, instance_id: UUID, names: Iterable[str] | None = None) -> int:
    """Forget the papers a case brought in, all or those of applicants named in some fields; how many."""
    chosen = _row.instance_id == instance_id
    if names is not None:
        chosen &= _row.field.in_(sorted(set(names)))
    return int(connection.execute(tables.held_paper.delete().where(chosen)).rowcount)


def named(papers: object) -> dict[str, list[str]]:
    """Kinds of paper with their files, from what a diagram says: names, or contexts with `name` and `files`.

    Raises ValueError with a Chinese sentence.
    """
    if papers is None:
        return {}
    found: dict[str, list[str]] = {}
    for each in papers if isinstance(papers, list) else [papers]:
        name = each.get("name") if isinstance(each, Mapping) else each
        if not isinstance(name, str) or not name:
            raise ValueError(words("材料应写成名称,或有 name 的一组字段,得到的是“%(each)s”", each=each))
        files = each.get("files") if isinstance(each, Mapping) else None
        found.setdefault(name, []).extend(files or [])
    return found
