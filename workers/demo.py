"""Filling the demo's county with a past: its cases run through the real engine on a simulated clock.

What the pages of the demo show was done by the same acts as in a county, each at its own time: timers fired,
slips went out and were numbered, tasks were answered. The past is written as scenarios, in the words of every
process designer: `past.yaml` is played with its answers, `today.yaml` is what has just come in.
"""

from datetime import date
from pathlib import Path
from typing import cast

from engine import demo_clock
from engine.demo_clock import FIRST_INSTANT
from engine.definitions.publishing import NotPublishable
from engine.engine import Engine
from engine.people.actor import SYSTEM
from engine.people.county_file import read_county
from engine.people.loading import load_county
from engine.records.milestones import read_milestones
from engine.rehearsal.finding import NotFound, actor_for
from engine.rehearsal.play import Play
from engine.rehearsal.scenario import Scenario
from engine.rehearsal.scenario_file import ScenarioError, read_scenario
from engine.rehearsal.stage import Stage, ThrowAwayEngine
from engine.rehearsal.verbs import perform
from engine.runtime.refusals import Refused
from engine.settings import Settings
from engine.time import clock
from engine.time.clock import SimulatedClock
from web.milestone_items import PROCESS, planned
from web.passwords import hash_password
from workers.outbox import deliver_all_due
from workers.site import Site

PASSWORD = "banjie-demo"
"""The password of every account of the demo; the sign-in page says so."""
IMPORTED_BY = "督查室"


class DemoError(Exception):
    """The demo's cases cannot be played; the message says which and why, in Chinese."""


def seed(site: Site) -> None:
    """Fill an empty database up to FIRST_INSTANT and set the demo's clock. Raises DemoError."""
    folder = site.settings.processes / "demo"
    past, today = (_scenario(folder / name) for name in ("past.yaml", "today.yaml"))
    simulated = SimulatedClock(past.now)
    with clock.using(simulated):
        _set_up(site.engine, site.settings)
        _import_milestones(site.engine, folder / "milestones.csv")
        _play(site.engine, past, today, simulated)
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
    for folder in sorted({diagram.parent for diagram in settings.processes.glob("*/*.bpmn")}):
        try:
            engine.publish(folder, SYSTEM, "演示数据")
        except NotPublishable as error:
            first = error.problems[0]
            raise DemoError(f"{folder} {error}:{first.file} {first.message}{first.remedy}") from error


def _import_milestones(engine: Engine, path: Path) -> None:
    """Start an item for every row, its date moved by whole years to lie around the demo's (rules DS-05, T-3)."""
    with engine.database.reading() as connection:
        directory = engine.directory(connection)
    anchor: date = clock.civil_date(FIRST_INSTANT)
    sheet = read_milestones(path.read_bytes(), path.name, directory.find_unit, anchor.year)
    if sheet.problems:
        raise DemoError("\n".join(f"{path} {problem}" for problem in sheet.problems))
    rows = [planned(row, directory, anchor).start_data() for row in sheet.rows]
    engine.start_many(PROCESS, actor_for(directory, IMPORTED_BY, clock.today()), rows)


def _play(engine: Engine, past: Scenario, today: Scenario, simulated: SimulatedClock) -> None:
    # A rehearsal asks of its engine only what every engine answers; here it is the demo's own.
    play = Play(cast(ThrowAwayEngine, engine), Stage(None), simulated, past.answers)
    play.held = [step.words["task"] for step in past.steps if "task" in step.words]
    _perform(play, past, settled=True)
    play.held = []
    _perform(play, today, settled=False)
    if play.failures:
        raise DemoError("\n".join(play.failures))
    simulated.move_to(FIRST_INSTANT)


def _perform(play: Play, scenario: Scenario, settled: bool) -> None:
    """Do a scenario's steps; `settled` lets everybody answer who has an answer."""
    for step in scenario.steps:
        play.run_until(step.at) if settled else play.clock.move_to(step.at)
        if step.words.get("task") in play.held:
            play.held.remove(step.words["task"])
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
