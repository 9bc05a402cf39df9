"""Small processes of these tests, published beside the site's own: every verb has its place in one of them."""

from __future__ import annotations

import json

from tests.support.office import Office, diagram, flows, task
from tests.web.site_support import SmallSite

_VERBS = '<bj:verbs allow="return withdraw transfer delegate add_signer"/>'
LINE = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("draft", "", _VERBS, "拟稿", unit="住建局")
    + task("check", "承办人", _VERBS, "审核", unit="发改局")
    + '<bpmn:endEvent id="e" name="办成"/>'
    + flows("s>draft", "draft>check", "check>e"),
    "line",
    '<bj:case title="= title" unit="= unit" start="督查室" steer="督查室"/><bj:deadline name="办理" limit="10 wd" owner="case"/>',
)
VOTE = diagram(
    '<bpmn:startEvent id="s"/><bpmn:userTask id="opinion" name="会签"><bpmn:extensionElements>'
    '<bj:assignment post="承办人" unit="= unit"/><bj:item in="= units" as="unit" result="opinions"/>'
    '<bj:vote mode="all"/><bj:verbs allow="add_signer remove_signer"/></bpmn:extensionElements>'
    '<bpmn:multiInstanceLoopCharacteristics isSequential="false"/></bpmn:userTask><bpmn:endEvent id="e"/>'
    + flows("s>opinion", "opinion>e"),
    "vote",
    '<bj:case start="督查室"/>',
)
ASK = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("work", "承办人", '<bj:deadline name="办理" limit="7 wd"/>', "办理", unit="= unit")
    + '<bpmn:endEvent id="e"/><bpmn:boundaryEvent id="ask" name="申请延期" attachedToRef="work" cancelActivity="false">'
    '<bpmn:extensionElements><bj:request verb="request_extension" by="= unit" '
    'when="now &lt;= due(&quot;办理&quot;)" refusal="规定时限已过,不能受理。"/><bj:rule id="SD-08"/>'
    '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent>'
    '<bpmn:serviceTask id="grant"><bpmn:extensionElements><bj:extend deadline="办理" until="= date(until)" '
    'reason="= reason"/></bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id="e2"/>'
    + flows("s>work", "work>e", "ask>grant", "grant>e2"),
    "ask",
    '<bj:case title="= title" unit="= unit" start="督查室"/>',
    '<bpmn:message id="m" name="申请延期"/>',
)


def _catch(key: str, kind: str, ref: str) -> str:
    definition = f'<bpmn:{kind}EventDefinition {kind}Ref="{ref}"/>'
    return f'<bpmn:intermediateCatchEvent id="{key}">{definition}</bpmn:intermediateCatchEvent>'


LETTER = diagram(
    '<bpmn:startEvent id="s"/>'
    + _catch("wait", "message", "m")
    + _catch("halt", "signal", "g")
    + task("after", name="登记")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>wait", "wait>halt", "halt>after", "after>e"),
    "letter",
    '<bj:case start="督查室"/>',
    '<bpmn:message id="m" name="回函"><bpmn:extensionElements><bj:correlation key="= number"/></bpmn:extensionElements>'
    '</bpmn:message><bpmn:signal id="g" name="复工"/>',
)

COMPLAINT = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("answer", "承办人", name="答复", unit="= unit")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>answer", "answer>e"),
    "complaint",
    '<bj:case title="= matter" unit="= unit" start="督查室"/><bj:form ref="forms/complaint.json"/>',
)
_FIELDS: list[dict[str, object]] = [
    {"key": "complainant", "label": "投诉人", "properties": {"personal": "true", "visible": "督查室"}},
    {"key": "matter", "label": "事由"},
    {"key": "unit", "label": "被投诉单位"},
]
COMPLAINT_FORM = json.dumps(
    {
        "type": "default",
        "components": [{"type": "textfield", "id": field["key"], **field} for field in _FIELDS],
    }
).encode()


def publish_all(site: SmallSite) -> None:
    """Publish them without the gate: they lack what the house asks for beyond the verbs."""
    office = Office(site.engine, site.clock)
    for name, xml in (("line", LINE), ("vote", VOTE), ("ask", ASK), ("letter", LETTER)):
        office.publish(xml, name)
    office.publish(COMPLAINT, "complaint", {"forms/complaint.json": COMPLAINT_FORM})
