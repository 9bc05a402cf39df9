"""Papers: a Word template that a clerk edits, filled in with a signed record.

Placeholders are Jinja in a sandbox: `{{ title }}`, `{% if … %}`, `{%p for … %}` and no more of the language
than papers need. A date prints as 2026年3月16日, a list as 甲、乙. A placeholder the record does not answer is
an error that names it, never a blank. The same template and record give the same bytes.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from engine.time.clock import CIVIL
from engine.time.written import written_day
from engine.words import words

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of a rendered paper."""

ALWAYS_THERE: Mapping[str, Any] = {"ground": True}
"""Answers every template has unless the record gives its own. `ground`: print the paper's colour."""

_FILTERS = ("default", "first", "join", "last", "length", "lower", "trim", "upper")
_TESTS = ("defined", "undefined", "none", "true", "false")
_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.List, nodes.Tuple, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Not,
    nodes.And, nodes.Or, nodes.Filter, nodes.Test, nodes.Keyword,
)  # fmt: skip
_MAX_LOOPS = 2
_MAX_UNPACKED = 64 * 1024 * 1024
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class PaperError(ValueError):
    """A template that cannot be used or filled in; the message says what and how to mend it, in Chinese."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with what papers need; a template can neither reach into the program nor run away."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, finalize=as_printed)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return isinstance(obj, Mapping | LoopContext) and not callable(value)

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        _check(template, 0)
        return template


def _check(node: nodes.Node, loops: int) -> None:
    """Refuse what papers have no need of: assignments, sums, calls, macros, includes, deep loops."""
    loops += isinstance(node, nodes.For)
    if not isinstance(node, _NODES) or loops > _MAX_LOOPS:
        raise SecurityError(type(node).__name__)
    for child in node.iter_child_nodes():
        _check(child, loops)


def as_printed(value: Any) -> Any:
    """How a value of a record stands on paper."""
    if isinstance(value, datetime):
        moment = value.astimezone(CIVIL)
        return f"{as_printed(moment.date())}{moment.hour}时{moment.minute:02}分"
    if isinstance(value, date):
        return written_day(value)
    if isinstance(value, list | tuple):
        return "、".join(str(as_printed(item)) for item in value)
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return _NOT_IN_XML.sub("", value)
    return "" if value is None else value


def template_placeholders(content: bytes) -> set[str]:
    """Names of the answers a template asks for, without those always there. Raises PaperError."""
    template = _opened(content)
    try:
        names: set[str] = template.get_undeclared_template_variables(jinja_env=_Sandbox())
    except (TemplateError, LxmlError) as error:
        raise _explained(error) from error
    return names - ALWAYS_THERE.keys()


def render(content: bytes, record: Mapping[str, Any]) -> bytes:
    """The Word file of a template filled in with `record`. Raises PaperError."""
    template = _opened(content)
    try:
        template.render({**ALWAYS_THERE, **record}, jinja_env=_Sandbox(), autoescape=True)
    except (TemplateError, LxmlError, TypeError, ArithmeticError) as error:
        raise _explained(error) from error
    properties = template.docx.core_properties
    properties.created = properties.modified = _EPOCH
    properties.last_modified_by, properties.revision = "", 1
    written = BytesIO()
    template.save(written)
    return without_times(written.getvalue())


def _opened(content: bytes) -> DocxTemplate:
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _MAX_UNPACKED:
                raise PaperError(words("模板解开后超过 64 MB,请压缩其中的图片后重新保存"))
            if any(member.filename.endswith("vbaProject.bin") for member in members):
                raise PaperError(words("模板含有宏,请另存为不带宏的 .docx 文件"))
        template = DocxTemplate(BytesIO(content))
        template.init_docx()
    except (BadZipFile, KeyError, ValueError, LxmlError) as error:
        if isinstance(error, PaperError):
            raise
        raise PaperError(words("模板不是 Word 文档,请用 WPS 或 Word 另存为 .docx 文件")) from error
    return template


def _explained(error: Exception) -> PaperError:
    if isinstance(error, UndefinedError):
        return PaperError(
            words(
                "模板要填的内容办件中没有:%(error)s;请改正占位符,或在办件中补上这一项", error=_missing(error)
            )
        )
    if isinstance(error, TemplateSyntaxError):
        return PaperError(
            words("模板的占位符写法有误:%(message)s;请核对“{{ }}”“{%% %%}”是否成对", message=error.message)
        )
    if isinstance(error, SecurityError):
        return PaperError(
            words("模板使用了不允许的写法:%(error)s;占位符只能写字段名、条件和两层以内的循环", error=error)
        )
    return PaperError(words("模板无法填写:%(error)s;请核对占位符", error=error))


def _missing(error: UndefinedError) -> str:
    """The name in Jinja's own complaint: 'x' is undefined, '… object' has no attribute 'x'."""
    names = re.findall(r"'([^']+)'", error.message or "")
    return f"“{names[-1]}”" if names else str(error)


def without_times(content: bytes) -> bytes:
    """The same archive, its members bearing no time."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(ZipInfo(member.filename), source.read(member), ZIP_DEFLATED)
    return written.getvalue()
