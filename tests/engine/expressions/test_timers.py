"""Timers: ISO 8601 where it parses, else an expression."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.expressions import (
    Cycle,
    Expression,
    ExpressionError,
    Period,
    YearsMonths,
    read_timer,
    timer_from_value,
)
from engine.time.clock import CIVIL

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=CIVIL)

TEXTS: list[tuple[str, str, object]] = [
    ("2026-01-05", "date", date(2026, 1, 5)),
    ("2026-01-05T09:00", "datetime", MONDAY),
    (" 2026-01-05T09:00:00 ", "datetime", MONDAY),
    ("2026-01-05T01:00:00Z", "datetime", MONDAY),
    ("2026-01-05T09:00:00+08:00", "datetime", MONDAY),
    ("2026-01-05T09:00:00.5+0800", "datetime", MONDAY + timedelta(milliseconds=500)),
    ("P7D", "duration", Period(0, timedelta(days=7))),
    ("P2W", "duration", Period(0, timedelta(days=14))),
    ("PT1H30M", "duration", Period(0, timedelta(minutes=90))),
    ("P1Y2M3DT4H", "duration", Period(14, timedelta(days=3, hours=4))),
    ("PT0S", "duration", Period(0, timedelta(0))),
    ("R3/PT1H", "cycle", Cycle(3, Period(0, timedelta(hours=1)))),
    ("R/P1M", "cycle", Cycle(None, Period(1, timedelta(0)))),
    ("R/2026-01-05T09:00/P7D", "cycle", Cycle(None, Period(0, timedelta(days=7)), start=MONDAY)),
    ("R5/P1D/2026-01-05T09:00", "cycle", Cycle(5, Period(0, timedelta(days=1)), end=MONDAY)),
    (
        "R2/2026-01-05T09:00/2026-01-05T10:00",
        "cycle",
        Cycle(2, Period(0, timedelta(hours=1)), start=MONDAY),
    ),
]


@pytest.mark.parametrize(("text", "kind", "value"), TEXTS)
def test_iso_texts(text: str, kind: str, value: object) -> None:
    timer = read_timer(text)
    assert (timer.kind, timer.value) == (kind, value)


def test_anything_else_is_an_expression() -> None:
    for text in ('due("办理")', '= due("办理") - duration("P1D")', "办理期限", '"P7D"'):
        timer = read_timer(text)
        assert timer.kind == "expression"
        assert isinstance(timer.value, Expression)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-01-05T25:00",
        "2026-01-05T09",
        "PT",
        "P1H",
        "P1.5D",
        "-P1D",
        "P999999Y",
        "R0/PT1H",
        "R3/PT0S",
        "R3/-PT1H",
        "R3/",
        "R3/P1D/P1D",
        "R3/2026-01-05T09:00",
        "R2/2026-01-05T10:00/2026-01-05T09:00",
        "P99999999D",
        "2026-01-05 + 3",
    ],
)
def test_texts_that_are_nearly_iso(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        read_timer(text)
    assert refused.value.kind == "value"


@pytest.mark.parametrize("text", ["0 0 9 * * ?", "*/5 * * * *", "${date}", "", "a b ="])
def test_other_notations_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        read_timer(text)
    assert refused.value.kind == "syntax"


def test_a_period_runs_in_civil_time() -> None:
    last = datetime(2026, 1, 31, 1, 0, tzinfo=UTC)
    assert Period(1, timedelta(0)).after(last) == datetime(2026, 2, 28, 9, 0, tzinfo=CIVIL)
    assert Period(0, timedelta(hours=16)).after(last) == datetime(2026, 2, 1, 1, 0, tzinfo=CIVIL)


def test_values_of_evaluated_timers() -> None:
    assert timer_from_value(MONDAY).kind == "datetime"
    assert timer_from_value(date(2026, 1, 5)).kind == "date"
    assert timer_from_value(timedelta(days=1)).value == Period(0, timedelta(days=1))
    assert timer_from_value(YearsMonths(2)).value == Period(2, timedelta(0))
    assert timer_from_value("R3/PT1H").kind == "cycle"
    for wrong in (None, 5, True, "amount", [MONDAY]):
        with pytest.raises(ExpressionError) as refused:
            timer_from_value(wrong)
        assert refused.value.kind == "value"
