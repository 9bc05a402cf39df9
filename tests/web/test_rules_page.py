"""规则对照: rules with their elements, scenario and last result; filtered, as XLSX, and on the diagram."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engine.rehearsal.proof import Proof
from engine.rehearsal.tracing import Line, Trace
from engine.rulebook import read_rule_book
from engine.time import clock
from tests.web.site_support import SmallSite

PROCESSES = Path(__file__).parents[2] / "processes"


@pytest.fixture
def proved(site: SmallSite) -> SmallSite:
    """A site on which the carried rules SD-04 and SD-05 were asked for their proof."""
    found = {line.rule.id: line for line in Trace(PROCESSES).lines(["SD-04", "SD-05"])}
    trace = Trace(PROCESSES, site.settings.data / "trace.json")
    trace._keep(
        [
            _with(found["SD-04"], Proof("SD-04", found["SD-04"].rule.scenario, said="没有蓝色督办单")),
            _with(
                found["SD-05"], Proof("SD-05", found["SD-05"].rule.scenario, trouble="停用以后用例仍然通过")
            ),
        ]
    )
    return site


def _with(line: Line, proof: Proof) -> Line:
    return Line(line.rule, line.carriers, proof, clock.now())


def test_a_rule_shows_its_words_elements_and_last_result(proved: SmallSite) -> None:
    visitor = proved.visitor("dcs.dcy1")
    text = visitor.get("/rules?process=supervision&status=carried").text
    (quoted, *_rest) = next(
        rule for rule in read_rule_book(PROCESSES / "rules.yaml") if rule.id == "SD-04"
    ).quotations
    assert quoted.text in text
    assert "发蓝色督办单" in text
    assert "停用后用例不通过,成立" in text
    assert "不成立:停用以后用例仍然通过" in text
    assert "尚未核对" in text
    assert "/rules/supervision/supervision.bpmn?rule=SD-04" in text


def test_the_filters_leave_what_is_asked_for(proved: SmallSite) -> None:
    visitor = proved.visitor("dcs.dcy1")
    planned = visitor.get("/rules?status=planned").text
    assert "待实现" in planned
    assert "rule-SD-04" not in planned
    assert "没有符合条件的规则" in visitor.get("/rules?process=nothing").text


def test_the_table_has_a_row_for_each_element(proved: SmallSite) -> None:
    answer = proved.visitor("dcs.dcy1").get("/rules/export.xlsx?process=supervision")
    table = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.data)).active]
    assert ["SD-04", "supervision", "blue"] in [[row[0], row[5], row[6]] for row in table]


def test_the_diagram_marks_the_elements_of_a_rule(proved: SmallSite) -> None:
    visitor = proved.visitor("sjj.sjy")
    text = visitor.get("/rules/supervision/supervision.bpmn?rule=SD-04").text
    assert "&#34;blue&#34;: &#34;running&#34;" in text
    assert visitor.get("/rules/supervision/supervision.bpmn/xml").data.startswith(b"<?xml")
    assert visitor.get("/rules/nothing/nothing.bpmn").status_code == 404
    assert visitor.get("/rules/supervision/nothing.bpmn").status_code == 404
