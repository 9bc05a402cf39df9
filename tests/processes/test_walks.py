"""Random walks through every process folder: whatever people answer and whenever, it comes to an end or to a task.

Never an unassigned task, a stuck gateway, an exception, an incident, or a history that does not verify.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st

from engine.rehearsal import Stage
from tests.support.folder_walks import Folder, FolderWalker, Walk, walks
from tests.support.growing import SEED, grown, seeds
from tests.support.legal_answers import Bank

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDERS = sorted({file.parent for file in PROCESSES.glob("*/*.bpmn")})


@pytest.fixture(scope="module")
def stage() -> Stage:
    """The county's processes, read and compiled once."""
    return Stage(PROCESSES)


@cache
def _read(path: Path) -> Folder:
    return Folder.read(path)


@cache
def _bank() -> Bank:
    bank = Bank()
    for path in FOLDERS:
        for scenario in _read(path).scenarios:
            bank.learn(scenario)
    return bank


def walked(stage: Stage, path: Path, examples: int, most: int, grown_from: int) -> None:
    """Walk a folder's processes so many times."""
    begun = _read(path).begun

    def walk(which: int, steps: list[Walk]) -> None:
        scenario, first = begun[which % len(begun)]
        walker = FolderWalker(stage, _read(path), scenario, _bank())
        try:
            walker.walk(first, steps)
        except BaseException as error:
            error.add_note(f"{path.name}, {scenario.name}")
            error.add_note("\n".join(walker.done))
            raise

    grown(examples, grown_from, walk, st.integers(0, 1_000), walks(most))


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_a_short_walk(stage: Stage, path: Path) -> None:
    walked(stage, path, 2, 14, SEED)


@pytest.mark.soak
@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_long_walks(stage: Stage, path: Path) -> None:
    for each in seeds(share=0.4 / len(FOLDERS)):
        walked(stage, path, 3, 80, each)
