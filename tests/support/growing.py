"""Random tests grown from a seed: short rounds that are the same every time, long ones while a soak lasts.

`BANJIE_SEED` names the seed of either; a failure says it. `BANJIE_SOAK_MINUTES` is how long all long rounds
together take (docs/testing.md); each has a share of it.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

SEED = int(os.environ.get("BANJIE_SEED", "20200309"))
"""What short rounds grow from."""
MINUTES = float(os.environ.get("BANJIE_SOAK_MINUTES", "60"))


def grown(
    examples: int, grown_from: int, test: Callable[..., None], *strategies: SearchStrategy[object]
) -> None:
    """Try so many examples grown from a seed; a failure is not made smaller, and says the seed."""
    tried = given(*strategies)(test)
    tried = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=(Phase.generate,),
    )(tried)
    try:
        seed(grown_from)(tried)()
    except BaseException as error:
        error.add_note(f"BANJIE_SEED={grown_from}")
        raise


def seeds(share: float) -> Iterator[int]:
    """Ever new seeds until this share of a soak is over, one at least; a seed that was named comes alone."""
    if "BANJIE_SEED" in os.environ:
        yield SEED
        return
    over = time.monotonic() + share * MINUTES * 60
    yield random.SystemRandom().randrange(2**32)
    while time.monotonic() < over:
        yield random.SystemRandom().randrange(2**32)
