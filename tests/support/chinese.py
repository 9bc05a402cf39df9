"""Finds Chinese that a reader of another language would meet: in code, in templates, on pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from babel.messages.jslexer import Token, tokenize
from jinja2 import Environment

CHINESE: Final = re.compile("[\u4e00-\u9fff]")
RUN: Final = re.compile("[\u4e00-\u9fff]+")
_CALLS: Final = ("_", "_n", "pgettext", "words")
_READ_OUT: Final = ("alt", "title", "aria-label", "placeholder", "data-label", "content")
_SILENT: Final = ("script", "style")


def chinese_literals(path: Path) -> Iterator[tuple[int, str]]:
    """Chinese in the strings of a module that no catalogue translates, with the line; docstrings are not shown."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spared = {id(inner) for node in ast.walk(tree) for inner in _spared(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if CHINESE.search(text) and id(node) not in spared:
            yield node.lineno, text


def _spared(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        for argument in node.args:
            yield from ast.walk(argument)
    for statement in (
        getattr(node, "body", None) or () if not isinstance(node, ast.Lambda | ast.IfExp) else ()
    ):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            yield statement.value


def chinese_of_template(source: str) -> list[str]:
    """Chinese a template says without the catalogue; the seal in the head is a picture."""
    found, called = [], [""] * 3
    for _line, kind, text in Environment().lex(source):
        if kind == "whitespace":
            continue
        told = kind == "data" or (kind == "string" and not _is_argument(called))
        if told and CHINESE.search(text.replace('aria-hidden="true">办<', "")):
            found.append(text)
        called = [*called[1:], text]
    return found


def chinese_of_script(source: str) -> Iterator[tuple[int, str]]:
    """Chinese in the strings of a browser script that are not the words of `_()` or `_n()`, with the line."""
    before: list[Token] = []
    for token in tokenize(source, jsx=False, dotted=False, template_string=True):
        said = [each.value for each in before]
        called = said[2:] in (["_", "("], ["_n", "("], ["pgettext", "("]) or said[:2] == ["pgettext", "("]
        if token.type in ("string", "template_string") and CHINESE.search(token.value) and not called:
            yield token.lineno, token.value
        before = [*before[-3:], token]


def _is_argument(before: list[str]) -> bool:
    """Whether a string is the first (or, with its context, second) argument of a call for words."""
    return before[1:] in ([name, "("] for name in _CALLS) or before[0:1] + before[2:] == ["(", ","]


class _Shown(HTMLParser):
    """Collects what a page shows or reads out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in _SILENT
        self.texts += [value or "" for name, value in attrs if name in _READ_OUT]

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def shown_chinese(html: str) -> list[str]:
    """The runs of Chinese characters on a page, scripts and styles left out."""
    parser = _Shown()
    parser.feed(html)
    return [run for text in parser.texts for run in RUN.findall(unescape(text))]
