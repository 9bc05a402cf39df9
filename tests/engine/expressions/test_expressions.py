"""What expressions give: examples for every form of the language."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.expressions import ExpressionError, Range, YearsMonths, compile_expression
from engine.time.clock import CIVIL

CASE: Mapping[str, Any] = {
    "amount": 200_000,
    "source": "县长批示",
    "empty": None,
    "share": 0.1,
    "urgent": True,
    "case": {"number": "政办督〔2020〕1号", "weight": 1.5, "unit": {"name": "住建局"}},
    "items": [{"name": "甲", "days": 3}, {"name": "乙", "days": 12}, {"name": "丙", "days": 7}],
    "scores": [3, 1, 2],
    "received": date(2020, 3, 9),
    "at": datetime(2020, 3, 9, 1, 30, tzinfo=UTC),
    "limit": 5,
    "Vacation Approval": "Approved",
}

EXAMPLES: list[tuple[str, object]] = [
    # numbers
    ("1 + 2 * 3", 7),
    ("(1 + 2) * 3", 9),
    ("10 - 2 - 3", 5),
    ("0.1 + 0.2", Decimal("0.3")),
    ("share * 3", Decimal("0.3")),
    ("1 / 4", Decimal("0.25")),
    ("6 / 3", 2),
    ("-2 ** 2", 4),
    ("2 ** 3 ** 2", 64),
    ("2 ** -1", Decimal("0.5")),
    ("--5", 5),
    (".5 + 1", Decimal("1.5")),
    ("7 / 2 * 2 = 7", True),
    # comparison and null
    ("amount > 100000", True),
    ("amount >= 200000 and amount <= 200000", True),
    ("1 = 1.0", True),
    ('"a" = 1', None),
    ('"a" != 1', None),
    ('"a" != "b"', True),
    ("empty = null", True),
    ("missing = null", True),
    ("missing != null", False),
    ("empty > 3", None),
    ("empty + 1", None),
    ("true = (1 = 1)", True),
    ("[1, [2]] = [1, [2.0]]", True),
    ("[1, 2] = [2, 1]", False),
    ('{a: 1, b: "x"} = {b: "x", a: 1}', True),
    ('"a" < "b"', True),
    # three-valued logic
    ("true and empty", None),
    ("false and empty", False),
    ("empty and false", False),
    ("true or empty", True),
    ("empty or true", True),
    ("false or empty", None),
    ("not(empty)", None),
    ("not(urgent)", False),
    ("a = 1 or urgent and not(b = 2)", True),
    # if, between, in
    ('if amount > 5 then "大" else "小"', "大"),
    ('if empty then "大" else "小"', "小"),
    ("amount between 1 and 200000 and urgent", True),
    ("3 in [1..5]", True),
    ("5 in [1..5)", False),
    ("1 in (1..5]", False),
    ("1 in ]1..5[", False),
    ("2 in ]1..5[ and true", True),
    ("3 in (1, 2, 3)", True),
    ("3 in (< 2, > 2)", True),
    ("3 in > 4", False),
    ("3 in (> 4)", False),
    ("3 in scores", True),
    ("3 in ([5..9], [1..3])", True),
    ('source in ("县长批示", "副县长提请")', True),
    ("empty in [1..5]", None),
    ("empty in (1, null)", True),
    # names and paths
    ("case.number", "政办督〔2020〕1号"),
    ("case.unit.name", "住建局"),
    ("case.weight", Decimal("1.5")),
    ("case.nothing.at.all", None),
    ("missing.field", None),
    ('Vacation Approval = "Approved"', True),
    ("`Vacation Approval`", "Approved"),
    ("items.days", [3, 12, 7]),
    ("= amount > 5", True),
    (" =amount", 200_000),
    # lists, contexts, filters, repetitions
    ("scores[1]", 3),
    ("scores[-1]", 2),
    ("scores[4]", None),
    ("scores[0]", None),
    ("scores[limit - 3]", 1),
    ("scores[item > 1]", [3, 2]),
    ("items[days > limit].name", ["乙", "丙"]),
    ('items[name = "甲"][1].days', 3),
    ("items[item.days > 5 and days < 10][1].name", "丙"),
    ("empty[1]", None),
    ("5[1]", 5),
    ("{a: 1, b: a + 1}.b", 2),
    ('{"字段 一": 1}.`字段 一`', 1),
    ("for s in scores return s * 2", [6, 2, 4]),
    ("for i in 1..3 return i", [1, 2, 3]),
    ("for i in 3..1 return i", [3, 2, 1]),
    ("for i in (1..4) return i", [2, 3]),
    ("for i in 1..2, j in 1..i return i * 10 + j", [11, 21, 22]),
    ("for i in empty return i", []),
    ("some x in items satisfies x.days > 10", True),
    ("every x in items satisfies x.days > 10", False),
    ("every x in [] satisfies false", True),
    ("some x in [null, false] satisfies x", None),
    ("every x in [null, true] satisfies x", None),
    ("some x in scores, y in scores satisfies x > y", True),
    ("for x in scores return (for x in [x] return x + limit)[1]", [8, 6, 7]),
    # dates, times, durations
    ('date("2020-03-09") = received', True),
    ('received + duration("P7D")', date(2020, 3, 16)),
    ('date("2020-01-31") + duration("P1M")', date(2020, 2, 29)),
    ('date("2020-03-31") - duration("P1M")', date(2020, 2, 29)),
    ('date("2020-03-18") - received', timedelta(days=9)),
    ('(date("2020-03-18") - received).days', 9),
    ("received.year * 100 + received.month", 202003),
    ("received.weekday", 1),
    ("at.hour", 9),
    ("at.minute", 30),
    ('at = date and time("2020-03-09T09:30:00+08:00")', True),
    ('at = date and time("2020-03-09T09:30")', True),
    ('at + duration("PT15H")', datetime(2020, 3, 10, 0, 30, tzinfo=CIVIL)),
    ('time("17:30") - time("08:30")', timedelta(hours=9)),
    ('time("23:00") + duration("PT2H")', time(1, 0)),
    ('duration("PT90M").hours', 1),
    ('duration("PT90M").minutes', 30),
    ('-duration("P1DT2H")', timedelta(days=-1, hours=-2)),
    ('duration("P1Y") + duration("P2M")', YearsMonths(14)),
    ('duration("P14M").years', 1),
    ('duration("P14M").months', 2),
    ('duration("P1D") * 1.5', timedelta(hours=36)),
    ('duration("P1D") / duration("PT6H")', Decimal(4)),
    ('duration("P1D") / 2', timedelta(hours=12)),
    ('received in [date("2020-03-01")..date("2020-03-31")]', True),
    ('@"2020-03-09" = received', True),
    ('@"PT1H"', timedelta(hours=1)),
    ('@"2020-03-09T09:30" = at', True),
    ('@"17:30"', time(17, 30)),
    # texts
    ('"办" + "结"', "办结"),
    ('"引号 \\" 反斜杠 \\\\ 换行 \\n \\u529e"', '引号 " 反斜杠 \\ 换行 \n 办'),
    ("amount // 注释\n > 5 /* 也是注释 */", True),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_examples(text: str, expected: object) -> None:
    result = compile_expression(text).evaluate(CASE)
    assert result == expected
    assert type(result) is type(expected)


def test_a_range_is_a_value() -> None:
    assert compile_expression("(1..5]").evaluate({}) == Range(1, 5, False, True)


def test_a_word_that_only_begins_like_a_keyword_is_a_name() -> None:
    scope = {"android": 1, "order": 2, "and审批": 3, "in_time": 4, "iffy": 5, "notice": 6, "nullable": 7}
    for name, value in scope.items():
        assert compile_expression(name).evaluate(scope) == value


def test_naive_instants_are_civil_time() -> None:
    at = datetime(2020, 3, 9, 17, 30)  # noqa: DTZ001
    assert compile_expression("at").evaluate({"at": at}) == at.replace(tzinfo=CIVIL)


def test_floats_never_reach_the_arithmetic() -> None:
    result = compile_expression("rates").evaluate({"rates": [0.1, {"deep": 2.5}]})
    assert result == [Decimal("0.1"), {"deep": Decimal("2.5")}]
    with pytest.raises(ExpressionError, match="不是数的数字"):
        compile_expression("rate").evaluate({"rate": float("nan")})


def test_conditions_take_true_false_and_null_only() -> None:
    assert compile_expression("amount > 5").evaluate_condition(CASE) is True
    assert compile_expression("amount < 5").evaluate_condition(CASE) is False
    assert compile_expression("missing > 5").evaluate_condition(CASE) is False
    with pytest.raises(ExpressionError) as refused:
        compile_expression("amount").evaluate_condition(CASE)
    assert refused.value.kind == "type"


def test_a_missing_name_is_null_unless_strict() -> None:
    expression = compile_expression("missing")
    assert expression.evaluate({}) is None
    assert expression.evaluate({"missing": None}, strict=True) is None
    with pytest.raises(ExpressionError) as refused:
        expression.evaluate({}, strict=True)
    assert refused.value.kind == "unknown_name"
    assert "missing" in refused.value.message


def test_is_defined_asks_without_failing() -> None:
    expression = compile_expression("is defined(case.unit.name) and not(is defined(missing.name))")
    assert expression.evaluate(CASE, strict=True) is True


def test_uses_tell_names_paths_and_functions() -> None:
    expression = compile_expression(
        'case.number = "x" and due("办理") > today() and some v in votes satisfies v.side = wanted'
    )
    assert expression.names == {"case", "votes", "wanted"}
    assert expression.paths == {("case", "number")}
    assert expression.functions == {"due", "today"}


def test_uses_set_apart_what_stands_in_filters() -> None:
    expression = compile_expression("items[days > limit and item.name = case.name][1]")
    assert expression.names == {"items"}
    assert expression.filter_names == {"days", "limit", "case"}


def test_names_bound_by_contexts_are_not_read_from_the_case() -> None:
    assert compile_expression("{a: b, c: a}").names == {"b"}


def test_host_functions_are_given_at_evaluation() -> None:
    def due(name: str) -> date:
        return {"办理": date(2020, 3, 18)}[name]

    expression = compile_expression('due("办理") - duration("P1D")')
    assert expression.evaluate({}, {"due": due}) == date(2020, 3, 17)
    with pytest.raises(ExpressionError) as refused:
        expression.evaluate({})
    assert refused.value.kind == "unknown_function"
    with pytest.raises(ExpressionError) as failed:
        compile_expression('due("没有")').evaluate({}, {"due": due})
    assert failed.value.kind == "value"


def test_data_named_like_a_function_does_not_hide_it() -> None:
    scope = {"due": date(2020, 4, 30)}
    expression = compile_expression('due = due("办理")')
    assert expression.evaluate(scope, {"due": lambda _name: date(2020, 4, 30)}) is True


def test_what_a_host_function_raises_on_purpose_passes_through() -> None:
    class ConnectionLostError(RuntimeError):
        pass

    def policy(_key: str) -> int:
        raise ConnectionLostError

    with pytest.raises(ConnectionLostError):
        compile_expression('policy("x")').evaluate({}, {"policy": policy})


def test_form_visibility_is_the_same_language() -> None:
    hide = compile_expression('=decision = "approve"')
    assert hide.evaluate_condition({"decision": "approve"}) is True
    assert hide.evaluate_condition({}) is False


def test_a_text_is_compiled_once() -> None:
    assert compile_expression("amount + 1") is compile_expression("amount + 1")
