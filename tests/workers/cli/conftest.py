"""The command as an operator types it, on a data directory of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.settings import Settings
from workers.cli import main

Banjie = Callable[..., Result]


@pytest.fixture
def banjie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Banjie:
    """Run `banjie ARGUMENTS…` in an empty directory whose `data` is the data directory."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANJIE_{name.upper()}", raising=False)

    def run(*arguments: object, input: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=input)

    return run


@pytest.fixture
def migrated(banjie: Banjie) -> Banjie:
    """The same with an empty database."""
    assert banjie("migrate").exit_code == 0
    return banjie
