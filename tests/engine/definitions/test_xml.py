"""Bytes from anywhere are parsed safely or refused in a clear word."""

import pytest

from engine.definitions.gate import check_diagram
from engine.definitions.xml import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, UnreadableXml, parse_xml
from tests.engine.definitions.building import END, START, chain, document, node

RIGHT = document(START, END, chain("s", "e"))


def refusal(xml: bytes) -> UnreadableXml:
    with pytest.raises(UnreadableXml) as caught:
        parse_xml(xml)
    return caught.value


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (b"", "xml-empty"),
        (b"  \n ", "xml-empty"),
        (b"<a>", "xml-not-well-formed"),
        (b"<a b='1' b='2'/>", "xml-not-well-formed"),
        (b"\x00\xff\xfe", "xml-not-well-formed"),
        (b"not xml at all", "xml-not-well-formed"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml-doctype"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "xml-doctype"),
        (b"<!doctype a><a/>", "xml-doctype"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "xml-doctype"),
        (b"<a>&undeclared;</a>", "xml-not-well-formed"),
        (b"<a>" * 5_000 + b"</a>" * 5_000, "xml-too-deep"),
        (b"<a>" + b"<b/>" * (MAX_ELEMENTS + 1) + b"</a>", "xml-too-many-elements"),
        (b"<a>" + b"x" * MAX_BYTES + b"</a>", "xml-too-large"),
    ],
)
def test_what_is_not_safe_is_refused(xml: bytes, rule: str) -> None:
    error = refusal(xml)
    assert error.rule == rule
    assert error.message
    assert error.remedy


def test_entities_of_xml_itself_are_read() -> None:
    assert parse_xml(b"<a>&lt;&amp;</a>").text == "<&"


def test_the_bounds_themselves_are_allowed() -> None:
    assert parse_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH).tag == "a"


def test_utf_16_is_read() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + RIGHT.decode()
    assert check_diagram(text.encode("utf-16")) == []


def test_comments_and_instructions_are_left_out() -> None:
    root = parse_xml(b"<a><!-- x --><?y z?><b/></a>")
    assert [child.tag for child in root] == ["b"]


@pytest.mark.parametrize("xml", [b"<html/>", b'<definitions xmlns="urn:other"/>', b""])
def test_the_gate_says_so_in_one_problem(xml: bytes) -> None:
    (problem,) = check_diagram(xml, "图.bpmn")
    assert problem.severity == "error"
    assert problem.file == "图.bpmn"


def test_five_thousand_tasks_are_judged() -> None:
    ids = [f"n{i}" for i in range(5_000)]
    xml = document(START, END, *(node("userTask", key) for key in ids), chain("s", *ids, "e"))
    assert check_diagram(xml) == []


def test_fifty_nested_subprocesses_are_judged() -> None:
    inner = node("userTask", "x")
    for level in range(50):
        name = f"sp{level - 1}" if level else "x"
        ends = (node("startEvent", f"s{level}"), node("endEvent", f"e{level}"))
        inner = node(
            "subProcess", f"sp{level}", ends[0], inner, ends[1], chain(f"s{level}", name, f"e{level}")
        )
    assert check_diagram(document(START, inner, END, chain("s", "sp49", "e"))) == []
