"""Messages doubled and shuffled, processes killed at any moment, the database server gone for a while."""

from __future__ import annotations

import contextvars
import json
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from engine import tables
from engine.database import Database
from engine.engine import Engine
from engine.people.actor import SYSTEM, Actor
from engine.time import clock
from tests.faults.town import ASKS, DATA, TEMPLATE, Town, deliver, drain
from tests.support.growing import seeds
from tests.support.invariants import check_all, check_numbers
from tests.support.office import Office

_context = multiprocessing.get_context("forkserver")


def _started(town: Town, count: int) -> Office:
    made = town.office("2020-03-09 09:00")
    with clock.using(made.clock):
        made.engine.start_many("p", made.actor("dcs.承办人"), [DATA] * count)
    return made


def test_wake_ups_doubled_and_shuffled(town: Town) -> None:
    """Three workers get every wake-up twice and in another order; each timer fires once, each paper goes out once."""
    made = _started(town, 12)
    with clock.using(made.clock):
        for task in made.open():
            made.engine.complete(task["id"], made.actor("dcs.承办人"), {})
        made.move("2020-03-20 10:00", drain=False)
        wake_ups: list[Callable[[Engine], None]] = [drain, deliver, drain, deliver]
        workers = [_in_thread(made, random.Random(seed).sample(wake_ups, 4)) for seed in range(3)]
        for worker in workers:
            worker.join(120)
            assert not worker.is_alive()
        drain(made.engine)
        deliver(made.engine)
        check_all(made.engine)
        check_numbers(made.engine)
    papers = made.rows(select(tables.document))
    assert sorted(paper["kind"] for paper in papers) == ["蓝色督办单"] * 12 + ["通知单"] * 12
    for case in made.rows(select(tables.instance)):
        events = [event["event"] for event in made.events(case["id"])]
        assert (events.count("timer.fired"), events.count("document.rendered")) == (1, 2)
    made.engine.database.dispose()


def test_messages_doubled_and_shuffled(town: Town) -> None:
    """Three senders bring every message, each in another order; each case gets its own once, all hear the same."""
    made = town.office("2020-03-09 09:00")
    with clock.using(made.clock):
        made.publish(ASKS, "asks", files={"documents/blue.docx": TEMPLATE.read_bytes()})
        titles = [f"第{n}件" for n in range(12)]
        cases = [made.start({**DATA, "title": title}, "asks") for title in titles]
        heard: list[set[tuple[str, UUID]]] = [set(), set(), set()]

        def bring(place: int, title: str) -> Callable[[Engine], None]:
            def send(engine: Engine) -> None:
                done = engine.message("回函", title, {"reply": title}, SYSTEM, once=title)
                heard[place].add((title, done.instance_id))

            return send

        senders = [
            _in_thread(made, [bring(place, title) for title in random.Random(place).sample(titles, 12)])
            for place in range(3)
        ]
        for sender in senders:
            sender.join(120)
            assert not sender.is_alive()
        check_all(made.engine)
        check_numbers(made.engine)
    assert heard == [set(zip(titles, cases, strict=True))] * 3
    for case in cases:
        assert [event["event"] for event in made.events(case)].count("message.received") == 1
        assert made.case(case)["status"] == "completed"
    made.engine.database.dispose()


def _in_thread(made: Office, work: list[Callable[[Engine], None]]) -> threading.Thread:
    def run() -> None:
        for step in work:
            step(made.engine)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True)
    thread.start()
    return thread


def clerk(url: str, data: Path, now: datetime, actor: Actor, seed: int, acknowledged: Path) -> None:
    """Complete whatever is open, over and over; note each completion on disk once it is acknowledged."""
    engine, pick = Engine(Database(url), data), random.Random(seed)
    with clock.using(clock.SimulatedClock(now)), acknowledged.open("a", encoding="utf-8") as notes:
        is_done = False
        while not is_done:
            try:
                is_done = _complete_one(engine, actor, pick, notes)
            except Exception as error:
                if not _is_expected(error):
                    raise


def _complete_one(engine: Engine, actor: Actor, pick: random.Random, notes: TextIO) -> bool:
    """Complete one open task; True where none is left."""
    row = tables.user_task.c
    with engine.database.reading() as connection:
        open_ones = connection.execute(select(row.id).where(row.status == "open")).scalars().all()
    if open_ones:
        key = pick.choice(open_ones)
        engine.complete(key, actor, {"note": "已办"}, key=f"clerk-{key.hex}")
        notes.write(json.dumps(key.hex) + "\n")
        notes.flush()
    return not open_ones


def _is_expected(error: Exception) -> bool:
    """Somebody else was first, or the server is away for a moment."""
    time.sleep(0.05)
    return isinstance(error, OperationalError) or "已由" in str(error)


def _at_work(made: Office, url: str, notes: Path, seed: int) -> Any:
    arguments = (url, made.engine.data, made.clock(), made.actor("dcs.承办人"), seed, notes)
    process = _context.Process(target=clerk, args=arguments)
    process.start()
    return process


def _check_kept(made: Office, notes: Path) -> None:
    """Everything acknowledged is there, and nothing happened twice."""
    kept = {UUID(hex=json.loads(line)) for line in notes.read_text(encoding="utf-8").splitlines()}
    done = {row["id"] for row in made.rows(select(tables.user_task)) if row["status"] == "completed"}
    assert kept <= done
    assert made.open() == []
    completed = [
        e["task"]
        for case in made.rows(select(tables.instance))
        for e in made.events(case["id"], "task.completed")
    ]
    assert sorted(completed) == sorted(key.hex for key in done)
    with clock.using(made.clock):
        check_all(made.engine)
        check_numbers(made.engine)


def _url(made: Office) -> str:
    return made.engine.database.engine.url.render_as_string(hide_password=False)


def _killed_at_any_moment(town: Town, notes: Path, pick: random.Random, times: int) -> None:
    made = _started(town, 10 * times)
    for seed in range(times):
        crew = [_at_work(made, _url(made), notes, seed), _at_work(made, _url(made), notes, seed + 100)]
        _await_notes(notes, 6 * (seed + 1))
        time.sleep(pick.random() / 20)
        for process in crew:
            os.kill(process.pid, signal.SIGKILL)
            process.join()
    last = _at_work(made, _url(made), notes, 50)
    last.join(120)
    assert last.exitcode == 0
    _check_kept(made, notes)
    made.engine.database.dispose()


def test_clerks_killed_at_any_moment(town: Town, tmp_path: Path) -> None:
    _killed_at_any_moment(town, tmp_path / "notes", random.Random(7), 3)


@pytest.mark.soak
def test_clerks_killed_again_and_again(town: Town, tmp_path: Path) -> None:
    for each in seeds(share=0.05):
        _killed_at_any_moment(town, tmp_path / f"notes{each}", random.Random(each), 4)


def _await_notes(notes: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while not notes.exists() or notes.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def _server_falls_over(town: Town, notes: Path, moments: list[int]) -> None:
    """One of the server's processes is killed, so that it drops everybody and recovers from its log."""
    made = _started(town, 15 * len(moments))
    crew = [_at_work(made, _url(made), notes, seed) for seed in range(2)]
    for count in moments:
        _await_notes(notes, count)
        with made.engine.database.engine.connect() as connection:
            backend = connection.execute(text("select pg_backend_pid()")).scalar_one()
            os.kill(backend, signal.SIGKILL)
            connection.invalidate()
    for process in crew:
        process.join(120)
        assert process.exitcode == 0
    made.engine.database.dispose()
    _check_kept(made, notes)
    made.engine.database.dispose()


@pytest.mark.durable
def test_the_database_server_falls_over_in_mid_load(postgres_town: Town, tmp_path: Path) -> None:
    _server_falls_over(postgres_town, tmp_path / "notes", [5, 15])


@pytest.mark.soak
@pytest.mark.durable
def test_the_database_server_falls_over_again_and_again(postgres_town: Town, tmp_path: Path) -> None:
    for each in seeds(share=0.1):
        moments = sorted(random.Random(each).sample(range(1, 60), 4))
        _server_falls_over(postgres_town, tmp_path / f"notes{each}", moments)
