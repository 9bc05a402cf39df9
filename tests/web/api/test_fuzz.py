"""Whatever is sent, the answer is an answer or a problem: never a fault of ours, never a broken case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from engine.records.audit import verify
from tests.web.api.client import BY_NAME, Program, program
from tests.web.site_support import SmallSite, close_small_site, open_small_site
from web.api.operation import Operation
from web.limits import limiter

WRITING = [operation for operation in BY_NAME.values() if operation.method != "GET"]
ASKED = [operation for operation in BY_NAME.values() if operation.query is not None]
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=30)
WORDS = st.sampled_from(
    ["errand", "line", "住建局", "财政局", "draft", "拟稿", "办理", "zjj.fg", "回函", "复工", "2026-03-20", "10 wd", "@", "_x", ""]
)
VALUES = st.recursive(
    SCALARS | WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | WORDS, inner, max_size=4)
)

NAMES = st.sampled_from(["title", "unit", "units", "until", "reason", "progress", "result", "number", "decision"])
LIKELY = {
    "process": st.sampled_from(["errand", "line", "vote", "ask", "letter"]),
    "data": st.dictionaries(NAMES | st.text(max_size=6), VALUES, max_size=6),
    "to": st.sampled_from(["财政局", "发改局/承办人", "zjj.fg", "draft"]) | st.lists(WORDS, max_size=3),
    "valid_from": st.dates().map(str),
    "issued": st.dates().map(str),
    "off": st.lists(st.dates().map(str), max_size=3),
    "work": st.lists(st.dates().map(str), max_size=3),
}


@pytest.fixture(scope="module")
def fuzzed(api_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    """One site for every example, without a limit of requests."""
    opened = open_small_site(api_template, tmp_path_factory.mktemp("fuzzed"))
    limiter.enabled = False
    yield opened
    limiter.enabled = True
    close_small_site(opened)


@pytest.fixture(scope="module")
def clients(fuzzed: SmallSite) -> list[Program]:
    return [program(fuzzed, login) for login in ("dcs.dcy1", "dcs.zr", "zjj.cb")]


@pytest.fixture(scope="module")
def places(fuzzed: SmallSite) -> dict[str, Any]:
    """A case that waits for whatever may come, with its task."""
    case = fuzzed.engine.start("ask", fuzzed.actor("dcs.dcy1"), {"title": "x", "unit": "住建局"}).id
    fuzzed.engine.start("letter", fuzzed.actor("dcs.dcy1"), {"number": "1"})
    task: UUID = fuzzed.open_task(case)
    return {"case_id": case, "task_id": task, "name": "supervision.limit", "verb": "request_extension", "year": 2026}


def shaped(model: type[BaseModel] | None) -> st.SearchStrategy[Any]:
    """Objects with some of the fields a model has, whatever their values."""
    fields = list(model.model_fields) if model is not None else []
    return st.fixed_dictionaries({}, optional=dict.fromkeys(fields, VALUES)) | VALUES


def place_of(operation: Operation, places: dict[str, Any]) -> dict[str, Any]:
    return {name: places[name] for name, _ in operation.places() if name in places}


@pytest.mark.parametrize("operation", WRITING, ids=lambda operation: operation.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_body_is_a_fault(
    clients: list[Program], places: dict[str, Any], operation: Operation, data: st.DataObject
) -> None:
    plain = shaped(operation.body).map(lambda value: json.dumps(value).encode())
    raw = data.draw(plain | st.binary(max_size=40))
    reply = data.draw(st.sampled_from(clients)).send(operation, raw, **place_of(operation, places))
    assert reply.status < 500, (raw, reply.json)


@pytest.mark.parametrize("operation", ASKED, ids=lambda operation: operation.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_parameter_is_a_fault(
    clients: list[Program], places: dict[str, Any], operation: Operation, data: st.DataObject
) -> None:
    assert operation.query is not None
    names = st.sampled_from(list(operation.query.model_fields)) | st.text(max_size=5)
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | WORDS | st.integers().map(str)
    query = data.draw(st.dictionaries(names.filter(str.isidentifier), texts, max_size=4))
    reply = clients[0].send(operation, None, query=query, **place_of(operation, places))
    assert reply.status < 500, (query, reply.json)


def test_after_all_that_every_case_can_still_be_read(fuzzed: SmallSite, clients: list[Program]) -> None:
    page = clients[0].do("cases", query={"limit": 200}).json
    assert page["items"]
    for line in page["items"]:
        for name in ("case", "events", "deadlines", "documents"):
            assert clients[0].do(name, case_id=line["id"]).status == 200
    while fuzzed.engine.fire_due().instances:
        pass
    assert verify(fuzzed.engine).is_intact
