"""Cursors: where a page ended, as the last row says it, so that rows added meanwhile shift nothing."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from uuid import UUID

from engine.words import words
from web.api.problems import Problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def write(at: datetime | None, key: UUID) -> str:
    """The cursor behind a row of this moment and key."""
    moment = b"" if at is None else str((at - _EPOCH) // _MICROSECOND).encode()
    return base64.urlsafe_b64encode(key.bytes + moment).decode().rstrip("=")


def read(cursor: str) -> tuple[datetime | None, UUID]:
    """Moment and key of the row a cursor stands behind. Raises Problem (invalid)."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        moment = _EPOCH + _MICROSECOND * int(raw[16:]) if raw[16:] else None
        return moment, UUID(bytes=raw[:16])
    except (ValueError, OverflowError, binascii.Error) as error:
        raise _unknown() from error


def read_dated(cursor: str) -> tuple[datetime, UUID]:
    """The same for rows that all have a moment. Raises Problem (invalid)."""
    at, key = read(cursor)
    if at is None:
        raise _unknown()
    return at, key


def _unknown() -> Problem:
    return Problem(
        "invalid",
        words("cursor 不是上一页答复里的 next。"),
        {"cursor": words("不是上一页答复里的 next")},
    )
