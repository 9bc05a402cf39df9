"""Fixtures for a real browser: the system's Chromium, driven by Playwright.

Every page fails its test if a script of the page raises or breaks the content security policy, and
leaves a picture in `tests/.artifacts` when the test fails.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, ViewportSize, sync_playwright

from tests.support.chromium import find_chromium

ARTIFACTS = Path(__file__).parent.parent / ".artifacts"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
TIMEOUT = 10_000
"""Milliseconds a page may take to show what a test waits for."""

PAINTED = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
"""Until the page has shown what it was just told: fields of forms go on from there, and nobody acts before they see it."""

_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember on the test that its body failed, so that its page is photographed."""
    report = yield
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for each test process."""
    executable = find_chromium()
    if executable is None:
        pytest.fail("no Chromium found: run `make test`, or set BANJIE_CHROMIUM to a browser's path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def screenshots(request: pytest.FixtureRequest) -> Path:
    """The directory for this test's pictures, below `tests/.artifacts`."""
    directory = _artifacts(request.node)
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a desk: 1440 × 900, Chinese, China Standard Time."""
    with opened_page(browser) as page:
        yield page
        _photograph(page, request.node, "failed.png")


@pytest.fixture
def phone_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a phone: 390 × 844, touched by a finger."""
    with opened_page(browser, phone=True) as page:
        yield page
        _photograph(page, request.node, "failed-phone.png")


@contextmanager
def opened_page(browser: Browser, *, phone: bool = False) -> Iterator[Page]:
    """A page with cookies of its own, closed when the block ends.

    Raises AssertionError at the end if a script of the page raised or broke its security policy.
    """
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        is_mobile=phone,
        has_touch=phone,
        device_scale_factor=2 if phone else 1,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    faults: list[str] = []

    def note_error(error: Error) -> None:
        faults.append(str(error))

    def note_message(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    page.on("pageerror", note_error)
    page.on("console", note_message)
    try:
        yield page
    finally:
        context.close()
    assert not faults, faults


def _photograph(page: Page, test: pytest.Item, name: str) -> None:
    if test.stash.get(_failed, False):
        page.screenshot(path=_artifacts(test) / name, full_page=True)


def _artifacts(test: pytest.Item) -> Path:
    return ARTIFACTS / re.sub(r"[^\w.-]+", "_", test.nodeid).strip("_")
