"""Scripts: assignments, one a line, and nothing else."""

import pytest

from engine.expressions import ExpressionError, check_data_name, compile_script, limits

SCRIPT = """
// 评分
base = amount / 1000
bonus = if urgent then 10 else 0

total = base + bonus  // 合计
级别 = if total > 100 then "高" else "低"
"""


def test_later_lines_read_earlier_ones() -> None:
    script = compile_script(SCRIPT)
    assert script.assigned == ("base", "bonus", "total", "级别")
    assert script.names == {"amount", "urgent"}
    assert script.run({"amount": 95_000, "urgent": True, "base": 7}) == {
        "base": 95,
        "bonus": 10,
        "total": 105,
        "级别": "高",
    }


def test_the_scope_is_left_alone() -> None:
    scope: dict[str, object] = {"a": 1}
    assert compile_script("a = a + 1\na = a + 1").run(scope) == {"a": 3}
    assert scope == {"a": 1}


def test_a_name_set_before_it_is_read_is_no_need_of_the_script() -> None:
    assert compile_script("a = b\nc = a.x + b.y").names == {"b"}
    assert compile_script("a = b\nc = a.x + b.y").paths == {("b", "y")}


def test_windows_line_ends_and_empty_scripts() -> None:
    assert compile_script("a = 1\r\nb = a + 1\r\n").run({}) == {"a": 1, "b": 2}
    assert compile_script(" \n// nothing\n").run({}) == {}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("import os", "没有循环、导入"),
        ("for i in list", "没有循环、导入"),
        ("while true", "没有循环、导入"),
        ("case.number = 1", "等号左边只能写一个名称"),
        ("list[1] = 1", "等号左边只能写一个名称"),
        ("a == 1", "赋值写一个等号"),
        ("a", "名称 = 表达式"),
        ("a =", "表达式是空的"),
        ("a = 1; b = 2", "不用分号"),
        ("_a = 1", "下划线"),
        ("if = 1", "保留字"),
        ("True = 1", "保留字"),
        ("None = 1", "保留字"),
        ("count = 1", "函数名"),
        ("9a = 1", "名称 = 表达式"),
        ("a b = 1", "名称 = 表达式"),
        ("a += 1", "名称 = 表达式"),
        ("a, b = 1", "名称 = 表达式"),
        ("\uff41 = 1", "全角"),
    ],
)
def test_what_is_no_assignment_is_refused_with_its_line(line: str, says: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_script(f"ok = 1\n\n{line}")
    assert refused.value.kind == "syntax"
    assert says in refused.value.message
    assert refused.value.place is not None
    assert refused.value.place.line == 3


def test_a_failing_line_is_named() -> None:
    with pytest.raises(ExpressionError) as failed:
        compile_script('a = 1\nbb = a + "x"').run({})
    assert failed.value.kind == "type"
    assert failed.value.place is not None
    assert (failed.value.place.line, failed.value.place.column) == (2, 6)


def test_a_host_function_is_not_overwritten() -> None:
    script = compile_script("due = 1")
    assert script.run({}) == {"due": 1}
    with pytest.raises(ExpressionError, match="函数名"):
        script.run({}, {"due": lambda: 1})


def test_scripts_are_bounded() -> None:
    with pytest.raises(ExpressionError) as long:
        compile_script("// x\n" * limits.SCRIPT_LENGTH)
    with pytest.raises(ExpressionError) as many:
        compile_script("a = 1\n" * (limits.SCRIPT_LINES + 1))
    assert long.value.kind == many.value.kind == "limit"


@pytest.mark.parametrize("name", ["amount", "金额", "x1", "case_no", "Vacation Approval", "order"])
def test_names_for_data(name: str) -> None:
    check_data_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a  b",
        "_a",
        "__class__",
        "a _b",
        "1a",
        "a-b",
        "a.b",
        "a\n",
        "and",
        "true",
        "TRUE",
        "null",
        "None",
        "count",
        "string length",
        "not",
        "is defined",
        "policy",
        "\uff41",
        "a\u200b",
        "\u2160",
    ],
)
def test_names_not_for_data(name: str) -> None:
    with pytest.raises(ExpressionError):
        check_data_name(name, {"policy"})
