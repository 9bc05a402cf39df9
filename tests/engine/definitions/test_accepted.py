"""What the gate accepts, the runtime can make ready to run."""

import pytest

from engine.runtime.program import Program
from tests.engine.definitions.cases_data import DATA
from tests.engine.definitions.cases_events import EVENTS
from tests.engine.definitions.cases_flows import FLOWS
from tests.engine.definitions.cases_structure import STRUCTURE

TWINS = sorted({case.right for case in (*STRUCTURE, *DATA, *FLOWS, *EVENTS) if case.right is not None})


@pytest.mark.parametrize("xml", TWINS, ids=range(len(TWINS)))
def test_what_is_accepted_can_be_made_ready_to_run(xml: bytes) -> None:
    program = Program({"图.bpmn": xml}, "图.bpmn")
    assert program.spec.name == program.process.id
