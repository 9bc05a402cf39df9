"""The thread through a real worker: a timer of the past fires, a slip is issued and rendered, killed or not."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

from docx import Document
from sqlalchemy import select

from engine import tables
from engine.records.blobs import Blobs
from engine.settings import EMBEDDED_BROKER
from tests.workers.conftest import RunningSite
from workers.beat import MOST_WAITING


def _papers(site: RunningSite) -> list[dict[str, Any]]:
    return site.office.rows(select(tables.document))


def _await_rendered(site: RunningSite, count: int) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 60
    while True:
        papers = _papers(site)
        if len([paper for paper in papers if paper["file_digest"]]) >= count:
            return papers
        assert time.monotonic() < deadline, (site.logs / "worker.log").read_text()[-3000:]
        time.sleep(0.1)


def test_a_slip_goes_out_and_is_rendered(site: RunningSite) -> None:
    (case,) = site.start()
    with site.workers():
        (paper,) = _await_rendered(site, 1)
    assert paper["number"] == "督办〔2020〕1号"
    assert paper["issued_at"] > paper["due_at"]
    word = Document(BytesIO(Blobs(site.logs / "files").get(paper["file_digest"])))
    assert "规定完成时限2020年3月18日" in "".join(word.element.itertext())
    (rendered,) = site.office.events(case, "document.rendered")
    assert (rendered["document"], rendered["digest"]) == (paper["id"].hex, paper["file_digest"])
    assert site.office.is_intact(case)


def test_killed_in_the_middle_again_and_again_nothing_is_lost_or_doubled(site: RunningSite) -> None:
    cases = site.start(12)
    with site.command("beat"):
        for attempt in range(3):
            seen = len(_papers(site))
            with site.command("worker", "--pool", "solo", name=f"worker{attempt}") as worker:
                deadline = time.monotonic() + 30
                while len(_papers(site)) == seen and len(_papers(site)) < 12 and time.monotonic() < deadline:
                    time.sleep(0.002)
                worker.kill()
        with site.office.engine.database.transaction() as connection:
            connection.execute(
                tables.outbox.update()
                .where(tables.outbox.c.next_attempt_at.is_not(None))
                .values(next_attempt_at=tables.outbox.c.created_at)
            )
        with site.command("worker"):
            papers = _await_rendered(site, 12)
    assert sorted(paper["instance_id"] for paper in papers) == sorted(cases)
    assert {paper["number"] for paper in papers} == {f"督办〔2020〕{n}号" for n in range(1, 13)}
    for case in cases:
        assert [e["event"] for e in site.office.events(case)].count("document.issued") == 1
        assert len(site.office.events(case, "document.rendered")) == 1
        assert site.office.is_intact(case)
    assert site.office.rows(select(tables.incident)) == []


def test_ticks_do_not_pile_up_where_nobody_takes_them(site: RunningSite) -> None:
    with site.command("beat"):
        deadline = time.monotonic() + 30
        while _waiting(site) < MOST_WAITING:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        time.sleep(2)
        assert MOST_WAITING <= _waiting(site) <= MOST_WAITING + 2


def _waiting(site: RunningSite) -> int:
    broker = site.environment["BANJIE_BROKER_URL"]
    if broker == EMBEDDED_BROKER:
        return len(list((site.logs / "broker" / "messages").glob("*.msg")))
    import redis

    with redis.Redis.from_url(broker) as client:
        return int(client.execute_command("LLEN", "celery"))
