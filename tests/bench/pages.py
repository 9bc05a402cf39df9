"""How long pages take: with very many cases, over HTTP, on a slow phone; and the designer with a large diagram."""

from __future__ import annotations

import http.client
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import UUID

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from engine import tables
from engine.definitions import drafts
from engine.definitions.diagram_gate import check_diagram
from engine.rehearsal.single_diagram import run_diagram
from tests.bench import diagrams
from tests.bench.figures import Figure, least, most
from tests.bench.plain import PlainSpiff
from tests.bench.site import begin_plain, busy_site
from tests.bench.timing import Spread, by_turns, seconds_each
from tests.support.block_drawing import drawn
from tests.support.blocks import Block
from tests.support.browser import ARGUMENTS, opened_page
from tests.support.chromium import find_chromium
from tests.support.office import civil
from tests.support.serving import answering
from tests.web.site_support import SmallSite

_HANDLER, _SUPERVISOR, _DESIGNER = "zjj.cb", "dcs.dcy1", "sjj.sjy"
_TITLE, _NOBODY = "整治占道经营", "欧阳无名氏"
SLOW_PHONE = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""What Chromium's own tools call slow 4G: 150 ms there and back, 1.6 Mbit/s down, 0.75 up."""


def crowded_pages(name: str, url: str, folder: Path, tasks: tuple[int, int], rounds: int) -> Iterator[Figure]:
    """Lists and pages with so many open and finished tasks: the 95th percentile of the time the server takes."""
    with busy_site(url, folder, *tasks) as site:
        case, task = _one_at_work(site)
        asked = {
            "待办,一个单位的承办人": (_HANDLER, "/inbox"),
            "待办,督查员": (_SUPERVISOR, "/inbox"),
            "环节页": (_HANDLER, f"/tasks/{task}"),
            "办件页": (_HANDLER, f"/cases/{case}"),
            "已办": (_HANDLER, "/inbox/done"),
            "督查总览": (_SUPERVISOR, "/overview"),
            "台账,督查员": (_SUPERVISOR, "/cases"),
            "台账,一个单位的承办人": (_HANDLER, "/cases"),
            "检索一个常见的词,督查员": (_SUPERVISOR, f"/cases?q={quote(_TITLE)}"),
            "检索一个常见的词,一个单位的承办人": (_HANDLER, f"/cases?q={quote(_TITLE)}"),
            "检索一个没有的申请人,督查员": (_SUPERVISOR, f"/cases?q={quote(_NOBODY)}"),
        }
        promised = {"待办,一个单位的承办人": 100, "待办,督查员": 100, "环节页": 100}
        promised |= {name: 150 for name in asked if name.startswith(("台账", "检索"))}
        visitors = {login: site.visitor(login) for login in (_HANDLER, _SUPERVISOR)}
        for what, (login, path) in asked.items():
            taken = _asked(lambda login=login, path=path: visitors[login].get(path).status_code, rounds)
            said = f"{what}({tasks[0]} 待办、{tasks[1]} 已办)"
            yield most(said, name, taken, promised.get(what), " ms")


def _asked(ask: Callable[[], int], rounds: int) -> Spread:
    """Milliseconds: the 95th percentile, the shortest and the longest."""
    ask()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        assert ask() == 200
        taken.append(1e3 * (time.perf_counter() - start))
    return Spread(statistics.quantiles(taken, n=20)[-1], min(taken), max(taken))


def _one_at_work(site: SmallSite) -> tuple[UUID, UUID]:
    """A case of the handler's unit and the task that waits in it."""
    row = tables.user_task.c
    mine = (row.status == "open", row.unit_id == _HANDLER.partition(".")[0], row.name.startswith("反馈"))
    with site.engine.database.reading() as connection:
        found = connection.execute(select(row.instance_id, row.id).where(*mine).limit(1)).one()
    return found.instance_id, found.id


def completed_over_http(name: str, site: SmallSite, rounds: int, instances: int) -> Figure:
    """Completing a task by sending its form to a real server, against a step of plain SpiffWorkflow, by turns.

    As people do: the page is opened before and the inbox after, which shows what was done; only the sending is timed.
    """
    floor = PlainSpiff(diagrams.PLAIN)
    with answering(site.app) as url, closing(_Browser(url, _SUPERVISOR)) as browser:

        def block() -> float:
            seconds = 0.0
            for task in begin_plain(site, instances):
                page = browser.opened(f"/tasks/{task}")
                start = time.perf_counter()
                browser.send(f"/tasks/{task}", page)
                seconds += time.perf_counter() - start
                browser.opened("/inbox")
            return seconds / instances

        taken = by_turns({"floor": lambda: floor.block(instances), "http": block}, rounds)
    times = Spread.of([mine / base for mine, base in zip(taken["http"], taken["floor"], strict=True)])
    return most("从网页办结一个环节,与普通 SpiffWorkflow 的一步之比", name, times, 12)


class _Browser:
    """One signed-in connection that is kept open, as browsers do."""

    def __init__(self, url: str, login: str) -> None:
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"))
        self._cookie = ""
        self.send("/sign-in/demo", self.opened("/sign-in"), login=login)

    def opened(self, path: str) -> str:
        """The text of a page."""
        return self._asked("GET", path, None)

    def send(self, path: str, page: str, **data: str) -> None:
        """Send the form of a page."""
        hidden = dict(re.findall(r'name="(csrf_token|key)" value="([^"]+)"', page))
        self._asked("POST", path, urlencode({**hidden, **data}))

    def close(self) -> None:
        """Leave the site."""
        self._connection.close()

    def _asked(self, method: str, path: str, body: str | None) -> str:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self._connection.request(method, path, body, {"Cookie": self._cookie, **kind})
        answer = self._connection.getresponse()
        text = answer.read().decode()
        assert answer.status == (302 if method == "POST" else 200), (path, answer.status, text[-500:])
        given = answer.getheader("Set-Cookie")
        self._cookie = given.partition(";")[0] if given else self._cookie
        return text


def in_a_browser(site: SmallSite, rounds: int) -> Iterator[Figure]:
    """First pages on a slow phone; the designer with three hundred elements."""
    with answering(site.app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for what, path in (("公众首页", "/public"), ("登录页", "/sign-in"), ("待办", "/inbox")):
            shown = [_first_page(browser, url, path) for _ in range(rounds)]
            yield most(f"{what},慢速手机首次打开,到看得见", "sqlite", Spread.of(shown), 1, " s")
        draft = _large_draft(site)
        opened, moved = zip(*(_designed(browser, url, draft) for _ in range(rounds)), strict=True)
        yield most("设计器打开 300 个元素的图", "sqlite", Spread.of(list(opened)), 3, " s")
        yield most("设计器移动其中一个元素并撤销", "sqlite", Spread.of(list(moved)), 100, " ms")
        browser.close()


def _first_page(browser: Browser, url: str, path: str) -> float:
    """Seconds until the largest thing on the page is there: nothing cached, a slow line, a quarter of the speed.

    The inbox is that of a handler who has signed in.
    """
    with opened_page(browser, phone=True) as page:
        if path == "/inbox":
            _sign_in(page, url, _HANDLER)
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.clearBrowserCache")
        tools.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_PHONE})
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(url + path, wait_until="load")
        return _largest_paint(page) / 1e3


def _sign_in(page: Page, url: str, login: str) -> None:
    page.goto(f"{url}/sign-in")
    form = page.locator(f"form.account:has(input[name=login][value='{login}'])").last
    form.evaluate("(form) => form.submit()")
    page.wait_for_url(re.compile("/(inbox|overview)$"))


def _largest_paint(page: Page) -> float:
    found: float = page.evaluate(
        """() => new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().pop().startTime))
          .observe({ type: 'largest-contentful-paint', buffered: true }))"""
    )
    return found


def _large_draft(site: SmallSite) -> UUID:
    branch = Block("xor", (Block("task"), Block("task")))
    xml = drawn(Block("sequence", (branch,) * 50), "large")
    person = site.actor(_DESIGNER).person_id
    assert person is not None
    return site.engine.database.transact(
        lambda connection: drafts.begin(connection, "large", person, {"large.bpmn": xml})
    )


def _designed(browser: Browser, url: str, draft: UUID) -> tuple[float, float]:
    """Seconds until the designer can be used, nothing cached; milliseconds to move an element and take that back."""
    with opened_page(browser) as page:
        _sign_in(page, url, _DESIGNER)
        page.goto(f"{url}/designer/{draft}", wait_until="commit")
        page.wait_for_selector("[data-bj=designer][data-ready]", timeout=60_000)
        opened: float = page.evaluate("performance.now()")
        moved: float = page.evaluate(
            """() => {
              const modeler = document.querySelector('[data-bj=designer]').bjModeler;
              const tasks = modeler.get('elementRegistry').filter(({ type }) => type === 'bpmn:UserTask').slice(0, 20);
              const before = performance.now();
              tasks.forEach((task) => {
                modeler.get('modeling').moveElements([task], { x: 0, y: 20 });
                modeler.get('commandStack').undo();
              });
              return (performance.now() - before) / tasks.length;
            }"""
        )
    return opened / 1e3, moved


def checked() -> Iterator[Figure]:
    """How long the check takes for diagrams of 10,000 elements and of five megabytes, in seconds of its process."""
    for said, xml in _large_diagrams():
        start = time.process_time()
        check_diagram(xml)
        taken = Spread.of([time.process_time() - start])
        yield most(f"检查一张图({said})", "", taken, 2, " s")


def _large_diagrams() -> Iterator[tuple[str, bytes]]:
    branch = (Block("task"), Block("task"))
    yield "10,000 个元素,依次", diagrams.row(5_000)
    yield "10,000 个元素,并行分合", drawn(Block("sequence", (Block("and", branch),) * 1_000), "large")
    yield "10,000 个元素,3,000 个并行分支", drawn(Block("sequence", (Block("and", branch * 1_500),)), "large")
    guarded = Block("loop", (Block("guarded", flag=True),))
    yield "10,000 个元素,循环和边界定时器", drawn(Block("sequence", (guarded,) * 600), "large")
    said = f"<bpmn:documentation>{'字' * 1_000}</bpmn:documentation>".encode()
    opening = b"<bpmn:extensionElements>"
    yield "5 MB", diagrams.row(1_500).replace(opening, said + opening)


def rehearsed(folder: Path, years: int = 10) -> Figure:
    """Simulated days a second while one task waits under its limit and nothing else happens."""
    file = folder / "waiting.bpmn"
    file.write_bytes(diagrams.row(1, diagrams.LIMIT))
    begin, end = civil("2020-03-09 09:00"), civil(f"{2020 + years}-03-09 09:00")
    run_diagram(file, now=begin, until=end)
    taken = seconds_each(lambda: run_diagram(file, now=begin, until=end), 1)
    return least("演练,无事时每秒模拟的天数", "sqlite", (end - begin).days / taken, 2_000, "/s")
