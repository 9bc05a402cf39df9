"""Every act there is: a command of the engine that refuses whose it is not, an event, words, a row in the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM, Actor
from engine.people.deputising import deputise_own
from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, office, task
from web.api.operations import ACTING
from web.wording import EVENTS

VERBS = (
    '<bj:verbs allow="return withdraw transfer delegate add_signer remove_signer pause_clock resume_clock"/>'
)
MESSAGE = '<bpmn:messageEventDefinition messageRef="M"/>'
PLAN = diagram(
    '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="f"/><bpmn:parallelGateway id="j"/>'
    + task("draft", "承办人", VERBS, unit="住建局")
    + task("a", "承办人", '<bj:deadline name="办理" limit="7 wd"/>' + VERBS, unit="住建局")
    + '<bpmn:boundaryEvent id="ask" attachedToRef="a" cancelActivity="false"><bpmn:extensionElements>'
    '<bj:request verb="request_extension" by="住建局"/></bpmn:extensionElements>'
    '<bpmn:messageEventDefinition messageRef="X"/></bpmn:boundaryEvent>'
    + task("grant", "主要负责人", unit="督查室")
    + '<bpmn:serviceTask id="longer"><bpmn:extensionElements><bj:extend deadline="办理" by="5 wd"/>'
    '</bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id="ge"/>'
    '<bpmn:userTask id="v" name="会签"><bpmn:extensionElements><bj:assignment post="承办人" unit="= u"/>'
    f'<bj:item in="= units" as="u"/>{VERBS}</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics/>'
    f'</bpmn:userTask><bpmn:intermediateCatchEvent id="m">{MESSAGE}</bpmn:intermediateCatchEvent>'
    '<bpmn:intermediateCatchEvent id="g"><bpmn:signalEventDefinition signalRef="S"/></bpmn:intermediateCatchEvent>'
    '<bpmn:endEvent id="e"/>'
    + flows("s>draft", "draft>f", "f>a", "f>v", "f>m", "f>g", "a>j", "v>j", "m>j", "g>j", "j>e")
    + flows("ask>grant", "grant>longer", "longer>ge"),
    extensions='<bj:case title="= title" start="督查室" steer="督查室" unit="督查室"/><bj:rule id="T-6"/>',
    roots='<bpmn:message id="X" name="申请"/><bpmn:message id="M" name="回函"/><bpmn:signal id="S" name="复工"/>',
)
OUTSIDER = "czj.承办人"


@dataclass
class Stage:
    """A case under way: `a` is open at 住建局, 会签 at 发改局 and 财政局's neighbour 督查室, and it waits outside."""

    made: Office
    case: UUID
    version: UUID

    def task(self, element: str, unit: str | None = None) -> UUID:
        return next(
            row["id"]
            for row in self.made.open(self.case)
            if row["element"] == element and unit in (None, row["unit_id"])
        )

    def as_one(self, login: str) -> Actor:
        return self.made.actor(login)


Do = Callable[[Stage, Actor], Any]


@dataclass(frozen=True)
class Written:
    """An act: who may, what it does, the event it leaves, its operation, and what has to happen before."""

    who: str
    event: str
    operation: str
    do: Do
    before: Callable[[Stage], Any] = lambda _: None


def _asked(stage: Stage) -> None:
    stage.made.engine.request(stage.case, stage.as_one("zjj.承办人"), "request_extension", {})


ACTS: dict[str, Written] = {
    "start": Written(
        "dcs.承办人", "instance.started", "start",
        lambda s, by: s.made.engine.start("p", by, {"title": "又一件", "units": ["发改局"]}),
    ),
    "claim": Written(
        "zjj.承办人", "task.claimed", "claim", lambda s, by: s.made.engine.claim(s.task("a"), by)
    ),
    "unclaim": Written(
        "zjj.承办人", "task.unclaimed", "unclaim", lambda s, by: s.made.engine.unclaim(s.task("a"), by),
        lambda s: s.made.engine.claim(s.task("a"), s.as_one("zjj.承办人")),
    ),
    "complete": Written(
        "zjj.承办人", "task.completed", "complete", lambda s, by: s.made.engine.complete(s.task("a"), by, {})
    ),
    "vote": Written(
        "fgj.承办人", "task.completed", "complete",
        lambda s, by: s.made.engine.complete(s.task("v", "fgj"), by, {"decision": "approve"}),
    ),
    "return": Written(
        "zjj.承办人", "task.returned", "return",
        lambda s, by: s.made.engine.return_to(s.task("a"), by, "draft", "缺附件"),
    ),
    "withdraw": Written(
        "zjj.承办人", "task.withdrawn", "withdraw",
        lambda s, by: s.made.engine.withdraw(s.made.finished(s.case)[0]["id"], by),
    ),
    "transfer": Written(
        "zjj.承办人", "task.transferred", "transfer",
        lambda s, by: s.made.engine.transfer(s.task("a"), by, "zjj.主要负责人"),
    ),
    "delegate": Written(
        "zjj.承办人", "task.delegated", "delegate",
        lambda s, by: s.made.engine.delegate(s.task("a"), by, "zjj.主要负责人"),
    ),
    "add_signer before": Written(
        "zjj.承办人", "signer.added", "add_signer",
        lambda s, by: s.made.engine.add_signer(s.task("a"), by, "发改局", "before"),
    ),
    "add_signer after": Written(
        "zjj.承办人", "signer.added", "add_signer",
        lambda s, by: s.made.engine.add_signer(s.task("a"), by, "发改局", "after"),
    ),
    "add_signer beside": Written(
        "fgj.承办人", "signer.added", "add_signer",
        lambda s, by: s.made.engine.add_signer(s.task("v", "fgj"), by, "住建局", "beside"),
    ),
    "remove_signer": Written(
        "fgj.承办人", "signer.removed", "remove_signer",
        lambda s, by: s.made.engine.remove_signer(s.task("v", "fgj"), by, "督查室"),
    ),
    "request_extension": Written(
        "zjj.承办人", "request.received", "request_extension",
        lambda s, by: s.made.engine.request(s.case, by, "request_extension", {}),
    ),
    "grant an extension": Written(
        "dcs.主要负责人", "deadline.changed", "complete",
        lambda s, by: s.made.engine.complete(s.task("grant"), by, {"decision": "approve"}), _asked,
    ),
    "pause_clock": Written(
        "zjj.承办人", "deadline.changed", "pause_clock",
        lambda s, by: s.made.engine.pause_clock(s.case, by, "办理", "补正"),
    ),
    "resume_clock": Written(
        "zjj.承办人", "deadline.changed", "resume_clock",
        lambda s, by: s.made.engine.resume_clock(s.case, by, "办理", "补齐"),
        lambda s: s.made.engine.pause_clock(s.case, SYSTEM, "办理", "补正"),
    ),
    "suspend": Written(
        "dcs.承办人", "instance.suspended", "suspend", lambda s, by: s.made.engine.suspend(s.case, by, "诉讼")
    ),
    "resume": Written(
        "dcs.承办人", "instance.resumed", "resume", lambda s, by: s.made.engine.resume(s.case, by, "结案"),
        lambda s: s.made.engine.suspend(s.case, SYSTEM, "诉讼"),
    ),
    "cancel": Written(
        "dcs.承办人", "instance.cancelled", "cancel", lambda s, by: s.made.engine.cancel(s.case, by, "误立")
    ),
    "remind": Written(
        "dcs.承办人", "notification.sent", "remind", lambda s, by: s.made.engine.remind(s.task("a"), by)
    ),
    "copy_to": Written(
        "dcs.承办人", "notification.sent", "copy_to",
        lambda s, by: s.made.engine.copy_to(s.case, by, ["发改局"]),
    ),
    "circulate": Written(
        "dcs.承办人", "notification.sent", "circulate",
        lambda s, by: s.made.engine.circulate(s.case, by, ["发改局"]),
    ),
    "read": Written(
        "fgj.承办人", "circulation.read", "read", lambda s, by: s.made.engine.read(s.case, by),
        lambda s: s.made.engine.circulate(s.case, SYSTEM, ["发改局"]),
    ),
    "message": Written(
        "", "message.received", "message", lambda s, by: s.made.engine.message("回函", None, {}, by)
    ),
    "signal": Written("", "signal.received", "signal", lambda s, by: s.made.engine.signal("复工", {}, by)),
    "migrate": Written(
        "", "instance.migrated", "migrate", lambda s, by: s.made.engine.migrate(s.case, s.version, by)
    ),
}  # fmt: skip


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with office(f"sqlite:///{tmp_path}/acts.db", tmp_path) as made:
        made.publish(PLAN)
        case = made.start({"title": "一件", "units": ["发改局", "督查室"]})
        made.complete(case, "draft")
        yield Stage(
            made, case, made.publish(PLAN.replace(b'name="\xe8\xaf\x95', b'name="\xe5\x86\x8d\xe8\xaf\x95'))
        )


def happened(stage: Stage) -> list[str]:
    row = tables.journal.c
    entries = stage.made.rows(select(row.events).order_by(row.instance_id, row.sequence))
    return [event["event"] for entry in entries for event in entry["events"]]


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_refused_to_others_and_leaves_an_event_with_words(stage: Stage, name: str) -> None:
    act = ACTS[name]
    act.before(stage)
    before = [event for event in happened(stage) if event != "refused"]
    with pytest.raises(Refused) as refused:
        act.do(stage, stage.as_one(OUTSIDER))
    assert refused.value.kind == "forbidden"
    assert refused.value.message.endswith("。")
    assert [event for event in happened(stage) if event != "refused"] == before
    act.do(stage, stage.as_one(act.who) if act.who else SYSTEM)
    stage.made.settle()
    assert happened(stage).count(act.event) == before.count(act.event) + 1
    assert act.event in EVENTS
    assert act.operation in {operation.name for operation in ACTING}


def test_a_deputy_is_named_only_for_ones_own_post(stage: Stage) -> None:
    days = (date(2020, 3, 9), date(2020, 3, 20))
    engine = stage.made.engine
    with pytest.raises(Refused, match="只有任") as refused:
        deputise_own(engine, "住建局/承办人", "fgj.承办人", *days, stage.as_one(OUTSIDER))
    assert refused.value.kind == "forbidden"
    deputise_own(engine, "住建局/承办人", "fgj.承办人", *days, stage.as_one("zjj.承办人"))
    engine.complete(stage.task("a"), stage.as_one("fgj.承办人"), {})
    assert stage.made.journal(stage.case)[-1]["on_behalf"] == "zjj/承办人"
    assert "deputise" in {operation.name for operation in ACTING}


def test_every_operation_that_acts_on_a_case_is_in_the_table() -> None:
    acting = {
        each.name
        for each in ACTING
        if each.path.startswith(("/cases/{", "/tasks/{", "/messages", "/signals"))
    }
    oral = {"record_oral", "confirm_oral", "deny_oral"}
    beside = {"request", "complete_together", *oral}
    assert acting - {act.operation for act in ACTS.values()} <= beside, "these have tests of their own"
