"""What every answer carries, and what a forged or broken request gets."""

from __future__ import annotations

import pytest

from tests.web.site_support import SmallSite
from web.security import CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("path", ["/sign-in", "/static/css/base.css", "/nothing-here", "/healthz", "/inbox"])
def test_every_answer_carries_the_headers(site: SmallSite, path: str) -> None:
    headers = site.visitor().get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_policy_lets_no_foreign_or_inline_script_run() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "script-src 'self'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


def test_pages_are_not_kept_by_browsers_and_bundles_are(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    assert visitor.get("/inbox").headers["Cache-Control"] == "no-store"
    assert "max-age" in visitor.get("/static/css/base.css").headers["Cache-Control"]


def test_the_cookie_is_out_of_reach_and_secure_on_https(site: SmallSite) -> None:
    plain = site.visitor()
    cookie = plain.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    secure = plain.get("/sign-in", base_url="https://localhost").headers
    assert "Secure" in secure["Set-Cookie"]
    assert "Strict-Transport-Security" in secure


def test_a_request_without_the_token_changes_nothing(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    answer = visitor.client.post("/start/errand", data={"payload": "{}", "key": "0" * 32})
    assert answer.status_code == 400
    assert "页面已经过期" in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/tasks/not-a-key", 404, "没有这个页面"),
        ("/cases/01a200c3-4232-730d-abdb-5e43889d045c", 404, "没有这个页面"),
        ("/sign-in/demo", 405, "不能这样打开"),
    ],
)
def test_errors_are_told_in_words(site: SmallSite, path: str, status: int, words: str) -> None:
    answer = site.visitor("zjj.cb").get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert "Traceback" not in answer.text


def test_a_request_that_is_too_large_is_refused(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    answer = visitor.post("/start/errand", {"payload": "x" * 5_000_000})
    assert answer.status_code == 413
    assert "太大" in answer.text


def test_an_unexpected_error_shows_no_trace(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    with site.engine.database.transaction() as connection:
        connection.exec_driver_sql("alter table user_task rename to gone")
    answer = visitor.get("/inbox")
    assert answer.status_code in (500, 503)
    assert "回到首页" in answer.text
    assert "user_task" not in answer.text


def test_health_and_readiness(site: SmallSite) -> None:
    visitor = site.visitor()
    assert visitor.get("/healthz").json == {"status": "ok"}
    ready = visitor.get("/readyz")
    assert ready.status_code == 200
    assert ready.json is not None
    assert ready.json["ready"] is True


def test_a_site_with_another_schema_is_not_ready(site: SmallSite) -> None:
    with site.engine.database.transaction() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = 'older'")
    answer = site.visitor().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"] == {"database": True, "schema": False}


def test_figures_are_for_this_machine_only(site: SmallSite) -> None:
    client = site.app.test_client()
    assert b"banjie_" in client.get("/metrics").data
    assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": "10.1.2.3"}).status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 403


@pytest.mark.parametrize("path", ["/inbox?q=%00", "/public/progress?number=a%00b", "/cases/%00"])
def test_an_address_with_a_nul_is_a_bad_request(site: SmallSite, path: str) -> None:
    answer = site.visitor("zjj.cb").get(path)
    assert (answer.status_code, "请求不完整" in answer.text) == (400, True)
