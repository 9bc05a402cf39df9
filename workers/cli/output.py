"""What a command answers: lines for people, or with `--json` one JSON document and nothing else on stdout."""

import sys
from collections.abc import Iterable
from typing import Any, NoReturn

import click
import orjson

json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="只在标准输出打印一份 JSON | Print one JSON document and nothing else",
)


def put(as_json: bool, document: Any, lines: Iterable[str]) -> None:
    """Print `document` as JSON, or `lines` as text."""
    if as_json:
        _json(document)
        return
    for line in lines:
        click.echo(line)


def refuse(as_json: bool, document: Any, lines: Iterable[str]) -> NoReturn:
    """Print the same way and end with status 1: refused or failed."""
    put(as_json, document, lines)
    sys.exit(1)


def _json(document: Any) -> None:
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    sys.stdout.buffer.write(orjson.dumps(document, default=str, option=options))
    sys.stdout.flush()


class Failure(click.ClickException):
    """A command that cannot be done; the message is Chinese and goes to stderr, the status is 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the message alone."""
        click.echo(self.message, err=True)
