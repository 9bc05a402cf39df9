"""`banjie audit verify`: that no record was altered."""

import click

from engine.database import Database
from engine.settings import read_settings
from workers.audit import Altered, verify_all
from workers.cli.output import json_option, put, refuse


@click.group()
def audit() -> None:
    """核验办件记录。

    The records' integrity.
    """


@audit.command("verify")
@json_option
def verify(as_json: bool) -> None:
    """逐件重算记录的摘要链,指出第一条被改动的记录。

    Follow every case's chain of digests; name the first altered row of each.
    """
    cases, altered = verify_all(Database(read_settings().database_url))
    document = {"cases": cases, "altered": [{"case": a.number, "sequence": a.sequence} for a in altered]}
    lines = [*map(_in_words, altered), f"共核验 {cases} 件,{len(altered)} 件的记录被改动"]
    (refuse if altered else put)(as_json, document, lines)


def _in_words(altered: Altered) -> str:
    return f"办件 {altered.number}:第 {altered.sequence} 条记录与前文的摘要不符"
