"""The yearly bonus (SD-09b, SD-09c) is a table of the process's folder; worked cases 18 to 20."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expressions.tables import read_decisions

DECISIONS = read_decisions(
    (Path(__file__).parents[2] / "processes" / "supervision" / "bonus.dmn").read_bytes()
)
BLUE, YELLOW, RED = 1, 2, 5


def decide(key: str, items: int, yellows: int, reds: int, **policy: object) -> object:
    """A decision of the table for a unit that was assigned `items` and cooperates in as many again."""
    numbers = {
        "score.n_by": "交办年度",
        "score.parties": "lead",
        **{name.replace("__", "."): value for name, value in policy.items()},
    }
    year = {
        "assigned": items, "handled": items + 1, "joined": items, "joined_handled": items + 2,
        "received": {"蓝色督办单": 9, "黄色督办单": yellows, "红色督办单": reds},
    }  # fmt: skip
    return DECISIONS[key].evaluate(year, {"policy": lambda name: numbers[str(name)]})


def bonus(items: int, yellows: int, reds: int) -> tuple[int, int]:
    """Points and percentage points of a year."""
    points, percent = (decide(key, items, yellows, reds) for key in ("bonus_points", "bonus_percent"))
    assert isinstance(points, int)
    assert isinstance(percent, int)
    return points, percent


def test_nothing_is_wrong_in_it() -> None:
    assert [str(problem) for each in DECISIONS.values() for problem in each.problems] == []


@pytest.mark.parametrize(
    ("items", "points", "percent"), [(0, 0, 0), (4, 0, 0), (5, 15, 0), (19, 15, 0), (20, 45, 5), (300, 45, 5)]
)
def test_a_year_without_slips(items: int, points: int, percent: int) -> None:
    """Case 18 and the edges of its brackets."""
    assert bonus(items, 0, 0) == (points, percent)


@pytest.mark.parametrize(
    ("items", "blues", "yellows", "reds", "net"),
    [(6, 1, 1, 1, -8), (6, 1, 0, 0, 14), (10, 1, 1, 2, -13), (6, 2, 1, 0, 1), (20, 0, 1, 0, 13)],
)
def test_the_net_of_a_year(items: int, blues: int, yellows: int, reds: int, net: int) -> None:
    """Cases 19, 20 and 21; a yellow without a red keeps the bonus for no red."""
    points, _ = bonus(items, yellows, reds)
    assert points - BLUE * blues - YELLOW * yellows - RED * reds == net


@given(items=st.integers(0, 500), yellows=st.integers(0, 9), reds=st.integers(0, 9))
def test_a_slip_never_pays(items: int, yellows: int, reds: int) -> None:
    """More slips never give more, and more items never less."""
    here = bonus(items, yellows, reds)
    for worse in (bonus(items, yellows + 1, reds), bonus(items, yellows, reds + 1)):
        assert all(a <= b for a, b in zip(worse, here, strict=True))
    assert all(a >= b for a, b in zip(bonus(items + 1, yellows, reds), here, strict=True))


@pytest.mark.parametrize(("base", "items", "share"), [(15, 20, 20), (12, 20, 17), (18, 20, 20), (15, 19, 15)])
def test_the_share_of_excellent_posts_stays_under_its_cap(base: int, items: int, share: int) -> None:
    numbers = {"supervision__excellent__base": base, "supervision__excellent__cap": 20}
    assert decide("excellent_share", items, 0, 0, **numbers) == share


@pytest.mark.parametrize(
    ("n_by", "parties", "items"),
    [
        ("交办年度", "lead", 7),
        ("在办年度", "lead", 8),
        ("交办年度", "lead+cooperating", 14),
        ("在办年度", "lead+cooperating", 17),
    ],
)
def test_what_counts_as_an_item_is_a_switch(n_by: str, parties: str, items: int) -> None:
    """A15: `score.n_by` and `score.parties`, each in each position."""
    assert decide("items", 7, 0, 0, score__n_by=n_by, score__parties=parties) == items
