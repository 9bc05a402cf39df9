"""See that the system has what the tests drive: a Chromium, a Chinese font, a Redis.

Run by `make test`: `python -m tests.support.prerequisites`. What is missing is installed with apt-get
where that works without a password; otherwise it says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from deploy.console import complain, say
from deploy.system_packages import apt_install
from tests.support.chromium import find_chromium


@dataclass(frozen=True)
class Need:
    """One thing, how to see whether it is there, and what it is called in package managers."""

    chinese: str
    english: str
    present: Callable[[], bool]
    apt: tuple[str, ...]
    brew: str


def _has_chinese_font() -> bool:
    if sys.platform == "darwin":
        return True
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


NEEDS = (
    Need(
        "Chromium 浏览器",
        "Chromium",
        lambda: find_chromium() is not None,
        ("chromium",),
        "--cask google-chrome",
    ),
    Need(
        "中文字体",
        "a Chinese font",
        _has_chinese_font,
        ("fonts-noto-cjk", "fontconfig"),
        "--cask font-noto-sans-cjk",
    ),
    Need(
        "redis-server",
        "redis-server",
        lambda: shutil.which("redis-server") is not None,
        ("redis-server",),
        "redis",
    ),
)


def missing() -> list[Need]:
    """What the system lacks."""
    return [need for need in NEEDS if not need.present()]


def _install(needs: list[Need]) -> None:
    apt_install([package for need in needs for package in need.apt])
    if find_chromium() is None:
        # Where the system's package is only a stub, Playwright brings a Chromium of its own.
        say("用 Playwright 下载 Chromium", "downloading Chromium with Playwright")
        with_libraries = ["--with-deps"] if os.geteuid() == 0 else []
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=False
        )


def _advice(needs: list[Need]) -> str:
    if sys.platform == "darwin":
        return "\n".join(f"    brew install {need.brew}" for need in needs)
    return "    sudo apt-get install " + " ".join(package for need in needs for package in need.apt)


def main() -> int:
    """Install what is missing if possible. Returns 0 if all is there in the end, else 1."""
    lacking = missing()
    if lacking and sys.platform != "darwin":
        _install(lacking)
        lacking = missing()
    if not lacking:
        return 0
    complain(
        f"测试还缺：{'、'.join(need.chinese for need in lacking)}。请先安装（或用 BANJIE_CHROMIUM 指明浏览器）：",
        f"The tests still need: {', '.join(need.english for need in lacking)}. Install them (BANJIE_CHROMIUM names "
        f"a browser elsewhere):\n{_advice(lacking)}",
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
