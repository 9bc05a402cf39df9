"""What stands in the search column for personal data: keyed digests, from which nothing can be read (0011).

Short values (names of applicants, their numbers and telephones) are cut into grams like every text, and each gram
is kept as the beginning of its digest under the site's secret key. The sign before it is in no text, so that
nobody can type a digest. Whoever is found so is looked at again, value by value (`engine.queries.applicants`).
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from engine.records.grams import grams
from engine.records.personal import opened, standing
from engine.records.vault import UnreadableError, Vault

LONGEST: Final = 60
"""Characters of a value that is a name or a number; what is longer is content and is not found by."""
_SIGN: Final = "_"
_BYTES: Final = 4


def sealed_words(connection: Connection, vault: Vault, case_id: UUID) -> set[str]:
    """What of a case's personal data stands in its search column; nothing of what the key does not open."""
    found: set[str] = set()
    for row in standing(connection, [case_id]):
        try:
            value = opened(vault, row)
        except UnreadableError:
            continue
        if is_short(value):
            found.update(_token(vault.digest(gram)) for gram in grams(value) if _tells(gram))
    return found


def wanted_words(vault: Vault, text: str) -> list[list[str]]:
    """What a text is looked for by, under each key of the vault; empty where it is too little to look for."""
    parts = list(dict.fromkeys(grams(text)))
    if not parts or not all(map(_tells, parts)):
        return []
    return [list(each) for each in zip(*(map(_token, vault.digests(part)) for part in parts), strict=True)]


def is_short(value: Any) -> bool:
    """Whether a value is such as a name or a number."""
    return isinstance(value, str) and len(value) <= LONGEST and "\n" not in value


def _tells(gram: str) -> bool:
    """One character alone, a surname perhaps, tells too little to be looked for."""
    return len(gram) > 1


def _token(digest: bytes) -> str:
    return _SIGN + digest[:_BYTES].hex()
