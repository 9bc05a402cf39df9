"""The whole site on a county with very many cases, asked for its pages as a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from engine import schema
from engine.database import Database
from engine.people.actor import SYSTEM
from engine.people.directory import Directory
from engine.records import search
from engine.time import clock
from tests.bench import diagrams
from tests.bench.masses import Original, copy_cases
from tests.support.office import Office
from tests.web.items import PLAN, task_named
from tests.web.site_support import NOW, ROOT, SmallSite, close_small_site, prepare, site_on

TITLES = (
    "整治占道经营",
    "清理拖欠账款",
    "修缮乡村道路",
    "治理城区内涝",
    "推进厕所改造",
    "督办信访积案",
    "落实惠企政策",
)
"""What the copied cases are about, by turns."""


@contextmanager
def fresh_site(url: str, folder: Path, now: datetime = NOW) -> Iterator[SmallSite]:
    """The demo county's site on an empty database, with a process of three plain tasks beside its own."""
    database = Database(url)
    schema.upgrade(database)
    with clock.using(lambda: now):
        prepare(database, folder)
    site = site_on(url, folder, now)
    try:
        with clock.using(site.clock):
            plain = diagrams.PLAIN.replace(b'process id="p"', b'process id="plain"')
            Office(site.engine, site.clock).publish(plain, "plain")
        yield site
    finally:
        close_small_site(site)


@contextmanager
def busy_site(url: str, folder: Path, open_tasks: int, ended_tasks: int) -> Iterator[SmallSite]:
    """A site where all the county's processes run, with so many open and finished tasks, dealt out among its units."""
    with fresh_site(url, folder, NOW - timedelta(days=7)) as site:
        for process in sorted({file.parent for file in (ROOT / "processes").glob("*/*.bpmn")}):
            site.engine.publish(process, SYSTEM, "测试")
        copy_cases(site.engine.database, list(_originals(site, open_tasks, ended_tasks)))
        _swept(site, NOW + timedelta(days=60))
        site.clock.move_to(NOW)
        yield site


def begin_plain(site: SmallSite, count: int) -> list[UUID]:
    """The first tasks of so many fresh cases of three plain tasks."""
    started = site.engine.start_many("plain", site.actor("dcs.dcy1"), [{}] * count)
    return [site.open_task(case.id) for case in started]


def _originals(site: SmallSite, open_tasks: int, ended_tasks: int) -> Iterator[Original]:
    """For every unit with a handler: a case it works on, one it has not received yet, one to be verified, one done."""
    units = _handling_units(site)
    cases = {unit: [_case(site, unit, place, upto) for upto in range(4)] for place, unit in enumerate(units)}
    _swept(site)
    for works_on, unreceived, verified, done in cases.values():
        share = open_tasks // len(units)
        yield Original(works_on, share * 90 // 100, -25, 40)
        yield Original(unreceived, share * 5 // 100, -2, 4)
        yield Original(verified, share * 5 // 100, -10, 10)
        yield Original(done, ended_tasks // len(units) // _STEPS, -1200, 1190)


def _swept(site: SmallSite, now: datetime | None = None) -> None:
    """Let search follow the history; some copies lie in days to come, which it must have followed as well."""
    with clock.using(site.clock if now is None else lambda: now):
        while search.refresh(site.engine.database, site.engine.vault):
            pass


_STEPS = 4
"""Tasks of a case that is done: 签收, 报落实方案, 反馈办理结果, 核验."""


def _case(site: SmallSite, unit: str, place: int, upto: int) -> UUID:
    """A supervised item of a unit, brought so far: 0 being worked on, 1 not received yet, 2 reported, 3 verified."""
    starter = ("dcs.dcy1", "dcs.dcy2")[place % 2]
    data = {
        "title": TITLES[place % len(TITLES)],
        "source": "县委县政府决策部署",
        "unit": unit,
        "due": "2026-03-20",
        "standard": "按期办结",
        "basis": "县政府常务会议纪要〔2026〕3号",
        "filed": True,
    }
    case = site.engine.start("supervision", site.actor(starter), data).id
    clerk = site.actor(f"{unit}.cb")
    if upto != 1:
        site.engine.complete(task_named(site, case, "签收"), clerk, {})
        site.engine.complete(task_named(site, case, "报落实方案"), clerk, PLAN)
    if upto >= 2:
        site.engine.complete(task_named(site, case, "反馈办理结果"), clerk, {"result": "已经办结,情况属实"})
    if upto == 3:
        site.engine.complete(task_named(site, case, "核验"), site.actor(starter), {"decision": "approve"})
    return case


def _handling_units(site: SmallSite) -> list[str]:
    with site.engine.database.reading() as connection:
        known: Directory = site.engine.directory(connection)
    logins = {person.login for person in known.people.values()}
    return [key for key, unit in known.units.items() if f"{key}.cb" in logins and unit.kind != "县领导"]
