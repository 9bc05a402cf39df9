"""Another key for personal data (更换密钥): what an earlier key sealed is sealed again with the present one.

Row by row in small transactions: each row says which key it was sealed with, so the work may be cut off
anywhere and begun again, and the site reads everything meanwhile. The history is not touched; the digests in it
are those of the ciphertexts as they were written.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, func, select

from engine import tables, values
from engine.database import Database
from engine.records import search
from engine.records.personal import context_of
from engine.records.vault import Vault

AT_ONCE: Final = 200
"""Rows of one transaction (product default)."""
_TABLES: Final = (tables.personal, tables.held_paper)


def sealed_with(connection: Connection) -> Counter[str]:
    """How many values are sealed with each key, by `key_id`."""
    found: Counter[str] = Counter()
    for table in _TABLES:
        statement = select(table.c.key_id, func.count()).group_by(table.c.key_id)
        for key, count in connection.execute(statement):
            found[key] += count
    return found


def reseal(database: Database, vault: Vault, at_once: int = AT_ONCE) -> Iterator[int]:
    """Seal again what the keys before the vault's own have sealed; how many after each transaction.

    Raises UnreadableError for a value that its key does not open; what was done until then stays.
    """
    done = 0
    for table, again in ((tables.personal, _personal), (tables.held_paper, _held)):
        some = partial(_some, vault=vault, table=table, again=again, at_once=at_once)
        while count := database.transact(some):
            done += count
            yield done


def _some(
    connection: Connection,
    vault: Vault,
    table: Table,
    again: Callable[[Vault, Any], dict[str, Any]],
    at_once: int,
) -> int:
    old = table.c.key_id.in_(vault.ids_before)
    rows = connection.execute(select(table).where(old).limit(at_once).with_for_update()).mappings().all()
    if rows:
        _seal_again(connection, vault, table, again, rows)
        if table is tables.personal:
            for case_id in {row["instance_id"] for row in rows}:
                search.read_again(connection, vault, case_id)
    return len(rows)


def _seal_again(
    connection: Connection,
    vault: Vault,
    table: Table,
    again: Callable[[Vault, Any], dict[str, Any]],
    rows: Sequence[Any],
) -> None:
    keys = [column.name for column in table.primary_key]
    changing = [name for name in again(vault, rows[0]) if name not in keys]
    statement = (
        table.update()
        .where(*(table.c[key] == bindparam(f"old_{key}") for key in keys))
        .values({name: bindparam(f"new_{name}") for name in changing})
    )
    fresh = [again(vault, row) for row in rows]
    connection.execute(
        statement,
        [
            {f"old_{key}": row[key] for key in keys} | {f"new_{name}": new[name] for name in changing}
            for row, new in zip(rows, fresh, strict=True)
        ],
    )


def _personal(vault: Vault, row: Any) -> dict[str, Any]:
    context = context_of(row["instance_id"], row["name"], row["scope"])
    plain = vault.open(row["ciphertext"], row["key_id"], context)
    return {"ciphertext": vault.seal(plain, context), "algorithm": vault.ALGORITHM, "key_id": vault.key_id}


def _held(vault: Vault, row: Any) -> dict[str, Any]:
    plain = vault.open(row["sealed"], row["key_id"], row["holder"])
    holder = vault.digest(values.loads(plain))
    return {
        "holder": holder,
        "sealed": vault.seal(plain, holder),
        "algorithm": vault.ALGORITHM,
        "key_id": vault.key_id,
    }
