"""Each fixture is the real thing: it is asked something only the real thing can answer."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.support.browser import opened_page


def _setting(url: str, name: str) -> str:
    plain = url.replace("+psycopg", "")
    with psycopg.connect(plain) as connection:
        row = connection.execute("select current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def test_postgresql_takes_psycopg_connections_in_utf8(postgres_url: str) -> None:
    assert _setting(postgres_url, "server_encoding") == "UTF8"
    assert int(_setting(postgres_url, "server_version_num")) >= 180000


def test_postgresql_saves_the_disk_unless_asked(postgres_url: str) -> None:
    assert _setting(postgres_url, "fsync") == "off"


@pytest.mark.durable
def test_a_durable_postgresql_syncs(postgres_url: str) -> None:
    assert _setting(postgres_url, "fsync") == "on"


@pytest.mark.parametrize("attempt", [1, 2])
def test_every_test_has_a_fresh_database(database_url: str, attempt: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("create table 事项 (编号 integer, 名称 varchar(20))"))
        connection.execute(text("insert into 事项 values (:n, '整治占道经营')"), {"n": attempt})
        rows = connection.execute(text("select 编号, 名称 from 事项")).all()
    engine.dispose()
    assert rows == [(attempt, "整治占道经营")]


def test_database_url_covers_both_kinds(database_url: str, request: pytest.FixtureRequest) -> None:
    assert make_url(database_url).get_backend_name() == request.node.callspec.params["database_url"]


@pytest.mark.parametrize("attempt", [1, 2])
def test_every_test_has_an_empty_redis(redis_url: str, attempt: int) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("第几次", attempt)
        assert client.dbsize() == 1


def _glyph(page: Page, character: str) -> bytes:
    page.set_content(f'<meta charset="utf-8"><span style="font: 64px sans-serif">{character}</span>')
    return page.locator("span").screenshot()


def test_the_browser_has_chinese_glyphs(page: Page, screenshots: Path) -> None:
    first, second, unassigned = (_glyph(page, character) for character in "办结\u0378")
    (screenshots / "办.png").write_bytes(first)
    assert len({first, second, unassigned}) == 3


def _size(page: Page) -> ViewportSize | None:
    return page.viewport_size


def test_pages_have_the_size_of_desk_and_phone(page: Page, phone_page: Page) -> None:
    assert _size(page) == {"width": 1440, "height": 900}
    assert _size(phone_page) == {"width": 390, "height": 844}
    assert phone_page.evaluate("matchMedia('(pointer: coarse)').matches")


def test_pages_speak_chinese_and_live_in_china(page: Page) -> None:
    assert page.evaluate("navigator.language") == "zh-CN"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"


@pytest.mark.parametrize(
    "content",
    [
        "<script>throw new Error('broken')</script>",
        "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>1</script>",
    ],
)
def test_a_broken_script_is_reported_when_the_page_closes(browser: Browser, content: str) -> None:
    opened = opened_page(browser)
    opened.__enter__().set_content(content)
    with pytest.raises(AssertionError, match=r"broken|Content Security Policy"):
        opened.__exit__(None, None, None)
