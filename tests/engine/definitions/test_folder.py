"""Process folders: read, judged by the house's rules, brought together as a closure."""

import json
from pathlib import Path

import pytest

from engine.definitions.closure import ClosureError, closure_of
from engine.definitions.folder import FolderError, read_folder
from engine.definitions.gate import check_diagram, check_folder, check_path, refused
from engine.definitions.mending import mended
from engine.definitions.schema import singletons
from tests.engine.definitions.building import (
    END,
    START,
    chain,
    definitions,
    document,
    extension,
    node,
    process,
)

FORM = {
    "type": "default",
    "components": [
        {"type": "textarea", "key": "result", "label": "办理结果"},
        {
            "type": "radio",
            "key": "decision",
            "label": "决定",
            "values": [{"label": "同意", "value": "approve"}],
        },
        {"type": "text", "text": "请如实填写"},
    ],
}
GOOD = (
    '<bj:assignment post="督查室"/>',
    '<bj:deadline name="办理" limit="policy:report.within|7 wd"/>',
    '<bj:form ref="forms/report.json"/>',
    '<bj:rule id="SD-04"/>',
    '<bj:document kind="蓝色督办单" template="documents/blue.docx" to="= unit"/>',
)
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
<decision id="pick" name="选择"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i"><inputExpression id="ie" typeRef="number"><text>n</text></inputExpression></input>
<output id="o" name="level" typeRef="string"/>
<rule id="r"><inputEntry id="a"><text>&gt; 5</text></inputEntry>
<outputEntry id="b"><text>"高"</text></outputEntry></rule></decisionTable></decision></definitions>"""


def named(xml: bytes) -> bytes:
    return xml.replace(b'<bpmn:process id="p"', '<bpmn:process id="p" name="督办"'.encode())


def diagram(*ours: str, extra: str = "") -> bytes:
    return named(document(START, node("userTask", "a", extension(*ours)), END, chain("s", "a", "e"), extra))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A process folder with nothing to complain about, in a house with a rule book."""
    (tmp_path / "rules.yaml").write_text("rules:\n  - id: SD-04\n    status: planned\n", encoding="utf-8")
    home = tmp_path / "supervision"
    for below in ("forms", "documents", "scenarios"):
        (home / below).mkdir(parents=True)
    (home / "supervision.bpmn").write_bytes(diagram(*GOOD))
    (home / "forms" / "report.json").write_text(json.dumps(FORM), encoding="utf-8")
    (home / "documents" / "blue.docx").write_bytes(b"PK\x03\x04")
    (home / "scenarios" / "plain.yaml").write_text(
        "name: 平常\nexpect: [{state: running}]\n", encoding="utf-8"
    )
    (home / "policy.yaml").write_text(
        "report.within: {label: 办理时限, type: duration, default: 7 wd, basis: SD-03}\n", encoding="utf-8"
    )
    (home / "README.md").write_text("# 督办\n", encoding="utf-8")
    return home


def rules(folder: Path) -> set[str]:
    return {problem.rule for problem in check_folder(folder) if problem.severity == "error"}


def test_a_complete_folder_passes(folder: Path) -> None:
    assert check_folder(folder) == []
    assert check_path(folder) == []
    assert not refused([])


@pytest.mark.parametrize(
    ("left_out", "rule"),
    [(0, "house-no-post"), (1, "house-no-limit"), (2, "house-no-form")],
)
def test_a_step_says_who_how_long_and_what(folder: Path, left_out: int, rule: str) -> None:
    kept = [text for number, text in enumerate(GOOD) if number != left_out]
    (folder / "supervision.bpmn").write_bytes(diagram(*kept))
    assert rules(folder) == {rule}


def test_a_lane_is_a_post(folder: Path) -> None:
    lane = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="督查室"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
    )
    parts = (lane, START, node("userTask", "a", extension(*GOOD[1:])), END, chain("s", "a", "e"))
    (folder / "supervision.bpmn").write_bytes(named(definitions(process(*parts))))
    assert rules(folder) == set()


@pytest.mark.parametrize(
    ("ours", "rule"),
    [
        ('<bj:form ref="forms/none.json"/>', "house-missing-file"),
        ('<bj:document kind="黄" template="documents/none.docx"/>', "house-missing-file"),
        ('<bj:deadline name="另一" limit="policy:none.such"/>', "house-unknown-policy"),
        (
            '<bj:deadline name="另一" limit="= after(today, policy(&quot;none&quot;))"/>',
            "house-unknown-policy",
        ),
        ('<bj:deadline name="办理" limit="3 wd"/>', "house-same-deadline"),
        ('<bj:rule id="XX-99"/>', "house-unknown-rule"),
        ('<bj:score points="= -1" unit="= unit" rule="XX-99"/>', "house-unknown-rule"),
        ('<bj:deadline name="另一" limit="1 wd" liability="XX-99"/>', "house-unknown-rule"),
        ('<bj:decision ref="pick"/>', "house-misplaced-extension"),
        ('<bj:score points="= 1 +" unit="= unit" rule="SD-04"/>', "expression"),
        ('<bj:score points="= magic(1)" unit="= unit" rule="SD-04"/>', "unknown-function"),
        ('<bj:assignment post="= " colour="red"/>', "extension-schema"),
    ],
)
def test_what_extensions_name_exists(folder: Path, ours: str, rule: str) -> None:
    (folder / "supervision.bpmn").write_bytes(diagram(*GOOD, ours))
    assert rule in rules(folder)


SINGLE = {
    "case": 'title="= title"',
    "form": 'ref="forms/report.json"',
    "assignment": 'post="督查室"',
    "verbs": 'allow="return"',
    "plain": "",
    "item": 'in="= units" as="unit"',
    "vote": 'mode="all"',
    "decision": 'ref="pick"',
    "service": 'operation="sms"',
    "request": 'verb="ask" by="督查室"',
    "public": 'name="正在办"',
    "correlation": 'key="= number"',
    "matter": 'code="= matter_code"',
    "release": 'process="p" field="key" approved="on"',
    "roster": 'day="on" shows="who"',
}
"""What an element has once at most, each with attributes that the schema takes."""


def test_every_one_that_stands_once_is_known() -> None:
    assert singletons() == SINGLE.keys()


@pytest.mark.parametrize("name", SINGLE)
def test_a_second_one_is_refused(name: str) -> None:
    """The engine reads the first; a second, slipped in by a merge, was forgotten without a word."""
    item = f"<bj:{name} {SINGLE[name]}/>"
    found = [each for each in check_diagram(diagram(item, item)) if each.rule == "extension-twice"]
    assert [(each.element_id, each.severity) for each in found] == [("a", "error")]
    assert f"bj:{name}" in found[0].message
    assert "extension-twice" not in {each.rule for each in check_diagram(diagram(item))}
    after = mended(diagram(item, item), "extension-twice", "a")
    assert "extension-twice" not in {each.rule for each in check_diagram(after)}
    assert after.count(f"<bj:{name}".encode()) == 1


def test_what_may_stand_often_is_not_refused() -> None:
    ours = (
        '<bj:rule id="SD-04"/>',
        '<bj:rule id="SD-05"/>',
        '<bj:notify text="甲"/>',
        '<bj:notify text="乙"/>',
    )
    assert "extension-twice" not in {each.rule for each in check_diagram(diagram(*ours))}


def test_decisions_are_looked_up(folder: Path) -> None:
    def with_table(ref: str) -> None:
        task = node("businessRuleTask", "a", extension(f'<bj:decision ref="{ref}"/>'))
        (folder / "supervision.bpmn").write_bytes(named(document(START, task, END, chain("s", "a", "e"))))

    (folder / "pick.dmn").write_text(TABLE, encoding="utf-8")
    with_table("pick")
    assert rules(folder) == set()
    with_table("other")
    assert rules(folder) == {"house-unknown-decision"}
    (folder / "pick.dmn").write_text(TABLE.replace("&gt; 5", "&gt; &gt;"), encoding="utf-8")
    with_table("pick")
    assert rules(folder) == {"house-table"}


@pytest.mark.parametrize(
    ("components", "word"),
    [
        ([{"type": "hologram"}], "类型"),
        ([{"type": "textfield", "label": "甲"}], "字段名"),
        ([{"type": "textfield", "key": "a"}], "中文标签"),
        (
            [{"type": "number", "key": "a", "label": "甲"}, {"type": "number", "key": "a", "label": "乙"}],
            "2 次",
        ),
        ([{"type": "select", "key": "a", "label": "甲"}], "选项"),
        ([{"type": "textfield", "key": "_a", "label": "甲"}], "下划线"),
        ([{"type": "textfield", "key": "a", "label": "甲", "conditional": {"hide": "= ("}}], "隐藏条件"),
        ([{"type": "group", "components": [{"type": "textfield", "label": "甲"}]}], "字段名"),
    ],
)
def test_forms_are_judged(folder: Path, components: list[object], word: str) -> None:
    form = json.dumps({"type": "default", "components": components})
    (folder / "forms" / "report.json").write_text(form, encoding="utf-8")
    found = [problem for problem in check_folder(folder) if problem.rule == "house-form"]
    assert any(word in problem.message for problem in found)
    assert found[0].file == "forms/report.json"


@pytest.mark.parametrize(
    ("path", "content", "rule"),
    [
        ("forms/report.json", "{", "house-form"),
        ("forms/report.json", "[]", "house-form"),
        ("documents/blue.docx", "plain text", "house-template"),
        ("scenarios/plain.yaml", "name: x", "house-scenario"),
        ("scenarios/plain.yaml", "a: [", "house-scenario"),
        ("policy.yaml", "report.within: {label: x, type: duration, default: soon}", "house-policy"),
        ("pick.dmn", "<x/>", "house-table"),
        ("supervision.bpmn", "<x/>", "not-bpmn"),
    ],
)
def test_files_that_do_not_parse_are_named(folder: Path, path: str, content: str, rule: str) -> None:
    (folder / path).write_text(content, encoding="utf-8")
    assert rule in rules(folder)


def test_scenarios_a_diagram_and_an_executable_process_are_required(folder: Path) -> None:
    (folder / "scenarios" / "plain.yaml").unlink()
    assert rules(folder) == {"house-no-scenario"}
    (folder / "supervision.bpmn").write_bytes(diagram(*GOOD).replace(b'isExecutable="true"', b""))
    assert rules(folder) == {"house-no-scenario", "house-not-executable"}
    (folder / "supervision.bpmn").unlink()
    assert "house-no-diagram" in rules(folder)


def test_a_readme_is_missed_but_not_required(folder: Path) -> None:
    (folder / "README.md").unlink()
    assert [problem.rule for problem in check_folder(folder)] == ["house-no-readme"]


def test_no_folder_is_refused(tmp_path: Path) -> None:
    assert [problem.rule for problem in check_folder(tmp_path / "nothing")] == ["folder"]
    with pytest.raises(FolderError):
        read_folder(tmp_path / "nothing")


def test_hidden_files_and_links_are_left_out(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / "documents" / "~$blue.docx").write_bytes(b"x")
    (folder / "link.dmn").symlink_to("/etc/passwd")
    read = read_folder(folder)
    assert not any(path.startswith((".git", "documents/~$")) for path in read.files)
    assert read.skipped == ("link.dmn",)
    assert rules(folder) == {"house-file-skipped"}


def call(folder: Path, process_id: str) -> None:
    task = node("callActivity", "a", calledElement=process_id)
    (folder / "supervision.bpmn").write_bytes(named(document(START, task, END, chain("s", "a", "e"))))


def other_folder(folder: Path, key: str, calls: str = "") -> Path:
    home = folder.parent / key
    (home / "forms").mkdir(parents=True)
    inner = node("callActivity", f"{key}t", calledElement=calls) if calls else node("task", f"{key}t")
    start, end = node("startEvent", f"{key}s"), node("endEvent", f"{key}e")
    parts = (start, inner, end, chain(f"{key}s", f"{key}t", f"{key}e"))
    (home / f"{key}.bpmn").write_bytes(definitions(process(*parts, id=key)))
    (home / "policy.yaml").write_text(
        f"{key}.n: {{label: 数, type: integer, default: 1}}\n", encoding="utf-8"
    )
    return home


def test_a_closure_holds_what_is_called_however_far(folder: Path) -> None:
    call(folder, "review")
    other_folder(folder, "review", calls="opinion")
    other_folder(folder, "opinion")
    closure = closure_of(read_folder(folder))
    assert {path for path in closure.files if path.endswith(".bpmn")} == {
        "supervision.bpmn",
        "review.bpmn",
        "opinion.bpmn",
    }
    assert b"report.within" in closure.files["policy.yaml"]
    assert b"opinion.n" in closure.files["policy.yaml"]
    assert "README.md" not in closure.files
    assert closure.name == "督办"
    assert rules(folder) == set()


def test_a_closure_is_the_same_for_the_same_files_and_differs_for_others(folder: Path) -> None:
    first = closure_of(read_folder(folder))
    (folder / "README.md").write_text("changed")
    assert closure_of(read_folder(folder)).digest == first.digest
    (folder / "forms" / "report.json").write_text("{}")
    second = closure_of(read_folder(folder))
    assert second.digest != first.digest
    assert second.digests["supervision.bpmn"] == first.digests["supervision.bpmn"]


def test_a_called_process_that_is_nowhere_is_refused(folder: Path) -> None:
    call(folder, "nowhere")
    with pytest.raises(ClosureError):
        closure_of(read_folder(folder))
    assert {"house-closure", "engine-called-process"} <= rules(folder)


def test_files_of_one_name_and_two_contents_are_refused(folder: Path) -> None:
    call(folder, "review")
    other = other_folder(folder, "review")
    (other / "forms" / "report.json").write_text("{}")
    with pytest.raises(ClosureError, match=r"report\.json"):
        closure_of(read_folder(folder))
    assert "house-closure" in rules(folder)


PERSONAL = {"type": "textfield", "key": "phone", "label": "电话", "properties": {"personal": "true"}}


@pytest.mark.parametrize(
    ("ours", "leaks"),
    [
        ('<bj:notify to="督查室" text="请联系 {phone}"/>', True),
        ('<bj:notify to="督查室" text="请联系 {result}"/>', False),
        ('<bj:service operation="o"><bj:input name="to" value="phone"/></bj:service>', True),
        ('<bj:liability unit="= unit" reason="迟" when="phone != null"/>', True),
        ('<bj:liability unit="= unit" reason="{upper case(phone)}"/>', True),
    ],
)
def test_personal_data_may_not_be_read_where_it_would_be_kept(folder: Path, ours: str, leaks: bool) -> None:
    form = {**FORM, "components": [*FORM["components"], PERSONAL]}
    (folder / "forms" / "report.json").write_text(json.dumps(form), encoding="utf-8")
    (folder / "supervision.bpmn").write_bytes(diagram(*GOOD, ours))
    assert ("house-personal" in rules(folder)) is leaks


def test_a_title_and_a_script_may_not_read_personal_data(folder: Path) -> None:
    form = {**FORM, "components": [*FORM["components"], PERSONAL]}
    (folder / "forms" / "report.json").write_text(json.dumps(form), encoding="utf-8")
    body = node("scriptTask", "k", "<bpmn:script>copy = phone</bpmn:script>")
    xml = named(
        document(START, node("userTask", "a", extension(*GOOD)), body, END, chain("s", "a", "k", "e"))
    )
    title = b'<bpmn:extensionElements><bj:case title="=phone"/></bpmn:extensionElements>'
    at = xml.index(b">", xml.index(b"<bpmn:process")) + 1
    (folder / "supervision.bpmn").write_bytes(xml[:at] + title + xml[at:])
    found = [p.element_id for p in check_folder(folder) if p.rule == "house-personal"]
    assert sorted(found) == ["k", "p"]
