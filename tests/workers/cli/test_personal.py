"""`banjie personal`: an operator looks at the keys and exchanges one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.records.test_personal import FILES, TOLD
from tests.engine.records.test_resealing import ONE
from tests.support.office import Office, office
from tests.workers.cli.conftest import Banjie


@pytest.fixture
def site(migrated: Banjie, tmp_path: Path) -> Iterator[Office]:
    """The operator's site, with one case that holds personal data."""
    assert migrated("personal", "status").exit_code == 0
    with office(f"sqlite:///{tmp_path}/data/banjie.db", tmp_path / "data") as made:
        made.publish(ONE, files=FILES)
        made.start(TOLD)
        yield made


@pytest.mark.usefixtures("site")
def test_a_key_is_exchanged_and_the_one_before_forgotten(banjie: Banjie, tmp_path: Path) -> None:
    before = json.loads(banjie("personal", "status", "--json").stdout)
    assert (before["present"], before["before"], before["unknown"]) == (2, 0, 0)
    old = (tmp_path / "data/secret-key").read_text()
    told = json.loads(banjie("personal", "rotate", "--new-key", "--json").stdout)
    assert (told["resealed"], told["present"], told["before"]) == (2, 2, 0)
    assert told["key"] != before["key"]
    assert (tmp_path / "data/secret-key").read_text() != old
    assert not (tmp_path / "data/secret-key.previous").exists()
    assert json.loads(banjie("personal", "rotate", "--json").stdout)["resealed"] == 0


@pytest.mark.usefixtures("site")
def test_what_was_cut_off_is_gone_on_with(banjie: Banjie, tmp_path: Path) -> None:
    key = tmp_path / "data/secret-key"
    (tmp_path / "data/secret-key.previous").write_text(key.read_text())
    key.write_text("a-new-key-made-before-the-power-went")
    said = banjie("personal", "status").stdout
    assert "以前的密钥:2 项" in said
    refused = banjie("personal", "rotate", "--new-key")
    assert (refused.exit_code, "还没有做完" in refused.stderr) == (1, True)
    assert "重新加密 2 项" in banjie("personal", "rotate").stdout
    assert not (tmp_path / "data/secret-key.previous").exists()


@pytest.mark.usefixtures("site")
def test_a_key_that_is_a_setting_is_exchanged_by_hand(
    banjie: Banjie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = (tmp_path / "data/secret-key").read_text()
    monkeypatch.setenv("BANJIE_SECRET_KEY", "another-key-of-the-county")
    assert "不认识的密钥:2 项" in banjie("personal", "status").stdout
    refused = banjie("personal", "rotate", "--new-key")
    assert (refused.exit_code, "BANJIE_PREVIOUS_SECRET_KEY" in refused.stderr) == (1, True)
    monkeypatch.setenv("BANJIE_PREVIOUS_SECRET_KEY", old)
    assert json.loads(banjie("personal", "rotate", "--json").stdout)["resealed"] == 2
    monkeypatch.delenv("BANJIE_PREVIOUS_SECRET_KEY")
    assert json.loads(banjie("personal", "status", "--json").stdout)["present"] == 2
