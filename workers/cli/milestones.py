"""`banjie import-milestones`: dated tasks from a file, all of them or none."""

import hashlib
from pathlib import Path

import click

from engine.engine import Engine
from engine.people.actor import SYSTEM
from engine.records.milestones import read_milestones
from engine.refusals import Refused
from engine.settings import read_settings
from engine.time import clock
from web.milestone_items import PROCESS, PlannedItem, planned
from workers.cli.output import Failure, json_option, put, refuse
from workers.cli.people import actor_of
from workers.site import open_engine


@click.command("import-milestones")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--year", type=click.IntRange(1949, 2100), help="未写年份时按哪一年 | Year where none is written"
)
@click.option("--by", help="以谁的名义(账号、岗位)| In whose name (login, post)")
@click.option("--dry-run", is_flag=True, help="只检查,不导入 | Check only")
@json_option
def import_milestones(file: Path, year: int | None, by: str | None, dry_run: bool, as_json: bool) -> None:
    """从 CSV 或 XLSX 文件导入有期限的任务,逐行检查;有一行不对就一项也不导入。

    Import dated tasks; one bad row refuses the whole file. The same file again adds nothing.
    """
    engine = open_engine(read_settings())
    actor = actor_of(engine, by) if by else SYSTEM
    content = file.read_bytes()
    items = _items(engine, content, file.name, year or clock.today().year, as_json)
    if not dry_run:
        digest = hashlib.sha256(content).hexdigest()[:40]
        keys = [f"{digest}-{item.milestone.line}" for item in items]
        try:
            engine.start_many(PROCESS, actor, [item.start_data() for item in items], keys=keys)
        except Refused as error:
            raise Failure(f"一项也没有导入:{error.message}") from error
    rows = [
        {"line": i.milestone.line, "title": i.milestone.title, "unit": i.lead, "due": i.due} for i in items
    ]
    lines = [f"{row['due']} {row['unit']} {row['title']}" for row in rows]
    done = "检查通过,未导入" if dry_run else "已导入"
    put(as_json, {"imported": not dry_run, "items": rows}, [*lines, f"{done}:{len(rows)} 项"])


def _items(engine: Engine, content: bytes, name: str, year: int, as_json: bool) -> list[PlannedItem]:
    with engine.database.reading() as connection:
        directory = engine.directory(connection)
    sheet = read_milestones(content, name, directory.find_unit, year)
    if sheet.problems:
        lines = [*sheet.problems, f"共 {len(sheet.problems)} 处须改正,一项也没有导入"]
        refuse(as_json, {"imported": False, "problems": sheet.problems}, lines)
    return [planned(row, directory, None) for row in sheet.rows]
