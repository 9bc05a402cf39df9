"""Every form of every folder refuses nonsense, and says in Chinese what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.definitions.checks.expressions import HOUSE_FUNCTIONS
from engine.records.form_field import Field
from engine.records.forms import Form, read_form
from engine.time import clock
from engine.time.clock import CIVIL

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PROCESSES = Path(__file__).parents[2] / "processes"
FORMS = sorted(PROCESSES.glob("*/forms/*.json"))
CONTEXT = {"_units": {"住建局": "住建局"}, "_files": {"a": "材料.exe"}}
NONSENSE: dict[str, tuple[Any, ...]] = {
    "textfield": ("字" * 20_001, ["一"]),
    "textarea": ("字" * 20_001, {"a": 1}),
    "number": ("十块", "1e5", "--3", "∞"),
    "checkbox": ("也许",),
    "radio": ("不在选项里", ["approve"]),
    "select": ("不在选项里",),
    "checklist": ("不是列表", ["不在选项里"]),
    "taglist": (["不在选项里"],),
    "datetime": ("2026-02-30", "二月三十日", "昨天", "99:99"),
    "filepicker": (["没有这个附件"], ["b", "c"]),
    "dynamiclist": ("一行", ["一行"]),
}
MAY_FALL = {"change_amount", "priced_amount"}
"""Amounts that may be below nothing: what a change of works saves."""
MAY_REPEAT = {"stars"}
"""Lists in which one unit may stand twice: several people of it."""


def shown(file: Path) -> Iterator[Field]:
    """The fields somebody fills in, made visible; those of rows not among them."""
    for field in read_form(file.read_bytes(), HOUSE_FUNCTIONS).fields:
        if field.fixed is not True and field.expression is None:
            yield replace(field, hides=(), fixed=False)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: str(file.relative_to(PROCESSES)))
def test_nonsense_is_refused_in_words(file: Path) -> None:
    for field in shown(file):
        for value in NONSENSE[field.kind]:
            problems = Form((field,)).validate({field.key: value}, CONTEXT).problems
            assert problems, f"{field.label} took {value!r}"
            assert all(re.search("[一-鿿]", said) for said in problems.values())
            assert any(field.label in said for said in problems.values()) or field.kind == "dynamiclist"


@pytest.mark.parametrize("file", FORMS, ids=lambda file: str(file.relative_to(PROCESSES)))
def test_no_amount_is_negative_and_no_unit_stands_twice(file: Path) -> None:
    for field in shown(file):
        for each in (field, *field.rows):
            if each.kind == "number" and each.fixed is not True and each.key not in MAY_FALL:
                least = each.bounds.get("min")
                assert not isinstance(least, int) or least >= 0, each.label
                assert least is not None, f"{each.label} may be negative"
        if any(row.unit for row in field.rows) and field.key not in MAY_REPEAT:
            assert field.must is not None, f"{field.label} may name a unit twice"


LONG_AGO = date(2001, 1, 1)
STARTED = datetime(2026, 3, 2, 9, 0, tzinfo=CIVIL)
DAYS = dict.fromkeys(
    ("accepted_on", "registered_on", "stage_result_on", "acted_on", "effective_on", "learn_from"),
    STARTED.date(),
)
BEFORE_THE_CASE = {
    **CONTEXT,
    **DAYS,
    "case": {"started": STARTED},
    "today": STARTED.date(),
    "now": STARTED,
    "happened_at": STARTED,
    "reform_to": date(2026, 8, 16),
    "reply_by": None,
}
"""A case begun, taken in, accepted on 2 March 2026."""


def asked_within_a_case() -> list[tuple[Path, Field]]:
    """Every date a task or a request asks for; a start form may tell of what was before."""
    forms = {
        file.parent / form.get("ref", "")
        for file in PROCESSES.glob("*/*.bpmn")
        for step in etree.parse(file).iter(f"{BPMN}userTask", f"{BPMN}boundaryEvent")
        for form in step.iter("{urn:banjie:bpmn:1}form")
    }
    return [
        (file, each)
        for file in sorted(forms & set(FORMS))
        for field in read_form(file.read_bytes(), HOUSE_FUNCTIONS).fields
        for each in (field, *field.rows)
        if each.kind == "datetime" and each.subtype != "time" and each.fixed is not True
    ]


@pytest.mark.parametrize(
    ("file", "field"),
    asked_within_a_case(),
    ids=lambda each: each.parts[-3] if isinstance(each, Path) else each.key,
)
def test_no_date_lies_before_the_case(file: Path, field: Field) -> None:
    """What was done for an applicant was not done before they were accepted, nor a limit set that has passed."""
    said = "2001-01-01" if field.subtype == "date" else "2001-01-01T09:00"
    shown = replace(field, hides=(), fixed=False)
    with clock.using(lambda: STARTED):
        problems = (
            Form((shown,))
            .validate({field.key: said}, {**BEFORE_THE_CASE, "this": {field.key: LONG_AGO}})
            .problems
        )
    assert problems, f"{file.name}: {field.label} took a day before the case began"
