"""Whatever is sent, the answer is an answer or a problem: never a fault of ours, never a broken case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from engine.database import new_key
from engine.records.audit import verify
from tests.web.api.client import BY_NAME, Program, program
from tests.web.site_support import SmallSite, close_small_site, open_small_site
from web.api.operation import Operation
from web.limits import limiter

WRITING = [operation for operation in BY_NAME.values() if operation.method != "GET"]
ASKED = [operation for operation in BY_NAME.values() if operation.query is not None]
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=30)
WORDS = st.sampled_from(
    [
        "errand",
        "line",
        "住建局",
        "财政局",
        "draft",
        "拟稿",
        "办理",
        "zjj.fg",
        "回函",
        "复工",
        "2026-03-20",
        "10 wd",
        "@",
        "_x",
        "",
    ]
)
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | WORDS, inner, max_size=4)
    ),
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20) | WORDS
SAFE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.decimals(-1000, 1000, places=2).map(float)
    | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXTS.filter(lambda name: name != "@"), inner, max_size=3)
    ),
)
NAMES = st.sampled_from(
    ["title", "unit", "units", "until", "reason", "progress", "result", "number", "decision"]
)
DAYS = st.dates().map(str) | st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str)
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "process": st.sampled_from(["errand", "line", "vote", "ask", "letter", "complaint"]),
    "data": st.dictionaries(NAMES | TEXTS, SAFE, max_size=5),
    "to": st.sampled_from(["财政局", "发改局/承办人", "zjj.fg", "work"]) | st.lists(WORDS, max_size=3) | SAFE,
    "who": SAFE,
    "name": st.sampled_from(["回函", "复工", "办理"]),
    "key": st.none() | TEXTS,
    "value": TEXTS
    | st.integers(-(10**6), 10**6)
    | st.booleans()
    | st.sampled_from(["3 wd", "9 wd", "99 wd"]),
    "valid_from": DAYS,
    "issued": DAYS,
    "off": st.lists(DAYS, max_size=3),
    "work": st.lists(DAYS, max_size=3),
    "year": st.none() | st.integers(2000, 2099),
}
"""What a field might well hold; for the others, texts."""


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
def ground(fuzzed: SmallSite) -> Ground:
    return Ground(fuzzed)


class Ground:
    """A case that waits for whatever may come, with its task; another one as soon as that is done with."""

    def __init__(self, site: SmallSite) -> None:
        self._site = site
        self._cases: Iterator[str] = cycle(["ask", "vote", "line"])
        self.renew()

    def renew(self) -> None:
        data = {"title": "x", "unit": "住建局", "units": ["督查室", "住建局"], "number": "1"}
        process, actor = next(self._cases), self._site.actor("dcs.dcy1")
        case = self._site.engine.start(process, actor, data).id
        self._site.engine.start("letter", actor, data)
        self._known: dict[str, Any] = {"case_id": case, "task_id": self._site.open_task(case)}
        self._known |= {"name": "supervision.limit", "verb": "request_extension", "year": 2026}
        self._known |= {"incident_id": new_key()}

    def place(self, operation: Operation) -> dict[str, Any]:
        """The values of an operation's path."""
        return {name: self._known[name] for name, _ in operation.places() if name in self._known}


def shaped(model: type[BaseModel] | None) -> st.SearchStrategy[Any]:
    """Bodies of a model: likely ones, such with a field too few or wild, and no such bodies at all."""
    fields = list(model.model_fields) if model is not None else []
    likely = {name: LIKELY.get(name, TEXTS) for name in fields}
    wild = dict.fromkeys(fields, VALUES)
    whole = st.fixed_dictionaries(likely)
    return (
        whole
        | whole
        | st.fixed_dictionaries({}, optional=likely)
        | st.fixed_dictionaries({}, optional=wild)
        | VALUES
    )


@pytest.mark.parametrize("operation", WRITING, ids=lambda operation: operation.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_body_is_a_fault(
    clients: list[Program], ground: Ground, operation: Operation, data: st.DataObject
) -> None:
    plain = shaped(operation.body).map(lambda value: json.dumps(value).encode())
    raw = data.draw(plain | plain | plain | st.binary(max_size=40))
    reply = data.draw(st.sampled_from(clients)).send(operation, raw, **ground.place(operation))
    assert reply.status < 500, (raw, reply.json)
    if reply.status < 300 and "{" in operation.path:
        ground.renew()


@pytest.mark.parametrize("operation", ASKED, ids=lambda operation: operation.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_parameter_is_a_fault(
    clients: list[Program], ground: Ground, operation: Operation, data: st.DataObject
) -> None:
    assert operation.query is not None
    names = st.sampled_from(list(operation.query.model_fields)) | st.text(max_size=5)
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | WORDS | st.integers().map(str)
    query = data.draw(st.dictionaries(names.filter(str.isidentifier), texts, max_size=4))
    reply = clients[0].send(operation, None, query=query, **ground.place(operation))
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
