"""What the tests need of the system is looked for, and asked for in words a person can follow."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support import prerequisites


def test_this_machine_has_everything() -> None:
    assert prerequisites.missing() == []


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS brings Chinese fonts and has no apt-get")
def test_what_cannot_be_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("BANJIE_CHROMIUM", sys.executable)
    assert prerequisites.main() == 1
    told = capsys.readouterr().err
    assert "测试还缺：中文字体、redis-server" in told
    assert "sudo apt-get install fonts-noto-cjk fontconfig redis-server" in told
