"""Query codes (查询码): with a case's number they let its applicant in, without an account."""

import hmac
import re
import secrets
import unicodedata
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database
from engine.time import clock

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs that are not taken for one another when read aloud or copied by hand."""
LENGTH: Final = 8
"""Forty bits: with the limit on tries nobody guesses one."""

_NUMBER: Final = re.compile(r"(\D*[^\d〔\[(【{])[〔\[(【{]?(\d{4})[〕\])】}]?(\d+)号?")
"""A case's number in whatever brackets, or none."""
_code = tables.query_code.c


def code_of(database: Database, case_id: UUID) -> str:
    """The code of a case; made when it is first asked for."""

    def work(connection: Connection) -> str:
        known = _known(connection, case_id)
        if known is not None:
            return known
        made = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        row = {"instance_id": case_id, "code": made, "made_at": clock.now()}
        connection.execute(tables.query_code.insert(), row)
        return made

    return database.transact(work)


def case_of(connection: Connection, number: str, code: str) -> UUID | None:
    """The case of this number, if the code is its own; None for every other pair alike."""
    instance = tables.instance.c
    statement = select(instance.id).where(instance.number.in_(_spellings(number)))
    found = connection.execute(statement).scalar()
    known = _known(connection, found) if found is not None else None
    given = unicodedata.normalize("NFKC", code).strip().upper().encode()
    matches = hmac.compare_digest(given, (known or "-" * LENGTH).encode())
    return found if matches and known is not None else None


def _spellings(number: str) -> tuple[str, str]:
    """The number as typed, and as the county writes it: no telephone has the brackets 〔〕 on its keys."""
    typed = unicodedata.normalize("NFKC", number).strip()
    parts = _NUMBER.fullmatch("".join(typed.split()))
    return typed, "{}〔{}〕{}号".format(*parts.groups()) if parts else typed


def _known(connection: Connection, case_id: UUID) -> str | None:
    found: str | None = connection.execute(select(_code.code).where(_code.instance_id == case_id)).scalar()
    return found
