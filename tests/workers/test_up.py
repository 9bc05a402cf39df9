"""All in one: `banjie up` on an empty directory answers, works, stops, goes on, and stands alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import tables
from tests.support.office import office
from tests.support.processes import free_port, running
from tests.support.schema import build_schema
from tests.workers.conftest import TEMPLATE, supervised


class Site:
    """An all-in-one site in a directory; `url` is where it answers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "up.log"
        self.database_url = f"sqlite:///{folder / 'data' / 'banjie.db'}"

    @property
    def command(self) -> list[str]:
        """`banjie up` on this site's port."""
        return [sys.executable, "-m", "workers.cli", "up", "--port", str(self.port)]

    @contextmanager
    def up(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run it until the block ends; it answers when the block begins."""
        with running(self.command, ready=self.answers, log=self.log, stop_signal=signal.SIGINT) as process:
            yield process

    def answers(self) -> bool:
        """Whether the site is ready."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site on an empty directory, settings from nowhere else."""
    for name in [name for name in os.environ if name.startswith("BANJIE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANJIE_DATA", str(tmp_path / "data"))
    return Site(tmp_path)


def test_it_goes_on_with_what_is_there_and_stops_when_told(site: Site) -> None:
    (site.folder / "data").mkdir()
    build_schema(site.database_url)
    with office(site.database_url, site.folder / "data") as made:
        made.publish(supervised(), files={"documents/blue.docx": TEMPLATE.read_bytes()})
        case = made.start({"title": "整治占道经营", "source": "县长批示", "unit": "住建局"})
        with site.up() as running_site:
            deadline = time.monotonic() + 60
            while not made.events(case, "document.rendered"):
                assert time.monotonic() < deadline, site.log.read_text()[-3000:]
                time.sleep(0.2)
            refused = subprocess.run(site.command, capture_output=True, text=True, timeout=60, check=False)
            assert refused.returncode == 1
            assert "正由另一个 banjie up 使用" in refused.stderr
        assert running_site.returncode == 0
        assert not site.answers()
        (paper,) = made.rows(select(tables.document))
        assert (site.folder / "data" / "files" / paper["file_digest"].removeprefix("sha256:")).exists()


def test_killed_it_leaves_nobody_behind_and_starts_again(site: Site) -> None:
    with site.up() as first:
        first.kill()
        first.wait()
        deadline = time.monotonic() + 60
        while site.answers():
            assert time.monotonic() < deadline
            time.sleep(0.1)
    with site.up() as second:
        assert site.answers()
    assert second.returncode == 0


def test_a_port_in_use_is_said_before_anything_starts(site: Site) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", site.port))
        other.listen()
        done = subprocess.run(site.command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"不能在 127.0.0.1:{site.port} 上监听" in done.stderr
    assert "--port" in done.stderr
