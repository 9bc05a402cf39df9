"""Any two acts on any case at once: what comes of it is as if one had been done after the other."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import strategies as st

from engine.database import IN_MEMORY
from engine.refusals import Refused
from engine.time import clock
from tests.support.block_drawing import drawn
from tests.support.blocks import Block, wholes
from tests.support.growing import SEED, grown, seeds
from tests.support.invariants import check_case
from tests.support.office import Office, office
from tests.support.steering import Act, race
from tests.support.walks import Move, Sight, Walker, drain, moves, rivals

_processes = count()


def as_if_in_turn(
    made: Office, block: Block, steps: list[Move], rival: tuple[Move, Move], point: int
) -> None:
    """Walk a case, do two things at once, and compare with doing them one after the other, in either order."""
    process = f"rivals{next(_processes)}"
    xml = drawn(block, process)
    made.publish(xml, process)

    def raced(acts: tuple[Act, Act]) -> tuple[object, object]:
        first, second, _ = race(made, *acts, point)
        return first, second

    done, seen, answers = _after(made, process, steps, rival, raced)
    in_turn = []
    for swapped in (False, True):
        with tempfile.TemporaryDirectory() as folder, office(IN_MEMORY, Path(folder)) as twin:
            twin.publish(xml, process)
            in_turn.append(_after(twin, process, done, rival, partial(_in_turn, twin, swapped)))
    assert (done, seen, answers) in in_turn, (rival, point, seen, in_turn)


def _after(
    made: Office,
    process: str,
    steps: list[Move],
    rival: tuple[Move, Move],
    both: Callable[[tuple[Act, Act]], tuple[object, object]],
) -> tuple[list[Move], Sight, tuple[str, str]]:
    """The steps that were done, what is seen after the two acts, and how each was answered."""
    found: list[tuple[str, str]] = []

    def then(case: UUID) -> None:
        made.clock.move_to(clock.now() + timedelta(hours=rival[0].hours))
        one, other = both((walker.bound(case, rival[0]), walker.bound(case, rival[1])))
        found.append((_kind(one), _kind(other)))
        drain(made)

    walker = Walker(made, process, lambda case: check_case(made.engine, case))
    done, seen = walker.walk(steps, then)
    return done, seen[-1], found[0]


def _in_turn(made: Office, swapped: bool, acts: tuple[Act, Act]) -> tuple[object, object]:
    answers: dict[int, object] = {}
    for place in (1, 0) if swapped else (0, 1):
        try:
            answers[place] = acts[place](made)
        except Refused as refused:
            answers[place] = refused
    return answers[0], answers[1]


def _kind(answer: object) -> str:
    """Done, or refused with a word; anything else is a fault and told as it is."""
    if isinstance(answer, Refused):
        assert "故障" not in answer.message, answer.message
        return answer.kind
    if isinstance(answer, BaseException):
        raise answer
    return "done"


def raced(made: Office, examples: int, grown_from: int, depth: int, most: int) -> None:
    """Race so many pairs."""

    def one(block: Block, steps: list[Move], rival: tuple[Move, Move], point: int) -> None:
        as_if_in_turn(made, block, steps, rival, point)

    pair = st.tuples(rivals(), rivals())
    grown(examples, grown_from, one, wholes(depth), moves(most), pair, st.integers(1, 14))


def test_any_two_acts_are_as_if_in_turn(made: Office) -> None:
    raced(made, 10, SEED, depth=2, most=6)


@pytest.mark.soak
def test_long_rivalry(made: Office) -> None:
    for each in seeds(share=0.1):
        raced(made, 10, each, depth=3, most=14)
