"""Every scenario of every process passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.rehearsal import Stage, run_scenario

PROCESSES = Path(__file__).parents[2] / "processes"
SCENARIOS = sorted(PROCESSES.glob("*/scenarios/*.y*ml"))


@pytest.fixture(scope="module")
def stage() -> Stage:
    """The county's processes, read and compiled once."""
    return Stage(PROCESSES)


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: str(file.relative_to(PROCESSES)))
def test_a_scenario_passes(file: Path, stage: Stage) -> None:
    assert run_scenario(file, stage).failures == []


def test_every_process_has_a_scenario() -> None:
    diagrams = {file.parent for file in PROCESSES.glob("*/*.bpmn")}
    assert diagrams
    assert diagrams == {file.parent.parent for file in SCENARIOS}
