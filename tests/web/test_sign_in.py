"""Signing in with a password, and what guards it."""

from __future__ import annotations

import pytest

from engine import tables
from tests.web.site_support import PASSWORD, SmallSite
from web.limits import limiter
from web.passwords import hash_password, is_outdated, matches


@pytest.fixture(autouse=True)
def _fresh_limits(site: SmallSite) -> None:
    with site.app.app_context():
        limiter.reset()


def test_login_and_password_open_the_inbox(county_site: SmallSite) -> None:
    visitor = county_site.visitor()
    answer = visitor.post("/sign-in", {"login": "zjj.cb", "password": PASSWORD})
    assert answer.headers["Location"] == "/inbox"
    assert "住建局承办人" in visitor.get("/inbox").text


@pytest.mark.parametrize(("login", "password"), [("zjj.cb", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_pair_is_refused_alike(county_site: SmallSite, login: str, password: str) -> None:
    answer = county_site.visitor().post("/sign-in", {"login": login, "password": password})
    assert answer.status_code == 401
    assert "账号或密码不对" in answer.text


def test_a_closed_account_cannot_sign_in_nor_stay(county_site: SmallSite) -> None:
    visitor = county_site.visitor()
    visitor.post("/sign-in", {"login": "zjj.cb", "password": PASSWORD})
    with county_site.engine.database.transaction() as connection:
        person = tables.person
        connection.execute(person.update().where(person.c.login == "zjj.cb").values(active=False))
        connection.execute(
            tables.setting.update().where(tables.setting.c.name == "generation").values(value=99)
        )
    assert visitor.get("/inbox").status_code == 302
    again = county_site.visitor().post("/sign-in", {"login": "zjj.cb", "password": PASSWORD})
    assert again.status_code == 401


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_signing_in_leads_nowhere_else(county_site: SmallSite, target: str) -> None:
    sent = {"login": "zjj.cb", "password": PASSWORD, "next": target}
    assert county_site.visitor().post("/sign-in", sent).headers["Location"] == "/inbox"


def test_signing_in_leads_back_to_the_page_asked_for(county_site: SmallSite) -> None:
    visitor = county_site.visitor()
    asked = visitor.get("/cases?due=today")
    assert asked.headers["Location"] == "/sign-in?next=/cases?due%3Dtoday"
    answer = visitor.post("/sign-in", {"login": "zjj.cb", "password": PASSWORD, "next": "/cases?due=today"})
    assert answer.headers["Location"] == "/cases?due=today"


def test_guessing_is_slowed_down(county_site: SmallSite) -> None:
    visitor = county_site.visitor()
    statuses = [visitor.post("/sign-in", {"login": "x", "password": ""}).status_code for _ in range(21)]
    assert statuses[:20] == [401] * 20
    assert statuses[20] == 429


def test_signing_out_ends_the_session(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    assert visitor.post("/sign-out", page="/inbox").headers["Location"] == "/sign-in"
    assert visitor.get("/inbox").status_code == 302


def test_passwords_are_argon2id() -> None:
    stored = hash_password("长长的口令也可以")
    assert stored.startswith("$argon2id$")
    assert matches(stored, "长长的口令也可以")
    assert not matches(stored, "别的口令")
    assert not matches(None, "长长的口令也可以")
    assert not matches("no hash at all", "x")
    assert not is_outdated(stored)
