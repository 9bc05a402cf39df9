"""Every page of the site, and what comes up on it, in English: no Chinese but the county's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.support.chinese import CHINESE
from tests.web.api.client import program
from tests.web.english import foreign, words_of_the_county
from tests.web.items import TITLE, stopped
from tests.web.public_site import an_applicant, public_database
from tests.web.routes import (
    APPLICANTS_PAGES,
    DESIGNER,
    OVERSEER,
    PUBLIC_PAGES,
    ROUTES,
)
from tests.web.site_support import SmallSite, Visitor, close_small_site, open_small_site
from tests.web.test_designer import send
from tests.web.whole_site import MORE_PAGES, whole_places
from web.kept_words import told_again

__all__ = ["public_database"]
SEEDS = f"整治占道经营 街面整洁 更正 测试 {TITLE} 照片 来信 安澜县香满楼餐馆 天上局 综合岗 请从速 清明 劳动 端午 国庆 中秋"
"""What was typed into this site."""
FAILING = """name: 走一遍
process: letter
now: 2026-03-16 09:00
start: {by: 督查室, data: {title: 来信}}
until: 2026-04-16
expect:
  - {event: document.issued, kind: 通知}
"""


@pytest.fixture(scope="module")
def full(public_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    """A site with something on every page."""
    opened = open_small_site(public_database, tmp_path_factory.mktemp("english"))
    yield opened
    close_small_site(opened)


@pytest.fixture(scope="module")
def places(full: SmallSite) -> dict[str, UUID]:
    """What the paths of the access table name, with trouble of several kinds."""
    places = whole_places(full)
    stopped(full, places["item"], said="“天上局”没有岗位“综合岗”")
    full.engine.remind(places["task"], full.actor(OVERSEER), "")
    full.engine.suspend(full.start().id, full.actor(OVERSEER), "请从速")
    return places


@pytest.fixture(scope="module")
def county(full: SmallSite) -> str:
    """The county's own Chinese."""
    return f"{words_of_the_county(full)}\n{SEEDS}"


def reader(site: SmallSite, login: str | None = None) -> Visitor:
    """Somebody who reads English."""
    visitor = site.visitor(login)
    visitor.client.set_cookie("language", "en")
    return visitor


def left_chinese(visitor: Visitor, path: str, county: str) -> list[str]:
    """The Chinese that a page should have said in English."""
    answer = visitor.get(path, follow_redirects=True)
    if answer.mimetype != "text/html":
        return []
    assert '<html lang="en">' in answer.text, path
    return [f"{path}: {run}" for run in foreign(answer.text, county)]


@pytest.mark.parametrize("login", sorted({route.allowed[0] for route in ROUTES if route.allowed}))
def test_a_page_for_staff_has_no_chinese_but_the_countys(
    full: SmallSite, places: dict[str, UUID], county: str, login: str
) -> None:
    visitor = reader(full, login)
    paths = {route.path for route in ROUTES if route.method == "GET" and login in route.allowed}
    paths.discard("/messages/live")
    paths.update(MORE_PAGES.get(login, ()))
    assert [
        each for path in sorted(paths) for each in left_chinese(visitor, path.format(**places), county)
    ] == []


def test_a_page_for_the_public_has_no_chinese_but_the_countys(full: SmallSite, county: str) -> None:
    visitor = an_applicant(full)
    visitor.client.set_cookie("language", "en")
    paths = [*PUBLIC_PAGES.values(), *APPLICANTS_PAGES.values(), "/nowhere"]
    assert [each for path in paths for each in left_chinese(visitor, path, county)] == []


def test_how_a_scenario_ended_is_told_to_whoever_asks_later(
    full: SmallSite, places: dict[str, UUID], county: str
) -> None:
    """It was played by somebody who reads Chinese, and kept so."""
    draft, visitor = f"/designer/{places['draft']}", full.visitor(DESIGNER)
    scenario = f"{draft}/files/scenarios/走一遍.yaml"
    assert send(visitor, scenario, draft, data=FAILING.encode()).status_code == 200
    played = send(visitor, f"{draft}/scenarios/play", draft, json={"path": "scenarios/走一遍.yaml"})
    assert played.get_json()["failures"]
    (kept,) = reader(full, DESIGNER).get(f"{draft}/scenarios").get_json()
    assert len(kept["failures"]) == len(played.get_json()["failures"])
    assert foreign("\n".join(kept["failures"]), county + FAILING) == []
    assert "was refused" in kept["failures"][0]


@pytest.mark.parametrize("text", ["同意", "提醒", "请尽快办结此事", "依据会议纪要"])
def test_what_somebody_wrote_is_not_taken_for_ours(full: SmallSite, text: str) -> None:
    with full.app.test_request_context(headers={"Cookie": "language=en"}):
        assert told_again(text) == text


@pytest.mark.parametrize(
    "sent", [b"{", b"[]", b'{"process": 7, "colour": 1}', b'{"process": NaN}', b"\xff", b"{}"]
)
def test_a_program_is_answered_in_the_language_it_asks_for(full: SmallSite, sent: bytes) -> None:
    bearer = {"Authorization": f"Bearer {program(full, OVERSEER).secret}", "Content-Type": "application/json"}
    for headers, status in ((bearer, (400, 422)), ({}, (401,))):
        answers = {
            language: full.app.test_client().post(
                "/api/v1/cases", data=sent, headers={**headers, "Accept-Language": language}
            )
            for language in ("en-GB,en;q=0.9", "zh-CN", "fr")
        }
        assert {answer.status_code for answer in answers.values()} <= set(status)
        told = {
            language: json.dumps(answer.get_json(), ensure_ascii=False)
            for language, answer in answers.items()
        }
        assert not CHINESE.search(told["en-GB,en;q=0.9"])
        assert CHINESE.search(told["zh-CN"])
        assert told["fr"] == told["zh-CN"]
