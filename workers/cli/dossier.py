"""`banjie dossier`: a case as one file with its digest, and whether such a file is still what it was."""

from pathlib import Path

import click

from engine.dossier.bundle import DamagedDossier, bundle, check
from engine.dossier.collecting import NoDossier, case_of_number, collect
from engine.records.blobs import Blobs
from engine.settings import read_settings
from engine.time import clock
from workers.cli.output import Failure, json_option, put
from workers.site import open_engine


@click.command("dossier")
@click.argument("number", required=False)
@click.option(
    "--out", "-o", type=click.Path(dir_okay=False, path_type=Path), help="存到哪个文件 | Where to write it"
)
@click.option(
    "--verify",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="核验一份卷宗 | Check a dossier",
)
@json_option
def dossier(number: str | None, out: Path | None, verify: Path | None, as_json: bool) -> None:
    """把一件办件导出为卷宗(ZIP),或核验一份卷宗。不含个人信息。

    Export a case as one dossier, or check a dossier. Personal data is left out.
    """
    if (number is None) == (verify is None):
        raise click.UsageError("请写办件编号,或 --verify 文件(两者之一)")
    if verify is not None:
        _verify(verify, as_json)
        return
    assert number is not None
    settings = read_settings()
    engine = open_engine(settings)
    try:
        with engine.database.reading() as connection:
            case_id = case_of_number(connection, number)
            made = bundle(collect(engine, connection, Blobs(settings.files), case_id), "banjie", clock.now())
    except NoDossier as error:
        raise Failure(str(error)) from error
    path = out or Path(f"卷宗 {number}.zip")
    path.write_bytes(made.content)
    put(
        as_json,
        {"number": number, "file": str(path), "digest": made.digest},
        [str(path), f"摘要 {made.digest}"],
    )


def _verify(path: Path, as_json: bool) -> None:
    try:
        found = check(path.read_bytes())
    except DamagedDossier as error:
        raise Failure(f"{path.name}:{error}") from error
    said = {"number": found.number, "digest": found.digest, "head": found.head, "whole": True}
    put(as_json, said, [f"办件 {found.number} 的卷宗完整", f"摘要 {found.digest}"])
