"""Whose token a request bears: nothing else opens the interface, so no cookie does and no request can be forged."""

from typing import cast

from flask import g, request
from flask_limiter.util import get_remote_address

from engine.people import tokens
from engine.people.tokens import Token
from engine.words import words
from web.api.problems import Problem
from web.limits import limiter
from web.site import reading, site
from web.viewer import find_viewer, speak_for

PER_TOKEN = "600 per minute"
UNKNOWN = "60 per minute"
"""Requests without a valid token from one address; tokens cannot be guessed, this only keeps the noise down."""


def identify() -> None:
    """Let the request speak for its token's person. Raises Problem (unauthorized)."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = tokens.find(reading(), secret.strip()) if kind.lower() == "bearer" else None
    person = find_viewer(str(token.person_id)) if token is not None else None
    if token is None or person is None:
        _refuse_unknown()
    else:
        tokens.note_use(site().engine.database, token)
        g.api_token = token
        speak_for(person)


def require(scope: str) -> None:
    """Raises Problem (scope) unless the token was made for this."""
    if scope not in _token().scopes:
        headers = {"WWW-Authenticate": f'Bearer realm="banjie", error="insufficient_scope", scope="{scope}"'}
        raise Problem(
            "scope", words("这个令牌没有“%(scope)s”权限,请另外生成。", scope=scope), headers=headers
        )


def token_key() -> str:
    """By what requests are counted: the token."""
    return _token().id.hex


def _token() -> Token:
    return cast(Token, g.api_token)


@limiter.limit(UNKNOWN, key_func=get_remote_address)
def _refuse_unknown() -> None:
    given = "Authorization" in request.headers
    said = 'Bearer realm="banjie"' + (', error="invalid_token"' if given else "")
    raise Problem("unauthorized", headers={"WWW-Authenticate": said})
