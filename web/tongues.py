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
_HELD: Final = re.compile(
    r"""\s(?:value|placeholder|title|alt|aria-label)=("[^"]*"|'[^']*')""", re.IGNORECASE
)
_OTHER: Final = re.compile(r"[A-Za-z]")
_EMPTY: Final = re.compile(r"<(?:input|img)\b", re.IGNORECASE)
_LANGUAGE: Final = 'lang="zh-CN"'


def install(app: Flask) -> None:
    """Mark what is Chinese on every page that is not."""
    app.after_request(_marked)


def marked(html: str) -> str:
    """The page with each run of Chinese in its text marked.

    What can hold no mark within is marked itself: an option, what is typed into a field, a picture. An attribute of
    anything else cannot be told from its content; where it names something of the county's, it is a proper name.
    """
    return _PART.sub(_part, html)


def _part(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return _RUN.sub(lambda run: f"<span {_LANGUAGE}>{run[0]}</span>", found["text"])
    if found["option"] is not None and _RUN.search(found["more"].partition(">")[2]):
        return f"{found['option']} {_LANGUAGE}{found['more']}"
    if found["tag"] is not None and _EMPTY.match(found["tag"]) and _is_chinese(found["tag"]):
        return _with_language(found["tag"])
    if (found["name"] or "").lower() == "textarea" and _RUN.search(found["kept"].partition(">")[2]):
        return _with_language(found["kept"])
    return found[0]


def _is_chinese(tag: str) -> bool:
    """Whether all that an element without content says is Chinese."""
    said = "".join(_HELD.findall(tag))
    return _RUN.search(said) is not None and _OTHER.search(said) is None


def _with_language(element: str) -> str:
    name = re.match(r"<\w+", element)
    return f"{name[0]} {_LANGUAGE}{element[name.end() :]}" if name else element


def _marked(answer: Response) -> Response:
    if answer.mimetype == "text/html" and not answer.is_streamed and not in_chinese():
        answer.set_data(marked(answer.get_data(as_text=True)))
    return answer
