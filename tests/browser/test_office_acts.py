"""Every office verb by hand in a real browser: what it will bring, on a desk and on a phone; done; refused.

The desk goes as far as the page that says what will come of it and leaves it standing; the phone does the same and
confirms. What the desk then confirms, too late, must be refused in words. `make pictures` keeps a picture of every
verb for docs/office-acts.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Camera, ServedSite, serving
from tests.browser.office_papers import MODES, VOTERS, begin, drafted, names_of, open_tasks, publish
from tests.browser.test_rooms import _fits
from tests.support.browser import PHONE
from tests.web.items import received_item
from tests.web.site_support import NOW, SmallSite, close_small_site, open_small_site

CLERK, CHECKER, OVERSEER, SIGNER = "zjj.cb", "fgj.cb", "dcs.dcy1", "czj.cb"


@pytest.fixture(scope="module")
def office(prepared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """One site for all of these, with the procedures in which every verb has its place."""
    site = open_small_site(prepared_database, tmp_path_factory.mktemp("acts"))
    publish(site)
    try:
        with serving(site) as answering:
            yield answering
    finally:
        close_small_site(site)


Place = Callable[[SmallSite], str]
"""Makes a case and says where the verb is offered."""


def _draft(site: SmallSite) -> str:
    return f"/tasks/{open_tasks(site, begin(site))['拟稿']}"


def _check(site: SmallSite) -> str:
    return f"/tasks/{open_tasks(site, drafted(site))['审核']}"


def _sent(site: SmallSite) -> str:
    draft = open_tasks(site, case := begin(site))["拟稿"]
    site.engine.complete(draft, site.actor(CLERK), {})
    assert "审核" in open_tasks(site, case)
    return f"/tasks/{draft}"


def _asked_first(site: SmallSite) -> str:
    place = _check(site)
    site.engine.add_signer(UUID(place.removeprefix("/tasks/")), site.actor(CHECKER), "财政局", "before")
    return place


def _vote(site: SmallSite) -> str:
    return f"/tasks/{open_tasks(site, begin(site, 'vote'))['住建局']}"


def _case(site: SmallSite) -> str:
    return f"/cases/{begin(site)}"


def _stopped_clock(site: SmallSite) -> str:
    site.engine.pause_clock(case := begin(site), site.actor(OVERSEER), "办理", "等省里批复")
    return f"/cases/{case}"


def _suspended(site: SmallSite) -> str:
    site.engine.suspend(case := begin(site), site.actor(OVERSEER), "有诉讼")
    return f"/cases/{case}"


@dataclass(frozen=True)
class Verb:
    """A verb: its button, who uses it where, what one chooses and writes, what is foreseen, how it is refused."""

    key: str
    name: str
    login: str
    place: Place
    foreseen: str
    refused: str
    chosen: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    ticked: str = ""


VERBS = (
    Verb("transfer", "转交", CLERK, _draft, "转交 住建局分管负责人 办理", "已由住建局分管负责人认领",
         chosen={"转交给谁": "zjj.fg"}),
    Verb("delegate", "委派", CLERK, _draft, "委派 住建局分管负责人 办理,办好后交回", "已由住建局分管负责人认领",
         chosen={"委派给谁": "zjj.fg"}),
    Verb("withdraw", "撤回", CLERK, _sent, "“审核”(发改局 承办人)不再需要办理", "不能撤回"),
    Verb("add_signer", "加签", CLERK, _vote, "加签 卫健局", "“卫健局”已在会签名单中",
         chosen={"增加谁": "卫健局"}),
    Verb("remove_signer", "减签", CLERK, _vote, "减签 财政局", "“财政局”不在加签、会签名单中",
         chosen={"减去谁": "财政局"}),
    Verb("return", "退回", CHECKER, _check, "“拟稿”交 住建局承办人 办理", "已不需办理",
         written={"退回的理由": "请补预算来源"}),
    Verb("add_before", "前加签", CHECKER, _check, "“审核(前加签)”交 财政局 办理", "正在等加签人签署",
         chosen={"请谁先看": "财政局"}),
    Verb("add_after", "后加签", CHECKER, _check, "后加签 财政局", "“财政局”已在加签名单中",
         chosen={"还要谁签": "财政局"}),
    Verb("take_out", "减去加签人", CHECKER, _asked_first, "减签 财政局", "“财政局”不在加签、会签名单中",
         chosen={"减去谁": "财政局"}),
    Verb("remind", "催办", OVERSEER, _draft, "请今天下班前报来", "您在 03-16 16:50 已催办过",
         written={"想说的话": "请今天下班前报来"}),
    Verb("copy_to", "抄送", OVERSEER, _case, "抄送 财政局", "已经抄送过", ticked="财政局"),
    Verb("circulate", "传阅", OVERSEER, _case, "传阅 财政局", "已经传阅过", ticked="财政局"),
    Verb("pause_clock", "暂停计时", OVERSEER, _case, "3月30日 周一 改为 暂停计时", "已停表;请先恢复计时",
         written={"暂停的理由": "等省里批复"}),
    Verb("resume_clock", "恢复计时", OVERSEER, _stopped_clock, "暂停计时 改为 3月30日 周一", "没有停表"),
    Verb("suspend", "中止", OVERSEER, _case, "暂停办理,理由:有诉讼", "已中止,恢复后才能办理",
         written={"中止的理由": "有诉讼"}),
    Verb("resume", "恢复", OVERSEER, _suspended, "恢复办理,理由:已结案", "没有中止",
         written={"恢复的理由": "已结案"}),
    Verb("cancel", "撤销办件", OVERSEER, _case, "办件已撤销,理由:重复立项", "已撤销",
         written={"撤销的理由": "重复立项"}),
)  # fmt: skip


def _go_as_far_as_it_says_what_comes(page: Page, verb: Verb) -> None:
    """From the page that the verb asks on to the one that says what it will bring."""
    for label, value in verb.chosen.items():
        page.get_by_label(label, exact=False).select_option(value)
    for label, text in verb.written.items():
        page.get_by_label(label, exact=False).fill(text)
    if verb.ticked:
        page.get_by_label(verb.ticked, exact=True).check()
    if verb.chosen or verb.written or verb.ticked or verb.key == "resume_clock":
        onwards = page.get_by_role("button", name="下一步:看看会怎样")
        expect(onwards).to_be_visible()
        _fits(page)
        onwards.click()
    expect(page.locator(".consequences"), verb.name).to_contain_text(verb.foreseen)
    _fits(page)


@pytest.mark.parametrize("login", [CLERK, CHECKER, OVERSEER])
def test_what_it_brings_is_seen_then_done_and_too_late_it_is_refused(
    office: ServedSite, page: Page, phone_page: Page, camera: Camera, login: str
) -> None:
    for each in (page, phone_page):
        office.sign_in(each, login)
    for verb in (verb for verb in VERBS if verb.login == login):
        url = office.url + verb.place(office.site)
        page.goto(url)
        page.get_by_role("link", name=verb.name, exact=True).click()
        _go_as_far_as_it_says_what_comes(page, verb)
        camera.take(page, f"acts-{verb.key}")
        phone_page.goto(f"{url}/acts/{verb.key}")
        _go_as_far_as_it_says_what_comes(phone_page, verb)
        phone_page.get_by_role("button", name=f"确认{verb.name}").click()
        expect(phone_page.get_by_role("status").first, verb.name).to_contain_text(verb.name)
        page.get_by_role("button", name=f"确认{verb.name}").click()
        expect(page.locator(".notice-refused"), verb.name).to_contain_text(verb.refused)
        _fits(page)


@pytest.fixture(params=["page", "phone_page"], ids=["desk", "phone"])
def either(request: pytest.FixtureRequest) -> Page:
    """A desk, then a phone."""
    chosen: Page = request.getfixturevalue(request.param)
    return chosen


def _photograph(page: Page, camera: Camera, screenshots: Path, name: str) -> None:
    """The phone's picture stands in the guide, the desk's is there to be looked at."""
    if page.viewport_size == PHONE:
        camera.take(page, name)
    else:
        page.screenshot(path=screenshots / f"{name}.png", full_page=True)


def test_each_way_of_counting_ends_with_the_answer_that_decides(
    office: ServedSite, either: Page, camera: Camera, screenshots: Path
) -> None:
    """All, one after the other, any one, two thirds, one veto: 财政局 decides each, on a desk and on a phone."""
    site, case = office.site, begin(office.site, "vote")
    before = {"全部同意": ("住建局", "发改局"), "依次会签": ("住建局", "发改局"), "三分之二同意": ("住建局",)}
    office.sign_in(either, SIGNER)
    for mode, following in zip(MODES, [*list(MODES)[1:], ""], strict=True):
        for unit in before.get(mode, ()):
            assert mode != "依次会签" or set(open_tasks(site, case)) == {unit}
            site.engine.complete(
                open_tasks(site, case)[unit], site.actor(VOTERS[unit]), {"decision": "approve"}
            )
        either.goto(f"{office.url}/tasks/{open_tasks(site, case)['财政局']}")
        either.locator("form[data-ready]").wait_for()
        expect(either.get_by_role("heading", name=mode)).to_be_visible()
        either.get_by_label("不同意" if mode == "一票否决" else "同意", exact=True).check()
        either.get_by_label("理由、意见").fill("资金没有来源。" if mode == "一票否决" else "同意。")
        if mode == "三分之二同意":
            _photograph(either, camera, screenshots, "acts-vote")
        either.get_by_role("button", name="提交").click()
        expect(either.get_by_text(f"“{mode}”已办结")).to_be_visible()
        assert names_of(site, case) == ({following} if following else set())
    either.goto(f"{office.url}/cases/{case}")
    expect(either.get_by_text("会签完毕").first).to_be_visible()
    expect(either.get_by_text("资金没有来源。").first).to_be_visible()
    _fits(either)


def test_what_a_post_shares_is_claimed_by_one_and_followed_by_another(
    office: ServedSite, page: Page, phone_page: Page
) -> None:
    site = office.site
    case = site.start("整治占道经营").id
    site.engine.complete(site.open_task(case), site.actor(CLERK), {"result": "已经整治", "progress": "all"})
    for each, login in ((page, OVERSEER), (phone_page, "dcs.dcy2")):
        office.sign_in(each, login)
        each.goto(f"{office.url}/tasks/{site.open_task(case)}")
    page.get_by_role("button", name="认领").click()
    expect(page.get_by_role("status")).to_contain_text("您已认领")
    phone_page.get_by_role("button", name="认领").click()
    expect(phone_page.get_by_text("认领").first).to_contain_text(site.actor(OVERSEER).name)
    phone_page.goto(f"{office.url}/cases/{case}")
    phone_page.get_by_role("button", name="☆ 关注").click()
    expect(phone_page.get_by_role("button", name="★ 已关注")).to_have_attribute("aria-pressed", "true")
    phone_page.goto(f"{office.url}/inbox/followed")
    expect(phone_page.get_by_text("整治占道经营").first).to_be_visible()


def test_a_deputy_is_named_for_a_time_and_finds_the_work(
    office: ServedSite, page: Page, phone_page: Page
) -> None:
    task = _draft(office.site)
    office.sign_in(page, "sjj.gly")
    page.goto(f"{office.url}/people#deputies")
    said = {"岗位": "zjj/承办人", "由谁代理(账号)": "zjj.fg", "起日": "2026-03-16", "止日(含)": "2026-03-01"}
    for label, text in said.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="登记代理").click()
    expect(page.locator(".notice-refused")).to_contain_text("止日")
    page.get_by_label("止日(含)", exact=True).fill("2026-03-20")
    page.get_by_role("button", name="登记代理").click()
    expect(page.get_by_role("status")).to_contain_text("已登记代理")
    office.sign_in(phone_page, "zjj.fg")
    line = phone_page.locator(f".task-link[href='{task}']")
    expect(line).to_contain_text("代 住建局承办人 办")
    line.click()
    expect(phone_page.locator(".page-head")).to_contain_text("代 住建局承办人 办")
    _fits(phone_page)


def test_a_leader_hands_on_what_they_instructed_in_one_step(
    office: ServedSite, either: Page, camera: Camera, screenshots: Path
) -> None:
    """To the end: the new case is there, begun by the leader, and says where it comes from."""
    case = office.site.start("整治占道经营").id
    office.sign_in(either, "xzf.xz")
    either.goto(f"{office.url}/cases/{case}")
    either.keyboard.press("Alt+6")
    either.locator("form[data-ready]").wait_for()
    expect(either.get_by_label("事项名称")).to_have_value("整治占道经营")
    _photograph(either, camera, screenshots, "acts-hand-on")
    _fits(either)
    either.locator(".fjs-form-field-select", has_text="来源").locator(".fjs-input-group").click()
    either.locator(".fjs-dropdownlist-item", has_text="县长批示").first.click()
    either.get_by_label("完成标准").fill("占道摊点全部入室。")
    either.keyboard.press("Alt+s")
    expect(either.get_by_role("status").first).to_contain_text("已发起,编号 督办事项")
    expect(either.get_by_text("批示交办")).to_be_visible()
    expect(either.get_by_text("县长 · 3月16日")).to_be_visible()
    _fits(either)


def test_more_time_is_asked_for_before_the_limit_and_not_after(
    office: ServedSite, page: Page, phone_page: Page, camera: Camera
) -> None:
    item = received_item(office.site)
    for each in (page, phone_page):
        office.sign_in(each, SIGNER)
        each.goto(f"{office.url}/cases/{item}")
        each.keyboard.press("Alt+e")
        each.locator("form[data-ready]").wait_for()
        each.get_by_label("进展情况").fill("已清偿九成")
        each.get_by_label("滞后原因").fill("一户失联")
        each.get_by_label("申请延至").fill("2026-04-10")
        each.keyboard.press("Tab")
    camera.take(page, "acts-extension")
    phone_page.locator("form[data-bj=form] .form-actions button").first.click()
    expect(phone_page.get_by_role("status").first).to_contain_text("已提出“申请延期”")
    office.site.move_to(NOW.replace(hour=17, minute=31))
    page.locator("form[data-bj=form] .form-actions button").first.click()
    expect(page.get_by_role("alert").filter(has_text="SD-08")).to_be_visible()
    expect(page.get_by_label("进展情况")).to_have_value("已清偿九成")
