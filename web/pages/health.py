"""Whether the site lives, is ready, and how it does: for machines."""

import ipaddress

from flask import Blueprint, Response, abort, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from engine import schema
from engine.metrics import exposition
from web.site import reading, site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """This process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The database answers and has the schema of this program."""
    checks = {"database": _database(), "schema": False}
    if checks["database"]:
        checks["schema"] = schema.is_current(site().engine.database)
    ready = all(checks.values())
    return jsonify(ready=ready, checks=checks), 200 if ready else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counters for Prometheus; only for this machine and not through a proxy, since they tell how much is done."""
    if "X-Forwarded-For" in request.headers or not _is_local(request.remote_addr):
        abort(403)
    return Response(exposition(site().engine.database), content_type=CONTENT_TYPE_LATEST)


def _database() -> bool:
    try:
        reading().execute(select(1))
    except SQLAlchemyError:
        return False
    return True


def _is_local(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
