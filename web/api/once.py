"""Acts of a client: as the pages do them, and twice the same by an idempotency key only once."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from engine.engine import Engine
from web import site

T = TypeVar("T")


def act(work: Callable[[Engine], T], key: str | None = None) -> T:
    """Let the engine act. Where two requests bring one key at the same time, the later gets the first's answer."""
    try:
        return site.act(work)
    except IntegrityError:
        if key is None:
            raise
        return site.act(work)
