"""三色督办: its folder passes the gate, every scenario passes, and a designer changes it in its folder alone."""

from __future__ import annotations

import copy
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import select

from engine import tables
from engine.definitions.gate import check_folder
from engine.records.rendering import template_placeholders
from engine.rehearsal import RehearsalResult, Stage, run_scenario
from engine.rehearsal.play import Play
from engine.rehearsal.scenarios import look_at
from engine.strict_yaml import load

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDER = PROCESSES / "supervision"
SCENARIOS = sorted((FOLDER / "scenarios").glob("*.yaml"))
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@pytest.fixture(scope="module")
def stage() -> Stage:
    """One stage for all scenarios, so that the process is compiled once."""
    return Stage(PROCESSES)


def test_the_gate_has_nothing_to_say() -> None:
    """The folder may be published, and without a single warning."""
    assert check_folder(FOLDER) == []


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_the_scenario_passes(scenario: Path, stage: Stage) -> None:
    """Every case of the worked cases that concerns supervision, every branch, every refusal, every switch."""
    result = run_scenario(scenario, stage)
    assert result.failures == []


def test_the_slips_ask_only_for_what_the_case_has() -> None:
    """A placeholder nobody answers would leave a paper unrendered."""
    own = {"number", "unit", "title", "issued_on", "started_on", "deadlines"}
    fields = {
        "source",
        "standard",
        "basis",
        "rectify_by",
        "yellow_facts",
        "yellow_basis",
        "red_facts",
        "red_basis",
        "receipt_unit",
        "slips_received",
        "slip_note",
        "former_due",
        "until",
        "progress",
        "reason",
        "approver",
        "extension_result",
        "extension_opinion",
        "extended_to",
    }
    for template in sorted((FOLDER / "documents").glob("*.docx")):
        assert template_placeholders(template.read_bytes()) <= own | fields


def test_each_red_slip_tells_of_the_slip_before_it(stage: Stage) -> None:
    """The facts printed are those that were signed, not the ones prepared for the next slip."""
    content = load((FOLDER / "scenarios" / "红单重复至销号.yaml").read_text(encoding="utf-8"))
    assert look_at(content, stage, _red_facts) == [
        "“整治占道经营”2020年3月23日发黄色督办单责令限期整改,整改期限2020年4月2日。" + STILL,
        "“整治占道经营”2020年4月2日已发红色督办单,责令2020年4月13日前完成。" + STILL,
    ]


STILL = "至今未完成或未达到完成标准,也没有认定正当理由。"


def _red_facts(play: Play) -> list[str]:
    paper = tables.document.c
    issued = select(paper.record).where(paper.kind == "红色督办单").order_by(paper.issued_at)
    with play.engine.database.reading() as connection:
        return [record["fields"]["red_facts"] for record in connection.execute(issued).scalars()]


ON_PAGES = {"score.n_by", "mobile.scores"}
"""Read by the table of scores and by a page: test_bonus.py and tests/web/test_scores.py have each position."""


def test_every_disputed_reading_is_rehearsed_in_each_position() -> None:
    """A15: the default in every other scenario, each other choice (another length of time) in one of its own."""
    policy = load((FOLDER / "policy.yaml").read_text(encoding="utf-8"))
    set_to: dict[str, set[str]] = {}
    for scenario in SCENARIOS:
        for step in load(scenario.read_text(encoding="utf-8")).get("steps", []):
            if step["do"] == "set_policy":
                set_to.setdefault(step["name"], set()).add(step["value"])
    for name, number in policy.items():
        if not number.get("disputed") or name in ON_PAGES:
            continue
        others = {*number.get("choices", [])} - {number["default"]}
        assert others <= set_to.get(name, set()), name
        assert set_to.get(name, set()) - {number["default"]}, name


# --- what a designer may change in the folder, and in the folder alone ------------------------------------------


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A copy of the county's processes that a designer may edit."""
    for name in ("county.yaml", "rules.yaml"):
        shutil.copy(PROCESSES / name, tmp_path / name)
    shutil.copytree(FOLDER, tmp_path / "supervision")
    return tmp_path / "supervision"


def rehearsed(folder: Path, answers: dict[str, Any], until: str) -> RehearsalResult:
    """Worked case 1 in an edited folder: slips are issued as they are signed."""
    assert check_folder(folder) == []
    data = {"title": "整治占道经营", "source": "县长批示", "unit": "住建局"}
    scenario = {
        "name": "改图",
        "process": "supervision",
        "now": "2020-03-09 09:00",
        "start": {"by": "督查室", "data": data},
        "answers": answers,
        "until": until,
        "expect": [{"state": "running"}],
    }
    result = run_scenario(scenario, folder.parent)
    assert result.failures == []
    return result


def slips(result: RehearsalResult) -> list[tuple[str, date]]:
    """The slips issued, with their civil dates."""
    issued = [event for event in result.timeline if event["event"] == "document.issued"]
    return [(event["kind"], date.fromisoformat(event["at"][:10])) for event in issued]


def signed(*colours: str, by: str = "常务副县长") -> dict[str, Any]:
    """Standing answers that sign slips of these colours at once."""
    return {f"签发{colour}色督办单": {"by": by, "data": {"decision": "approve"}} for colour in colours}


def replace(file: Path, old: str, new: str) -> None:
    """One edit of a text file, which must find what it changes exactly once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_five_days_become_four_working_days(county: Path) -> None:
    """policy.yaml says so: 2020-03-18 and 4 working days is the 24th."""
    replace(county / "policy.yaml", "default: 5 cd", "default: 4 wd")
    result = rehearsed(county, signed("黄"), "2020-03-25 00:00")
    assert slips(result)[1] == ("黄色督办单", date(2020, 3, 24))


def test_another_signer_signs(county: Path) -> None:
    """The assignment in the diagram says so."""
    replace(
        county / "supervision.bpmn",
        '<bj:assignment post="常务副县长"',
        '<bj:assignment post="政府办主任"',
    )
    result = rehearsed(county, signed("黄", by="政府办主任"), "2020-03-24 00:00")
    assert slips(result)[1] == ("黄色督办单", date(2020, 3, 23))


def test_a_fourth_colour_goes_between_yellow_and_red(county: Path) -> None:
    """The yellow stage copied as an orange one, its forms and template copied, and one number more."""
    _add_orange(county)
    red = {"签发红色督办单": {"by": "县长", "data": {"decision": "approve"}}}
    result = rehearsed(county, {**signed("黄", "橙"), **red}, "2020-04-10 00:00")
    assert slips(result) == [
        ("蓝色督办单", date(2020, 3, 18)),
        ("黄色督办单", date(2020, 3, 23)),
        ("橙色督办单", date(2020, 3, 30)),
        ("红色督办单", date(2020, 4, 9)),
    ]


def _add_orange(folder: Path) -> None:
    for copied in ("forms/yellow-draft.json", "forms/yellow-sign.json", "documents/yellow-slip.docx"):
        shutil.copy(folder / copied, folder / copied.replace("yellow", "orange"))
    with (folder / "policy.yaml").open("a", encoding="utf-8") as policy:
        policy.write(
            "supervision.orange.after: {label: 黄单后多久发橙单, type: duration, unit: cd, default: 7 cd}\n"
        )
    file = folder / "supervision.bpmn"
    tree = etree.parse(str(file))
    scope = tree.find(f".//{BPMN}subProcess[@id='colours']")
    assert scope is not None
    artifact = scope.find(f"{BPMN}textAnnotation")
    old = scope.find(f"{BPMN}sequenceFlow[@id='f_yellow']")
    assert artifact is not None
    assert old is not None
    scope.remove(old)
    for element in [each for each in artifact.itersiblings(preceding=True) if _is_yellow(each.get("id"))]:
        artifact.addprevious(_orange(element))
    for key, source, target in (
        ("f_yellow", "yellow_issue", "orange_begin"),
        ("f_orange", "orange_issue", "red_first"),
    ):
        artifact.addprevious(etree.Element(f"{BPMN}sequenceFlow", id=key, sourceRef=source, targetRef=target))
    _rename(scope, "orange_begin", "f_blue", "f_yellow")
    _without_incoming(scope, "orange_begin", "f_stage_orange")
    _rename(scope, "red_first", "f_yellow", "f_orange")
    (plane,) = tree.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNPlane")
    for shape in [each for each in plane if _is_yellow(each.get("bpmnElement"))]:
        plane.append(_orange(shape))
    plane.append(_drawn("f_orange", plane.find("*[@bpmnElement='f_yellow']")))
    file.write_bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def _is_yellow(key: str | None) -> bool:
    kept = ("f_yellow", "f_stage_yellow", "by_yellow_sign", "by_yellow_sign_to")
    return key is not None and "yellow" in key and key not in kept


def _orange(element: etree._Element) -> etree._Element:
    """A copy of a part of the yellow stage for the orange one, which counts from the yellow slip."""
    text = etree.tostring(copy.deepcopy(element), encoding="unicode")
    changed = (
        text.replace("yellow", "orange")
        .replace("黄", "橙")
        .replace(
            'after(due("办理"), policy("supervision.orange.after"))',
            'after(slip_on, policy("supervision.orange.after"))',
        )
        .replace(
            "after(due(&quot;办理&quot;), policy(&quot;supervision.orange.after&quot;))",
            "after(slip_on, policy(&quot;supervision.orange.after&quot;))",
        )
        .replace("= due(&quot;办理&quot;)", "= slip_on")
        .replace('= due("办理")', "= slip_on")
        .replace("supervision.score.orange", "supervision.score.yellow")
        .replace("orange_facts", "yellow_facts")
        .replace("orange_basis", "yellow_basis")
    )
    return etree.fromstring(changed)


def _rename(scope: etree._Element, node: str, was: str, now: str) -> None:
    """Let a node name another of its incoming flows."""
    for incoming in scope.findall(f"*[@id='{node}']/{BPMN}incoming"):
        if incoming.text == was:
            incoming.text = now


def _without_incoming(scope: etree._Element, node: str, flow: str) -> None:
    """Let a node no longer name one of its incoming flows."""
    for named in scope.findall(f"*[@id='{node}']"):
        for incoming in named.findall(f"{BPMN}incoming"):
            if incoming.text == flow:
                named.remove(incoming)


def _drawn(key: str, like: etree._Element | None) -> etree._Element:
    """The line of a flow, drawn as another one is."""
    assert like is not None
    edge = copy.deepcopy(like)
    edge.set("bpmnElement", key)
    edge.set("id", f"{key}_di")
    return edge
