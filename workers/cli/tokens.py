"""`banjie token create | list | revoke`: tokens for programs that use the API."""

from typing import Any
from uuid import UUID

import click

from engine.people import tokens
from engine.people.actor import SYSTEM
from engine.people.directory import Directory
from engine.people.tokens import DEFAULT_DAYS, MOST_DAYS, SCOPES, Token
from engine.refusals import Refused
from engine.settings import read_settings
from engine.time import clock
from workers.cli.output import Failure, json_option, put
from workers.site import open_engine


@click.group()
def token() -> None:
    """接口令牌:程序以某个账号的名义使用 /api/v1,见 docs/api.md。

    Tokens by which programs use the API in a person's name.
    """


@token.command("create")
@click.argument("login")
@click.option("--name", required=True, help="用途,如“市级平台对接” | What it is for")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(list(SCOPES)), default=["read"], show_default=True,
    help="权限,可写多次 | What it may do; may be repeated",
)  # fmt: skip
@click.option(
    "--days", type=click.IntRange(1, MOST_DAYS), default=DEFAULT_DAYS, show_default=True,
    help="有效天数 | Days until it expires",
)  # fmt: skip
@json_option
def create(login: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """为一个账号生成令牌。令牌只显示这一次。

    Make a token for an account; it is shown this once.
    """
    engine = open_engine(read_settings())
    try:
        made, secret = tokens.create(engine, login, name, scopes, SYSTEM, days)
    except Refused as error:
        raise Failure(error.message) from error
    document = {"id": str(made.id), "token": secret, "expires_at": made.expires_at.isoformat()}
    until = made.expires_at.astimezone(clock.CIVIL).date()
    lines = [secret, f"编号 {made.id},{until} 前有效。令牌只显示这一次,请妥善保存。"]
    put(as_json, document, lines)


@token.command("list")
@click.argument("login", required=False)
@json_option
def list_(login: str | None, as_json: bool) -> None:
    """列出一个账号或全部账号的令牌(不含令牌本身)。

    List an account's tokens, or all of them.
    """
    engine = open_engine(read_settings())
    with engine.database.reading() as connection:
        directory = engine.directory(connection)
        person = directory.find_person(login) if login else None
        if login and person is None:
            raise Failure(f"没有账号“{login}”,请核对")
        found = tokens.tokens_of(connection, person.id if person else None)
    rows = [_row(each, directory) for each in found]
    put(as_json, {"tokens": rows}, [" ".join(map(str, row.values())) for row in rows] or ["没有令牌"])


@token.command("revoke")
@click.argument("token_id", type=click.UUID)
@click.option("--reason", default="", help="理由 | Why")
@json_option
def revoke(token_id: UUID, reason: str, as_json: bool) -> None:
    """撤销令牌,立即生效。

    Revoke a token, at once.
    """
    try:
        closed = tokens.revoke(open_engine(read_settings()), token_id, SYSTEM, reason)
    except Refused as error:
        raise Failure(error.message) from error
    put(as_json, {"id": str(closed.id), "revoked": True}, [f"令牌“{closed.name}”已撤销"])


def _row(each: Token, directory: Directory) -> dict[str, Any]:
    state = "已撤销" if each.revoked_at else "有效" if each.is_valid else "已过期"
    used = each.last_used_at.astimezone(clock.CIVIL).date() if each.last_used_at else "未用过"
    return {
        "id": str(each.id),
        "login": directory.people[each.person_id].login,
        "name": each.name,
        "scopes": ",".join(sorted(each.scopes)),
        "state": state,
        "expires": str(each.expires_at.astimezone(clock.CIVIL).date()),
        "last_used": str(used),
    }
