"""What administrators and overseers do through the interface: incidents, verifying the records, publishing."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import Any
from uuid import uuid4

from engine.queries.versions import current_versions
from tests.support.office import Office, diagram, flows, task
from tests.web.api.client import program
from tests.web.api.conftest import Speaker
from tests.web.errand_zip import changed_diagram, zipped
from tests.web.items import altered, stopped
from tests.web.site_support import NOW, SmallSite


def test_incidents_are_listed_and_tried_again(any_site: SmallSite) -> None:
    site = any_site
    cases = [site.start().id for _ in range(3)]
    one, two, three = stopped(site, *cases)
    admin = program(site, "sjj.gly")
    assert program(site, "dcs.dcy1").do("incidents").kind == "forbidden"
    page = admin.do("incidents", query={"limit": 2}).json
    rest = admin.do("incidents", query={"limit": 2, "cursor": page["next"]}).json
    assert {each["id"] for each in page["items"] + rest["items"]} == {str(key) for key in (one, two, three)}
    assert rest["next"] is None
    assert admin.do("retry_incident", incident_id=one).json["case_id"] == str(cases[0])
    again = admin.do("retry_incident", incident_id=one)
    assert (again.kind, "排除,不用再试" in again.json["detail"]) == ("conflict", True)
    body = {"incidents": [str(two), str(three), str(one)]}
    assert program(site, "dcs.dcy1").do("retry_incidents", body).kind == "forbidden"
    assert admin.do("retry_incidents", {"incidents": [str(two), str(uuid4())]}).kind == "not-found"
    assert len(admin.do("incidents").json["items"]) == 2
    told = admin.do("retry_incidents", body).json
    assert told["done"] == [str(two), str(three)]
    assert [(each["incident"], "排除,不用再试" in each["message"]) for each in told["refused"]] == [
        (str(one), True)
    ]
    assert admin.do("incidents").json["items"] == []


def test_what_still_cannot_go_on_stays_with_its_reason(site: SmallSite, speak: Speaker) -> None:
    late = (
        '<bpmn:startEvent id="s"/>'
        + task("work")
        + '<bpmn:boundaryEvent id="late" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:scriptTask id="count"><bpmn:script>doubled = policy("missing.number")</bpmn:script></bpmn:scriptTask>'
        '<bpmn:endEvent id="x"/><bpmn:endEvent id="e"/>' + flows("s>work", "work>e", "late>count", "count>x")
    )
    Office(site.engine, site.clock).publish(diagram(late), "stuck")
    case = site.engine.start("stuck", site.actor("dcs.dcy1"), {})
    site.move_to(NOW + timedelta(days=2))
    admin = speak("sjj.gly")
    (waiting,) = admin.do("incidents").json["items"]
    assert (waiting["case_id"], "missing.number" in waiting["message"]) == (str(case.id), True)
    alone = admin.do("retry_incident", incident_id=waiting["id"])
    assert (alone.kind, "missing.number" in alone.json["detail"]) == ("conflict", True)
    told = admin.do("retry_incidents", {"incidents": [waiting["id"]]}).json
    assert told["done"] == []
    assert [(each["incident"], each["number"]) for each in told["refused"]] == [(waiting["id"], case.number)]
    assert [each["id"] for each in admin.do("incidents").json["items"]] == [waiting["id"]]


def test_an_altered_record_is_named(any_site: SmallSite) -> None:
    site = any_site
    case, other = site.start().id, site.start().id
    client = program(site, "dcs.dcy1")
    assert client.do("verify").json["is_intact"] is True
    said = altered(site, case)
    for found in (client.do("verify_case", case_id=case).json, client.do("verify").json):
        assert found["is_intact"] is False
        (row,) = found["altered"]
        assert (row["sequence"], row["field"]["path"], row["field"]["now"]) == (1, "经办人", "zjj.cb")
        assert row["in_words"].endswith(said)
    assert client.do("verify_case", case_id=other).json["is_intact"] is True
    parts: list[Any] = [client.do("verify", query={"limit": 1}).json]
    while parts[-1]["next"]:
        parts.append(client.do("verify", query={"limit": 1, "cursor": parts[-1]["next"]}).json)
    assert [part["cases"] for part in parts] == [1, 1]
    assert sum(len(part["altered"]) for part in parts) == 1
    assert client.do("verify_case", case_id=uuid4()).kind == "not-found"
    assert program(site, "czj.cb").do("verify").kind == "forbidden"


def brought(content: bytes, process: str = "errand") -> dict[str, str]:
    return {"process": process, "folder": b64encode(content).decode(), "reason": "核验改为4个工作日"}


def test_a_folder_is_published_under_the_conditions_of_the_page(site: SmallSite, speak: Speaker) -> None:
    designer = speak("sjj.sjy")
    changed = zipped(changed_diagram('limit="3 wd"', 'limit="4 wd"'))
    assert speak("dcs.zr").do("publish", brought(changed)).kind == "forbidden"
    assert speak("sjj.sjy", "read", "work").do("publish", brought(changed)).kind == "scope"
    assert designer.do("publish", brought(changed)).json == {"process": "errand", "number": 2, "is_new": True}
    assert designer.do("publish", brought(changed)).json["is_new"] is False

    broken = zipped(changed_diagram('<bj:assignment post="督查室"/>', ""))
    refused = designer.do("publish", brought(broken))
    assert (refused.status, "还不能发布" in refused.json["detail"]) == (422, True)
    assert all(place.startswith("errand.bpmn#") for place in refused.json["problems"])
    for wrong in (brought(b"no zip"), brought(changed, "letter"), {**brought(changed), "folder": "!"}):
        assert "folder" in designer.do("publish", wrong).json["problems"]
    with site.engine.database.reading() as connection:
        (errand,) = (each for each in current_versions(connection) if each.process == "errand")
    assert errand.number == 2
