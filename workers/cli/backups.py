"""`banjie backup | restore`."""

import tarfile
from pathlib import Path

import click

from engine.settings import read_settings
from engine.time import clock
from workers.backup import BackupError, Summary, back_up
from workers.backup import restore as bring_back
from workers.cli.output import Failure, json_option, put


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@json_option
def backup(file: Path | None, as_json: bool) -> None:
    """把数据库和文件备份成一个 .tar 文件,站点不必停。

    Back database and files up into one archive; the site may run on.
    """
    target = file or Path(f"banjie-{clock.now().astimezone(clock.CIVIL):%Y%m%d-%H%M%S}.tar")
    try:
        summary = back_up(read_settings(), target)
    except BackupError as error:
        raise Failure(str(error)) from error
    _put(as_json, summary, target, "已备份到")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def restore(file: Path, as_json: bool) -> None:
    """从备份恢复到空的数据目录(和空的数据库)。

    Restore an archive into an empty site.
    """
    try:
        summary = bring_back(read_settings(), file)
    except BackupError as error:
        raise Failure(str(error)) from error
    except tarfile.TarError as error:
        raise Failure(f"{file} 不是备份文件或已损坏:{error}") from error
    _put(as_json, summary, file, "已恢复:")


def _put(as_json: bool, summary: Summary, file: Path, what: str) -> None:
    document = {
        "file": str(file),
        "database": summary.database,
        "files": summary.files,
        "made_at": summary.made_at,
    }
    put(as_json, document, [f"{what} {file}({summary.made_at},文件 {summary.files} 个)"])
