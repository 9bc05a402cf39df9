"""Settings: what is read, what is made once, and how a wrong value is refused."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.settings import Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def _in_an_empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANJIE_{name.upper()}", raising=False)


def test_without_any_setting_everything_lies_in_one_directory(tmp_path: Path) -> None:
    settings = read_settings()
    assert settings.data == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'banjie.db'}"
    assert settings.database_file == tmp_path / "data" / "banjie.db"
    assert settings.broker_url == "filesystem://"
    assert (settings.host, settings.port, settings.demo) == ("127.0.0.1", 8000, False)


def test_a_variable_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("BANJIE_PORT=8100\nBANJIE_THREADS=3\n")
    monkeypatch.setenv("BANJIE_PORT", "8200")
    assert (read_settings().port, read_settings().threads) == (8200, 3)


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first, second = read_settings().secret_key, read_settings().secret_key
    assert first == second
    assert len(first) >= 43
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_starting_at_once_they_agree_on_one_key() -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {settings.secret_key for settings in pool.map(lambda _: read_settings(), range(8))}
    assert len(keys) == 1


def test_a_given_key_is_kept_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANJIE_SECRET_KEY", "chosen-by-hand")
    settings = read_settings()
    assert settings.secret_key == "chosen-by-hand"
    assert "chosen-by-hand" not in repr(settings)
    assert not (tmp_path / "data" / "secret-key").exists()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DATABASE_URL", "mysql://localhost/banjie", "sqlite:///文件路径"),
        ("DATABASE_URL", "banjie.db", "sqlite:///文件路径"),
        ("BROKER_URL", "amqp://localhost", "redis://主机:6379/0"),
        ("PORT", "http", "应为整数"),
        ("PORT", "70000", "不能大于 65535"),
        ("DEMO", "maybe", "1(开)或 0(关)"),
        ("LOG_FORMAT", "xml", "'console'、'json'"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"BANJIE_{name}", value)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert f"设置 BANJIE_{name} 的值“{value}”有误" in str(refused.value)
    assert message in str(refused.value)


def test_a_data_directory_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(SettingsError, match="BANJIE_DATA"):
        read_settings()
