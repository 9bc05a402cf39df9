"""A year's scores of every unit: items, slips, points of the ledger, and the bonus the process's own table gives.

The table is the decision `bonus_points` of a published process, with `bonus_percent` and `excellent_share` beside
it where there are such (rules SD-09b and SD-09c). It reads of a unit's year: `assigned` and `handled` items,
`joined` and `joined_handled` ones it cooperates in, `received`, the papers by kind; and `policy("…")`.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from engine.people.directory import Directory
from engine.queries.versions import CurrentVersion, current_versions
from engine.records.unit_figures import UnitFigures, unit_figures
from engine.runtime.program import Program
from engine.runtime.versions import version_files
from engine.runtime.world import World
from engine.time.clock import CIVIL

BONUS: Final = "bonus_points"
MOST_STARS: Final = 10
"""十大效能之星 (SD-10a)."""


@dataclass(frozen=True, slots=True)
class YearScore:
    """A unit's year. `net` is points of the ledger and bonus together; `place` ranks by it, equals alike."""

    unit_id: str
    items: int
    papers: Mapping[str, int]
    points: int
    bonus: int
    percent: int | Decimal | None
    share: int | Decimal | None
    net: int
    place: int


@dataclass(frozen=True, slots=True)
class Year:
    """Every unit with items, slips or points in a year, the best first. `kinds` are the papers that take points."""

    process: str
    version_id: UUID
    kinds: tuple[str, ...]
    scores: tuple[YearScore, ...]

    @property
    def candidates(self) -> tuple[YearScore, ...]:
        """The units whose principals may be proposed as 效能之星 (SD-10a): those of the first places.

        Equal scores share a place, so that there may be more than ten; who is chosen a person decides.
        """
        return tuple(score for score in self.scores if score.place <= MOST_STARS and score.net > 0)


def year_scores(
    connection: Connection, world: World, program_of: Callable[[UUID], Program], year: int, on: date
) -> Year | None:
    """The scores of a year by the current version's table; `on` is the day whose policy holds.

    None where no published process has such a table.
    """
    found = _scoring(program_of, connection)
    return _year(*found, world, connection, year, on) if found is not None else None


def _year(
    version: CurrentVersion, program: Program, world: World, connection: Connection, year: int, on: date
) -> Year:
    kinds = _kinds(program)
    figures = _figures(connection, version.process, year, world.directory, on)
    scores = [_score(each, program, world, kinds, on) for each in figures]
    scores = [each for each in scores if each.items or each.points or any(each.papers.values())]
    return Year(version.process, version.id, kinds, _ranked(scores, world.directory))


def _scoring(
    program_of: Callable[[UUID], Program], connection: Connection
) -> tuple[CurrentVersion, Program] | None:
    for version in current_versions(connection):
        files = version_files(connection, version.id)
        if any(path.endswith(".dmn") and BONUS.encode() in content for path, content in files.items()):
            program = program_of(version.id)
            if BONUS in program.decisions:
                return version, program
    return None


def _kinds(program: Program) -> tuple[str, ...]:
    """The papers issued where points are recorded, in the order of the diagram."""
    nodes = (node for process in program.processes.values() for node in process.nodes.values())
    scoring = (node for node in nodes if node.extension("score") is not None)
    return tuple(dict.fromkeys(paper.get("kind") for node in scoring for paper in node.all("document")))


def _figures(
    connection: Connection, process: str, year: int, directory: Directory, on: date
) -> list[UnitFigures]:
    """The figures of the year, those of a unit merged away counted under the one that took it over."""
    names = {name: unit.id for unit in directory.units.values() for name in (unit.name, unit.short_name)}
    first, end = (datetime(each, 1, 1, tzinfo=CIVIL).astimezone(UTC) for each in (year, year + 1))
    successors, joined = directory.successors(on), dict[str, UnitFigures]()
    for unit_id, each in unit_figures(connection, process, first, end, cooperating=names).items():
        into = successors.get(unit_id, unit_id)
        joined[into] = _sum(into, joined[into], each) if into in joined else _sum(into, each)
    return list(joined.values())


def _sum(unit_id: str, *figures: UnitFigures) -> UnitFigures:
    total = UnitFigures(unit_id)
    for name in ("started", "handled", "closed", "running", "overdue", "points", "joined", "joined_handled"):
        setattr(total, name, sum(getattr(each, name) for each in figures))
    total.papers = sum((each.papers for each in figures), Counter[str]())
    return total


def _score(
    figures: UnitFigures, program: Program, world: World, kinds: tuple[str, ...], on: date
) -> YearScore:
    papers = {kind: figures.papers.get(kind, 0) for kind in kinds}
    scope = {
        "assigned": figures.started,
        "handled": figures.handled,
        "joined": figures.joined,
        "joined_handled": figures.joined_handled,
        "received": papers,
    }

    def decided(key: str) -> Any:
        decision = program.decisions.get(key)
        policy = {"policy": lambda name: world.policy_value(program, str(name), on).value}
        return decision.evaluate(scope, policy) if decision is not None else None

    bonus = int(decided(BONUS) or 0)
    return YearScore(
        unit_id=figures.unit_id,
        items=int(decided("items") if "items" in program.decisions else figures.started),
        papers=papers,
        points=figures.points,
        bonus=bonus,
        percent=decided("bonus_percent"),
        share=decided("excellent_share"),
        net=figures.points + bonus,
        place=0,
    )


def _ranked(scores: list[YearScore], directory: Directory) -> tuple[YearScore, ...]:
    order = {unit_id: place for place, unit_id in enumerate(directory.units)}
    best = sorted(scores, key=lambda each: (-each.net, order.get(each.unit_id, len(order))))
    places = {net: place for place, net in reversed(list(enumerate((each.net for each in best), 1)))}
    return tuple(replace(each, place=places[each.net]) for each in best)
