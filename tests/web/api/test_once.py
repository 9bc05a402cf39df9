"""Sent twice is done once, and of two at one task the first wins: on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from engine import tables
from tests.web.api.client import Program, Reply, program
from tests.web.site_support import SmallSite

T = TypeVar("T")
START = {
    "process": "errand",
    "data": {"title": "占道", "source": "县长批示", "unit": "住建局", "until": "2026-03-20"},
}
GOOD = {"data": {"result": "街面已经整治完毕。", "progress": "all"}}


def at_once(*works: Callable[[], T]) -> list[T]:
    """Do several things at the same time."""
    gate = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result() for each in [pool.submit(run, work) for work in works]]


def cases(site: SmallSite) -> int:
    with site.engine.database.reading() as connection:
        found: int = connection.execute(select(func.count()).select_from(tables.instance)).scalar_one()
    return found


def task_of(client: Program) -> str:
    return str(client.do("tasks").json["items"][0]["id"])


def test_a_start_sent_again_gives_the_first_answer(any_site: SmallSite) -> None:
    client = program(any_site, "dcs.dcy1")
    first = client.do("start", START, key="2026-03-16:1")
    again = client.do("start", START, key="2026-03-16:1")
    assert (first.status, again.status, again.json) == (201, 201, first.json)
    assert client.do("start", START, key="2026-03-16:2").json != first.json
    assert cases(any_site) == 2


def test_a_key_is_its_senders_own(any_site: SmallSite) -> None:
    mine = program(any_site, "dcs.dcy1").do("start", START, key="1")
    theirs = program(any_site, "dcs.dcy2").do("start", START, key="1")
    assert mine.json != theirs.json


def test_starts_with_one_key_at_the_same_time_are_one(any_site: SmallSite) -> None:
    clients = [program(any_site, "dcs.dcy1") for _ in range(4)]
    replies = at_once(*(lambda client=client: client.do("start", START, key="k") for client in clients))
    assert [reply.status for reply in replies] == [201] * 4, replies
    assert len({reply.json["case_id"] for reply in replies}) == 1
    assert cases(any_site) == 1


def test_an_answer_sent_again_gives_the_first_answer(any_site: SmallSite) -> None:
    program(any_site, "dcs.dcy1").do("start", START)
    client = program(any_site, "zjj.cb")
    task = task_of(client)
    first = client.do("complete", GOOD, key="a", task_id=task)
    assert first.status == 200
    assert client.do("complete", GOOD, key="a", task_id=task).json == first.json
    assert client.do("complete", GOOD, key="b", task_id=task).status == 409
    assert client.do("complete", GOOD, task_id=task).status == 409


def test_one_key_for_two_tasks_of_a_case_is_two(any_site: SmallSite) -> None:
    start = {"process": "vote", "data": {"units": ["督查室", "督查室"]}}
    client = program(any_site, "dcs.dcy1")
    client.do("start", start)
    first, second = (task["id"] for task in client.do("tasks").json["items"])
    vote = {"data": {"decision": "approve"}}
    assert [client.do("complete", vote, key="a", task_id=task).status for task in (first, second)] == [
        200,
        200,
    ]
    assert client.do("tasks").json["items"] == []


def test_messages_and_signals_arrive_once(any_site: SmallSite) -> None:
    client = program(any_site, "dcs.dcy1")
    case = client.do("start", {"process": "letter", "data": {"number": "1"}}).json["case_id"]
    letter = {"name": "回函", "key": "1", "data": {"opinion": "同意"}}
    statuses = [client.do("message", letter, key="m").status for _ in range(2)]
    assert (statuses, client.do("message", letter, key="n").status) == ([200, 200], 409)
    assert [client.do("signal", {"name": "复工"}, key="s").status for _ in range(2)] == [200, 200]
    while any_site.engine.fire_due().instances:
        pass
    events = [event["event"] for event in client.do("events", case_id=case).json["items"]]
    assert (events.count("message.received"), events.count("signal.received")) == (1, 1)


@pytest.mark.parametrize("verb", ["complete", "claim"])
def test_of_two_at_one_task_the_first_wins(any_site: SmallSite, verb: str) -> None:
    starter = program(any_site, "dcs.dcy1")
    starter.do("start", {"process": "line", "data": {"title": "x", "unit": "住建局"}})
    first, second = program(any_site, "zjj.cb"), program(any_site, "zjj.fg")
    task = task_of(first)
    body: dict[str, object] = {"data": {}} if verb == "complete" else {}

    def work(client: Program) -> Callable[[], Reply]:
        return lambda: client.do(verb, body, task_id=task)

    replies = sorted(at_once(work(first), work(second)), key=lambda reply: reply.status)
    assert [reply.status for reply in replies] == [200, 409]
    assert "已由住建局" in replies[1].json["detail"]


def test_the_whole_of_a_case_on_either_database(any_site: SmallSite) -> None:
    overseer, unit = program(any_site, "dcs.dcy1"), program(any_site, "zjj.cb")
    case = overseer.do("start", START).json["case_id"]
    assert unit.do("task", task_id=task_of(unit)).json["mine"] is True
    assert unit.do("complete", GOOD, task_id=task_of(unit)).status == 200
    assert overseer.do("complete", {"data": {"decision": "approve"}}, task_id=task_of(overseer)).status == 200
    assert overseer.do("case", case_id=case).json["outcome"] == "销号"
    for name in ("events", "documents", "deadlines"):
        assert unit.do(name, case_id=case).status == 200
    for query in ({"text": "占道"}, {"due_from": "2026-03-01"}, {"unit": "zjj", "limit": 1}):
        assert unit.do("cases", query=query).status == 200
    assert unit.do("scores", query={"year": 2026}).status == 200
    assert unit.do("units").status == 200
