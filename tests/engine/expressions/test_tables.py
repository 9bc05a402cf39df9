"""Decision tables: hit policies, requirements, conflicts, and what the gate is told."""

from xml.sax.saxutils import escape

import pytest

from engine.expressions import ExpressionError, limits
from engine.expressions.tables import Decision, TableConflict, read_decisions

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(*decisions: str, namespace: str = DMN) -> bytes:
    body = "".join(decisions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<definitions xmlns="{namespace}" id="d" name="d" namespace="n">{body}</definitions>'
    ).encode()


def cells(name: str, texts: list[str]) -> str:
    return "".join(f"<{name}><text>{escape(text)}</text></{name}>" for text in texts)


def table(
    inputs: list[tuple[str, str]],
    outputs: list[str],
    rules: list[tuple[list[str], list[str]]],
    attributes: str = "",
    before: str = "",
    key: str = "t",
) -> str:
    columns = "".join(
        f'<input id="i{number}"><inputExpression typeRef="{kind}"><text>{escape(text)}</text></inputExpression></input>'
        for number, (text, kind) in enumerate(inputs)
    )
    rows = "".join(
        f"<rule>{cells('inputEntry', tests)}{cells('outputEntry', results)}</rule>"
        for tests, results in rules
    )
    return (
        f'<decision id="{key}" name="决策">{before}'
        f"<decisionTable {attributes}>{columns}{''.join(outputs)}{rows}</decisionTable></decision>"
    )


def one(xml: bytes) -> Decision:
    (decision,) = read_decisions(xml).values()
    return decision


POINTS = '<output name="points" typeRef="number"/>'
LEVELS = [
    (['"蓝"', "-"], ["-1"]),
    (['"黄","红"', "< 10"], ["-2"]),
    (['not("蓝")', "[10..100]"], ["-5"]),
]
INPUTS = [("等级", "string"), ("case.days", "number")]


def test_one_output_gives_its_value() -> None:
    decision = one(definitions(table(INPUTS, [POINTS], LEVELS)))
    assert decision.problems == ()
    assert decision.names == {"等级", "case"}
    assert decision.paths == {("case", "days")}
    assert decision.evaluate({"等级": "红", "case": {"days": 9}}) == -2
    assert decision.evaluate({"等级": "红", "case": {"days": 10}}) == -5
    assert decision.evaluate({"等级": "蓝"}) == -1
    assert decision.evaluate({"等级": "绿", "case": {"days": 1}}) is None


def test_several_outputs_give_a_context() -> None:
    outputs = ['<output name="kind"/>', '<output name="days"/>']
    rules = [(["> 100"], ['"重大"', "limit * 2"]), (["-"], ['"一般"', "limit"])]
    decision = one(definitions(table([("amount", "number")], outputs, rules, 'hitPolicy="FIRST"')))
    assert decision.evaluate({"amount": 500, "limit": 7}) == {"kind": "重大", "days": 14}
    assert decision.evaluate({"amount": 5, "limit": 7}) == {"kind": "一般", "days": 7}


def test_two_matches_under_unique_are_a_conflict_naming_the_rows() -> None:
    rules = [(["> 1"], ["1"]), (["> 5"], ["2"]), (["< 0"], ["3"]), (["7"], ["1"])]
    for attributes in ("", 'hitPolicy="UNIQUE"'):
        decision = one(definitions(table([("x", "number")], [POINTS], rules, attributes)))
        assert decision.evaluate({"x": 2}) == 1
        with pytest.raises(TableConflict) as conflict:
            decision.evaluate({"x": 7})
        assert conflict.value.rules == (1, 2, 4)
        assert "第 1、2、4 行" in conflict.value.message
        assert "决策" in conflict.value.message


def test_any_asks_for_one_result() -> None:
    rules = [(["> 1"], ["1"]), (["> 5"], ["1.0"]), (["> 9"], ["2"])]
    decision = one(definitions(table([("x", "number")], [POINTS], rules, 'hitPolicy="ANY"')))
    assert decision.evaluate({"x": 7}) == 1
    with pytest.raises(TableConflict) as conflict:
        decision.evaluate({"x": 10})
    assert conflict.value.rules == (1, 2, 3)


@pytest.mark.parametrize(
    ("attributes", "expected", "none"),
    [
        ('hitPolicy="FIRST"', 3, None),
        ('hitPolicy="RULE ORDER"', [3, 1, 2.5], []),
        ('hitPolicy="COLLECT"', [3, 1, 2.5], []),
        ('hitPolicy="COLLECT" aggregation="SUM"', 6.5, None),
        ('hitPolicy="COLLECT" aggregation="MIN"', 1, None),
        ('hitPolicy="COLLECT" aggregation="MAX"', 3, None),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 3, 0),
    ],
)
def test_policies(attributes: str, expected: object, none: object) -> None:
    rules = [(["> 1"], ["3"]), (["> 2"], ["1"]), (["> 3"], ["2.5"])]
    decision = one(definitions(table([("x", "number")], [POINTS], rules, attributes)))
    assert decision.evaluate({"x": 7}) == expected
    assert decision.evaluate({"x": 0}) == none
    assert decision.evaluate({"x": None}) == none


@pytest.mark.parametrize(("policy", "expected"), [("PRIORITY", "红"), ("OUTPUT ORDER", ["红", "黄", "蓝"])])
def test_priorities_follow_the_list_of_output_values(policy: str, expected: object) -> None:
    output = '<output name="colour"><outputValues><text>"红","黄","蓝"</text></outputValues></output>'
    rules = [(["> 1"], ['"蓝"']), (["> 2"], ['"红"']), (["> 3"], ['"黄"'])]
    decision = one(definitions(table([("x", "number")], [output], rules, f'hitPolicy="{policy}"')))
    assert decision.problems == ()
    assert decision.evaluate({"x": 7}) == expected


def test_a_default_stands_where_nothing_matches() -> None:
    output = '<output name="a"><defaultOutputEntry><text>9</text></defaultOutputEntry></output>'
    other = '<output name="b"/>'
    single = one(definitions(table([("x", "number")], [output], [(["1"], ["2"])])))
    assert (single.evaluate({"x": 1}), single.evaluate({"x": 3})) == (2, 9)
    double = one(definitions(table([("x", "number")], [output, other], [(["1"], ["2", "3"])])))
    assert double.evaluate({"x": 3}) == {"a": 9, "b": None}


def test_required_decisions_come_first() -> None:
    requires = '<informationRequirement id="r"><requiredDecision href="#level"/></informationRequirement>'
    level = (
        '<decision id="level" name="等级判定"><variable name="等级"/><literalExpression>'
        '<text>if 超期 &gt; 10 then "红" else "蓝"</text></literalExpression></decision>'
    )
    decisions = read_decisions(definitions(table(INPUTS, [POINTS], LEVELS, before=requires), level))
    points = decisions["t"]
    assert points.names == {"超期", "case"}
    assert points.evaluate({"超期": 11, "case": {"days": 3}}) == -2
    assert points.evaluate({"超期": 1, "等级": "红"}) == -1
    assert decisions["level"].evaluate({"超期": 11}) == "红"


def test_functions_of_the_host_reach_the_cells() -> None:
    rules = [(['>= policy("line")'], ["workdays(3)"])]
    decision = one(definitions(table([("x", "number")], [POINTS], rules)))
    assert decision.functions == {"policy", "workdays"}
    assert decision.evaluate({"x": 5}, {"policy": lambda _key: 5, "workdays": lambda n: n * 2}) == 6


def test_values_outside_the_columns_list_are_refused() -> None:
    column = table([("x", "string")], [POINTS], [(['"a"'], ["1"])]).replace(
        "</input>", '<inputValues><text>"a","b"</text></inputValues></input>'
    )
    decision = one(definitions(column))
    assert decision.evaluate({"x": "b"}) is None
    assert decision.evaluate({"x": None}) is None
    with pytest.raises(ExpressionError, match="不在允许的值") as refused:
        decision.evaluate({"x": "c"})
    assert refused.value.kind == "value"


def test_a_type_mismatch_at_run_time_is_an_error() -> None:
    decision = one(definitions(table([("x", "number")], [POINTS], [(["> 5"], ["1"])])))
    with pytest.raises(ExpressionError) as refused:
        decision.evaluate({"x": "7"})
    assert refused.value.kind == "type"


PROBLEMS = [
    ([(["> "], ["1"])], "", 1, "x", "没有写完"),
    ([(["1"], ["1"]), (["== 1"], ["1"])], "", 2, "x", "一个等号"),
    ([(["1"], ["1 +"])], "", 1, "points", "没有写完"),
    ([(['"1"'], ["1"])], "", 1, "x", "这一列是数字,格里写的是文字"),
    ([(['< date("2020-01-01")'], ["1"])], "", 1, "x", "写的是日期"),
    ([(["[1..5], true"], ["1"])], "", 1, "x", "写的是true/false"),
    ([(["-"], ['"1"'])], "", 1, "points", "写的是文字"),
    ([(["-"], ["1", "2"])], "", 1, None, "列数不符"),
    ([(["-"], ["1"])], 'hitPolicy="BEST"', None, None, "不认识命中策略"),
    ([(["-"], ["1"])], 'hitPolicy="FIRST" aggregation="SUM"', None, None, "汇总方式"),
    ([(["-"], ["1"])], 'hitPolicy="COLLECT" aggregation="AVG"', None, None, "汇总方式"),
    ([(["-"], ["1"])], 'hitPolicy="PRIORITY"', None, None, "列出取值"),
]


@pytest.mark.parametrize(("rules", "attributes", "rule", "column", "says"), PROBLEMS)
def test_problems_name_row_and_column(
    rules: list[tuple[list[str], list[str]]], attributes: str, rule: int | None, column: str | None, says: str
) -> None:
    decision = one(definitions(table([("x", "number")], [POINTS], rules, attributes)))
    assert [(problem.rule, problem.column) for problem in decision.problems] == [(rule, column)]
    assert decision.problems[0].decision_id == "t"
    assert says in str(decision.problems[0])
    with pytest.raises(ExpressionError) as refused:
        decision.evaluate({"x": 1})
    assert says in refused.value.message


def test_problems_of_columns_and_decisions() -> None:
    def says(xml: bytes) -> str:
        return " ".join(
            str(problem) for decision in read_decisions(xml).values() for problem in decision.problems
        )

    plain = table([("x", "number")], [POINTS], [(["-"], ["1"])])
    assert "没有填输入表达式" in says(definitions(plain.replace("<text>x</text>", "<text/>")))
    assert "没有输出列" in says(definitions(table([("x", "number")], [], [(["-"], [])])))
    assert "不同的名称" in says(
        definitions(table([("x", "number")], [POINTS, POINTS], [(["-"], ["1", "1"])]))
    )
    assert "不运行" in says(
        definitions(plain.replace("<inputEntry>", '<inputEntry expressionLanguage="javascript">'))
    )
    assert "其他写法不支持" in says(definitions('<decision id="a" name="a"><context/></decision>'))
    assert "BKM" in says(
        definitions(plain.replace("<decisionTable", "<knowledgeRequirement/><decisionTable"))
    )
    assert "不在这个文件里" in says(definitions(_needing("a", "nowhere")))
    assert "成圈:a → b → a" in says(definitions(_needing("a", "b"), _needing("b", "a")))
    assert "成圈:a → a" in says(definitions(_needing("a", "a")))


def _needing(key: str, other: str) -> str:
    return (
        f'<decision id="{key}" name="{key}"><informationRequirement><requiredDecision href="#{other}"/>'
        "</informationRequirement><literalExpression><text>1</text></literalExpression></decision>"
    )


def test_item_definitions_tell_a_columns_kind() -> None:
    item = '<itemDefinition name="tDays"><typeRef>number</typeRef></itemDefinition>'
    wrong = definitions(item, table([("x", "tDays")], [POINTS], [(['"a"'], ["1"])]))
    assert "这一列是数字" in one(wrong).problems[0].message
    unknown = definitions(table([("x", "tOther")], [POINTS], [(['"a"'], ["1"])]))
    assert one(unknown).problems == ()


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_other_versions_of_dmn_are_read(namespace: str) -> None:
    xml = definitions(table([("x", "number")], [POINTS], [(["1"], ["2"])]), namespace=namespace)
    assert one(xml).evaluate({"x": 1}) == 2


HOSTILE = [
    b"",
    b"<definitions",
    b"<html/>",
    b"\xff\xfe<\x00",
    definitions().replace(b"<definitions", b'<!DOCTYPE definitions [<!ENTITY a "b">]><definitions'),
    definitions().replace(b"<definitions", b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions'),
    b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4APA-a/+AD4-',
    definitions(namespace="http://example.org/"),
    definitions("<a>" * 300 + "</a>" * 300),
]


@pytest.mark.parametrize("xml", HOSTILE)
def test_unsafe_or_foreign_files_are_refused(xml: bytes) -> None:
    with pytest.raises(ExpressionError) as refused:
        read_decisions(xml)
    assert refused.value.kind == "syntax"


def test_files_are_bounded() -> None:
    with pytest.raises(ExpressionError) as large:
        read_decisions(b" " * (limits.DMN_BYTES + 1))
    with pytest.raises(ExpressionError) as many:
        read_decisions(definitions(*(_needing(f"d{number}", "d0") for number in range(limits.DECISIONS + 1))))
    assert large.value.kind == many.value.kind == "limit"
    rules = [(["-"], ["1"])] * (limits.TABLE_CELLS // 2 + 1)
    assert "拆成几张表" in one(definitions(table([("x", "number")], [POINTS], rules))).problems[0].message


def test_a_long_chain_of_decisions_is_read_and_run() -> None:
    chain = [_needing(f"d{number}", f"d{number + 1}") for number in range(limits.DECISIONS - 1)]
    last = '<decision id="d99" name="d99"><literalExpression><text>x</text></literalExpression></decision>'
    decisions = read_decisions(definitions(*chain, last))
    assert decisions["d0"].evaluate({}) == 1
    assert decisions["d0"].names == {"x"}


def test_the_work_of_a_decision_is_bounded() -> None:
    burner = "? in (for i in 1..4000 return i)"
    rules = [([burner], ["1"])] * 60
    decision = one(definitions(table([("x", "number")], [POINTS], rules, 'hitPolicy="COLLECT"')))
    with pytest.raises(ExpressionError) as refused:
        decision.evaluate({"x": 0})
    assert refused.value.kind == "limit"
