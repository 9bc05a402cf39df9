"""Random sound diagrams: blocks put into blocks, every split closed by its own join.

Whoever completes a task says a number `n`; gateways choose by it, so that any path can be taken. Every block
holds a task or a timer, so that no loop turns by itself. `tests.support.block_drawing` draws them.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Block:
    """A piece of a diagram with one way in and one way out. `number` and `flag` vary its kind."""

    kind: str
    parts: tuple[Block, ...] = ()
    number: int = 1
    flag: bool = False


def blocks(depth: int = 3) -> st.SearchStrategy[Block]:
    """Blocks nested up to `depth` deep."""
    leaf = st.one_of(
        st.builds(Block, st.just("task"), number=st.integers(0, 3), flag=st.booleans()),
        st.builds(Block, st.just("guarded"), number=st.integers(1, 4), flag=st.booleans()),
        st.builds(Block, st.just("wait"), number=st.integers(1, 3)),
        st.builds(Block, st.just("choice"), number=st.integers(1, 3)),
    )
    if depth == 0:
        return leaf
    below = blocks(depth - 1)
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    one = st.tuples(below)
    return st.one_of(
        leaf,
        st.builds(Block, st.sampled_from(["sequence", "xor", "and", "or"]), several),
        st.builds(Block, st.just("loop"), one),
        st.builds(Block, st.just("sub"), one, number=st.integers(0, 3), flag=st.booleans()),
        st.builds(Block, st.just("many"), one, number=st.integers(0, 3), flag=st.booleans()),
        st.builds(Block, st.just("crossed"), one, flag=st.booleans()),
        st.builds(Block, st.just("often"), one, number=st.integers(0, 2)),
    )


def wholes(depth: int = 3) -> st.SearchStrategy[Block]:
    """Blocks enough for a process: a few of them in sequence."""
    return st.builds(Block, st.just("sequence"), st.lists(blocks(depth), min_size=2, max_size=4).map(tuple))


def unpaired() -> st.SearchStrategy[Block]:
    """Blocks that hold splits and joins which do not pair, or repeat beside what they hold, where the library counts."""
    within = st.tuples(blocks(0))
    crossed = st.builds(Block, st.just("crossed"), within, flag=st.booleans())
    often = st.builds(Block, st.just("often"), within, number=st.integers(0, 2))
    return st.one_of(crossed, crossed, often)
