"""Tokens (接口令牌): by them a program speaks in a person's name, with no more rights than that person has.

A token is 256 random bits, so plain SHA-256 is all its keeping needs: argon2 slows down the guessing of what
people can remember, and nobody guesses 256 bits. It is looked up by its hash; how long that takes tells nothing,
since nobody can choose a token by the digits of its hash.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, select

from engine import tables
from engine.database import Database, new_key
from engine.people.actor import Actor
from engine.people.register import Change, change, need, refusal
from engine.time import clock
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

SCOPES: Final[Mapping[str, str]] = {
    "read": words("查看办件、待办、文书、积分、名录"),
    "start": words("立项"),
    "work": words("办理环节、提出申请、对办件的动作"),
    "message": words("发送消息和信号"),
    "admin": words("修改政策参数、导入放假通知、故障再试、发布流程"),
}
"""What a token may be given leave for; whatever it is, its person must be allowed to do it too."""

DEFAULT_DAYS: Final = 365
MOST_DAYS: Final = 3650
SEEN_EVERY: Final = timedelta(hours=1)
"""How exactly the last use is kept: a call that only reads should not write each time."""

_PREFIX = "bj_"
_row = tables.api_token.c
_COLUMNS: Select[Any] = select(
    _row.id,
    _row.person_id,
    _row.name,
    _row.scopes,
    _row.created_at,
    _row.expires_at,
    _row.last_used_at,
    _row.revoked_at,
)
_BY_HASH = _COLUMNS.where(_row.hash == bindparam("hash"))


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it may be shown: never its secret."""

    id: UUID
    person_id: UUID
    name: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_valid(self) -> bool:
        """Whether it still opens the door now."""
        return self.revoked_at is None and clock.now() < self.expires_at


def create(
    engine: "Engine", login: str, name: str, scopes: Iterable[str], actor: Actor, days: int = DEFAULT_DAYS
) -> tuple[Token, str]:
    """Make a token for a person, valid for so many calendar days; it and its secret, which is not kept.

    Raises Refused (invalid) for an unknown or closed account, an empty name, unknown scopes, or odd days.
    """
    wanted = frozenset(scopes)
    unknown = sorted(wanted - SCOPES.keys())
    if unknown or not wanted:
        raise refusal("scopes", words("权限应在 %(names)s 之中选择,至少一项。", names="、".join(SCOPES)))
    if not 1 <= days <= MOST_DAYS:
        raise refusal("days", words("有效期应为 1 到 %(most_days)s 天。", most_days=MOST_DAYS))
    secret = _PREFIX + secrets.token_urlsafe(32)

    def work(made: Change) -> Token:
        person, now = made.person(login), clock.now()
        said = need("name", name, words("令牌的用途"), 80)
        token = Token(new_key(), person.id, said, wanted, now, now + timedelta(days=days), None, None)
        made.connection.execute(
            tables.api_token.insert().values(
                id=token.id,
                person_id=token.person_id,
                name=said,
                hash=_hash(secret),
                scopes=sorted(wanted),
                created_at=now,
                expires_at=token.expires_at,
            )
        )
        made.record("token.created", login, token=token.id.hex, name=said, scopes=sorted(wanted))
        return token

    return change(engine, actor, work), secret


def revoke(engine: "Engine", token_id: UUID, actor: Actor, reason: str = "") -> Token:
    """Close a token from now on. Raises Refused: gone where there is none, conflict where it is closed already."""

    def work(made: Change) -> Token:
        found = made.connection.execute(_COLUMNS.where(_row.id == token_id)).first()
        if found is None:
            raise refusal(
                "token",
                words("没有编号为 %(token_id)s 的令牌,请用 banjie token list 核对。", token_id=token_id),
                "gone",
            )
        if found.revoked_at is not None:
            raise refusal("token", words("令牌“%(name)s”已经撤销。", name=found.name), "conflict")
        closed = tables.api_token.update().where(_row.id == token_id).values(revoked_at=clock.now())
        made.connection.execute(closed)
        person = made.directory.people[found.person_id]
        made.record("token.revoked", person.login, reason, token=token_id.hex, name=found.name)
        return _read(made.connection.execute(_COLUMNS.where(_row.id == token_id)).one())

    return change(engine, actor, work)


def find(connection: Connection, secret: str) -> Token | None:
    """The token of this secret; None for none, an expired or a revoked one."""
    row = connection.execute(_BY_HASH, {"hash": _hash(secret)}).first()
    token = _read(row) if row is not None else None
    return token if token is not None and token.is_valid else None


def tokens_of(connection: Connection, person_id: UUID | None = None) -> list[Token]:
    """The tokens of a person, or all of them, in the order they were made; the revoked ones included."""
    statement = _COLUMNS.order_by(_row.created_at, _row.id)
    if person_id is not None:
        statement = statement.where(_row.person_id == person_id)
    return [_read(row) for row in connection.execute(statement)]


def note_use(database: Database, token: Token) -> None:
    """Remember that a token was used, to the hour."""
    now = clock.now()
    if token.last_used_at is not None and now - token.last_used_at < SEEN_EVERY:
        return
    used = tables.api_token.update().where(_row.id == token.id).values(last_used_at=now)
    database.transact(lambda connection: connection.execute(used))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _read(row: Row[Any]) -> Token:
    return Token(
        row.id,
        row.person_id,
        row.name,
        frozenset(row.scopes),
        row.created_at,
        row.expires_at,
        row.last_used_at,
        row.revoked_at,
    )
