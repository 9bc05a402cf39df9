"""SIGKILL while personal data gets another key: whatever had been written, going on afterwards loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine import tables
from engine.engine import Engine
from engine.records.resealing import reseal, sealed_with
from engine.records.vault import Vault
from engine.settings import Settings, exchange_key, forget_previous_key, previous_secret, site_secret
from tests.engine.records.test_resealing import filled, read
from tests.faults.dying import dies_at
from tests.support.office import civil, office


def exchange(engine: Engine, _argument: Any) -> None:
    """What `banjie personal rotate` does to the database."""
    for _ in reseal(engine.database, engine.vault, at_once=4):
        pass


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANJIE_{name.upper()}", raising=False)


def test_killed_anywhere_it_goes_on(database_url: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    now = civil("2020-03-09 09:00")
    with office(database_url, data) as made:
        cases = filled(made, 2)
        said = read(made, made.engine.vault, cases)
        old = site_secret(data)
        for point in range(1, 60, 3):
            exchange_key(data)
            assert (previous_secret(data), site_secret(data) == old) == (old, False)
            died = dies_at(point, exchange, database_url, data, now, None)
            both = Vault(site_secret(data), [old])
            assert read(made, both, cases) == said
            exchange(Engine(made.engine.database, data), None)
            with made.engine.database.reading() as connection:
                assert sealed_with(connection).keys() == {both.key_id}
            forget_previous_key(data)
            assert read(made, Vault(site_secret(data)), cases) == said
            old = site_secret(data)
            if not died:
                break
        assert not died
        assert point > 8
        assert len(made.rows(select(tables.personal))) == 2 * 2


def test_cut_off_between_the_two_files_it_may_be_called_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    old = site_secret(data)
    (data / "secret-key.previous").write_text(old)
    exchange_key(data)
    assert (previous_secret(data), site_secret(data) == old) == (old, False)
