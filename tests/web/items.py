"""Supervised items of the county's own process, brought to where a test wants them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine import tables
from engine.database import new_key
from engine.time import clock
from engine.time.clock import CIVIL
from tests.web.site_support import SmallSite

TITLE = "清理拖欠中小企业账款"
ITEM = {
    "title": TITLE,
    "source": "县委县政府决策部署",
    "unit": "财政局",
    "due": "2026-03-16",
    "standard": "台账内账款全部清偿",
    "basis": "县政府常务会议纪要〔2026〕3号",
    "filed": True,
}
PLAN = {"responsible": "分管副局长", "team": "国库股、企业股", "plan": "月底前逐户清偿,每周通报一次"}
"""What a unit reports after receipt (DS-04)."""
YELLOW_DAY = datetime(2026, 3, 23, 9, 0, tzinfo=CIVIL)
"""Five days after the 16th is a Saturday, so the yellow slip is judged on Monday the 23rd (SD-05)."""


def received_item(site: SmallSite, **more: Any) -> UUID:
    """An item due on 16 March, received by 财政局, which has reported how it goes about it."""
    case = site.engine.start("supervision", site.actor("dcs.dcy1"), {**ITEM, **more})
    site.engine.complete(task_named(site, case.id, "签收"), site.actor("czj.cb"), {})
    site.engine.complete(task_named(site, case.id, "报落实方案"), site.actor("czj.cb"), PLAN)
    return case.id


def stopped(site: SmallSite, *cases: UUID, said: str = "单位名录中没有这个岗位") -> list[UUID]:
    """An incident of the same making in each of these cases."""
    rows = [
        {"id": new_key(), "instance_id": case, "element": "report", "kind": "stuck",
         "message": said, "raised_at": clock.now()}
        for case in cases
    ]  # fmt: skip
    with site.engine.database.transaction() as connection:
        connection.execute(tables.incident.insert(), rows)
    return [row["id"] for row in rows]


def altered(site: SmallSite, case_id: UUID) -> str:
    """Put another name under a case's first record, behind the program's back; what verifying must say of it."""
    row = tables.journal.c
    with site.engine.database.transaction() as connection:
        place = (row.instance_id == case_id) & (row.sequence == 1)
        was = connection.execute(select(row.actor).where(place)).scalar_one()
        connection.execute(tables.journal.update().where(place).values(actor="zjj.cb"))
    assert was != "zjj.cb"
    return f"改动的是“经办人”,原为“{was}”,现为“zjj.cb”"


def task_named(site: SmallSite, case_id: UUID, name: str) -> UUID:
    """The open task of this name."""
    row = tables.user_task.c
    statement = select(row.id).where(row.instance_id == case_id, row.status == "open", row.name == name)
    with site.engine.database.reading() as connection:
        found: UUID = connection.execute(statement).scalar_one()
    return found


def waiting_for_signature(site: SmallSite) -> UUID:
    """An item whose yellow slip has gone for signature; its case."""
    case_id = received_item(site)
    site.move_to(YELLOW_DAY.replace(hour=17, minute=31))
    return case_id


def status_of(site: SmallSite, case_id: UUID) -> str:
    """The status of a case."""
    row = tables.instance.c
    with site.engine.database.reading() as connection:
        found: str = connection.execute(select(row.status).where(row.id == case_id)).scalar_one()
    return found


def papers(site: SmallSite) -> list[str]:
    """The kinds of papers issued so far, in order."""
    row = tables.document.c
    with site.engine.database.reading() as connection:
        return list(connection.execute(select(row.kind).order_by(row.id)).scalars())
