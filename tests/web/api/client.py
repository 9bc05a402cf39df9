"""A program that uses the interface: names an operation, and holds every answer to the description of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from engine.people import tokens
from engine.people.actor import SYSTEM
from engine.people.tokens import SCOPES
from tests.web.site_support import SmallSite
from web.api.operation import Operation
from web.api.problems import KINDS, MEDIA_TYPE, TYPE, ProblemAnswer
from web.api.routes import OPERATIONS, PREFIX

BY_NAME = {operation.name: operation for operation in OPERATIONS}


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    json: Any
    headers: Any
    raw: bytes

    @property
    def kind(self) -> str:
        """Which kind of problem it is."""
        return str(self.json["type"]).removeprefix(TYPE)


@dataclass
class Program:
    """Speaks with one token."""

    client: FlaskClient
    secret: str

    def do(
        self, name: str, /, body: Any = None, *, key: str | None = None, query: Any = None, **place: Any
    ) -> Reply:
        """Call an operation by its name."""
        operation = BY_NAME[name]
        raw = None if body is None else json.dumps(body).encode()
        return self.send(operation, raw, key=key, query=query, **place)

    def send(
        self,
        operation: Operation,
        raw: bytes | None,
        /,
        *,
        key: str | None = None,
        query: Any = None,
        **place: Any,
    ) -> Reply:
        """Call an operation with bytes for a body."""
        headers = {"Authorization": f"Bearer {self.secret}"} | ({"Idempotency-Key": key} if key else {})
        answer = self.client.open(
            PREFIX + operation.path.format(**place),
            method=operation.method,
            data=raw,
            content_type="application/json" if raw is not None else None,
            headers=headers,
            query_string=query,
            buffered=True,
        )
        reply = Reply(answer.status_code, answer.get_json(silent=True), answer.headers, answer.data)
        conforms(operation, reply)
        assert "Set-Cookie" not in answer.headers
        return reply


def conforms(operation: Operation, reply: Reply) -> None:
    """Whether an answer is as the OpenAPI document says."""
    if reply.status != operation.status:
        problem(reply)
    elif operation.answer is not None:
        assert reply.headers["Content-Type"] == "application/json"
        assert json.loads(operation.answer.model_validate_json(reply.raw).model_dump_json()) == reply.json


def problem(reply: Reply) -> None:
    """Whether an answer is a problem as RFC 9457 and the table of kinds say."""
    assert reply.headers["Content-Type"] == MEDIA_TYPE, (reply.status, reply.raw[:500])
    told = ProblemAnswer.model_validate(reply.json, extra="forbid")
    assert KINDS[reply.kind].status == reply.status == told.status
    assert told.detail


def program(site: SmallSite, login: str, *scopes: str) -> Program:
    """A program in the name of an account, with all scopes where none is named."""
    _, secret = tokens.create(site.engine, login, "测试", scopes or tuple(SCOPES), SYSTEM)
    return Program(site.app.test_client(), secret)
