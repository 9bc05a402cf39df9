"""What the desk has looked up, kept with the session: pages that come of it have addresses, so that one may go back to them.

Numbers of applicants stand in no address and no log. They travel in the session's cookie, sealed; the address says which.
"""

import base64
import json
import secrets
from typing import Final, NamedTuple

from flask import session

from engine.records.vault import UnreadableError
from web.site import site

KEPT: Final = "looked_up"
MOST: Final = 4
"""Look-ups that are kept, the latest: one for each tab of a busy desk."""
_CONTEXT: Final = b"window.looked_up"


class LookUp(NamedTuple):
    """An ID or unified social credit code, a province's number, or both."""

    number: str
    province: str


def keep(looked_up: LookUp) -> str:
    """Keep a look-up; what the address calls it by."""
    name = secrets.token_urlsafe(6)
    sealed = site().engine.vault.seal(json.dumps(looked_up).encode(), _CONTEXT)
    before = list(session.get(KEPT, {}).items())
    session[KEPT] = dict([*before, (name, base64.b64encode(sealed).decode())][-MOST:])
    return name


def kept(name: str) -> LookUp | None:
    """A look-up by what the address calls it; None where it is no longer kept."""
    sealed = session.get(KEPT, {}).get(name)
    if sealed is None:
        return None
    vault = site().engine.vault
    try:
        return LookUp(*json.loads(vault.open(base64.b64decode(sealed), vault.key_id, _CONTEXT)))
    except UnreadableError:
        return None
