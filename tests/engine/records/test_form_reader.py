"""What a designer is told about a form, and what a form says of itself."""

import json
from typing import Any

import pytest

from engine.records.forms import FormError, read_form
from tests.engine.records.form_samples import DATE, ITEMS, UNIT, field, form, options


def complaints(*components: Any) -> list[str]:
    """What a designer is told about a form of these components."""
    with pytest.raises(FormError) as caught:
        form(*components)
    return caught.value.problems


def test_a_form_tells_what_it_reads_and_takes_the_hosts_functions() -> None:
    raw = json.dumps({"components": [field("number", validate={"max": "= policy(key) + rest"})]}).encode()
    asked = read_form(raw, {"policy"})
    assert asked.reads == {"key", "rest"}
    assert asked.validate({"result": 9}, {"rest": 1}, {"policy": lambda _: 7}).problems == {
        "result": "“办理结果”不能大于 8"
    }


def test_a_field_may_bear_the_name_of_a_function_of_the_host() -> None:
    """`due` is a date of the start form and `due("办理")` a function: a call is known by its parenthesis."""
    raw = json.dumps(
        {"components": [field("number", key="due", validate={"max": "= due(1) + due"})]}
    ).encode()
    asked = read_form(raw, {"due"})
    assert asked.validate({"due": 9}, {}, {"due": lambda _: 1}).problems == {}


def test_a_form_names_the_rule_behind_a_refusal() -> None:
    asked = form(
        field(validate={"required": True}),
        field(key="due", validate={"required": True}, properties={"rule": "SD-03"}),
    )
    assert asked.rule_of(asked.validate({"result": "好"}, {}).problems) == "SD-03"
    assert asked.rule_of(asked.validate({"due": "2020"}, {}).problems) is None


@pytest.mark.parametrize(
    ("component", "message"),
    [
        (
            field("signature"),
            "第 1 个组件“办理结果”(signature):组件类型“signature”不认识;请改用设计器里的组件",
        ),
        (field(key=""), "没有字段名"),
        (field(key="_result"), "以下划线开头"),
        (field(key="a b"), "不能作字段名"),
        (field(key="a.b"), "不能作字段名"),
        (field(key="1a"), "不能作字段名"),
        (field(key="this"), "不能作字段名"),
        (field(key="sum"), "函数名"),
        (field(label="Result"), "没有中文标签"),
        (field("select"), "没有选项"),
        (field("radio", values=[{"label": "甲"}]), "第 1 个选项缺少标签或值"),
        (field("radio", values=options("甲", "甲")), "选项的值“甲”重复"),
        (field("number", validate={"min": 2, "max": 1}), "下限 min=2 大于上限 max=1"),
        (field("number", validate={"min": "二"}), "min 应是数字"),
        (field("number", increment=0), "步长"),
        (field("number", decimalDigits=-1), "decimalDigits 应是 0 至 10 的整数"),
        (field(validate={"minLength": 3, "maxLength": 2}), "下限 minLength=3 大于上限 maxLength=2"),
        (field(validate={"maxLength": 10**9}), "maxLength 应是 0 至 200000 的整数"),
        (field(validate={"pattern": "["}), "正则式写法有误"),
        (field(validate={"pattern": "(a+)+$"}), "正则式太复杂"),
        (field(validate={"pattern": "^(?=.*a)b"}), "正则式写法有误"),
        (field(validate={"pattern": "a" * 301}), "正则式长 301 字"),
        (field(validate={"validationType": "idcard"}), "校验类型“idcard”不认识"),
        (field(conditional={"hide": "= a ="}), "隐藏条件“= a =”有误"),
        (field(readonly="= ("), "readonly“= (”有误"),
        (field(validate=[]), "validate 的写法不对"),
        (field("number", validate={"max": "= policy(1)"}), "不能用的函数 policy"),
        (field("expression"), "表达式应是表达式"),
        (field("number", **UNIT), "只有文字和选择组件能作单位字段"),
        (field(properties={"notBefore": "= today"}), "只有日期时间组件能用 notBefore"),
        ({**DATE, "subtype": "week"}, "子类型应是 date、time 或 datetime"),
        ({"type": "group", "path": "a", "components": []}, "分组不支持“路径”"),
        ({**ITEMS, "components": []}, "列表里没有字段"),
        ({**ITEMS, "components": [{**ITEMS, "path": "inner"}]}, "列表里不能再套列表"),
        ({**ITEMS, "components": [field(readonly=True)]}, "行内字段不能只读"),
        ({**ITEMS, "properties": {"minItems": 3, "maxItems": 2}}, "最少行数 3 大于最多行数 2"),
        ({**ITEMS, "isRepeating": False}, "列表要可重复"),
        ("文字", "第 1 个组件不是 JSON 对象"),
        (field(conditional={"hide": "= result = 1"}), "字段“result”的显示、只读或计算条件互相等待"),
    ],
)
def test_the_designer_is_told_what_to_mend(component: Any, message: str) -> None:
    problems = complaints(component)
    assert any(message in problem for problem in problems)


def test_problems_of_the_whole_form() -> None:
    assert complaints(field(), field()) == ["字段名“result”用了 2 次;请让每个字段名只用一次"]
    assert "超过 500 个" in complaints(*(field(key=f"k{n}") for n in range(501)))[0]
    deep: dict[str, Any] = field()
    for _ in range(7):
        deep = {"type": "group", "components": [deep]}
    assert "分组嵌套超过 6 层" in complaints(deep)[0]
    circle = [field(key=a, conditional={"hide": f"= {b} = null"}) for a, b in ("ab", "ba")]
    assert "互相等待" in complaints(*circle)[0]
    for raw in (b"", b"[]", b"{", b"{}", b'{"components": 1}', b" " * 1_000_001, b"\xff"):
        with pytest.raises(FormError):
            read_form(raw)
