"""`banjie calendar show | import`: the working calendar and the notices it is made of."""

from datetime import date, datetime
from pathlib import Path

import click

from engine.administration import import_notice
from engine.people.actor import SYSTEM
from engine.settings import read_settings
from engine.time import clock
from engine.time.calendar import Day
from engine.time.notice import Notice, NoticeError, read_notice
from engine.time.notice_list import parse_notice_list
from workers.cli.output import json_option, put, refuse
from workers.cli.people import actor_of
from workers.site import open_engine

_WORDS = {"holiday": "休", "make_up": "班", "statutory": "法定节日", "weekend": "周末", "workday": "工作日"}


@click.group()
def calendar() -> None:
    """工作日历:哪天上班、依据哪份通知。

    The working calendar and its notices.
    """


@calendar.command("show")
@click.argument("year", type=click.IntRange(2004, 2100), required=False)
@json_option
def show(year: int | None, as_json: bool) -> None:
    """列出一年中与普通周历不同的日子;没有通知的年份标为“暂定”。

    The days of a year that differ from the plain week; without a notice they are provisional.
    """
    engine, chosen = open_engine(read_settings()), year or clock.today().year
    with engine.database.reading() as connection:
        known = engine.calendar(connection)
    days = [day for day in known.days(date(chosen, 1, 1), date(chosen, 12, 31)) if _is_special(day)]
    provisional = known.is_provisional(date(chosen, 1, 1))
    document = {
        "year": chosen,
        "version": known.version,
        "provisional": provisional,
        "days": [{"date": d.date, "kind": d.kind, "name": d.name, "notice": d.notice} for d in days],
    }
    head = f"{chosen} 年,日历版本 {known.version}" + (",暂定(尚无放假通知)" if provisional else "")
    put(as_json, document, [head, *(f"{d.date} {_WORDS[d.kind]} {d.name} {d.notice}".rstrip() for d in days)])


def _is_special(day: Day) -> bool:
    return day.kind in ("holiday", "make_up", "statutory")


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", help="清单文件的通知名称 | Title, for a plain list")
@click.option(
    "--issued", type=click.DateTime(["%Y-%m-%d"]), help="清单文件的发布日期 | Day of issue, for a list"
)
@click.option("--year", type=click.IntRange(2004, 2100), help="清单安排的年份 | Year a list arranges")
@click.option(
    "--local", is_flag=True, help="清单是民族自治地方的假日 | The list is an autonomous area's holidays"
)
@click.option("--by", help="以谁的名义(账号、岗位)| In whose name (login, post)")
@json_option
def import_(
    file: Path,
    title: str | None,
    issued: datetime | None,
    year: int | None,
    local: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """导入放假通知(.yaml、.json,或每行“日期,休/班,节名”的清单)。

    受影响的时限随后重新推算并留痕;已经发出的不撤回。

    Import a holiday notice; deadlines are derived again, what was sent is not undone.
    """
    try:
        notice = _read(file, title or file.stem, issued, year, local)
    except NoticeError as error:
        refuse(as_json, {"imported": False, "problems": error.problems}, error.problems)
    engine = open_engine(read_settings())
    import_notice(engine, notice, actor_of(engine, by) if by else SYSTEM)
    line = f"已导入《{notice.notice}》({notice.issued} 发布):放假 {len(notice.off)} 天,调休上班 {len(notice.work)} 天"
    put(as_json, {"imported": True, "notice": notice.to_dict()}, [line])


def _read(file: Path, title: str, issued: datetime | None, year: int | None, local: bool) -> Notice:
    content, kind = file.read_bytes(), file.suffix.lower()
    if kind in (".yaml", ".yml"):
        return read_notice(content, imported_on=clock.today())
    if kind == ".json":
        return read_notice(content, "json", imported_on=clock.today())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoticeError(["文件不是 UTF-8 编码;请另存为 UTF-8 后重新导入。"]) from error
    day = issued.date() if issued else clock.today()
    return parse_notice_list(text, notice=title, issued=day, year=year, local=local)
