"""The demo's first day: a county with a past made by real acts, and what its first half hour brings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, true

from engine import demo_clock, tables
from engine.database import Database
from engine.demo_clock import FIRST_INSTANT
from engine.engine import Engine
from engine.queries.case import deadlines_of, main_limit
from engine.queries.slips_today import slips_by
from engine.records.blobs import Blobs
from engine.records.journal import first_altered
from engine.settings import Settings
from engine.time import clock
from web.passwords import matches
from workers.cli import demo as command
from workers.demo import PASSWORD, was_seeded

CLOSE = FIRST_INSTANT.replace(hour=17, minute=30)
PROCESSES = Path(__file__).parents[2] / "processes"
RED_TODAY = "整治占道经营"
DUE_TODAY = {"清理拖欠中小企业账款", "修复城南中学门前路面", "报送春耕备耕物资保障情况"}


def _settings(data: Path) -> Settings:
    return command.demo_settings("127.0.0.1", 8000, data).model_copy(update={"processes": PROCESSES})


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a prepared demo, to be copied."""
    data = tmp_path_factory.mktemp("demo") / "data"
    command.prepare(_settings(data))
    return data


@pytest.fixture
def settings(prepared: Path, tmp_path: Path) -> Settings:
    """Settings of a demo of the test's own."""
    shutil.copytree(prepared, tmp_path / "data")
    return _settings(tmp_path / "data")


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The demo's engine, its clock at FIRST_INSTANT and this process's clock."""
    database = Database(settings.database_url)
    demo_clock.use_in_this_process(database).resume()
    yield Engine(database, settings.data)
    clock.use_for_process(clock._wall)
    database.dispose()


def test_it_begins_with_a_past_of_real_acts(engine: Engine, settings: Settings) -> None:
    with engine.database.reading() as connection:
        cases = connection.execute(select(tables.instance)).all()
        for case in cases:
            row = tables.journal.c
            history = select(tables.journal).where(row.instance_id == case.id).order_by(row.sequence)
            assert first_altered(connection.execute(history).mappings()) is None
        assert connection.execute(select(func.max(tables.journal.c.at))).scalar_one() <= FIRST_INSTANT
        assert connection.execute(select(tables.incident)).all() == []
        papers = connection.execute(select(tables.document)).all()
        password = connection.execute(select(tables.person.c.password_hash).limit(1)).scalar_one()
    assert len(cases) >= 70
    assert len([case for case in cases if case.outcome == "销号"]) >= 30
    assert {paper.issued_at.year for paper in papers} == {2025, 2026}
    assert all(Blobs(settings.files).get(paper.file_digest) for paper in papers)
    assert matches(password, PASSWORD)


def test_every_procedure_is_in_use_over_the_year(engine: Engine) -> None:
    """300 cases and more, in the procedures people start and in every month; each kind of project in each stage."""
    row, field = tables.instance.c, tables.field.c
    projects = (
        select(field.instance_id, field.name, field.value)
        .join(tables.instance, row.id == field.instance_id)
        .where(row.process == "green_channel", row.status == "running")
        .where(field.name.in_(("project_kind", "stage")))
        .order_by(field.sequence)
    )
    stands: dict[UUID, dict[str, str]] = {}
    with engine.database.reading() as connection:
        cases = connection.execute(select(row.process, row.started_at)).all()
        for case, name, value in connection.execute(projects):
            stands.setdefault(case, {})[name] = value
    assert len(cases) >= 300
    assert len({case.process for case in cases}) >= 45
    assert len({(case.started_at.year, case.started_at.month) for case in cases}) >= 12
    assert (
        len({(each["project_kind"], each["stage"]) for each in stands.values() if "stage" in each}) >= 4 * 4
    )


def test_a_parallel_approval_is_under_way(engine: Engine) -> None:
    """docs/tour-green-channel.md begins here: three departments have not answered, the whole ends on 13 May."""
    case, task = tables.instance.c, tables.user_task.c
    waiting = (
        select(case.id, task.unit_id)
        .join(tables.user_task, task.instance_id == case.id)
        .where(case.title == "远山机械厂扩建", task.status == "open", task.name == "出具部门意见")
    )
    with engine.database.reading() as connection:
        found = connection.execute(waiting).all()
        whole = main_limit(deadlines_of(connection, found[0].id))
    assert len(found) == 3
    assert whole is not None
    assert (whole.name, whole.due_on) == ("总时限", date(2026, 5, 13))


def test_its_clock_stands_before_close_of_business(engine: Engine) -> None:
    assert FIRST_INSTANT <= clock.now() < CLOSE
    with engine.database.reading() as connection:
        due = engine.next_due(connection)
    assert due == CLOSE


def test_at_close_of_business_the_blue_slips_of_the_day_go_out(engine: Engine) -> None:
    document = tables.document.c
    fired, failed = demo_clock.move_forward(engine, CLOSE)
    assert fired >= len(DUE_TODAY)
    assert failed == 0
    assert clock.now() >= CLOSE
    with engine.database.reading() as connection:
        today = select(document.record).where(document.kind == "蓝色督办单", document.due_at == CLOSE)
        slips = {record["title"] for record in connection.execute(today).scalars()}
    assert slips == DUE_TODAY


def test_at_close_of_business_the_red_slip_of_worked_case_4_goes_for_signature(engine: Engine) -> None:
    """It stands on 今日应发 before, among slips alone, and its limits are those of the county's own calendar."""
    with engine.database.reading() as connection:
        before = slips_by(engine, connection, true(), CLOSE)
    assert {slip.kind for slip in before} <= {"蓝色督办单", "黄色督办单", "红色督办单", "效能告诫书"}
    assert {slip.case.title for slip in before if slip.how == "by_itself"} == DUE_TODAY
    assert [slip.case.title for slip in before if slip.kind == "红色督办单"] == [RED_TODAY]
    demo_clock.move_forward(engine, CLOSE)
    task, case = tables.user_task.c, tables.instance.c
    waiting = (
        select(task.post_id, task.name)
        .join(tables.instance, case.id == task.instance_id)
        .where(case.title == RED_TODAY, task.element == "red_sign", task.status == "open")
    )
    with engine.database.reading() as connection:
        assert connection.execute(waiting).one().name == "签发红色督办单"


def test_the_item_of_its_story_is_found_at_once(engine: Engine) -> None:
    """What a leader reads of is searched by its title: there is one such item, whatever the year has played."""
    case = tables.instance.c
    named = select(case.number).where(case.process == "supervision", case.title.contains(RED_TODAY))
    with engine.database.reading() as connection:
        assert connection.execute(named).scalars().all() == ["督办事项〔2026〕1号"]


def test_its_histories_go_forward(engine: Engine) -> None:
    """No act of a case is recorded before the one it follows."""
    row, before = tables.journal.alias(), tables.journal.alias()
    backwards = (
        select(func.count())
        .select_from(row.join(before, before.c.instance_id == row.c.instance_id))
        .where(before.c.sequence == row.c.sequence - 1, before.c.at > row.c.at)
    )
    with engine.database.reading() as connection:
        assert connection.execute(backwards).scalar_one() == 0


def test_a_first_start_that_broke_off_is_begun_anew(settings: Settings) -> None:
    assert was_seeded(settings)
    assert settings.database_file is not None
    settings.database_file.rename(settings.database_file.with_suffix(".draft"))
    assert not was_seeded(settings)


def test_it_takes_nothing_from_a_countys_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANJIE_DATABASE_URL", "postgresql+psycopg://county@db/banjie")
    monkeypatch.setenv("BANJIE_BROKER_URL", "redis://queue:6379/0")
    monkeypatch.setenv("BANJIE_SECRET_KEY", "the county's")
    settings = command.demo_settings("127.0.0.1", 8000, tmp_path / "demo")
    assert settings.demo
    assert settings.database_file == tmp_path / "demo" / "banjie.db"
    assert settings.broker_url == "filesystem://"
    assert settings.secret_key != "the county's"
