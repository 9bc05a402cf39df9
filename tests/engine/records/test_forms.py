"""What a clerk fills in, as typed values or as a sentence that says what to mend."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from engine.records.forms import FormError, Outcome
from engine.time import clock
from tests.engine.records.form_samples import (
    DATE,
    FILES,
    REQUIRED,
    UNIT,
    UNITS,
    accepted,
    field,
    form,
    judge,
    options,
    refused,
)


@pytest.fixture(autouse=True, scope="module")
def _second_of_march() -> Iterator[None]:
    with clock.using(clock.SimulatedClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))):
        yield


@pytest.mark.parametrize(
    ("component", "raw", "value"),
    [
        (field(), "  已整改 \r\n 完毕\x00 ", "已整改   完毕"),
        (field("textarea"), " 一\r\n二 ", "一\n二"),
        (field(), "   ", None),
        (field(), 12, "12"),
        (field("number"), "1,234.50", Decimal("1234.5")),
        (field("number"), "12", 12),
        (field("number"), 3.0, 3),
        (field("number"), 0.1, Decimal("0.1")),
        (field("number"), "", None),
        (field("checkbox"), None, False),
        (field("checkbox"), True, True),
        (field("checklist", values=options("甲", "乙")), ["乙", "甲", "乙"], ["乙", "甲"]),
        (field("taglist", values=options("甲")), None, []),
        (field("radio", values=[{"value": 1, "label": "一"}]), 1, 1),
        (field("select", values=options("甲")), "", None),
        (DATE, "2026-03-02", date(2026, 3, 2)),
        (DATE, "2026/3/2", date(2026, 3, 2)),
        (DATE, " 2026年3月2日", date(2026, 3, 2)),
        (DATE, "2026-03-01T16:30:00Z", date(2026, 3, 2)),
        ({**DATE, "subtype": "time"}, "09:30Z", time(17, 30)),
        ({**DATE, "subtype": "time"}, "17时5分", time(17, 5)),
        (
            {**DATE, "subtype": "datetime"},
            "2026-03-02T17:30",
            datetime(2026, 3, 2, 17, 30, tzinfo=clock.CIVIL),
        ),
        (
            {**DATE, "subtype": "datetime"},
            "2026年3月2日 17:30",
            datetime(2026, 3, 2, 17, 30, tzinfo=clock.CIVIL),
        ),
        (
            {**DATE, "subtype": "datetime"},
            "2026-03-02T09:30Z",
            datetime(2026, 3, 2, 17, 30, tzinfo=clock.CIVIL),
        ),
    ],
)
def test_values_are_typed(component: dict[str, Any], raw: object, value: object) -> None:
    found = accepted(component, raw)
    assert found == value
    assert type(found) is type(value)


def test_instants_are_told_in_civil_time() -> None:
    found = accepted({**DATE, "subtype": "datetime"}, "2026-03-02T09:30Z")
    assert isinstance(found, datetime)
    assert found.tzinfo is clock.CIVIL


@pytest.mark.parametrize(
    ("component", "raw", "message"),
    [
        (field(**REQUIRED), " ", "请填写“办理结果”"),
        (field("number", **REQUIRED), None, "请填写“办理结果”"),
        (field("checkbox", **REQUIRED), False, "请勾选“办理结果”"),
        (field("filepicker", **REQUIRED), [], "请上传“办理结果”"),
        (field("radio", values=options("甲"), **REQUIRED), None, "请选择“办理结果”"),
        (field("checklist", values=options("甲"), **REQUIRED), [], "请选择“办理结果”"),
        (field(), ["a"], "“办理结果”应填写文字"),
        (field(), "字" * 20_001, "“办理结果”最多 20000 字,现有 20001 字"),
        (field(validate={"minLength": 5}), "太短", "“办理结果”至少 5 字,现有 2 字"),
        (field(validate={"maxLength": "= 1 + 1"}), "太长了", "“办理结果”最多 2 字,现有 3 字"),
        (field(validate={"pattern": "^\\d{4}$"}), "12345", "“办理结果”的格式不对,请核对"),
        (field(validate={"pattern": "^a", "patternErrorMessage": "以 a 开头"}), "b", "以 a 开头"),
        (field(validate={"pattern": "a+"}), "a" * 201, "“办理结果”最多 200 字,现有 201 字"),
        (
            field(validate={"validationType": "phone"}),
            "12",
            "“办理结果”应填写电话号码,如 13800000000 或 0800-1234567",
        ),
        (field(validate={"validationType": "email"}), "a@b", "“办理结果”应填写电子邮箱,如 name@example.cn"),
        (field("number", label="金额", validate={"min": 0}), -1, "“金额”不能小于 0"),
        (field("number", label="金额", validate={"max": "= 2 * 1.25"}), "2.6", "“金额”不能大于 2.5"),
        (
            field("number", validate={"min": '= "很多"'}),
            "1",
            "“办理结果”的填写要求算不出来:min 的结果不是数字;请告知流程设计人员",
        ),
        (
            {**DATE, "subtype": "time", "properties": {"notBefore": '= time("08:30:00")'}},
            "8:00",
            "“完成日期”不能早于 08:30",
        ),
        (
            {
                **DATE,
                "subtype": "datetime",
                "properties": {"notAfter": '= date and time("2026-03-02T12:00")'},
            },
            "2026-03-02T12:01",
            "“完成日期”不能晚于 2026年3月2日 12:00",
        ),
        (field("number"), "十", "“办理结果”应填写数字,如 12 或 3.5"),
        (field("number"), True, "“办理结果”应填写数字,如 12 或 3.5"),
        (field("number"), "9" * 30, "“办理结果”的数字太大或太小,请核对"),
        (field("number", decimalDigits=2), "1.234", "“办理结果”最多 2 位小数"),
        (field("number", decimalDigits=0), 1.5, "“办理结果”应为整数"),
        (field("number", increment=0.5), "0.7", "“办理结果”应为 0.5 的倍数"),
        (field("checkbox"), "on", "“办理结果”只能勾选或不勾选"),
        (field("select", values=options("甲")), "丙", "“办理结果”中没有“丙”,请从选项中选择"),
        (
            field("select", values=[{"value": 1, "label": "一"}]),
            True,
            "“办理结果”中没有“True”,请从选项中选择",
        ),
        (field("checklist", values=options("甲")), "甲", "“办理结果”的内容应是一个列表,请刷新页面后重填"),
        (field("taglist", values=options("甲")), ["甲"] * 501, "“办理结果”最多 500 项,现有 501 项"),
        (DATE, "明天", "“完成日期”应填写日期,如 2026-03-02 或 2026年3月2日"),
        (DATE, "2026年2月30日", "“完成日期”填写的日期或时间不存在,请核对"),
        (DATE, "0206-03-02", "“完成日期”的年份应在 1900 至 2199 之间,请核对"),
        ({**DATE, "subtype": "datetime"}, "2026-03-02", "“完成日期”应填写日期和时间,如 2026-03-02 17:30"),
        ({**DATE, "subtype": "time"}, "25:00", "“完成日期”应填写时间,如 17:30"),
        ({**DATE, "disallowPassedDates": True}, "2026-03-01", "“完成日期”不能早于今天(2026年3月2日)"),
        ({**DATE, "properties": {"notBefore": "= today"}}, "2026/3/1", "“完成日期”不能早于 2026年3月2日"),
        ({**DATE, "properties": {"notAfter": "2026-04-01"}}, "2026-04-02", "“完成日期”不能晚于 2026年4月1日"),
        (
            {**DATE, "properties": {"notBefore": '= "不是日期"'}},
            "2026-04-02",
            "“完成日期”的填写要求算不出来:notBefore 的结果不是日期或时间;请告知流程设计人员",
        ),
    ],
)
def test_the_clerk_is_told_what_to_mend(component: dict[str, Any], raw: object, message: str) -> None:
    assert refused(component, raw) == message


@pytest.mark.parametrize(
    ("kind", "text", "good"),
    [
        ("phone", "13800000000", True),
        ("phone", "+86 13800000000", True),
        ("phone", "0818-1234567", True),
        ("phone", "021-12345678-01", True),
        ("phone", "1380000000a", False),
        ("phone", "138000000000", False),
        ("email", "name@example.cn", True),
        ("email", "name@.cn", False),
        ("email", "a b@example.cn", False),
    ],
)
def test_phones_and_mail(kind: str, text: str, good: bool) -> None:
    assert (judge(field(validate={"validationType": kind}), text).problems == {}) is good


def test_units_by_any_name_become_the_short_name() -> None:
    assert accepted(field(label="单位", **UNIT), "住建局", _units=UNITS) == "县住建局"
    assert refused(field(label="单位", **UNIT), "住建", _units=UNITS) == "“单位”中没有“住建”,请从名录中选择"
    assert refused(field(label="单位", **UNIT), "住建局") == "“单位”中没有“住建局”,请从名录中选择"
    several = field("taglist", valuesKey="units", **UNIT)
    assert accepted(several, ["住建局", "县住建局", "县财政局"], _units=UNITS) == ["县住建局", "县财政局"]


def test_a_unit_must_be_among_the_options_left() -> None:
    chosen = field("select", label="单位", valuesExpression='= ["县财政局"]', **UNIT)
    assert refused(chosen, "住建局", _units=UNITS) == "“单位”中没有“县住建局”,请从名录中选择"


def test_options_come_from_the_case() -> None:
    by_key = field("select", valuesKey="case.towns")
    assert accepted(by_key, "东镇", case={"towns": [{"label": "东镇镇", "value": "东镇"}]}) == "东镇"
    by_expression = field("select", valuesExpression='= towns[item != "东镇"]')
    assert refused(by_expression, "东镇", towns=["东镇", "西镇"]) == "“办理结果”中没有“东镇”,请从选项中选择"
    assert refused(by_key, "东镇", case=3) == "“办理结果”中没有“东镇”,请从选项中选择"


def test_files_must_have_been_uploaded() -> None:
    files = field("filepicker", multiple=True, accept=".jpg, .pdf")
    assert accepted(files, "f1", _files=FILES) == ["f1"]
    assert (
        refused(files, ["f1", "f2"], _files=FILES) == "“办理结果”不接受“情况说明.docx”,请上传 .jpg、.pdf 文件"
    )
    assert refused(files, ["f3"], _files=FILES) == "“办理结果”的附件没有上传成功,请重新上传"
    by_expression = field("filepicker", multiple="= many")
    assert accepted(by_expression, ["f1", "f2"], _files=FILES, many=True) == ["f1", "f2"]
    single = field("filepicker")
    assert refused(single, ["f1", "f2"], _files=FILES) == "“办理结果”只能上传一个文件,现有 2 个"


def test_hidden_fields_are_dropped_and_not_required() -> None:
    asked = form(
        field("radio", "decision", "意见", values=options("同意", "不同意")),
        {
            "type": "group",
            "conditional": {"hide": '= decision = "同意"'},
            "components": [field(key="reason", label="理由", **REQUIRED)],
        },
        field(key="more", label="补充", conditional={"hide": "= reason = null"}),
    )
    agreed = asked.validate({"decision": "同意", "reason": "偷带", "more": "偷带"}, {"reason": "旧理由"})
    assert agreed == Outcome({"decision": "同意"}, {})
    assert asked.validate({"decision": "不同意"}, {}).problems == {"reason": "请填写“理由”"}


def test_a_condition_that_fails_hides_nothing() -> None:
    assert refused(field(conditional={"hide": '= 1 < "a"'}, **REQUIRED), None) == "请填写“办理结果”"


def test_read_only_fields_keep_what_is_stored() -> None:
    for setting in ({"readonly": True}, {"disabled": True}, {"readonly": "= 1 = 1"}):
        assert accepted(field(**setting, **REQUIRED), "改掉", result="原值") == "原值"
    assert accepted(field(readonly="= 1 = 2"), "改了", result="原值") == "改了"


def test_expressions_are_worked_out_here() -> None:
    priced = form(
        {"type": "expression", "key": "total", "expression": "= price * 2 + sum(this_year.amount)"},
        field("number", "price", "单价"),
        {
            "type": "dynamiclist",
            "path": "this_year",
            "label": "明细",
            "components": [field("number", "amount", "金额")],
        },
    )
    outcome = priced.validate({"price": "1.5", "total": 0, "this_year": [{"amount": 2}, {"amount": 3}]}, {})
    assert outcome.values["total"] == 8
    assert (
        "“total”算不出来"
        in form({"type": "expression", "key": "total", "expression": '= 1 < "a"'})
        .validate({}, {})
        .problems["total"]
    )


def test_unknown_keys_go_and_reserved_ones_are_refused() -> None:
    plain = form(
        field(), {"type": "text", "text": "说明"}, {"type": "spacer"}, {"type": "button", "label": "提交"}
    )
    assert plain.validate({"result": "好", "score": 100}, {"score": 1}) == Outcome({"result": "好"}, {})
    assert list(plain.validate({"_units": {}}, {}).problems) == ["_units"]
    assert plain.validate([1], {}).problems == {"": "提交的内容不是表单数据;请刷新页面后重新填写"}


def test_limits_may_look_at_one_another() -> None:
    begin = {**DATE, "key": "begin", "dateLabel": "开始日期", "properties": {"notAfter": "= done"}}
    both = form(begin, {**DATE, "properties": {"notBefore": "= begin"}})
    assert both.validate({"begin": "2026-03-02", "done": "2026-03-02"}, {}).problems == {}
    assert both.validate({"begin": "2026-03-03", "done": "2026-03-02"}, {}).problems == {
        "begin": "“开始日期”不能晚于 2026年3月2日",
        "done": "“完成日期”不能早于 2026年3月3日",
    }


GATED: dict[str, Any] = {
    **field("number", "amount", "申请金额"),
    "properties": {
        "must": "= amount <= left",
        "otherwise": '= "额度只剩 " + string(left) + " 元,请改走县长审批"',
        "rule": "ZJ-02",
    },
}


def test_a_demand_is_kept_on_the_server_and_says_by_which_rule() -> None:
    made = form(GATED)
    assert made.validate({"amount": 500}, {"left": 500}).problems == {}
    assert made.validate({"amount": None}, {}).problems == {}
    problems = made.validate({"amount": 501}, {"left": 500}).problems
    assert problems == {"amount": "额度只剩 500 元,请改走县长审批"}
    assert made.rule_of(problems) == "ZJ-02"


def test_a_demand_inside_a_list_names_its_row_and_rule() -> None:
    weight = {
        **field("number", "weight", "权重"),
        "properties": {"must": "= this.weight <= parent.most", "otherwise": "权重太大", "rule": "KP-06"},
    }
    items = {"type": "dynamiclist", "path": "items", "label": "指标", "components": [weight]}
    problems = (
        form(field("number", "most", "上限"), items)
        .validate({"most": 40, "items": [{"weight": 40}, {"weight": 41}]}, {})
        .problems
    )
    assert problems == {"items[1].weight": "“指标”第 2 行:权重太大"}
    assert form(field("number", "most", "上限"), items).rule_of(problems) == "KP-06"


def test_a_demand_needs_its_words() -> None:
    with pytest.raises(FormError, match="otherwise"):
        form({**field(), "properties": {"must": "= true"}})
