"""Two small procedures in which every office verb and every kind of 会签 has its place, with words of an office."""

from __future__ import annotations

import itertools
from uuid import UUID

from sqlalchemy import select

from engine import tables
from tests.support.office import Office, diagram, flows, task
from tests.web.site_support import ROOT, SmallSite

TITLE = "城东道路维修请示"
MODES = {
    "全部同意": ('mode="all"', "false"),
    "依次会签": ('mode="all"', "true"),
    "任一人即可": ('mode="any"', "false"),
    "三分之二同意": ('mode="share" share="2/3"', "false"),
    "一票否决": ('mode="all" veto="reject"', "false"),
}
"""How a 会签 may be counted: its name, how it is written, whether one after the other."""
VOTERS = {"住建局": "zjj.cb", "发改局": "fgj.cb", "财政局": "czj.cb"}
"""The units asked, and who answers for each."""
_VERBS = '<bj:verbs allow="return withdraw transfer delegate add_signer"/>'
_CASE = '<bj:case title="= title" unit="= unit" start="督查室" steer="督查室" number="{kind}〔{{year}}〕{{n}}号"/>'
LINE = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("draft", "承办人", _VERBS, "拟稿", unit="住建局")
    + task("check", "承办人", _VERBS, "审核", unit="发改局")
    + '<bpmn:endEvent id="e" name="办成"/>'
    + flows("s>draft", "draft>check", "check>e"),
    "line",
    _CASE.format(kind="请示") + '<bj:deadline name="办理" limit="10 wd" owner="case"/>',
)


def _countersigned(key: str, name: str, mode: str, ordered: str) -> str:
    return (
        f'<bpmn:userTask id="{key}" name="{name}"><bpmn:extensionElements>'
        '<bj:assignment post="承办人" unit="= voter"/><bj:item in="= voters" as="voter" label="= voter" '
        f'result="said_{key}"/><bj:vote {mode}/><bj:form ref="forms/cosign.json"/>'
        '<bj:verbs allow="add_signer remove_signer"/></bpmn:extensionElements>'
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{ordered}"/></bpmn:userTask>'
    )


def _vote() -> bytes:
    keys = [f"v{number}" for number in range(len(MODES))]
    votes = [
        _countersigned(key, name, *written) for key, (name, written) in zip(keys, MODES.items(), strict=True)
    ]
    path = ["s", *keys, "e"]
    steps = flows(*(f"{one}>{other}" for one, other in itertools.pairwise(path)))
    ends = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e" name="会签完毕"/>'
    return diagram(ends[0] + "".join(votes) + ends[1] + steps, "vote", _CASE.format(kind="会签"))


def publish(site: SmallSite) -> None:
    """Publish both without the gate: they lack what the house asks for beyond the verbs."""
    office = Office(site.engine, site.clock)
    office.publish(LINE, "line")
    form = (ROOT / "processes" / "outgoing_document" / "forms" / "cosign.json").read_bytes()
    office.publish(_vote(), "vote", {"forms/cosign.json": form})


def begin(site: SmallSite, process: str = "line") -> UUID:
    """A case of one of them, begun by 督查室."""
    given = {"title": TITLE, "unit": "住建局", "voters": list(VOTERS)}
    return site.engine.start(process, site.actor("dcs.dcy1"), given).id


def drafted(site: SmallSite) -> UUID:
    """A case whose draft is done, so that 发改局 checks it."""
    case = begin(site)
    site.engine.complete(open_tasks(site, case)["拟稿"], site.actor("zjj.cb"), {})
    return case


def open_tasks(site: SmallSite, case: UUID) -> dict[str, UUID]:
    """The open tasks by name, those of a 会签 by the unit asked."""
    row = tables.user_task.c
    statement = select(row.id, row.name, row.item).where(row.instance_id == case, row.status == "open")
    with site.engine.database.reading() as connection:
        return {(r.item or {}).get("value") or r.name: r.id for r in connection.execute(statement)}


def names_of(site: SmallSite, case: UUID) -> set[str]:
    """The names of the open tasks."""
    row = tables.user_task.c
    statement = select(row.name).where(row.instance_id == case, row.status == "open")
    with site.engine.database.reading() as connection:
        return set(connection.execute(statement).scalars())
