"""Filling the demo's county with a past: its cases run through the real engine on a simulated clock.

What the pages of the demo show was done by the same acts as in a county, each at its own time: timers fired,
slips went out and were numbered, tasks were answered. The past is written as scenarios, in the words of every
process designer: `past.yaml` is played with its answers, `today.yaml` is what has just come in.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

from engine import demo_clock
from engine.definitions.folder import read_folder
from engine.definitions.publishing import NotPublishable
from engine.definitions.reader import read_diagram
from engine.demo_clock import FIRST_INSTANT
from engine.engine import Engine
from engine.matters import register
from engine.matters.checking import FILE_NAME, read_beside_county
from engine.people.actor import SYSTEM
from engine.people.county_file import read_county
from engine.people.loading import load_county
from engine.records.milestones import read_milestones
from engine.refusals import Refused
from engine.rehearsal.finding import NotFound, actor_for
from engine.rehearsal.play import Play
from engine.rehearsal.scenario import Scenario, Step
from engine.rehearsal.scenario_file import ScenarioError, read_scenario
from engine.rehearsal.stage import Stage, ThrowAwayEngine
from engine.rehearsal.verbs import perform
from engine.settings import Settings
from engine.time import clock
from engine.time.calendar import WorkingCalendar
from engine.time.clock import SimulatedClock
from web.milestone_items import PROCESS, PlannedItem, planned
from web.passwords import hash_password
from workers.demo_year import FILE as YEAR_FILE
from workers.demo_year import plan_year, play_year, read_year, withdraw_leftovers
from workers.outbox import deliver_all_due
from workers.site import Site

PASSWORD = "banjie-demo"
"""The password of every account of the demo; the sign-in page says so."""
YEAR_BEGINS = datetime(2025, 3, 17, 9, 0, tzinfo=clock.CIVIL)
"""When the county's procedures were published; its cases come from the year after it."""
IMPORTED_BY = "督查室"
LATE_EVERY = 5
"""Of the milestones due before the demo begins, every fifth was reported late and so has a blue slip."""


class DemoError(Exception):
    """The demo's cases cannot be played; the message says which and why, in Chinese."""


def seed(site: Site, year: bool = True) -> None:
    """Fill an empty database up to FIRST_INSTANT and set the demo's clock. Raises DemoError.

    With `year` every other procedure is in use too, over the year before.
    """
    folder = site.settings.processes / "demo"
    past, today = (_scenario(folder / name) for name in ("past.yaml", "today.yaml"))
    simulated = SimulatedClock(YEAR_BEGINS)
    with clock.using(simulated):
        _set_up(site.engine, site.settings)
        simulated.move_to(past.now)
        reports = _import_milestones(site.engine, folder / "milestones.csv")
        steps = tuple(sorted((*past.steps, *reports), key=lambda step: step.at))
        _play(site.engine, replace(past, steps=steps), today, simulated)
        if year:
            read = read_year(folder / YEAR_FILE)
            play_year(site.engine, plan_year(site.settings.processes, read, YEAR_BEGINS))
            withdraw_leftovers(site.engine, read)
        _publish(site.engine, [path for path in _folders(site.settings) if _starts_by_itself(path)])
        deliver_all_due(site)
    with site.engine.database.transaction() as connection:
        demo_clock.DemoClock(site.engine.database).set_to(connection, FIRST_INSTANT)


def _scenario(path: Path) -> Scenario:
    try:
        return read_scenario(path)
    except ScenarioError as error:
        raise DemoError("\n".join(f"{path} {problem}" for problem in error.problems)) from error


def _set_up(engine: Engine, settings: Settings) -> None:
    county = read_county((settings.processes / "county.yaml").read_text(encoding="utf-8"))
    hashed = hash_password(PASSWORD)
    engine.database.transact(lambda connection: load_county(connection, county, hashed))
    catalogue = read_beside_county(settings.processes / FILE_NAME)
    engine.database.transact(
        lambda connection: register.take(connection, catalogue, SYSTEM.login, "演示数据")
    )
    _publish(engine, [path for path in _folders(settings) if not _starts_by_itself(path)])


def _folders(settings: Settings) -> list[Path]:
    return sorted({diagram.parent for diagram in settings.processes.glob("*/*.bpmn")})


def _starts_by_itself(path: Path) -> bool:
    """Whether a process begins by timers: published in the past, it would fill the demo with old reports."""
    folder = read_folder(path)
    process = read_diagram(folder.files[folder.main_diagram], folder.main_diagram).main_process
    starts = [node for node in process.scope.nodes.values() if node.type == "startEvent"] if process else []
    return any(event.kind == "timer" for start in starts for event in start.events)


def _publish(engine: Engine, folders: list[Path]) -> None:
    for folder in folders:
        try:
            engine.publish(folder, SYSTEM, "演示数据")
        except NotPublishable as error:
            first = error.problems[0]
            raise DemoError(f"{folder} {error}:{first.file} {first.message}{first.remedy}") from error


def _import_milestones(engine: Engine, path: Path) -> list[Step]:
    """Start an item for every row, its date moved by whole years to lie around the demo's (rules DS-05, T-3).

    Returns what the units did about those due before the demo begins.
    """
    with engine.database.reading() as connection:
        directory, calendar = engine.directory(connection), engine.calendar(connection)
    begins = clock.civil_date(FIRST_INSTANT)
    sheet = read_milestones(path.read_bytes(), path.name, directory.find_unit, begins.year)
    if sheet.problems:
        raise DemoError("\n".join(f"{path} {problem}" for problem in sheet.problems))
    items = [planned(row, directory, begins) for row in sheet.rows]
    actor = actor_for(directory, IMPORTED_BY, clock.today())
    started = engine.start_many(PROCESS, actor, [item.start_data() for item in items])
    due = [
        (i, case) for i, case in zip(items, started, strict=True) if i.due < begins and not i.milestone.done
    ]
    return [
        step
        for place, (item, case) in enumerate(due)
        for step in _answered(item, case.number, calendar, late=place % LATE_EVERY == 0)
    ]


def _answered(item: PlannedItem, case: str, calendar: WorkingCalendar, late: bool) -> list[Step]:
    """The unit's report and its check: the working day before the item is due, or, late, two after it."""
    day = (
        calendar.add_workdays(item.due, 2)
        if late
        else calendar.previous_workday(item.due - timedelta(days=1))
    )
    report = {
        "task": "反馈办理结果",
        "case": case,
        "data": {"result": f"“{item.milestone.title}”已按要求完成。"},
    }
    check = {"task": "核验", "case": case, "data": {"decision": "approve", "opinion": "属实,同意销号。"}}
    return [
        Step(_at(day, 10), "complete", item.lead, report, None, case),
        Step(_at(day, 15), "complete", IMPORTED_BY, check, None, case),
    ]


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.CIVIL)


def _play(engine: Engine, past: Scenario, today: Scenario, simulated: SimulatedClock) -> None:
    # A rehearsal asks of its engine only what every engine answers; here it is the demo's own.
    play = Play(cast(ThrowAwayEngine, engine), Stage(None), simulated, past.answers)
    play.held = list(past.hold)
    _perform(play, past, settled=True)
    _perform(play, today, settled=False)
    if play.failures:
        raise DemoError("\n".join(play.failures))
    simulated.move_to(FIRST_INSTANT)


def _perform(play: Play, scenario: Scenario, settled: bool) -> None:
    """Do a scenario's steps; `settled` lets everybody answer who has an answer."""
    for step in scenario.steps:
        play.run_until(step.at) if settled else play.clock.move_to(step.at)
        try:
            perform(play, step, scenario.process, None)
        except (Refused, NotFound) as error:
            play.fail(f"{scenario.name} {step.place} {step.do}:{error}")
        if settled:
            play.settle()
    if settled and scenario.until is not None:
        play.run_until(scenario.until)


def was_seeded(settings: Settings) -> bool:
    """Whether the demo's database is there; it appears only once it is filled."""
    return settings.database_file is not None and settings.database_file.exists()
