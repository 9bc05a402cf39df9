"""`banjie personal`: with which key personal data is encrypted, and another key for it."""

from contextlib import nullcontext

import click

from engine.engine import Engine
from engine.records.resealing import reseal, sealed_with
from engine.records.vault import UnreadableError
from engine.settings import exchange_key, forget_previous_key, read_settings
from workers.cli.output import Failure, json_option, put
from workers.cli.running import alone
from workers.site import open_engine


@click.group()
def personal() -> None:
    """个人信息的密钥(见 docs/privacy.md)。

    The key of personal data.
    """


@personal.command()
@json_option
def status(as_json: bool) -> None:
    """用各把密钥加密的有多少;只显示密钥编号。

    How many values each key has encrypted; keys are named by their ids only.
    """
    _put(as_json, open_engine(read_settings()), 0)


@personal.command()
@click.option(
    "--new-key", is_flag=True, help="先换上一把新密钥(站点须停着)| First make a new key (site stopped)"
)
@json_option
def rotate(new_key: bool, as_json: bool) -> None:
    """用现在的密钥重新加密以前密钥加密的个人信息;中断了再运行一次即可。

    Encrypt again with the present key what the key before has encrypted; may be cut off and run again.
    """
    settings = read_settings()
    with alone(settings) if new_key else nullcontext():
        if new_key:
            exchange_key(settings.data)
        engine = open_engine(settings)
        try:
            done = max(reseal(engine.database, engine.vault), default=0)
        except UnreadableError as error:
            raise Failure(str(error)) from error
        with engine.database.reading() as connection:
            known = sealed_with(connection)
        if not known.keys() & set(engine.vault.ids_before):
            forget_previous_key(settings.data)
    _put(as_json, engine, done)


def _put(as_json: bool, engine: Engine, done: int) -> None:
    with engine.database.reading() as connection:
        known = sealed_with(connection)
    vault = engine.vault
    counts = {
        "present": known.pop(vault.key_id, 0),
        "before": sum(known.pop(key, 0) for key in vault.ids_before),
        "unknown": sum(known.values()),
    }
    lines = [
        *([f"重新加密 {done} 项"] if done else []),
        f"现在的密钥 {vault.key_id}:{counts['present']} 项",
        *([f"以前的密钥:{counts['before']} 项,请运行 banjie personal rotate"] if counts["before"] else []),
        *([f"不认识的密钥:{counts['unknown']} 项,读不出"] if counts["unknown"] else []),
    ]
    put(as_json, {"key": vault.key_id, "resealed": done, **counts}, lines)
