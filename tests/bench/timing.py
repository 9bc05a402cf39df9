"""Measuring on a noisy machine: blocks of each kind by turns, several rounds, the middle and the spread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Block = Callable[[], float]
"""Does some of one kind of work and answers the seconds it took per piece."""


@dataclass(frozen=True)
class Spread:
    """The middle, the lowest and the highest of several rounds."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        """The spread of these values."""
        return cls(median(values), min(values), max(values))

    def text(self, unit: str = "×") -> str:
        """As the table shows it."""
        middle = f"{_short(self.middle)}{unit}"
        return middle if self.low == self.high else f"{middle}({_short(self.low)}–{_short(self.high)})"


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2g}" if abs(value) < 1 else f"{value:.1f}"


def by_turns(blocks: Mapping[str, Block], rounds: int) -> dict[str, list[float]]:
    """Seconds per piece of each block, round by round; every round runs every block once, after a warm-up."""
    for block in blocks.values():
        block()
    taken: dict[str, list[float]] = {name: [] for name in blocks}
    for _ in range(rounds):
        for name, block in blocks.items():
            taken[name].append(block())
    return taken


def against(taken: Mapping[str, list[float]], name: str, base: str) -> Spread:
    """How many times as long `name` took as `base`, round against the same round."""
    return Spread.of([mine / other for mine, other in zip(taken[name], taken[base], strict=True)])


def seconds_each(work: Callable[[], object], pieces: int) -> float:
    """Seconds per piece of some work."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) / pieces
