"""XML from anywhere, parsed so that it can do no harm.

No DOCTYPE, no entity, no network, bounded in size, depth and number of elements. Every bound answers within
a second or two on any input, and says in Chinese what is wrong and what to do.
"""

import re
from io import BytesIO
from typing import Final

from lxml import etree

from engine.safe_xml import safe_parser
from engine.words import words

MAX_BYTES: Final = 5_000_000
"""Largest file read, in bytes. The designer's 5 MB (issue "Bad input")."""
MAX_DEPTH: Final = 120
"""Deepest nesting of elements read."""
MAX_ELEMENTS: Final = 60_000
"""Most elements read in one file; a diagram of 10,000 nodes with its picture stays below."""


class UnreadableXml(Exception):
    """The bytes are no XML that we read.

    `rule` is a stable slug, `message` and `remedy` are Chinese sentences for the person who sent the file,
    `line` is where it happened, when known.
    """

    def __init__(self, rule: str, message: str, remedy: str, line: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy
        self.line = line


def parse_xml(xml: bytes) -> etree._Element:
    """The root element of `xml`, without comments and processing instructions.

    Raises UnreadableXml when the bytes are too large, no well-formed XML, carry a DOCTYPE, or nest or number
    beyond the bounds of this module.
    """
    _refuse_size(xml)
    _refuse_doctype(xml)
    _refuse_shape(xml)
    parser = safe_parser(bare=True)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_well_formed(error) from error
    # A declaration in an encoding the byte search cannot see through still shows in the parsed document.
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _doctype()
    return root


def _refuse_size(xml: bytes) -> None:
    if len(xml) > MAX_BYTES:
        size = len(xml) / 1_000_000
        raise UnreadableXml(
            "xml-too-large",
            words(
                "文件有 %(size)s MB,超过 %(max_bytes)s MB 的上限,没有读取。",
                size=f"{size:.1f}",
                max_bytes=MAX_BYTES // 1_000_000,
            ),
            words("请拆成几个流程(用调用活动连接),或删去图中嵌入的图片后再上传。"),
        )
    if not xml.strip():
        raise UnreadableXml("xml-empty", words("文件是空的。"), words("请重新导出图后再上传。"))


def _refuse_doctype(xml: bytes) -> None:
    head = xml.replace(b"\x00", b"") if b"\x00" in xml[:64] else xml
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", head, re.IGNORECASE):
        raise _doctype()


def _doctype() -> UnreadableXml:
    return UnreadableXml(
        "xml-doctype",
        words("文件带有 DOCTYPE 或实体声明,可能用来读取服务器文件或耗尽内存,不予读取。"),
        words("请删去文件开头的 <!DOCTYPE …> 一段,BPMN 文件不需要它。"),
    )


def _refuse_shape(xml: bytes) -> None:
    """Stream through the document and stop at the first bound it breaks, before a tree is built."""
    depth = count = 0
    stream = etree.iterparse(
        BytesIO(xml),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, element in stream:
            if event == "end":
                depth -= 1
                element.clear(keep_tail=False)
                continue
            depth += 1
            count += 1
            if depth > MAX_DEPTH:
                raise UnreadableXml(
                    "xml-too-deep",
                    words("元素嵌套超过 %(max_depth)s 层,没有读取。", max_depth=MAX_DEPTH),
                    words("请减少子流程的层数,或把内层改为调用活动。"),
                    element.sourceline,
                )
            if count > MAX_ELEMENTS:
                raise UnreadableXml(
                    "xml-too-many-elements",
                    words("文件中的元素超过 %(max_elements)s 个,没有读取。", max_elements=MAX_ELEMENTS),
                    words("请拆成几个流程,用调用活动连接。"),
                    element.sourceline,
                )
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(error) from error


def _not_well_formed(error: Exception) -> UnreadableXml:
    line = getattr(error, "lineno", None)
    if "depth" in str(error).lower():
        return UnreadableXml(
            "xml-too-deep",
            words("元素嵌套过深,没有读取。"),
            words("请减少子流程的层数,或把内层改为调用活动。"),
            line,
        )
    place = words("第 %(line)s 行", line=line) if line else words("文件")
    return UnreadableXml(
        "xml-not-well-formed",
        words("%(place)s不是合格的 XML(%(error)s)。", place=place, error=error),
        words("文件可能不完整或被手工改坏,请从绘图工具重新导出。"),
        line,
    )
