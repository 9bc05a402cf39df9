"""`banjie demo`: an invented county with a past, on a clock that can be moved."""

from pathlib import Path

import click

from engine import demo_clock, logging
from engine.database import Database
from engine.engine import Engine
from engine.settings import EMBEDDED_BROKER, Settings, read_settings
from workers.cli import running
from workers.cli.output import Failure
from workers.demo import DemoError, seed, was_seeded
from workers.site import site_of

DEFAULT_FOLDER = Path(".demo")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="端口 | Port", show_default=True)
@click.option("--host", default="127.0.0.1", help="监听地址 | Address to listen on", show_default=True)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), default=DEFAULT_FOLDER, show_default=True,
    help="演示的数据目录,删掉即重新开始 | The demo's directory; remove it to begin anew",
)  # fmt: skip
def demo(port: int, host: str, data: Path) -> None:
    """运行演示。第一次启动时生成一个县的数据,以后接着上次的时刻。

    Run the demo; the first start makes a county's data, later ones go on where it was.
    """
    settings = demo_settings(host=host, port=port, data=data)
    if not was_seeded(settings):
        logging.configure(settings.log_format, "WARNING")
        click.echo("正在准备演示数据(只在第一次)… | Preparing the demo's data, this once …", err=True)
        try:
            prepare(settings)
        except DemoError as error:
            raise Failure(f"演示数据没有生成:{error}") from error
    database = Database(settings.database_url)
    demo_clock.DemoClock(database).resume()
    database.dispose()
    running.run_all(settings)


def demo_settings(host: str, port: int, data: Path) -> Settings:
    """Settings of the demo: SQLite and the embedded broker in `data`, whatever the environment says."""
    return read_settings(
        demo=True, host=host, port=port, data=data, database_url="", broker_url=EMBEDDED_BROKER, secret_key=""
    )


def prepare(settings: Settings, year: bool = True) -> None:
    """Fill a database beside the demo's own and give it its name when it is complete; half of one never counts.

    Without `year` it holds the story of the supervised items alone.
    """
    target = settings.database_file
    assert target is not None
    draft = target.with_suffix(".draft")
    for leftover in target.parent.glob(f"{draft.name}*"):
        leftover.unlink()
    drafted = settings.model_copy(update={"database_url": f"sqlite:///{draft}"})
    running.migrate(drafted)
    database = Database(drafted.database_url)
    database.without_waiting_for_the_disk()
    try:
        seed(site_of(drafted, Engine(database, drafted.data)), year)
    finally:
        database.dispose()
    draft.rename(target)
