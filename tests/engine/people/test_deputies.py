"""What a diagram withholds from deputies lies in no deputy's inbox and is refused to them (A15)."""

from __future__ import annotations

from uuid import UUID

import pytest

from engine.administration import set_policy
from engine.people import deputising
from engine.refusals import Refused
from tests.engine.people.support import TODAY, TOMORROW, inbox
from tests.support.office import Office, diagram, flows


def signing(deputies: str) -> bytes:
    """A task of 住建局's principal."""
    whose = f'<bj:assignment post="主要负责人" unit="住建局" deputies="{deputies}"/>'
    body = (
        '<bpmn:startEvent id="s"/><bpmn:userTask id="sign" name="签发"><bpmn:extensionElements>'
        f'{whose}</bpmn:extensionElements></bpmn:userTask><bpmn:endEvent id="e"/>' + flows("s>sign", "sign>e")
    )
    return diagram(body)


POLICY = "sign.deputies: {label: 可否由代理人签发, type: boolean, default: false}".encode()


def started(made: Office, deputies: str) -> tuple[UUID, str]:
    """A case whose task waits while 发改局承办人 deputises; its key and number."""
    admin = made.actor("dcs.主要负责人")
    deputising.deputise(made.engine, "zjj/主要负责人", "fgj.承办人", TODAY, TOMORROW, admin)
    made.publish(signing(deputies), files={"policy.yaml": POLICY})
    case = made.start()
    return case, made.case(case)["number"]


@pytest.mark.parametrize(
    "deputies",
    ["no", "= false", "= if today > date(&quot;2020-01-01&quot;) then &quot;no&quot; else &quot;yes&quot;"],
)
def test_a_deputy_neither_sees_nor_does_what_is_withheld(made: Office, deputies: str) -> None:
    case, number = started(made, deputies)
    assert inbox(made, "fgj.承办人") == []
    assert inbox(made, "zjj.主要负责人") == [number]
    with pytest.raises(Refused) as refused:
        made.complete(case, "sign", by="fgj.承办人")
    assert refused.value.kind == "forbidden"
    made.complete(case, "sign", by="zjj.主要负责人")
    assert made.case(case)["status"] == "completed"


@pytest.mark.parametrize("deputies", ["yes", "= true"])
def test_what_is_not_withheld_a_deputy_does(made: Office, deputies: str) -> None:
    case, number = started(made, deputies)
    assert inbox(made, "fgj.承办人") == [number]
    made.complete(case, "sign", by="fgj.承办人")
    assert made.case(case)["status"] == "completed"


def test_the_county_decides_by_policy_what_a_deputy_may_do(made: Office) -> None:
    """What opened before the change stays withheld; from its day on the same step is open to deputies."""
    case, number = started(made, "= policy(&quot;sign.deputies&quot;)")
    assert inbox(made, "fgj.承办人") == []
    set_policy(
        made.engine, "sign.deputies", True, TODAY, "县长办公会", "出国期间", made.actor("dcs.主要负责人")
    )
    later = made.start()
    assert inbox(made, "fgj.承办人") == [made.case(later)["number"]]
    made.complete(later, "sign", by="fgj.承办人")
    with pytest.raises(Refused):
        made.complete(case, "sign", by="fgj.承办人")
    assert inbox(made, "zjj.主要负责人") == [number]
