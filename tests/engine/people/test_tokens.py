"""Tokens for programs: made for a person, found by their secret alone, closed for good."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine import tables
from engine.people import tokens
from engine.people.actor import SYSTEM
from engine.people.changes import deactivate
from engine.people.tokens import Token
from engine.refusals import Refused
from tests.engine.people.support import refused
from tests.support.office import Office, civil

LOGIN = "zjj.承办人"


def found(made: Office, secret: str) -> Token | None:
    with made.engine.database.reading() as connection:
        return tokens.find(connection, secret)


def test_a_token_is_found_by_its_secret_alone(made: Office) -> None:
    token, secret = tokens.create(made.engine, LOGIN, " 市级平台 ", ["work", "read"], SYSTEM)
    _, other = tokens.create(made.engine, LOGIN, "另一个", ["read"], SYSTEM)
    assert (token.name, sorted(token.scopes)) == ("市级平台", ["read", "work"])
    assert token.person_id == made.actor(LOGIN).person_id
    assert found(made, secret) == token
    assert secret != other
    for wrong in ("", "bj_", secret[:-1], secret.upper(), secret + "x", token.id.hex, "\udcff"):
        assert found(made, wrong) is None


def test_only_the_hash_of_256_bits_is_kept(made: Office) -> None:
    _, secret = tokens.create(made.engine, LOGIN, "x", ["read"], SYSTEM)
    assert len(secret.removeprefix("bj_")) * 6 >= 256
    (row,) = made.rows(select(tables.api_token))
    assert row["hash"] == hashlib.sha256(secret.encode()).digest()
    assert secret not in str(row)


def test_a_token_ends_by_itself(made: Office) -> None:
    token, secret = tokens.create(made.engine, LOGIN, "x", ["read"], SYSTEM, days=3)
    assert token.expires_at - token.created_at == timedelta(days=3)
    made.clock.move_to(civil("2020-03-12 08:59"))
    assert found(made, secret) is not None
    made.clock.move_to(civil("2020-03-12 09:00"))
    assert found(made, secret) is None


def test_a_revoked_token_is_closed_for_good(made: Office) -> None:
    token, secret = tokens.create(made.engine, LOGIN, "x", ["read"], SYSTEM)
    closed = tokens.revoke(made.engine, token.id, SYSTEM, "外泄")
    assert closed.revoked_at is not None
    assert found(made, secret) is None
    with pytest.raises(Refused, match="已经撤销") as twice:
        tokens.revoke(made.engine, token.id, SYSTEM)
    assert twice.value.kind == "conflict"
    with pytest.raises(Refused, match="没有编号") as gone:
        tokens.revoke(made.engine, uuid4(), SYSTEM)
    assert gone.value.kind == "gone"


def test_making_and_closing_leave_an_entry_without_the_secret(made: Office) -> None:
    token, secret = tokens.create(made.engine, LOGIN, "x", ["read"], made.actor("dcs.承办人"))
    tokens.revoke(made.engine, token.id, SYSTEM, "外泄")
    first, second = made.rows(select(tables.people_change).order_by(tables.people_change.c.id))
    assert (first["kind"], first["subject"], first["by"]) == ("token.created", LOGIN, "dcs.承办人")
    assert (second["kind"], second["reason"]) == ("token.revoked", "外泄")
    assert secret not in str((first, second))


def test_what_cannot_be_is_refused(made: Office) -> None:
    create = tokens.create
    refused("login", create, made.engine, "nobody", "x", ["read"], SYSTEM)
    refused("name", create, made.engine, LOGIN, " ", ["read"], SYSTEM)
    refused("name", create, made.engine, LOGIN, "x" * 81, ["read"], SYSTEM)
    refused("scopes", create, made.engine, LOGIN, "x", [], SYSTEM)
    refused("scopes", create, made.engine, LOGIN, "x", ["read", "everything"], SYSTEM)
    refused("days", create, made.engine, LOGIN, "x", ["read"], SYSTEM, 0)
    deactivate(made.engine, LOGIN, SYSTEM, "调离")
    refused("login", create, made.engine, LOGIN, "x", ["read"], SYSTEM)
    assert made.rows(select(tables.api_token)) == []


def test_tokens_are_listed_by_person(made: Office) -> None:
    first, _ = tokens.create(made.engine, LOGIN, "甲", ["read"], SYSTEM)
    second, _ = tokens.create(made.engine, "czj.承办人", "乙", ["read"], SYSTEM)
    with made.engine.database.reading() as connection:
        assert tokens.tokens_of(connection) == [first, second]
        assert tokens.tokens_of(connection, made.actor("czj.承办人").person_id) == [second]
