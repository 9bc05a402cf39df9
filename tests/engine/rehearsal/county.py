"""A folder of processes with its county, written out for one test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.office import diagram, flows, task

COUNTY = """
county: {name: 试点县, site: shidian}
valid_from: 2020-01-01
office_hours:
  - {from: "01-01", to: "12-31", intervals: {default: ["08:30-17:30"]}}
unit_kinds:
  局:
    posts:
      主要负责人: {login: fzr}
      承办人: {login: cb, holders: 2}
units:
  - {code: dcs, name: 试点县督查室, short: 督查室, kind: 局}
  - {code: zjj, name: 试点县住房和城乡建设局, short: 住建局, kind: 局, aliases: [建设局]}
  - {code: fgj, name: 试点县发展和改革局, short: 发改局, kind: 局}
"""
SIGN = {
    "type": "default",
    "components": [
        {"type": "textfield", "key": "title", "label": "事项", "validate": {"required": True}},
        {"type": "radio", "key": "way", "label": "方式", "validate": {"required": True},
         "values": [{"label": "网上", "value": "online"}, {"label": "当面", "value": "in-person"}]},
        {"type": "filepicker", "key": "proof", "label": "佐证", "multiple": True},
        {"type": "textarea", "key": "note", "label": "备注", "validate": {"required": True}},
    ],
}  # fmt: skip
"""A form in which a plain answer has something to do: known data, a choice, a required text."""
SEVEN_DAYS = '<bj:deadline name="办理" limit="7 wd" close="office"/>'


def boundary(key: str, on: str, expression: str) -> str:
    """A non-interrupting timer on an activity."""
    return (
        f'<bpmn:boundaryEvent id="{key}" name="{key}" attachedToRef="{on}" cancelActivity="false">'
        f"<bpmn:timerEventDefinition id='{key}_t'><bpmn:timeDate>{expression}</bpmn:timeDate>"
        "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )


def event(kind: str, key: str, extensions: str = "") -> str:
    """A start or end event named by its id."""
    inner = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    return f'<bpmn:{kind}Event id="{key}" name="{key}">{inner}</bpmn:{kind}Event>'


def supervised() -> bytes:
    """立项、签收 (plain), 办理 within seven working days, a slip and a point when it is late."""
    slip = '<bj:document kind="提醒单" template="documents/t.docx" to="= unit" number="提〔{year}〕{n}号"/>'
    score = '<bj:score points="-1" unit="= unit" rule="SD-13"/>'
    body = (
        event("start", "发起")
        + task("receive", "承办人", f'<bj:form ref="forms/sign.json"/>{"<bj:plain/>"}', "签收", "= unit")
        + task("work", "", SEVEN_DAYS + '<bj:verbs allow="return transfer"/>', "办理事项", "= unit").replace(
            'post="" ', ""
        )
        + boundary("到期", "work", 'due("办理")')
        + event("end", "销号")
        + event("end", "已提醒", slip + score)
        + flows("发起>receive", "receive>work", "work>销号", "到期>已提醒")
    )
    return diagram(body, "watch", '<bj:case title="= title" unit="= unit" steer="督查室"/>')


def write_processes(
    folder: Path, diagrams: Mapping[str, bytes], files: Mapping[str, bytes] | None = None
) -> Path:
    """`folder` with county.yaml and one process folder for each diagram; `files` are added by path."""
    (folder / "county.yaml").write_text(COUNTY, encoding="utf-8")
    for process, xml in diagrams.items():
        (folder / process).mkdir(exist_ok=True)
        (folder / process / f"{process}.bpmn").write_bytes(xml)
    for path, content in (files or {}).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def watch_processes(folder: Path) -> Path:
    """The folder with the process `watch` (`supervised`), its form and a template."""
    form = json.dumps(SIGN, ensure_ascii=False).encode()
    return write_processes(
        folder,
        {"watch": supervised()},
        {"watch/forms/sign.json": form, "watch/documents/t.docx": b"not rendered here"},
    )


def watched(**more: Any) -> dict[str, Any]:
    """A scenario of `watch`, to which a test adds what it is about."""
    return {
        "name": "试",
        "process": "watch",
        "now": "2020-03-09 09:00",
        "start": {"by": "督查室", "data": {"title": "整治占道经营", "unit": "住建局"}},
        "until": "2020-05-01 00:00",
        **more,
    }
