"""Looking ahead in the county's own process: what the drawing leads to, and that trying it out writes nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from engine import tables
from engine.queries.ahead import node_of, papers_after, papers_through_tasks
from engine.queries.foresight import Foresight, Slip
from tests.web.items import YELLOW_DAY, received_item, task_named, waiting_for_signature
from tests.web.site_support import NOW, SmallSite

CLOSE = NOW.replace(hour=17, minute=30)


def _kinds(site: SmallSite, element: str, *, through_tasks: bool) -> list[str]:
    row = tables.process_version.c
    with site.engine.database.reading() as connection:
        version = connection.execute(select(row.id).where(row.process == "supervision")).scalar_one()
        program = site.engine.program(version, connection)
    node = node_of(program, element)
    assert node is not None
    found = (papers_through_tasks if through_tasks else papers_after)(program, node)
    documents = [paper.extension("document") for paper in found]
    return [written.get("kind") for written in documents if written is not None]


@pytest.mark.parametrize(
    ("element", "at_once", "through_a_task"),
    [
        ("overdue", ["蓝色督办单"], ["蓝色督办单"]),
        ("yellow_judge", [], ["黄色督办单"]),
        ("yellow_sign", ["黄色督办单"], ["黄色督办单"]),
        ("red_sign", ["红色督办单"], ["红色督办单"]),
        ("yellow_opens", [], []),
        ("report", [], []),
        ("decide", [], []),
    ],
)
def test_the_drawing_tells_which_papers_follow(
    site: SmallSite, element: str, at_once: list[str], through_a_task: list[str]
) -> None:
    assert _kinds(site, element, through_tasks=False)[:1] == at_once
    assert list(dict.fromkeys(_kinds(site, element, through_tasks=True)))[:1] == through_a_task


def _next(site: SmallSite, case_id: UUID) -> Slip | None:
    with site.engine.database.reading() as connection:
        return Foresight(site.engine, connection, case_id).next_slip(NOW + timedelta(days=60))


def test_each_stage_has_its_next_slip(site: SmallSite) -> None:
    case_id = received_item(site)
    blue = _next(site, case_id)
    assert blue is not None
    assert (blue.kind, blue.points, blue.at, blue.task) == ("蓝色督办单", -1, CLOSE, None)
    site.move_to(CLOSE)
    yellow = _next(site, case_id)
    assert yellow is not None
    assert (yellow.kind, yellow.points, yellow.at) == (
        "黄色督办单",
        -2,
        YELLOW_DAY.replace(hour=17, minute=30),
    )
    assert yellow.task is not None
    assert yellow.task["post_id"] == "xzf/常务副县长"


def test_what_is_at_its_signer_has_no_moment(site: SmallSite) -> None:
    slip = _next(site, waiting_for_signature(site))
    assert slip is not None
    assert (slip.kind, slip.at) == ("黄色督办单", None)


def test_what_is_reported_brings_no_slip_until_it_is_judged_again(site: SmallSite) -> None:
    case_id = received_item(site)
    report = task_named(site, case_id, "反馈办理结果")
    site.engine.complete(report, site.actor("czj.cb"), {"result": "已经全部清偿。"})
    assert _next(site, case_id) is None


def test_looking_ahead_writes_nothing(site: SmallSite) -> None:
    case_id = received_item(site)

    def rows() -> list[int]:
        with site.engine.database.reading() as connection:
            return [
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables.metadata.sorted_tables
            ]

    before = rows()
    assert _next(site, case_id) is not None
    assert rows() == before


def test_a_suspended_case_does_nothing(site: SmallSite) -> None:
    case_id = received_item(site)
    site.engine.suspend(case_id, site.actor("dcs.dcy1"), "核实名单")
    assert _next(site, case_id) is None
