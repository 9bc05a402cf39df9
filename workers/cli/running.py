"""`banjie up | web | worker | beat`: the processes of a site."""

import fcntl
import os
import signal
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from engine import logging, schema
from engine.database import Database
from engine.people import first_run
from engine.settings import EMBEDDED_BROKER, Settings, read_settings
from workers import folder_broker, lifeline
from workers.cli.output import Failure
from workers.supervisor import Part, Supervisor

_lifeline = click.option("--lifeline", is_flag=True, hidden=True)


@click.command()
@click.option("--host", help="监听地址 | Address to listen on")
@click.option("--port", type=click.IntRange(1, 65535), help="端口 | Port")
def up(host: str | None, port: int | None) -> None:
    """在一个终端里运行网站、后台和节拍,Ctrl-C 全部停止,下次接着办。

    Web, worker and beat in one terminal; Ctrl-C stops all, the next start goes on where it was.
    """
    run_all(read_settings(**_given(host=host, port=port)))


def run_all(settings: Settings) -> None:
    """Run the whole site of these settings until told to stop. Raises Failure."""
    with alone(settings):
        _need_free_port(settings)
        if settings.broker_url == EMBEDDED_BROKER:
            folder_broker.empty(settings.broker_folder)
        migrate(settings)
        command = [sys.executable, "-m", "workers.cli"]
        parts = [
            Part("web", [*command, "web", "--lifeline"]),
            Part("worker", [*command, "worker", "--pool", "solo", "--lifeline"]),
            Part("beat", [*command, "beat", "--lifeline"]),
        ]
        supervisor = Supervisor(parts, {**os.environ, **_environment(settings)})
        code = _first_run_code(settings)
        if code is not None:
            supervisor.say("up", f"站点还没有账号。开站码:{code}(在登录页填写,只能用一次)")
        supervisor.say("up", f"办结正在启动:http://{settings.host}:{settings.port}(Ctrl-C 停止)")
        if not supervisor.run():
            raise Failure("办结已停止:有一个部分无法启动,原因见上面的输出")


def migrate(settings: Settings) -> None:
    """Bring the site's database to the newest schema."""
    database = Database(settings.database_url)
    schema.upgrade(database)
    database.dispose()


def _first_run_code(settings: Settings) -> str | None:
    """The code for the first administrator of a site without accounts."""
    database = Database(settings.database_url)
    try:
        return database.transact(first_run.new_code)
    finally:
        database.dispose()


@click.command()
@click.option("--host", help="监听地址 | Address to listen on")
@click.option("--port", type=click.IntRange(1, 65535), help="端口 | Port")
@_lifeline
def web(host: str | None, port: int | None, lifeline: bool) -> None:
    """运行网站进程。数据库结构须先升级:banjie migrate。

    The web process; the database must be at this program's schema.
    """
    import waitress

    from web.app import create_app
    from workers.site import open_engine

    settings = _begin(lifeline, host=host, port=port)
    engine = open_engine(settings)
    if not schema.is_current(engine.database):
        raise Failure("数据库结构与本程序不符,请先运行 banjie migrate")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app = create_app(settings, engine)
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        ident="banjie",
        clear_untrusted_proxy_headers=True,
        trusted_proxy=settings.trusted_proxy or None,
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"} if settings.trusted_proxy else set(),
    )


@click.command()
@click.option(
    "--pool", type=click.Choice(["prefork", "solo"]), default="prefork", help="执行方式 | How tasks run"
)
@click.option("--concurrency", type=click.IntRange(1, 64), default=2, help="并行数 | Processes")
@_lifeline
def worker(pool: str, concurrency: int, lifeline: bool) -> None:
    """运行后台进程:触发定时器、投递发件箱。停止时先做完手上的事。

    The worker: fires timers, delivers the outbox; finishes what it is doing when told to stop.
    """
    settings = _begin(lifeline)
    from celery.exceptions import SecurityWarning

    from workers.app import app

    # Celery warns of root because a pickled message could run anything; ours are JSON and name a task of ours.
    warnings.simplefilter("ignore", SecurityWarning)
    running = app.Worker(
        pool_cls=pool,
        concurrency=concurrency,
        loglevel=settings.log_level,
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    running.start()
    sys.exit(running.exitcode or 0)


@click.command()
@_lifeline
def beat(lifeline: bool) -> None:
    """运行节拍进程。可以多开几个互为备用。

    The beat that wakes the workers; several may stand by for one another.
    """
    settings = _begin(lifeline)
    from workers.app import app

    app.Beat(loglevel=settings.log_level, quiet=True).run()


def _begin(held: bool, **given: Any) -> Settings:
    settings = read_settings(**_given(**given))
    logging.configure(settings.log_format, settings.log_level)
    if held:
        lifeline.hold()
    return settings


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _environment(settings: Settings) -> dict[str, str]:
    """The settings as the children read them."""
    values = {
        "DATA": settings.data,
        "PROCESSES": settings.processes,
        "DATABASE_URL": settings.database_url,
        "BROKER_URL": settings.broker_url,
        "HOST": settings.host,
        "PORT": settings.port,
        "DEMO": int(settings.demo),
    }
    return {f"BANJIE_{name}": str(value) for name, value in values.items()}


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the data directory for this process. Raises Failure where another `up` has it."""
    with open(settings.data / "up.lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failure(
                f"数据目录 {settings.data} 正由另一个 banjie up 使用,请先停止它,或用 BANJIE_DATA 换一个目录"
            ) from error
        yield


def _need_free_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Failure(
                f"不能在 {settings.host}:{settings.port} 上监听({error.strerror}),请换一个端口:--port"
            ) from error
