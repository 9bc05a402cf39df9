"""Filling the demo's county with a past: its cases run through the real engine on a simulated clock.

What the pages of the demo show was done by the same acts as in a county, each at its own time: timers fired,
slips went out and were numbered, tasks were answered.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count
from uuid import UUID

from sqlalchemy import select

from engine import demo_clock, tables
from engine.demo_clock import FIRST_INSTANT
from engine.people.actor import SYSTEM, Actor
from engine.people.county_file import read_county
from engine.people.loading import load_county
from engine.records.milestones import read_milestones
from engine.settings import Settings
from engine.time import clock
from engine.time.clock import SimulatedClock
from web.milestone_items import PROCESS, planned
from web.passwords import hash_password
from workers.demo_cases import Answer, DemoAct, DemoCase, DemoCases, MilestoneImport, read_demo_cases
from workers.outbox import deliver_all_due
from workers.site import Site
from workers.timers import fire_all_due

PASSWORD = "banjie-demo"
"""The password of every account of the demo; the sign-in page says so."""

Answers = Mapping[str, Answer]
_task = tables.user_task.c


class DemoError(Exception):
    """The demo's cases cannot be played; the message says which and why, in Chinese."""


def seed(site: Site) -> None:
    """Fill an empty database up to FIRST_INSTANT and set the demo's clock. Raises DemoError, DemoFileError."""
    cases = read_demo_cases(site.settings.processes / "demo" / "cases.yaml")
    simulated = SimulatedClock(cases.begin)
    with clock.using(simulated):
        _set_up(site, site.settings)
        _Past(site, cases, simulated).play()
    with site.engine.database.transaction() as connection:
        demo_clock.DemoClock(site.engine.database).set_to(connection, FIRST_INSTANT)


def _set_up(site: Site, settings: Settings) -> None:
    county = read_county((settings.processes / "county.yaml").read_text(encoding="utf-8"))
    hashed = hash_password(PASSWORD)
    with site.engine.database.transaction() as connection:
        load_county(connection, county, hashed)
    for diagram in sorted(settings.processes.glob("*/*.bpmn")):
        if diagram.stem == diagram.parent.name:
            site.engine.publish(diagram.parent, SYSTEM, "演示数据")


class _Past:
    """Plays the file's starts and acts in order of time, firing on the way what falls due."""

    def __init__(self, site: Site, cases: DemoCases, simulated: SimulatedClock) -> None:
        self._engine = site.engine
        self._site = site
        self._cases = cases
        self._clock = simulated
        self._answers: dict[UUID, Answers] = {}

    def play(self) -> None:
        """Everything up to FIRST_INSTANT; papers are rendered at the end."""
        order = count()
        plan: list[tuple[datetime, int, Callable[[], None]]] = []
        if self._cases.milestones is not None:
            sheet = self._cases.milestones
            plan.append((sheet.at, next(order), lambda: self._import(sheet)))
        for case in self._cases.cases:
            started: list[UUID] = []
            plan.append((case.at, next(order), lambda case=case, to=started: to.append(self._start(case))))  # type: ignore[misc]
            for act in case.acts:
                plan.append((act.at, next(order), lambda act=act, of=started: self._do(of[0], act)))  # type: ignore[misc]
        for at, _, step in sorted(plan, key=lambda entry: entry[:2]):
            self._go_to(at)
            step()
            self._answer_all()
        self._go_to(FIRST_INSTANT)
        deliver_all_due(self._site)

    def _go_to(self, instant: datetime) -> None:
        while (due := self._next_due()) is not None and due <= instant:
            self._clock.move_to(max(due, clock.now()))
            fire_all_due(self._engine)
            self._answer_all()
        self._clock.move_to(max(instant, clock.now()))

    def _next_due(self) -> datetime | None:
        with self._engine.database.reading() as connection:
            return self._engine.next_due(connection)

    def _start(self, case: DemoCase) -> UUID:
        started = self._engine.start(case.process, self._actor(case.by), case.data)
        self._answers[started.id] = {**self._cases.answers, **case.answers}
        return started.id

    def _import(self, sheet: MilestoneImport) -> None:
        path = self._site.settings.processes / "demo" / sheet.file
        with self._engine.database.reading() as connection:
            directory = self._engine.directory(connection)
        read = read_milestones(path.read_bytes(), path.name, directory.find_unit, sheet.anchor.year)
        if read.problems:
            raise DemoError("\n".join(f"{path} {problem}" for problem in read.problems))
        rows = [planned(row, directory, sheet.anchor).start_data() for row in read.rows]
        for started in self._engine.start_many(PROCESS, self._actor(sheet.by), rows):
            self._answers[started.id] = self._cases.answers

    def _do(self, case: UUID, act: DemoAct) -> None:
        task = self._open_task(case, act)
        self._engine.complete(task, self._actor(act.by), act.data)

    def _open_task(self, case: UUID, act: DemoAct) -> UUID:
        named = (_task.name == act.task) | (_task.element == act.task)
        with self._engine.database.reading() as connection:
            statement = select(_task.id, _task.unit_id).where(
                _task.instance_id == case, _task.status == "open", named
            )
            found = connection.execute(statement).all()
            unit = self._engine.directory(connection).find_unit(act.unit) if act.unit else None
        matching: list[UUID] = [row.id for row in found if unit is None or row.unit_id == unit.id]
        if len(matching) != 1:
            raise DemoError(
                f"{act.at:%Y-%m-%d %H:%M} 有 {len(matching)} 个待办的“{act.task}”,应恰有一个;请核对 cases.yaml"
            )
        return matching[0]

    def _answer_all(self) -> None:
        """Give the standing answers until no open task has one."""
        while answered := self._answerable():
            for task, answer in answered:
                self._engine.complete(task, self._actor(answer.by), answer.data)

    def _answerable(self) -> list[tuple[UUID, Answer]]:
        names = {name for answers in self._answers.values() for name in answers}
        statement = select(_task.id, _task.name, _task.instance_id).where(
            _task.status == "open", _task.name.in_(names)
        )
        with self._engine.database.reading() as connection:
            rows = connection.execute(statement).all()
        return [
            (row.id, self._answers[row.instance_id][row.name])
            for row in rows
            if row.name in self._answers.get(row.instance_id, {})
        ]

    def _actor(self, name: str) -> Actor:
        with self._engine.database.reading() as connection:
            person = self._engine.directory(connection).find_holder(name, clock.today())
        if person is None:
            raise DemoError(f"单位名录中没有账号、岗位或单位“{name}”,请核对 cases.yaml")
        return Actor(person.id, person.login, person.name)


def was_seeded(settings: Settings) -> bool:
    """Whether the demo's database is there; it appears only once it is filled."""
    return settings.database_file is not None and settings.database_file.exists()
