"""`banjie catalogue`: checking the catalogue of matters and bringing it into the site."""

from pathlib import Path

import click

from engine.database import Database
from engine.definitions import gate
from engine.matters import register
from engine.matters.checking import check_catalogue, read_beside_county
from engine.people.actor import SYSTEM
from engine.settings import read_settings
from workers.cli.output import json_option, put, refuse

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def catalogue() -> None:
    """检查事项目录文件(catalogue.yaml),或把它载入站点。

    The catalogue of matters.
    """


@catalogue.command("load")
@_file
@click.option("--reason", default="由命令行载入", help="理由 | Why")
@json_option
def load(file: Path, reason: str, as_json: bool) -> None:
    """把目录文件载入站点:新的和改动的各记一条,今日起生效;没有写到的不动。

    Bring the site's catalogue to what a file says; each change is recorded.
    """
    problems = check_catalogue(file)
    if gate.refused(problems):
        refuse(
            as_json, {"problems": [p.message for p in problems]}, [f"{file} {p.message}" for p in problems]
        )
    described = read_beside_county(file)
    database = Database(read_settings().database_url)
    taken = database.transact(lambda connection: register.take(connection, described, SYSTEM.login, reason))
    put(as_json, {"entries": len(described.entries), "taken": taken}, [f"{file}:载入 {taken} 项"])
