"""Addresses that readers bring along: only those of this site are followed."""

from urllib.parse import urlsplit

from flask import request


def inside(target: str) -> str:
    """A page of this site to go to; empty for anything that could lead elsewhere."""
    parts = urlsplit(target)
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if safe and not parts.scheme else ""


def here() -> str:
    """The page one can come back to: this one, or where its form stood if it answers a form."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    sent_from = urlsplit(request.referrer or "")
    return sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")
