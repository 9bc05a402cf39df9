"""The county's own Chinese on a page in another language, marked as Chinese, so that it is read out as Chinese.

A title, a name, an opinion may stand anywhere on a page; they are marked where the page leaves, not in each template.
"""

import re
from typing import Final

from flask import Flask
from werkzeug.wrappers import Response

from web.i18n import in_chinese

_SIGN: Final = r"\u3400-\u9fff\u3007"
_RUN: Final = re.compile(rf"[{_SIGN}](?:[{_SIGN}\d、·]*[{_SIGN}])?")
_PART: Final = re.compile(
    r"(?P<kept><!--.*?-->|<(?P<name>script|style|title|textarea)\b.*?</(?P=name)>)"
    r"|(?P<option><option\b)(?P<more>[^>]*>[^<]*)"
    r"|(?P<tag><[^>]*>)"
    r"|(?P<text>[^<]+)",
    re.DOTALL | re.IGNORECASE,
)
_LANGUAGE: Final = 'lang="zh-CN"'


def install(app: Flask) -> None:
    """Mark what is Chinese on every page that is not."""
    app.after_request(_marked)


def marked(html: str) -> str:
    """The page with each run of Chinese in its text marked; an option, which holds text alone, is marked itself."""
    return _PART.sub(_part, html)


def _part(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return _RUN.sub(lambda run: f"<span {_LANGUAGE}>{run[0]}</span>", found["text"])
    if found["option"] is not None and _RUN.search(found["more"].partition(">")[2]):
        return f"{found['option']} {_LANGUAGE}{found['more']}"
    return found[0]


def _marked(answer: Response) -> Response:
    if answer.mimetype == "text/html" and not answer.is_streamed and not in_chinese():
        answer.set_data(marked(answer.get_data(as_text=True)))
    return answer
