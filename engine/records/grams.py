"""What a Chinese text is found by: pairs of neighbouring characters, words of letters and digits whole."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_RUNS = re.compile(r"[a-z0-9]+|[^\W\da-z_]+")


def runs(text: str) -> list[str]:
    """The words of letters and digits, and the stretches of other letters, in small half-width characters."""
    return _RUNS.findall(unicodedata.normalize("NFKC", text).lower())


def grams(text: str) -> Iterator[str]:
    """What a text is found by, in order, with repetitions (「占道经营」→ 占道 道经 经营)."""
    for run in runs(text):
        if run[0].isascii() or len(run) == 1:
            yield run
        else:
            yield from ("".join(pair) for pair in pairwise(run))
