"""How often one address may try: guessing passwords must not pay."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_IN = "20 per minute; 200 per hour"
"""Tries to sign in from one address; a county's staff share few addresses, so it is not too narrow."""
LOOK_UP = "15 per minute; 120 per hour"
"""Tries to open a case by number and code, and what is sent there, from one address."""
APPLY = "10 per minute; 60 per hour"
"""Cases started on the public pages from one address; a village's help point applies for many."""

limiter = Limiter(get_remote_address, headers_enabled=True)


def install(app: Flask, broker_url: str) -> None:
    """Count in Redis where the site has one, so that several web processes count together."""
    shared = broker_url.startswith(("redis://", "rediss://"))
    app.config["RATELIMIT_STORAGE_URI"] = broker_url if shared else "memory://"
    limiter.init_app(app)
