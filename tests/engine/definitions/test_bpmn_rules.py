"""Every rule of BPMN the gate knows: a diagram that breaks it is refused by that rule, its twin is accepted."""

import pytest

from engine.definitions.gate import check_diagram
from engine.definitions.problem import Problem
from tests.engine.definitions.cases_data import DATA
from tests.engine.definitions.cases_events import EVENTS
from tests.engine.definitions.cases_flows import FLOWS
from tests.engine.definitions.cases_structure import STRUCTURE
from tests.engine.definitions.rule_cases import Case

CASES = [*STRUCTURE, *DATA, *FLOWS, *EVENTS]


def errors(xml: bytes) -> list[Problem]:
    return [problem for problem in check_diagram(xml, "图.bpmn") if problem.severity == "error"]


def name(case: Case) -> str:
    return f"{case.rule} {case.note}".strip()


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_broken_diagram_is_refused_by_its_rule(case: Case) -> None:
    found = errors(case.broken)
    assert case.rule in {problem.rule for problem in found}
    for problem in found:
        assert problem.file == "图.bpmn"
        assert problem.message.endswith("。")
        assert problem.remedy.endswith("。")


@pytest.mark.parametrize("case", [case for case in CASES if case.right is not None], ids=name)
def test_its_twin_is_accepted(case: Case) -> None:
    assert case.right is not None
    assert errors(case.right) == []
