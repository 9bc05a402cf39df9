"""Several tasks of one step in one request, where the diagram allows it."""

from __future__ import annotations

from tests.support.office import Office, diagram, flows, task
from tests.web.api.conftest import Speaker
from tests.web.api.test_task_verbs import begin, open_tasks, refused
from tests.web.site_support import SmallSite

STEP = diagram(
    '<bpmn:startEvent id="s"/>'
    + task(
        "check", "承办人", '<bj:verbs allow="bulk"/><bj:form ref="forms/check.json"/>', "核对", unit="住建局"
    )
    + '<bpmn:endEvent id="e"/>'
    + flows("s>check", "check>e"),
    "several",
    '<bj:case title="= title" unit="= unit" start="督查室"/>',
)
FORM = (
    '{"type": "default", "id": "check", "components": ['
    '{"type": "textfield", "key": "said", "id": "f", "label": "意见", "validate": {"required": true}}]}'
)


def publish(site: SmallSite) -> None:
    """Publish the process of one step that may be done together."""
    Office(site.engine, site.clock).publish(STEP, "several", {"forms/check.json": FORM.encode()})


def test_several_are_done_each_by_itself_and_once(site: SmallSite, speak: Speaker) -> None:
    publish(site)
    cases = [begin(speak, "several") for _ in range(3)]
    tasks = [open_tasks(speak, case)["核对"] for case in cases]
    client = speak("zjj.cb")
    bad = client.do("complete_together", {"tasks": tasks, "data": {}})
    assert bad.json["done"] == []
    assert all("意见" in each["message"] for each in bad.json["refused"])
    sent = {"tasks": tasks[:2], "data": {"said": "一致"}}
    first = client.do("complete_together", sent, key="k")
    assert first.json == {"done": tasks[:2], "refused": []}
    assert client.do("complete_together", sent, key="k").json == first.json
    again = client.do("complete_together", sent)
    assert again.json["done"] == []
    assert len(again.json["refused"]) == 2


def test_what_the_diagram_does_not_allow_is_refused(speak: Speaker) -> None:
    task_id = open_tasks(speak, begin(speak, "line"))["拟稿"]
    refused(speak("zjj.cb").do("complete_together", {"tasks": [task_id], "data": {}}), 403, "须逐件办理")
    refused(speak("czj.cb").do("complete_together", {"tasks": [task_id], "data": {}}), 404, "")
