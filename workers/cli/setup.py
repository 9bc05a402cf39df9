"""`banjie migrate | county | password`: setting a site up."""

from pathlib import Path

import click
from sqlalchemy import select

from engine import tables
from engine.database import Database
from engine.people import first_run as opening
from engine.people.county import County
from engine.people.county_file import CountyFileError, read_county
from engine.people.loading import AlreadyLoaded, load_county
from engine.settings import read_settings
from web.passwords import MIN_LENGTH, hash_password
from workers.cli import running
from workers.cli.output import Failure, json_option, put, refuse

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command()
def migrate() -> None:
    """建立或升级数据库结构;已是最新时什么也不做。

    Bring the database to this program's schema.
    """
    running.migrate(read_settings())
    click.echo("数据库结构已是最新")


@click.group()
def county() -> None:
    """检查或载入单位名录文件(county.yaml)。

    The county's directory file.
    """


@county.command("check")
@_file
@json_option
def check(file: Path, as_json: bool) -> None:
    """逐行检查名录文件,不改动任何数据。

    Check a directory file line by line.
    """
    _summary(_read(file, as_json), as_json)


@county.command("load")
@_file
@json_option
def load(file: Path, as_json: bool) -> None:
    """把名录文件载入空的站点,只能做一次。

    Load a directory file into an empty site, once.
    """
    described = _read(file, as_json)
    database = Database(read_settings().database_url)
    try:
        database.transact(lambda connection: load_county(connection, described))
    except AlreadyLoaded as error:
        raise Failure(str(error)) from error
    _summary(described, as_json)


@click.command()
def first_run() -> None:
    """还没有账号的站点:给一个开站码,凭它在网页上开通系统管理员;以前给的作废。

    An empty site: a one-time code with which its first administrator is made in the browser.
    """
    code = Database(read_settings().database_url).transact(opening.new_code)
    if code is None:
        raise Failure("站点已有账号,不再需要开站码;忘记密码请用 banjie password")
    click.echo(f"开站码:{code}(在登录页填写,只能用一次)")


@click.command()
@click.argument("login")
@click.password_option(prompt="新密码 | New password", confirmation_prompt="再输一遍 | Again")
def password(login: str, password: str) -> None:
    """设置账号的密码。

    Set an account's password.
    """
    if len(password) < MIN_LENGTH:
        raise Failure(f"密码至少 {MIN_LENGTH} 个字符,请换一个更长的")
    person = tables.person.c
    with Database(read_settings().database_url).transaction() as connection:
        found = connection.execute(select(person.id).where(person.login == login)).scalar_one_or_none()
        if found is None:
            raise Failure(f"没有账号“{login}”,请核对")
        changed = tables.person.update().where(person.id == found)
        connection.execute(changed.values(password_hash=hash_password(password)))
    click.echo(f"账号 {login} 的密码已设置")


def _read(file: Path, as_json: bool) -> County:
    try:
        return read_county(file.read_text(encoding="utf-8"))
    except CountyFileError as error:
        refuse(as_json, {"problems": error.problems}, [f"{file} {problem}" for problem in error.problems])
    except UnicodeDecodeError as error:
        raise Failure(f"{file} 不是 UTF-8 编码,请另存为 UTF-8") from error


def _summary(described: County, as_json: bool) -> None:
    counts = {
        "units": len(described.units),
        "posts": len(described.posts),
        "people": len(described.people),
    }
    line = f"{described.name}:{counts['units']} 个单位,{counts['posts']} 个岗位,{counts['people']} 个账号"
    put(as_json, {"county": described.name, **counts}, [line])
