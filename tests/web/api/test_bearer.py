"""Who gets in, with what leave, and how often."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine import tables
from engine.people import tokens
from engine.people.actor import SYSTEM
from engine.people.changes import deactivate
from engine.people.tokens import SCOPES
from tests.web.api.client import BY_NAME, Program
from tests.web.api.conftest import Speaker
from tests.web.site_support import NOW, SmallSite
from web.api import bearer

MISSING = "01a200c3-4232-730d-abdb-5e43889d045c"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic Ymo6", "Bearer \xff"])
def test_without_a_token_nobody_gets_in(site: SmallSite, header: str) -> None:
    answer = site.app.test_client().get("/api/v1/units", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert "令牌" in answer.text


def test_a_signed_in_browser_is_nobody_here(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    assert visitor.get("/inbox").status_code == 200
    assert visitor.get("/api/v1/units").status_code == 401
    assert visitor.client.post("/api/v1/cases", json={"process": "errand", "data": {}}).status_code == 401


def test_a_token_speaks_for_its_person_whoever_is_signed_in(site: SmallSite, speak: Speaker) -> None:
    case = site.start()
    visitor = site.visitor("dcs.dcy1")
    headers = {"Authorization": f"Bearer {speak('czj.cb').secret}"}
    assert visitor.get(f"/cases/{case.id}").status_code == 200
    assert visitor.get(f"/api/v1/cases/{case.id}", headers=headers).status_code == 404


def test_a_token_ends_on_its_day(site: SmallSite) -> None:
    _, secret = tokens.create(site.engine, "zjj.cb", "测试", ["read"], SYSTEM, days=2)
    client = Program(site.app.test_client(), secret)
    assert client.do("units").status == 200
    site.clock.move_to(NOW + timedelta(days=2))
    assert client.do("units").status == 401


def test_a_revoked_token_and_a_closed_account_open_nothing(site: SmallSite) -> None:
    token, secret = tokens.create(site.engine, "zjj.cb", "测试", ["read"], SYSTEM)
    _, other = tokens.create(site.engine, "zjj.cb", "另一个", ["read"], SYSTEM)
    client, second = Program(site.app.test_client(), secret), Program(site.app.test_client(), other)
    assert (client.do("units").status, second.do("units").status) == (200, 200)
    tokens.revoke(site.engine, token.id, SYSTEM, "不用了")
    assert (client.do("units").status, second.do("units").status) == (401, 200)
    deactivate(site.engine, "zjj.cb", SYSTEM, "调离")
    assert second.do("units").status == 401


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_token_does_no_more_than_it_was_made_for(speak: Speaker, scope: str) -> None:
    client = speak("dcs.dcy1", scope)
    for operation in BY_NAME.values():
        if operation.scope is None:
            continue
        place: dict[str, Any] = {
            name: MISSING if kind == "uuid" else 2026 for name, kind in operation.places()
        }
        reply = client.send(operation, None, **place)
        refused = reply.status == 403 and reply.kind == "scope"
        assert refused is (operation.scope != scope), operation.name
        if refused:
            assert f'scope="{operation.scope}"' in reply.headers["WWW-Authenticate"]


def test_the_secret_is_kept_nowhere(site: SmallSite) -> None:
    _, secret = tokens.create(site.engine, "zjj.cb", "测试", ["read"], SYSTEM)
    site.engine.database.dispose()
    stored = b"".join(path.read_bytes() for path in site.settings.data.glob("banjie.db*"))
    assert secret.encode() not in stored
    assert secret.removeprefix("bj_").encode() not in stored


def test_its_last_use_is_known_to_the_hour(site: SmallSite) -> None:
    token, secret = tokens.create(site.engine, "zjj.cb", "测试", ["read"], SYSTEM)
    client, row = Program(site.app.test_client(), secret), tables.api_token.c

    def last() -> object:
        with site.engine.database.reading() as connection:
            return connection.execute(select(row.last_used_at).where(row.id == token.id)).scalar_one()

    assert last() is None
    for minutes, seen in ((0, 0), (59, 0), (61, 61)):
        site.clock.move_to(NOW + timedelta(minutes=minutes))
        client.do("units")
        assert last() == NOW + timedelta(minutes=seen)


def test_too_many_requests_are_told_when_to_come_again(speak: Speaker) -> None:
    client, other = speak("zjj.cb", "read"), speak("zjj.fg", "read")
    most = int(bearer.PER_TOKEN.split()[0])
    statuses = [client.do("calendar", year=1).status for _ in range(most + 1)]
    assert statuses == [404] * most + [429]
    late = client.do("units")
    assert late.kind == "too-many"
    assert int(late.headers["Retry-After"]) > 0
    assert other.do("units").status == 200


def test_noise_without_tokens_is_turned_away(site: SmallSite, speak: Speaker) -> None:
    client = site.app.test_client()
    most = int(bearer.UNKNOWN.split()[0])
    elsewhere = {"REMOTE_ADDR": "10.9.8.7"}
    statuses = {client.get("/api/v1/units", environ_overrides=elsewhere).status_code for _ in range(most)}
    assert statuses == {401}
    assert client.get("/api/v1/units", environ_overrides=elsewhere).status_code == 429
    assert speak("zjj.cb").do("units").status == 200
