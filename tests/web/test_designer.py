"""The designer's requests: beginning a draft, keeping it, what the panel asks for."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from engine import tables
from engine.definitions import drafts
from engine.definitions.folder import read_folder
from engine.queries.versions import current_version
from engine.time.clock import CIVIL
from tests.support.odd_files import row
from tests.web.site_support import ERRAND, NOW, SmallSite, Visitor
from tests.web.test_migration import publish_changed

DESIGNER, CHIEF = "sjj.sjy", "dcs.zr"
PROCESSES = Path(__file__).parents[2] / "processes"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
PLAIN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
<process id="P_1" isExecutable="true"><startEvent id="s"/><endEvent id="e"/>
<sequenceFlow id="f" sourceRef="s" targetRef="e"/></process></definitions>"""


def begun(visitor: Visitor, **form: str) -> str:
    """The path of a new draft."""
    answer = visitor.post("/designer/new", {"key": "letter", "name": "来信", **form}, page="/designer")
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def send(visitor: Visitor, path: str, page: str, **more: Any) -> Any:
    """A script's POST with the token of a page."""
    found = _TOKEN.search(visitor.get(page).text)
    assert found
    return visitor.client.post(path, headers={"X-CSRFToken": found.group(1)}, **more)


def test_a_new_draft_lacks_only_what_its_designer_knows(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = begun(visitor)
    problems = visitor.get(f"{draft}/problems").get_json()["problems"]
    assert {each["rule"] for each in problems} == {
        "house-no-post",
        "house-no-form",
        "house-no-limit",
        "house-no-scenario",
        "house-nobody-starts",
    }
    assert all(re.search("[一-鿿]", each["message"]) for each in problems)


def test_a_draft_is_listed_by_its_name_before_it_is_ever_published(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = begun(visitor, name="来信办理")
    named = f'href="{draft}"><strong>来信办理</strong>'
    assert named in visitor.get("/designer").text


@pytest.mark.parametrize("form", [{"key": "Letter!"}, {"name": ""}, {"key": "supervision"}])
def test_a_name_that_cannot_be_is_refused_in_words(site: SmallSite, form: dict[str, str]) -> None:
    visitor = site.visitor(DESIGNER)
    answer = visitor.post("/designer/new", {"key": "letter", "name": "来信", **form}, page="/designer")
    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.text


def test_every_procedure_of_the_county_can_be_opened(site: SmallSite) -> None:
    folders = [path.parent for path in sorted(PROCESSES.glob("*/*.bpmn"))]
    with site.engine.database.transaction() as connection:
        person = site.engine.directory(connection).person(DESIGNER).id
        for folder in dict.fromkeys(folders):
            draft = drafts.begin(connection, folder.name, person, read_folder(folder).files)
            assert f"{folder.name}.bpmn" in drafts.files_of(connection, draft)


def test_opening_a_procedure_twice_gives_the_same_draft(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    first = visitor.post("/designer/open", {"process": "supervision"}, page="/designer").headers["Location"]
    again = visitor.post("/designer/open", {"process": "supervision"}, page="/designer").headers["Location"]
    assert first == again
    assert visitor.get(f"{first}/problems").get_json()["count"] == 0


def test_any_tools_file_opens_drawn(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    sent = {"file": (BytesIO(PLAIN.encode()), "图.bpmn")}
    answer = visitor.post("/designer/import", sent, page="/designer")
    assert "BPMNShape" in visitor.get(answer.headers["Location"]).text


@pytest.mark.parametrize("content", [b"nonsense", b"<!DOCTYPE x><x/>", b"<x/>"])
def test_what_is_no_diagram_is_refused(site: SmallSite, content: bytes) -> None:
    answer = site.visitor(DESIGNER).post(
        "/designer/import", {"file": (BytesIO(content), "x.bpmn")}, page="/designer"
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_draft_is_its_owners_alone(site: SmallSite) -> None:
    draft = begun(site.visitor(DESIGNER))
    assert site.visitor(CHIEF).get(draft).status_code == 404


@pytest.mark.parametrize("path", ["../x.bpmn", "forms/x.exe", "a/b/c.json", "documents/x.json"])
def test_only_files_of_a_process_folder_are_kept(site: SmallSite, path: str) -> None:
    visitor = site.visitor(DESIGNER)
    draft = begun(visitor)
    answer = send(visitor, f"{draft}/files/{path}", draft, data=b"{}")
    assert answer.status_code in (404, 422)


def test_a_choice_says_what_it_means_today(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = begun(visitor)
    who = send(visitor, f"{draft}/who", draft, json={"post": "督查室主任"}).get_json()
    assert who == {"ok": True, "text": "今天是:督查室主任"}
    nobody = send(visitor, f"{draft}/who", draft, json={"post": "没有的岗位"}).get_json()
    assert not nobody["ok"]
    until = send(visitor, f"{draft}/until", draft, json={"limit": "3 wd"}).get_json()
    assert "2026年3月19日" in until["text"]
    wrong = send(visitor, f"{draft}/until", draft, json={"limit": "policy:none"}).get_json()
    assert not wrong["ok"]


def test_the_folder_goes_out_and_comes_back(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = begun(visitor)
    packed = visitor.get(f"{draft}/folder.zip").data
    with ZipFile(BytesIO(packed)) as archive:
        assert "letter/letter.bpmn" in archive.namelist()
        parts = {name: archive.read(name) for name in archive.namelist()}
    visitor.post(f"{draft}/discard", page="/designer")
    again = visitor.post("/designer/import", {"file": (BytesIO(packed), "x.zip")}, page="/designer")
    assert (
        visitor.get(f"{again.headers['Location']}/files/letter.bpmn").data
        == visitor.get(f"{draft}/files/letter.bpmn").data
    )
    parts["letter/README.md"] += "改动".encode()
    altered = BytesIO()
    with ZipFile(altered, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    refused = visitor.post(
        "/designer/import", {"file": (BytesIO(altered.getvalue()), "x.zip")}, page="/designer"
    )
    assert refused.status_code == 422
    assert "文件与签名时不一致" in refused.text


SCENARIO = """name: 直路
process: letter
now: 2026-03-16 09:00
start: {by: 督查室, data: {title: 来信, unit: 住建局}}
answers: {办理: {data: {result: 已答复}}}
expect: [{state: completed}]
"""


def drawn_whole(visitor: Visitor) -> str:
    """The path of a draft that runs, with one scenario."""
    draft = begun(visitor)
    xml = visitor.get(f"{draft}/files/letter.bpmn").text
    made = '<bpmn:extensionElements><bj:assignment post="督查室"/></bpmn:extensionElements><bpmn:incoming>to_handle'
    xml = xml.replace("<bpmn:incoming>to_handle", made, 1).replace("<bj:case", '<bj:case start="督查室"', 1)
    for path, content in (("letter.bpmn", xml), ("scenarios/直路.yaml", SCENARIO)):
        assert send(visitor, f"{draft}/files/{path}", draft, data=content.encode()).status_code == 200
    return draft


def test_a_scenario_is_played_and_remembered_until_something_changes(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = drawn_whole(visitor)
    path = "scenarios/直路.yaml"
    assert send(visitor, f"{draft}/scenarios/play", draft, json={"path": path}).get_json()["passed"]
    assert visitor.get(f"{draft}/scenarios").get_json()[0]["passed"]
    send(visitor, f"{draft}/files/README.md", draft, data=b"#")
    assert visitor.get(f"{draft}/scenarios").get_json()[0]["passed"] is None


def errand_opened(site: SmallSite) -> str:
    """The path of a draft of the procedure of these tests, begun from its version in force."""
    designer = site.actor(DESIGNER).person_id
    assert designer is not None
    files = {str(file.relative_to(ERRAND)): file.read_bytes() for file in ERRAND.rglob("*") if file.is_file()}
    with site.engine.database.transaction() as connection:
        version = current_version(connection, "errand")
        assert version is not None
        return f"/designer/{drafts.begin(connection, 'errand', designer, files, version.id)}"


def test_scenarios_are_brought_up_to_a_change_when_asked(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = errand_opened(site)
    xml = visitor.get(f"{draft}/files/errand.bpmn").text
    renamed = xml.replace('id="Check" name="核验"', 'id="Check" name="核验办结"')
    assert send(visitor, f"{draft}/files/errand.bpmn", draft, data=renamed.encode()).status_code == 200
    path = "scenarios/plain.yaml"
    played = send(visitor, f"{draft}/scenarios/play", draft, json={"path": path}).get_json()
    assert not played["passed"]
    assert played["changes"] == ["环节“核验”改叫“核验办结”"]
    assert send(visitor, f"{draft}/scenarios/renew", draft, json={"paths": ["no"]}).status_code == 400
    done = send(visitor, f"{draft}/scenarios/renew", draft, json={"paths": [path]}).get_json()
    assert done == {"paths": [path]}
    assert "  核验办结: {by: 督查室" in visitor.get(f"{draft}/files/{path}").text
    assert send(visitor, f"{draft}/scenarios/play", draft, json={"path": path}).get_json()["passed"]


def test_a_second_person_publishes_for_some_units_first(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = drawn_whole(visitor)
    handle = visitor.get(f"{draft}/files/letter.bpmn").text.replace(
        'post="督查室"/>',
        'post="督查室"/><bj:form ref="forms/handle.json"/><bj:deadline name="办理" limit="5 wd"/>',
        1,
    )
    send(visitor, f"{draft}/files/letter.bpmn", draft, data=handle.encode())
    too_soon = visitor.post(f"{draft}/submit", {"reason": "试"}, page=draft, follow_redirects=True)
    assert "全部用例通过才能发布" in too_soon.text
    send(visitor, f"{draft}/scenarios/play", draft, json={"path": "scenarios/直路.yaml"})
    visitor.post(f"{draft}/submit", {"reason": "新流程"}, page=draft)
    assert visitor.post(f"{draft}/publish", page=draft).status_code == 403
    chief = site.visitor(CHIEF)
    wrong = chief.post(f"{draft}/publish", {"pilot": "没有的局"}, page=draft, follow_redirects=True)
    assert "名录里没有“没有的局”" in wrong.text
    done = chief.post(f"{draft}/publish", {"pilot": "住建局、财政局"}, page=draft, follow_redirects=True)
    assert "先在选定的单位试行" in done.text
    with site.engine.database.reading() as connection:
        row = tables.process_version.c
        pilot = connection.execute(select(row.pilot_units).where(row.process == "letter")).scalar_one()
    assert len(pilot) == 2


def submitted(site: SmallSite, replace: tuple[str, str] | None = None) -> str:
    """The path of a draft that waits for a second person."""
    visitor = site.visitor(DESIGNER)
    draft = drawn_whole(visitor)
    whole = (
        'post="督查室"/>',
        'post="督查室"/><bj:form ref="forms/handle.json"/><bj:deadline name="办理" limit="5 wd"/>',
    )
    xml = visitor.get(f"{draft}/files/letter.bpmn").text.replace(*whole, 1)
    xml = xml.replace(*replace, 1) if replace else xml
    send(visitor, f"{draft}/files/letter.bpmn", draft, data=xml.encode())
    send(visitor, f"{draft}/scenarios/play", draft, json={"path": "scenarios/直路.yaml"})
    visitor.post(f"{draft}/submit", {"reason": "新流程"}, page=draft)
    return draft


def test_a_version_is_in_force_from_the_day_it_says(site: SmallSite) -> None:
    draft = submitted(site)
    chief = site.visitor(CHIEF)
    assert (
        "要在今天以后"
        in chief.post(
            f"{draft}/publish", {"in_force": f"{NOW:%Y-%m-%d}"}, page=draft, follow_redirects=True
        ).text
    )
    done = chief.post(f"{draft}/publish", {"in_force": "2026-04-01"}, page=draft, follow_redirects=True)
    assert "从 2026年4月1日" in done.text
    assert "4月1日 周三 起施行" in chief.get("/designer/versions/letter/history").text
    with site.engine.database.reading() as connection:
        assert current_version(connection, "letter") is None
    site.clock.move_to(datetime(2026, 4, 1, 0, 0, 1, tzinfo=CIVIL))
    site.engine.bring_into_force()
    with site.engine.database.reading() as connection:
        version = current_version(connection, "letter")
    assert version is not None
    assert version.number == 1


def test_what_must_be_approved_first_is_not_published_without(site: SmallSite) -> None:
    needs = '<bj:release process="errand" field="title" approved="approved_on" rule="GC-05"/><bj:case'
    draft = submitted(site, ("<bj:case", needs))
    chief = site.visitor(CHIEF)
    refused = chief.post(f"{draft}/publish", page=draft, follow_redirects=True)
    assert "须先经批准" in refused.text
    assert "GC-05" in refused.text
    with site.engine.database.reading() as connection:
        assert current_version(connection, "letter") is None


def test_the_versions_of_a_procedure_are_told_and_compared(site: SmallSite, tmp_path: Path) -> None:
    publish_changed(site, tmp_path, 'name="', 'name=" ')
    page = site.visitor(CHIEF).get("/designer/versions/errand/history").text
    assert "改期限" in page
    assert "改动" in page
    assert "第 2 版的流程图" in page
    xml = site.visitor(CHIEF).get("/designer/versions/errand/1/diagram.bpmn")
    assert xml.data.startswith(b"<?xml")
    assert site.visitor(CHIEF).get("/designer/versions/errand/history?from=9").status_code == 404


def test_of_a_large_diagram_the_designer_is_told_to_wait(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    for count, told in ((5, False), (1_600, True)):
        sent = {"file": (BytesIO(row(count)), "图.bpmn")}
        answer = visitor.post("/designer/import", sent, page="/designer", follow_redirects=True)
        assert ("个图形和连线,画出来要等" in answer.text) is told
