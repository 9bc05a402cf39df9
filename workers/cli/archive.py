"""`banjie archive`: finished cases out of the tables of running ones, and back."""

from datetime import datetime

import click

from engine.records.archive import DamagedArchive, NotArchived, archive_finished, unarchive
from engine.settings import read_settings
from workers.cli.output import Failure, json_option, put
from workers.site import open_engine


@click.command("archive")
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    help="这一天以前办结、撤销的 | What ended before this day",
)
@click.option(
    "--limit", type=click.IntRange(1), default=1_000, show_default=True, help="最多几件 | At most so many"
)
@click.option("--restore", metavar="NUMBER", help="把这个编号的办件取回来 | Bring this case back")
@json_option
def archive(before: datetime | None, limit: int, restore: str | None, as_json: bool) -> None:
    """把办完的办件移入归档,或取回一件。文书、得分、附件不动,归档后仍可核验。

    Move finished cases to the archive, or bring one back. Papers, scores and attachments stay.
    """
    if (before is None) == (restore is None):
        raise click.UsageError("请写 --before 日期 或 --restore 编号(两者之一)")
    engine = open_engine(read_settings())
    if before is not None:
        numbers = archive_finished(engine.database, before.date(), limit)
        put(as_json, {"archived": numbers}, [*numbers, f"已归档 {len(numbers)} 件"])
        return
    assert restore is not None
    try:
        unarchive(engine.database, restore)
    except (NotArchived, DamagedArchive) as error:
        raise Failure(str(error)) from error
    put(as_json, {"restored": restore}, [f"已取回办件 {restore}"])
