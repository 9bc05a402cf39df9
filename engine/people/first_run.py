"""The first run of a site: nobody has an account yet, and whoever installed it lets the first administrator in.

A one-time code is told on the machine alone (`banjie up`, `banjie first-run`), so that no stranger who finds the
address first can take the site.
"""

import hashlib
import hmac
import secrets
from datetime import date
from typing import Final

from sqlalchemy import Connection, delete, select

from engine import tables
from engine.people.county import County
from engine.people.loading import load_county
from engine.records.query_codes import ALPHABET
from engine.site import read_setting, write_setting

CODE: Final = "first_run"
"""Site setting: the digest of the one-time code."""
LENGTH: Final = 10


def is_needed(connection: Connection) -> bool:
    """Whether the site has no account at all."""
    return connection.execute(select(tables.person.c.id).limit(1)).first() is None


def new_code(connection: Connection) -> str | None:
    """A new one-time code in place of the one before; None where somebody has an account already."""
    if not is_needed(connection):
        return None
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    write_setting(connection, CODE, _digest(code))
    return code


def is_code(connection: Connection, typed: str) -> bool:
    """Whether this is the code that was told last."""
    told = read_setting(connection, CODE)
    given = _digest("".join(typed.split()).upper())
    return told is not None and hmac.compare_digest(told, given)


def administrators(county: County, post: str, on: date) -> list[str]:
    """The accounts that hold the administrator's post in a county's file."""
    names = {each.id for each in county.posts if each.name == post}
    return [
        each.login
        for each in county.holdings
        if each.post_id in names and each.valid_from <= on and (each.valid_to is None or on <= each.valid_to)
    ]


def begin(connection: Connection, county: County, login: str, password_hash: str) -> None:
    """Take the county in, with a password for its administrator alone; the code is of no more use.

    Raises AlreadyLoaded where units are there already.
    """
    load_county(connection, county)
    own = tables.person.c.login == login
    connection.execute(tables.person.update().where(own).values(password_hash=password_hash))
    connection.execute(delete(tables.setting).where(tables.setting.c.name == CODE))


def _digest(code: str) -> str:
    return "sha256:" + hashlib.sha256(code.encode()).hexdigest()
