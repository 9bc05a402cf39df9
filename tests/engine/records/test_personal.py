"""Personal data stands encrypted in one table, is seen by those who may see it, and can be erased."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.queries.disclosure import visible_fields
from engine.queries.duties import duties_of
from engine.records.audit import verify
from engine.records.forms import FormError, read_form
from engine.records.personal import personal_names
from engine.records.vault import UnreadableError, Vault
from engine.refusals import Refused
from engine.runtime.erasing import erase_personal
from engine.time import clock
from tests.support.office import Office, diagram, flows, task

SECRET = "电话一三八"
CASE = '<bj:case title="=complainant"/>'


def form(*components: dict[str, Any]) -> bytes:
    """A form of text fields; each is given by its key and properties."""
    texts = [{"type": "textfield", "label": f"字段{c['key']}", **c} for c in components]
    return json.dumps({"type": "default", "components": texts}).encode()


COMPLAINT = form(
    {"key": "complainant", "properties": {"personal": "true", "visible": "督查室 财政局/承办人"}},
    {"key": "phone", "properties": {"personal": "true"}},
    {"key": "matter"},
)
BODY = (
    '<bpmn:startEvent id="s"/>'
    + task("a", extensions='<bj:form ref="forms/complaint.json"/>')
    + '<bpmn:exclusiveGateway id="x" default="x-c"/>'
    + task(
        "b",
        extensions='<bj:notify to="住建局" text="请办 {complainant}"/><bj:document kind="转办单" to="住建局"/>',
    )
    + task("c")
    + '<bpmn:scriptTask id="k"><bpmn:script>copy = complainant</bpmn:script></bpmn:scriptTask>'
    + '<bpmn:endEvent id="e"/><bpmn:endEvent id="f"/>'
    + flows("s>a", "a>x", f'x>b?complainant = "{SECRET}"', "x>c", "b>k", "k>e", "c>f")
)
FILES = {"forms/complaint.json": COMPLAINT}
TOLD = {"complainant": SECRET, "phone": "010", "matter": "路灯不亮"}


@pytest.fixture
def case(made: Office) -> UUID:
    """A case whose first task has written personal data; the condition that reads it led to b."""
    made.publish(diagram(BODY, extensions=CASE), files=FILES)
    started = made.start()
    made.complete(started, "a", **TOLD)
    return started


def everything(made: Office, but: str = "") -> str:
    """Every row of every table but one, as text."""
    found = []
    with made.engine.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name != but and table is not tables.artefact:
                found += [str(tuple(row)) for row in connection.execute(select(table))]
    return "\n".join(found)


def seen_by(made: Office, case: UUID, login: str) -> dict[str, Any]:
    """What somebody sees of the case data."""
    with made.engine.database.reading() as connection:
        directory = made.engine.directory(connection)
        duties = duties_of(directory, directory.person(login), clock.today(), ["p"])
        return visible_fields(made.engine, connection, case, duties)


def test_a_condition_reads_it_and_nothing_keeps_it(made: Office, case: UUID) -> None:
    assert made.elements(case) == ["b"]
    made.complete(case, "b")
    assert made.case(case)["status"] == "completed"
    assert SECRET not in everything(made)
    assert "路灯不亮" in everything(made)


def test_titles_scripts_and_notices_read_it_as_nothing(made: Office, case: UUID) -> None:
    assert made.case(case)["title"] == "试办"
    made.complete(case, "b")
    assert made.field(case, "copy") is None
    (notice,) = made.rows(select(tables.notification.c.text))
    assert notice["text"] == "请办 "


def test_a_paper_knows_the_matter_and_not_who_complained(made: Office, case: UUID) -> None:
    made.complete(case, "b")
    (paper,) = made.rows(select(tables.document.c.record))
    assert paper["record"]["fields"]["matter"] == "路灯不亮"
    assert not {"complainant", "phone"} & paper["record"]["fields"].keys()


def test_what_branches_bring_together_holds_none(made: Office) -> None:
    loop = (
        '<bpmn:userTask id="m"><bpmn:extensionElements><bj:assignment post="督查室"/>'
        '<bj:item as="place" in="[1, 2]" result="told"/><bj:form ref="forms/complaint.json"/>'
        "</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>"
    )
    ends = task("z") + '<bpmn:endEvent id="e"/>'
    made.publish(diagram('<bpmn:startEvent id="s"/>' + loop + ends + flows("s>m", "m>z", "z>e")), files=FILES)
    case = made.start()
    made.complete(case, "m", **TOLD)
    made.complete(case, "m", **TOLD)
    assert [row["matter"] for row in made.field(case, "told")] == ["路灯不亮"] * 2
    assert SECRET not in everything(made)


def test_a_late_request_keeps_no_personal_data(made: Office) -> None:
    late = (
        '<bpmn:boundaryEvent id="r" name="申请" attachedToRef="a" cancelActivity="false"><bpmn:extensionElements>'
        '<bj:request verb="ask" by="督查室" when="false" refusal="已过期"/><bj:rule id="SD-08"/>'
        '<bj:form ref="forms/complaint.json"/></bpmn:extensionElements>'
        '<bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent><bpmn:endEvent id="g"/>'
    )
    body = '<bpmn:startEvent id="s"/>' + task("a") + late + '<bpmn:endEvent id="e"/>'
    roots = '<bpmn:message id="m" name="申请"/>'
    made.publish(diagram(body + flows("s>a", "a>e", "r>g"), roots=roots), files=FILES)
    case = made.start()
    with pytest.raises(Refused, match="已过期"):
        made.engine.request(case, made.actor("dcs.承办人"), "ask", TOLD)
    (event,) = made.events(case, "refused")
    assert event["said"] == {"matter": "路灯不亮"}
    assert SECRET not in everything(made)


@pytest.mark.usefixtures("case")
def test_the_table_names_key_and_algorithm(made: Office) -> None:
    rows = made.rows(select(tables.personal))
    assert {(row["name"], row["algorithm"], row["key_id"]) for row in rows} == {
        ("complainant", "AES-256-GCM", made.engine.vault.key_id),
        ("phone", "AES-256-GCM", made.engine.vault.key_id),
    }
    assert len({row["ciphertext"] for row in rows}) == 2


@pytest.mark.parametrize(
    ("login", "complainant"),
    [
        ("dcs.承办人", True),
        ("dcs.主要负责人", True),
        ("czj.承办人", True),
        ("czj.主要负责人", False),
        ("zjj.承办人", False),
    ],
)
def test_only_the_units_and_posts_named_see_it(
    made: Office, case: UUID, login: str, complainant: bool
) -> None:
    seen = seen_by(made, case, login)
    assert ("complainant" in seen) is complainant
    assert (seen["phone"], seen["matter"]) == ("010", "路灯不亮")
    assert seen.get("complainant", SECRET) == SECRET


def test_erasing_leaves_the_names_and_a_whole_chain(made: Office, case: UUID) -> None:
    made.complete(case, "b")
    erase_personal(made.engine, case, made.actor("dcs.承办人"), "当事人要求", ["complainant"])
    (event,) = made.events(case, "personal.erased")
    assert event == {"event": "personal.erased", "names": ["complainant"], "reason": "当事人要求"}
    assert verify(made.engine).is_intact
    assert seen_by(made, case, "dcs.承办人")["complainant"] is None
    assert seen_by(made, case, "dcs.承办人")["phone"] == "010"
    assert [row["name"] for row in made.rows(select(tables.personal))] == ["phone"]


def test_what_is_erased_reads_as_null(made: Office) -> None:
    waiting = BODY.replace(flows("a>x"), flows("a>w", "w>x")) + task("w")
    made.publish(diagram(waiting), files=FILES)
    case = made.start()
    made.complete(case, "a", **TOLD)
    erase_personal(made.engine, case, made.actor("dcs.承办人"), "当事人要求")
    made.complete(case, "w")
    assert made.elements(case) == ["c"]


def test_erasing_wants_a_reason_and_something_to_erase(made: Office, case: UUID) -> None:
    me = made.actor("dcs.承办人")
    with pytest.raises(Refused, match="理由"):
        erase_personal(made.engine, case, me, " ")
    with pytest.raises(Refused, match="没有可以抹去"):
        erase_personal(made.engine, case, me, "要求", ["matter"])
    assert not made.events(case, "personal.erased")


def test_it_is_written_anew_only_when_it_changes(small: Office) -> None:
    again = task("a2", extensions='<bj:form ref="forms/complaint.json"/>')
    small.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            + task("a", extensions='<bj:form ref="forms/complaint.json"/>')
            + again
            + '<bpmn:endEvent id="e"/>'
            + flows("s>a", "a>a2", "a2>e")
        ),
        files=FILES,
    )
    case = small.start()
    small.complete(case, "a", **TOLD)
    small.complete(case, "a2", **{**TOLD, "phone": "020"})
    names = [row["name"] for row in small.rows(select(tables.personal).order_by(tables.personal.c.sequence))]
    assert sorted(names) == ["complainant", "phone", "phone"]
    assert seen_by(small, case, "zjj.承办人")["phone"] == "020"


def test_a_later_version_without_the_declaration_shows_it_to_nobody(small: Office) -> None:
    plain = form({"key": "complainant"}, {"key": "phone"}, {"key": "matter"})
    small.publish(diagram(BODY), files=FILES)
    case = small.start()
    newer = small.publish(diagram(BODY), files={"forms/complaint.json": plain})
    small.complete(case, "a", **TOLD)
    small.engine.migrate(case, newer, SYSTEM)
    assert "complainant" not in seen_by(small, case, "dcs.承办人")
    assert SECRET not in everything(small)


def test_another_key_does_not_open_it() -> None:
    sealed = Vault("one").seal(b"value", b"place")
    assert Vault("one").open(sealed, Vault("one").key_id, b"place") == b"value"
    with pytest.raises(UnreadableError, match="另一把密钥"):
        Vault("two").open(sealed, Vault("one").key_id, b"place")
    for moved in ((sealed, b"elsewhere"), (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"place")):
        with pytest.raises(UnreadableError, match="改动"):
            Vault("one").open(moved[0], Vault("one").key_id, moved[1])


def test_what_is_worked_out_from_it_is_personal_too() -> None:
    computed = {"type": "expression", "key": "tail", "expression": "=substring(phone, 2)"}
    rows = {"type": "dynamiclist", "path": "people", "label": "人员", "isRepeating": True, "components": []}
    rows["components"] = json.loads(form({"key": "who", "properties": {"personal": "true"}}))["components"]
    content = json.loads(COMPLAINT)
    content["components"] += [computed, rows]
    names = personal_names([read_form(json.dumps(content).encode())])
    assert names == {
        "complainant": frozenset({"督查室", "财政局/承办人"}),
        "phone": frozenset(),
        "tail": frozenset(),
        "people": frozenset(),
    }


def test_two_declarations_leave_only_whom_both_name() -> None:
    def said(visible: str) -> Any:
        return read_form(form({"key": "phone", "properties": {"personal": "true", "visible": visible}}))

    assert personal_names([said("督查室 财政局"), said("财政局")]) == {"phone": frozenset({"财政局"})}
    assert personal_names([said("督查室"), said("")]) == {"phone": frozenset({"督查室"})}
    assert not personal_names([said("督查室"), said("财政局")])["phone"] & {"督查室", "财政局"}


@pytest.mark.parametrize(
    ("properties", "key", "message"),
    [
        ({"visible": "督查室"}, "phone", "visible 只用于个人信息"),
        ({"personal": "true"}, "opinion", "不能作个人信息"),
    ],
)
def test_a_declaration_that_means_nothing_is_refused(
    properties: dict[str, str], key: str, message: str
) -> None:
    with pytest.raises(FormError, match=message):
        read_form(form({"key": key, "properties": properties}))
