"""The command `banjie`. Each command lives in a module of its own and is imported when it is called."""

import importlib
from typing import Any

import click

from engine.settings import SettingsError
from workers.cli.output import Failure

COMMANDS = {
    "up": ("running", "一个终端里运行整个站点 | The whole site in one terminal"),
    "web": ("running", "网站进程 | The web process"),
    "worker": ("running", "后台进程:定时器与发件箱 | The worker: timers and outbox"),
    "beat": ("running", "节拍进程:每秒唤醒后台 | The beat that wakes the workers"),
    "demo": ("demo", "演示:一个虚构县和可拨动的时钟 | The demo: an invented county, a movable clock"),
    "migrate": ("setup", "建立或升级数据库结构 | Bring the database to this program's schema"),
    "county": ("setup", "检查或载入单位名录 | Check or load the county's directory"),
    "catalogue": ("catalogue", "载入事项目录 | Load the catalogue of matters"),
    "first-run": ("setup", "第一次使用:给一个开站码 | The one-time code of an empty site"),
    "password": ("setup", "设置某个账号的密码 | Set an account's password"),
    "token": ("tokens", "接口令牌:生成、列出、撤销 | Tokens for the API"),
    "check": ("processes", "检查图和流程文件夹 | Judge diagrams and process folders"),
    "layout": ("layout", "给图排版:只改图形部分 | Lay out diagrams in place"),
    "picture": ("layout", "把图存成 SVG 图片 | A diagram as an SVG picture"),
    "deploy": ("processes", "检查并发布流程文件夹 | Check and publish process folders"),
    "rehearse": ("rehearse", "用模拟时钟演练 | Rehearse on a simulated clock"),
    "trace": ("trace", "规则—图—用例对照 | Rule → element → scenario"),
    "import-milestones": ("milestones", "从文件导入有期限的任务 | Import dated tasks from a file"),
    "calendar": ("calendar", "查看工作日历、导入放假通知 | The working calendar and its notices"),
    "audit": ("audit", "核验办件记录未被改动 | Verify that no record was altered"),
    "dossier": ("dossier", "一件办件导出为卷宗、核验卷宗 | A case as one dossier, and its check"),
    "personal": ("personal", "个人信息的密钥:查看、更换 | The key of personal data: look, exchange"),
    "archive": ("archive", "办完的办件移入归档、取回 | Finished cases to the archive and back"),
    "backup": ("backups", "备份数据库和文件 | Back up database and files"),
    "restore": ("backups", "从备份恢复 | Restore from a backup"),
}
"""Command → its module here and what it does."""


class Commands(click.Group):
    """The commands above; an error the user can mend is one message and status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"workers.cli.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令 | Commands"):
            formatter.write_dl([(name, meaning) for name, (_, meaning) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise Failure(str(error)) from error


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="banjie")
def main() -> None:
    """办结:县级政务流程软件。设置写在环境变量 BANJIE_… 或 .env 里,见 docs/operators.md。

    Banjie runs a county government's procedures. Settings are BANJIE_… variables or lines of .env.

    退出状态 | exit status: 0 完成 done · 1 拒绝或失败 refused or failed · 2 用法有误 wrong usage
    """
