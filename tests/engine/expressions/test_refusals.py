"""Refusals name the place and say what to write instead."""

import pytest

from engine.expressions import ExpressionError, check_language, compile_expression

HINTS: list[tuple[str, str, int]] = [
    ("amount == 5", "一个等号", 9),
    ("a && b", "写 and", 3),
    ("a || b", "写 or", 3),
    ("!a", "not(", 1),
    ("a <> b", "!=", 4),
    ("a = 'x'", "双引号", 5),
    ("not a", "not(", 5),
    ("True", "true", 1),
    ("a = None", "null", 5),
    ("a AND b", "and", 1),
    ("a \uff1e 5", "半角", 3),
    ("\uff08a\uff09", "半角", 1),
    ("a \uff0c b", "半角", 3),
    ("a = \u201cx\u201d", "引号", 5),
    ("a \u2265 5", ">=", 3),
    ("a % 2", "modulo", 3),
    ("a ? 1 : 2", "if", 3),
    ("${amount > 5}", "别的表达式语言", 1),
    ("#{amount}", "别的表达式语言", 1),
    ("", "空的", 1),
    ("a >", "没有写完", 4),
    ("(a", "没有写完", 3),
    ("a b 5", "缺少", 5),
    ("a.__class__", "下划线", 1),
    ("count(1, 2)", "要 1 个参数", 1),
    ('date("2021-02-29")', "检查日期存在", 1),
    ('"a\\d"', "转义", 1),
]


@pytest.mark.parametrize(("text", "says", "column"), HINTS)
def test_hints(text: str, says: str, column: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_expression(text)
    assert says in refused.value.message
    assert refused.value.place is not None
    assert (refused.value.place.line, refused.value.place.column) == (1, column)
    assert str(refused.value) == refused.value.message


def test_places_in_later_lines() -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_expression("a and\n  b == c")
    assert refused.value.place is not None
    assert (refused.value.place.line, refused.value.place.column) == (2, 6)


def test_a_failure_names_the_innermost_piece() -> None:
    with pytest.raises(ExpressionError) as failed:
        compile_expression('1 + 1 = 2 and ("a" + 1) = "a1"').evaluate({})
    assert failed.value.place is not None
    assert failed.value.place.fragment == '"a" + 1'
    assert "string(" in failed.value.message


def test_properties_that_are_not_there_are_named() -> None:
    with pytest.raises(ExpressionError) as failed:
        compile_expression("day.hour").evaluate({"day": __import__("datetime").date(2020, 1, 1)})
    assert "year、month、day、weekday" in failed.value.message
    with pytest.raises(ExpressionError, match="后面不能写点"):
        compile_expression("name.size").evaluate({"name": "x"})


def test_kinds_the_language_does_not_know() -> None:
    with pytest.raises(ExpressionError) as failed:
        compile_expression("thing").evaluate({"thing": object()})
    assert failed.value.kind == "type"
    with pytest.raises(ExpressionError, match="字段名不是文字"):
        compile_expression("thing").evaluate({"thing": {1: 2}})


@pytest.mark.parametrize(
    "language",
    [
        None,
        "",
        "feel",
        "FEEL",
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
    ],
)
def test_feel_by_any_of_its_names(language: str | None) -> None:
    check_language(language)


@pytest.mark.parametrize(
    "language",
    [
        "http://www.w3.org/1999/XPath",
        "juel",
        "groovy",
        "javascript",
        "python",
        "http://groovy.codehaus.org/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "feelings",
    ],
)
def test_foreign_languages_are_refused(language: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        check_language(language)
    assert language in refused.value.message
