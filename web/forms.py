"""What a page's form sends: the answers as one JSON object, and the key that makes sending twice harmless."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask import abort, request

MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Submission:
    """The answers sent, and the idempotency key of the page they were typed on."""

    data: dict[str, Any]
    key: str


def new_submission_key() -> str:
    """A key for a page that is about to be filled in."""
    return uuid4().hex


def read_submission() -> Submission:
    """What the request's form holds. Answers 400 where it is not what our page sends."""
    try:
        key = UUID(request.form.get("key", "")).hex
    except ValueError:
        abort(400)
    return Submission(_as_object(request.form.get("payload") or "{}"), key)


def read_draft() -> dict[str, Any]:
    """The draft in the request's JSON body. Answers 400 where it is not an object."""
    return _as_object(request.get_data(as_text=True))


def _as_object(text: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        abort(413)
    try:
        data = json.loads(text)
    except ValueError:
        abort(400)
    if not isinstance(data, dict):
        abort(400)
    return data
