"""Rows of lists, and that nothing a browser can send gets past a form, whatever it is."""

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine import values as stored_values
from engine.records.forms import Form, FormError, read_form
from tests.engine.records.form_samples import DATE, FILES, ITEMS, UNIT, UNITS, field, form, options


def test_lists_of_rows() -> None:
    listed = form(ITEMS, field("number", "factor", "倍数"))
    good = listed.validate(
        {"factor": 3, "items": [{"owner": " 甲 ", "size": "2", "x": 1}, {"owner": "无", "size": 9}]}, {}
    )
    assert good.problems == {}
    assert good.values["items"] == [{"owner": "甲", "twice": 6, "size": 2}, {"owner": "无", "twice": None}]
    assert list(good.values) == ["items", "factor"]
    bad = listed.validate({"items": [{"owner": "甲"}, {"size": "多"}]}, {})
    assert bad.problems == {
        "items[1].owner": "“整改事项”第 2 行:请填写“责任人”",
        "items[1].size": "“整改事项”第 2 行:“规模”应填写数字,如 12 或 3.5",
    }
    assert listed.validate({}, {}).problems == {"items": "“整改事项”至少填 1 行,现有 0 行"}
    three = listed.validate({"items": [{"owner": "甲"}] * 3}, {})
    assert three.problems == {"items": "“整改事项”最多填 2 行,现有 3 行"}
    assert listed.validate({"items": [1]}, {}).problems == {
        "items": "“整改事项”中有一行不是表单数据;请刷新页面后重填"
    }


def test_rows_that_may_not_change_keep_their_stored_fields() -> None:
    kept = form(
        {**ITEMS, "allowAddRemove": False, "components": [field(key="owner", label="责任人", readonly=True)]}
    )
    stored = {"items": [{"owner": "甲"}, {"owner": "乙"}]}
    assert kept.validate({"items": [{}, {"owner": "丙"}]}, stored).values == stored
    assert kept.validate({"items": [{}]}, stored).problems == {
        "items": "“整改事项”应为 2 行,不能增删;请刷新页面后重填"
    }


RICH = form(
    field(key="title", label="事项", validate={"required": True, "maxLength": 8}),
    field("textarea", "note", "说明", conditional={"hide": "= amount > 3"}),
    field(
        "number", "amount", "金额", decimalDigits=2, increment=0.25, validate={"min": -5, "max": "= note2"}
    ),
    field(key="code", label="编号", validate={"pattern": "^[A-Z]{1,3}\\d*$"}),
    field("checkbox", "urgent", "加急"),
    field("select", "level", "等级", values=[{"value": 1, "label": "一"}, {"value": "1", "label": "壹"}]),
    field("checklist", "kinds", "类别", values=options("甲", "乙"), readonly="= urgent"),
    field("taglist", "units_asked", "协办单位", valuesKey="units", **UNIT),
    field(key="unit", label="单位", **UNIT),
    {**DATE, "properties": {"notBefore": "= today"}},
    {**DATE, "subtype": "time", "key": "at", "dateLabel": "时刻"},
    {
        **DATE,
        "subtype": "datetime",
        "key": "when",
        "dateLabel": "会议时间",
        "conditional": {"hide": "= done = null"},
    },
    field("filepicker", "files", "附件"),
    {"type": "expression", "key": "sum_of", "expression": "= if urgent then done else items"},
    {**ITEMS, "properties": {}},
    field("number", "factor", "倍数"),
)
HOST = {"today": date(2026, 3, 2), "_units": UNITS, "_files": FILES, "kinds": ["甲"], "note2": 100}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
LIKELY = st.sampled_from(
    [
        "甲",
        "乙",
        1,
        "1",
        "2026-03-02",
        "2026年12月31日",
        "17:30",
        "2199-12-31T23:00-11:00",
        "2026-03-03T09:00Z",
        "f1",
        ["f1"],
        ["f2", "f1"],
        "住建局",
        ["住建局"],
        ["甲", "甲"],
        "AB12",
        0.25,
        "1,000.50",
        "-0",
        "１２",
        True,
        [{"owner": "甲", "size": 2}],
        [{"owner": "无"}, {}],
        [{"_x": 1}],
        "1e400",
        1e300,
        float("nan"),
        "\ud800",
        "٣",
    ]
)
SUBMITTED = st.fixed_dictionaries({}, optional={each.key: LIKELY | JSON for each in RICH.fields})


@given(JSON | SUBMITTED | st.dictionaries(st.sampled_from([*HOST, "x"]), JSON))
def test_nothing_a_browser_sends_raises(data: object) -> None:
    outcome = RICH.validate(data, HOST)
    stored_values.dumps(outcome.values)
    assert set(outcome.values) <= {each.key for each in RICH.fields}
    assert all(isinstance(message, str) and message for message in outcome.problems.values())


@given(SUBMITTED)
def test_values_are_found_right_again(data: dict[str, Any]) -> None:
    first = RICH.validate(data, HOST)
    again = RICH.validate(first.values, HOST)
    if not first.problems:
        assert again == first
    stored = stored_values.loads(stored_values.dumps(first.values))
    assert RICH.validate(stored, HOST) == again


@given(
    st.lists(
        st.fixed_dictionaries(
            {"type": st.sampled_from(["textfield", "select", "datetime", "group", "number"])},
            optional=dict.fromkeys(
                (
                    "key",
                    "label",
                    "validate",
                    "properties",
                    "values",
                    "valuesKey",
                    "conditional",
                    "readonly",
                    "subtype",
                    "path",
                    "components",
                    "increment",
                    "accept",
                ),
                JSON,
            ),
        )
        | JSON,
        max_size=3,
    )
)
def test_a_form_is_read_or_refused(components: list[Any]) -> None:
    try:
        found: Form | list[str] = read_form(json.dumps({"components": components}).encode())
    except FormError as error:
        found = error.problems
    assert isinstance(found, Form) or (found and all(found))
