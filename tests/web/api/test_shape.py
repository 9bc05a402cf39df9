"""What a request must look like, and what is answered where it does not."""

from __future__ import annotations

import json

import pytest

from tests.web.api.client import BY_NAME
from tests.web.api.conftest import Speaker
from tests.web.site_support import SmallSite

START = BY_NAME["start"]
DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"{", "第 1 行"),
        (b"\xff", "UTF-8"),
        (b"[]", "对象"),
        (b"null", "对象"),
        (b'{"process": "errand", "process": "line"}', "重复"),
        (b'{"process": NaN}', "NaN"),
        (b'{"process": -Infinity}', "Infinity"),
        (b'{"process": 12345678901234567890}', "写成文字"),
        (b'{"process": 1e999999999}', "太大"),
        (b'{"process": "\\u0000"}', "字符"),
        (b'{"process": "\\ud800"}', "字符"),
        (b'{"data": {"@": "n", "v": "x"}}', "@"),
        (DEEP, "嵌套"),
        (b'{"data": {"a": ' + DEEP[:30] + DEEP[-30:] + b"}}", "嵌套"),
        (b'{"process": "errand", "colour": "red"}', "colour"),
        (b'{"process": "errand", "data": []}', "data"),
        (b'{"process": "errand", "data": {"a b": 1}}', "data.a b"),
        (b'{"process": 7}', "应为文字"),
        (b'{"process": ""}', "不能为空"),
        (b"{}", "缺少这一项"),
    ],
)
def test_what_is_no_good_request_is_refused_in_words(speak: Speaker, raw: bytes, words: str) -> None:
    reply = speak("dcs.dcy1").send(START, raw)
    assert reply.status in (400, 422)
    assert words in reply.json["detail"]


def test_a_decimal_arrives_as_it_was_written(site: SmallSite, speak: Speaker) -> None:
    client = speak("dcs.dcy1")
    raw = b'{"process": "line", "data": {"title": "x", "unit": "\\u4f4f\\u5efa\\u5c40", "amount": 0.1, "whole": 3}}'
    case = client.send(START, raw).json["case_id"]
    data = client.do("case", case_id=case).json["data"]
    assert (data["amount"], data["whole"]) == (0.1, 3)
    with site.engine.database.reading() as connection:
        (kept,) = connection.exec_driver_sql("select value from field where name = 'amount'").scalars()
    assert json.loads(kept) == {"@": "n", "v": "0.1"}


def test_only_json_is_taken(site: SmallSite, speak: Speaker) -> None:
    headers = {"Authorization": f"Bearer {speak('dcs.dcy1').secret}"}
    answer = site.app.test_client().post("/api/v1/cases", data={"process": "errand"}, headers=headers)
    assert answer.status_code == 415


def test_a_body_of_more_than_a_megabyte_is_refused(speak: Speaker) -> None:
    fitting = json.dumps({"process": "x" * 900_000}).encode()
    assert speak("dcs.dcy1").send(START, fitting).status == 422
    reply = speak("dcs.dcy1").send(START, b'"' + b"x" * 1_000_000 + b'"')
    assert (reply.status, reply.kind) == (413, "too-large")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/cases/7", 404), ("PATCH", "/units", 405), ("DELETE", "/cases", 405)],
)
def test_wrong_addresses_are_problems_too(
    site: SmallSite, speak: Speaker, method: str, path: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer {speak('dcs.dcy1').secret}"}
    answer = site.app.test_client().open(f"/api/v1{path}", method=method, headers=headers)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    if status == 405:
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": "many"}, {"colour": "red"}, {"cursor": "!"}, {"cursor": "AAAA"}, {"status": "done"},
     {"text": "\x00"}, {"unit": "无此单位"}, {"due_from": "tomorrow"}, {"due_to": "9999-12-31"}],
)  # fmt: skip
def test_parameters_that_mean_nothing_are_refused(speak: Speaker, query: dict[str, object]) -> None:
    reply = speak("dcs.dcy1").do("cases", query=query)
    assert (reply.status, reply.kind) == (422, "invalid")
    assert reply.json["problems"]


@pytest.mark.parametrize("key", ["", "x" * 129, "空格 和中文".encode().decode("latin-1"), "a b"])
def test_a_key_that_is_none_is_refused(site: SmallSite, speak: Speaker, key: str) -> None:
    headers = {"Authorization": f"Bearer {speak('dcs.dcy1').secret}", "Idempotency-Key": key}
    answer = site.app.test_client().post("/api/v1/signals", json={"name": "复工"}, headers=headers)
    assert answer.status_code == 400


def test_an_error_nobody_foresaw_shows_nothing_of_the_inside(site: SmallSite, speak: Speaker) -> None:
    client = speak("zjj.cb")
    with site.engine.database.transaction() as connection:
        connection.exec_driver_sql("alter table user_task rename to gone")
    reply = client.do("tasks")
    assert reply.status in (500, 503)
    assert b"user_task" not in reply.raw
