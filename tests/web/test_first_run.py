"""The first run: an empty site is opened by whoever has its one-time code, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from engine.people import first_run
from tests.web.site_support import ROOT, SmallSite, close_small_site, open_small_site

COUNTY = (ROOT / "processes" / "county.yaml").read_bytes()
PASSWORD = "a long enough secret"


@pytest.fixture
def empty(sqlite_template: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A site whose database holds nothing but its tables."""
    opened = open_small_site(sqlite_template, tmp_path, demo=False)
    yield opened
    close_small_site(opened)


def _code(site: SmallSite) -> str:
    code = site.engine.database.transact(first_run.new_code)
    assert code is not None
    return code


def _opened(site: SmallSite, code: str, county: bytes = COUNTY, **more: str) -> Any:
    sent = {"code": code, "password": PASSWORD, "again": PASSWORD, **more}
    visitor = site.visitor()
    answer = visitor.post("/first-run", {**sent, "county": (BytesIO(county), "county.yaml")})
    return visitor, answer


def test_an_empty_site_asks_for_its_first_administrator(empty: SmallSite) -> None:
    visitor = empty.visitor()
    assert visitor.get("/", follow_redirects=True).request.path == "/first-run"


def test_the_code_opens_the_site_once(empty: SmallSite) -> None:
    visitor, answer = _opened(empty, _code(empty))
    assert answer.headers["Location"] == "/setup"
    page = visitor.get("/setup").text
    assert "sjj.gly" in page
    assert "还没有密码的账号" in page
    assert empty.visitor().get("/first-run").status_code == 404
    assert empty.engine.database.transact(first_run.new_code) is None
    again = empty.visitor().post("/sign-in", {"login": "sjj.gly", "password": PASSWORD})
    assert again.headers["Location"] == "/inbox"


def test_a_stranger_without_the_code_opens_nothing(empty: SmallSite) -> None:
    code = _code(empty)
    _visitor, answer = _opened(empty, "AAAAAAAAAA")
    assert answer.status_code == 422
    assert "开站码不对" in answer.text
    with empty.engine.database.reading() as connection:
        assert first_run.is_needed(connection)
        assert first_run.is_code(connection, code.lower())


def test_a_newer_code_ends_the_one_before(empty: SmallSite) -> None:
    old, _new = _code(empty), _code(empty)
    assert _opened(empty, old)[1].status_code == 422


@pytest.mark.parametrize(
    ("more", "county", "said"),
    [
        ({"again": "something else"}, COUNTY, "两次输入的新密码不一样"),
        ({"password": "short", "again": "short"}, COUNTY, "至少 10 个字符"),
        ({}, "county: {name: 甲县}\n".encode(), "第 1 行"),
        ({}, COUNTY.replace("系统管理员".encode(), "管理员".encode()), "没有“系统管理员”岗位"),
        ({}, "县".encode("gbk"), "UTF-8"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_taken(
    empty: SmallSite, more: dict[str, str], county: bytes, said: str
) -> None:
    _visitor, answer = _opened(empty, _code(empty), county, **more)
    assert answer.status_code == 422
    assert said in answer.text
    with empty.engine.database.reading() as connection:
        assert first_run.is_needed(connection)


def test_catalogue_and_processes_are_taken_in_from_the_list(empty: SmallSite) -> None:
    visitor, _answer = _opened(empty, _code(empty))
    assert visitor.post("/setup/processes", {}, page="/setup").status_code == 422
    assert visitor.post("/setup/processes", {"process": "../engine"}, page="/setup").status_code == 404
    visitor.post("/setup/catalogue", page="/setup")
    answer = visitor.post("/setup/processes", {"process": "supervision"}, page="/setup")
    assert answer.status_code == 302, answer.text
    page = visitor.get("/setup").text
    assert "已发布 1 个流程" in page
    assert 'value="supervision"' not in page
    assert 'value="permit"' in page
    # GC-05: the green channel is approved first; that it is not stops nothing else.
    both = {"process": ["green_channel", "liability"]}
    answer = visitor.post("/setup/processes", both, page="/setup")
    assert answer.status_code == 422
    assert "没有通过检查、没有发布的:并联审批绿色通道。其余 1 个已经发布。" in answer.text
    assert "GC-05" in answer.text
    assert 'value="liability"' not in answer.text
