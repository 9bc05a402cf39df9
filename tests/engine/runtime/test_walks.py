"""Random diagrams, random paths, random times: what is saved and reloaded goes on as if it never had been."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis.strategies import SearchStrategy

from engine.database import IN_MEMORY
from engine.definitions.diagram_gate import check_diagram
from tests.support.block_drawing import drawn
from tests.support.blocks import Block, unpaired, wholes
from tests.support.growing import SEED, grown, seeds
from tests.support.invariants import check_case
from tests.support.office import Office, office
from tests.support.walks import Move, Walker, moves, nothing_reloaded

_processes = count()


def same_without_reloading(made: Office, block: Block, steps: list[Move]) -> None:
    """Walk a case that is stored and read again at every step, and its twin that stays in memory."""
    process = f"walk{next(_processes)}"
    xml = drawn(block, process)
    assert [problem for problem in check_diagram(xml) if problem.severity == "error"] == []
    made.publish(xml, process)
    walker = Walker(made, process, lambda case: check_case(made.engine, case))
    done, seen = walker.walk(steps)
    with tempfile.TemporaryDirectory() as folder, office(IN_MEMORY, Path(folder)) as twin:
        twin.publish(xml, process)
        with nothing_reloaded():
            assert Walker(twin, process).walk(done) == (done, seen)


def walked(
    made: Office, examples: int, grown_from: int, diagrams: SearchStrategy[Block], most: int = 14
) -> None:
    """Walk so many random diagrams."""

    def walk(block: Block, steps: list[Move]) -> None:
        same_without_reloading(made, block, steps)

    grown(examples, grown_from, walk, diagrams, moves(most))


def test_reloading_at_every_step_changes_nothing(small: Office) -> None:
    walked(small, 30, SEED, wholes())


def test_nor_does_it_where_splits_and_joins_do_not_pair(small: Office) -> None:
    walked(small, 12, SEED, unpaired())


def test_so_it_is_on_both_databases(made: Office) -> None:
    walked(made, 6, SEED + 1, wholes(2))


@pytest.mark.soak
def test_long_walks(made: Office) -> None:
    for each in seeds(share=0.15):
        walked(made, 15, each, wholes(4), most=40)
        walked(made, 5, each, unpaired(), most=40)
