"""The words of the browser scripts in another language than Chinese, which they hold themselves.

They come with the page as a data block, which is no script to the security policy and is there before a script runs.
"""

from functools import cache
from typing import Final

from babel.messages import Message
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import get_locale

from web.i18n import in_chinese
from web.languages import catalogue_file

Said = str | list[str]
"""What stands for some Chinese words: one text, or one for each number."""

_SCRIPTS: Final = "web/frontend/src/"
_DESIGNER: Final = f"{_SCRIPTS}designer/"


def install(app: Flask) -> None:
    """Let templates ask for `script_words(designer=…)`."""
    app.jinja_env.globals["script_words"] = script_words


def script_words(designer: bool = False) -> dict[str, Said]:
    """What the scripts of a page say in its language, by their Chinese; nothing on a Chinese page.

    The designer's many words come with its own page only.
    """
    return {} if in_chinese() else _of_scripts(str(get_locale().language), designer)


@cache
def _of_scripts(language: str, designer: bool) -> dict[str, Said]:
    with catalogue_file(language).open("rb") as file:
        messages = read_po(file, locale=language)
    return {
        _key(message): (message.string if isinstance(message.string, str) else list(message.string or ()))
        for message in messages
        if any(_is_said_by(path, designer) for path, _line in message.locations)
    }


def _key(message: Message) -> str:
    """The Chinese, after the meaning it has where it has several."""
    words = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}\x04{words}" if message.context else words


def _is_said_by(path: str, designer: bool) -> bool:
    return path.startswith(_SCRIPTS) and (designer or not path.startswith(_DESIGNER))
