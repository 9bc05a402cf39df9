"""What a new procedure begins with: one diagram, a form, a scenario to go on from."""

import re
from typing import Final
from xml.sax.saxutils import quoteattr

import orjson

from engine.definitions.layout import lay_out

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{1,59}")
_STARTED: Final = """
    <bpmn:extensionElements>
      <bj:case title="= title" unit="= unit"/>
      <bj:form ref="forms/start.json"/>
    </bpmn:extensionElements>"""
_DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:bj="urn:banjie:bpmn:1" id="definitions" targetNamespace="urn:banjie:processes">
  <bpmn:process id={key} name={name} isExecutable="true">{started}
    <bpmn:startEvent id="start" name="提出">
      <bpmn:outgoing>to_handle</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="handle" name="办理">
      <bpmn:incoming>to_handle</bpmn:incoming>
      <bpmn:outgoing>to_end</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="end" name="办结">
      <bpmn:incoming>to_end</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="to_handle" sourceRef="start" targetRef="handle"/>
    <bpmn:sequenceFlow id="to_end" sourceRef="handle" targetRef="end"/>
  </bpmn:process>
</bpmn:definitions>
"""


def is_key(text: str) -> bool:
    """Whether a text may be the id of a process and the name of its file."""
    return _KEY.fullmatch(text) is not None


def another_diagram(key: str, name: str) -> bytes:
    """One diagram more of a folder: a part that is called, which nobody starts by itself."""
    return lay_out(_DIAGRAM.format(key=quoteattr(key), name=quoteattr(name), started="").encode())


def first_files(key: str, name: str) -> dict[str, bytes]:
    """The files of a procedure called `name` with the id `key`: they lack what only its designer can know."""
    diagram = _DIAGRAM.format(key=quoteattr(key), name=quoteattr(name), started=_STARTED).encode()
    return {
        f"{key}.bpmn": lay_out(diagram),
        "forms/start.json": _form("start", [_text("title", "标题"), _text("unit", "主办单位")]),
        "forms/handle.json": _form("handle", [_text("result", "办理结果", "textarea")]),
        "README.md": f"# {name}\n\n请写明流程做什么、依据什么。\n".encode(),
    }


def _text(key: str, label: str, kind: str = "textfield") -> dict[str, object]:
    return {"type": kind, "id": key, "key": key, "label": label, "validate": {"required": True}}


def _form(key: str, components: list[dict[str, object]]) -> bytes:
    schema = {"type": "default", "id": key, "schemaVersion": 19, "components": components}
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2)
