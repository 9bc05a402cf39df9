"""Messages beyond the page: who gets one by which gateway, once, and what became of it.

What a rule says must be delivered (`bj:notify channel="sms"`) goes out whatever somebody has chosen; the rest
goes by the channels a person chose, not in their quiet hours. The page holds every message in any case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, exists, select

from engine import tables
from engine.database import insert_into
from engine.people.directory import Candidates, Directory
from engine.time.clock import CIVIL

CHANNELS: Final = ("mail", "sms", "wecom", "dingtalk")
CHOICE: Final = "notices"
"""The preference that holds somebody's `Choice`."""
READ: Final = "page"
"""Stands in place of a channel where somebody has read a message in the page: the receipt, with its moment."""
MUST_GO_BY: Final = "sms"
MOST_ATTEMPTS: Final = 5

_delivery, _person, _message = tables.delivery, tables.person, tables.notification


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants to be told: channels, a quiet time of the day, a digest in the morning."""

    channels: frozenset[str] = frozenset()
    quiet_from: time | None = None
    quiet_to: time | None = None
    digest: bool = False

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any] | None) -> "Choice":
        """The choice as the preference holds it; nobody who has not chosen is told beyond the page."""
        said = stored or {}
        return cls(
            frozenset(said.get("channels", ())) & frozenset(CHANNELS),
            _time(said.get("quiet_from")),
            _time(said.get("quiet_to")),
            bool(said.get("digest")),
        )

    def to_stored(self) -> dict[str, Any]:
        """The choice as the preference holds it."""
        return {
            "channels": sorted(self.channels),
            "quiet_from": self.quiet_from.isoformat() if self.quiet_from else None,
            "quiet_to": self.quiet_to.isoformat() if self.quiet_to else None,
            "digest": self.digest,
        }

    def is_quiet(self, now: datetime) -> bool:
        """Whether a moment lies in the quiet time, which may last over midnight."""
        first, last = self.quiet_from, self.quiet_to
        if first is None or last is None or first == last:
            return False
        at = now.astimezone(CIVIL).time()
        return first <= at < last if first < last else at >= first or at < last


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to be told, with their addresses by channel and their choice."""

    person_id: UUID
    login: str
    addresses: Mapping[str, str]
    choice: Choice


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a message on one channel to one person, for the case's page."""

    text: str
    person_id: UUID
    channel: str
    sent_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A message in the page that none of those it is for has read yet."""

    text: str
    unit_id: str | None
    post_id: str | None
    person_id: UUID | None
    sent_at: datetime


def addressees(
    connection: Connection, directory: Directory, message: Mapping[str, Any], on: date
) -> list[Addressee]:
    """The people a notification is for on a day: the one named, else the holders of its post, else of its unit."""
    if message["person_id"] is not None:
        people = [message["person_id"]]
    elif message["unit_id"] is not None:
        candidates = Candidates(message["unit_id"], message["post_id"])
        people = [person.id for person in directory.holders(candidates, on)]
    else:
        return []
    return _with_choices(connection, people)


def everybody_who_chose(connection: Connection) -> list[Addressee]:
    """Everybody who has chosen to be told beyond the page."""
    row = tables.preference.c
    chosen = connection.execute(select(row.person_id).where(row.name == CHOICE)).scalars()
    return _with_choices(connection, chosen)


def is_sent(connection: Connection, key: str) -> bool:
    """Whether the gateway has taken this one already."""
    row = _delivery.c
    found = connection.execute(select(row.sent_at).where(row.key == key)).first()
    return found is not None and found.sent_at is not None


def attempts(connection: Connection, key: str) -> int:
    """How often this one has been tried in vain."""
    row = _delivery.c
    return connection.execute(select(row.attempts).where(row.key == key)).scalar() or 0


def note(
    connection: Connection, key: str, facts: Mapping[str, Any], now: datetime, error: str | None
) -> None:
    """Record a try: sent, or why not. `facts` are person, channel, and of a notification its key and case."""
    row = _delivery.c
    tried = connection.execute(
        _delivery.update()
        .where(row.key == key, row.sent_at.is_(None))
        .values(sent_at=None if error else now, attempts=row.attempts + 1, error=error)
    )
    if tried.rowcount == 0 and not is_sent(connection, key):
        values = {
            "key": key,
            "created_at": now,
            "sent_at": None if error else now,
            "attempts": 1,
            "error": error,
        }
        connection.execute(_delivery.insert().values(**values, **facts))


def note_read(
    connection: Connection, person_id: UUID, messages: Iterable[tuple[UUID, UUID]], now: datetime
) -> None:
    """Note that somebody has read messages in the page; each is its key and its case's. The first time counts."""
    rows = [
        {
            "key": f"{message.hex}:{person_id.hex}:{READ}",
            "instance_id": case,
            "notification_id": message,
            "person_id": person_id,
            "channel": READ,
            "created_at": now,
            "sent_at": now,
            "attempts": 0,
        }
        for message, case in messages
    ]
    if rows:
        insert = insert_into(_delivery, connection.dialect.name)
        connection.execute(insert.on_conflict_do_nothing(index_elements=["key"]), rows)


def unread_of(connection: Connection, case_id: UUID, limit: int = 20) -> list[Unread]:
    """The messages of a case that nobody has read in the page yet, the latest first; applicants read none there."""
    row, message = _delivery.c, _message.c
    was_read = exists().where(row.notification_id == message.id, row.channel == READ)
    statement = (
        select(message.text, message.unit_id, message.post_id, message.person_id, message.sent_at)
        .where(message.instance_id == case_id, message.phone.is_(None), ~was_read)
        .order_by(message.sent_at.desc(), message.id.desc())
        .limit(limit)
    )
    return [Unread(*each) for each in connection.execute(statement)]


def deliveries_of(connection: Connection, case_id: UUID) -> list[Delivered]:
    """What was sent of a case beyond the page, and who has read it there, the latest first."""
    row = _delivery.c
    statement = (
        select(_message.c.text, row.person_id, row.channel, row.sent_at, row.error)
        .select_from(_delivery.join(_message, _message.c.id == row.notification_id))
        .where(row.instance_id == case_id)
        .order_by(row.created_at.desc(), row.key)
    )
    return [Delivered(*each) for each in connection.execute(statement)]


def _with_choices(connection: Connection, people: Iterable[UUID]) -> list[Addressee]:
    wanted = list(people)
    row, chosen = _person.c, tables.preference.c
    choices = {
        each.person_id: each.value
        for each in connection.execute(
            select(chosen.person_id, chosen.value).where(chosen.name == CHOICE, chosen.person_id.in_(wanted))
        )
    }
    found = connection.execute(
        select(row.id, row.login, row.mobile, row.email).where(row.id.in_(wanted), row.active)
    )
    return [
        Addressee(
            each.id,
            each.login,
            {
                **({"mail": each.email} if each.email else {}),
                **(dict.fromkeys(("sms", "wecom", "dingtalk"), each.mobile) if each.mobile else {}),
            },
            Choice.from_stored(choices.get(each.id)),
        )
        for each in found
    ]


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
