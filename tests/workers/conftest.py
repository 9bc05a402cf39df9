"""Sites with real workers: SQLite with the embedded broker, PostgreSQL with Redis."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from tests.support.office import Office, diagram, flows, office, task
from tests.support.processes import running

TEMPLATE = Path(__file__).parents[2] / "processes" / "supervision" / "documents" / "blue-slip.docx"
BLUE = (
    '<bpmn:serviceTask id="blue"><bpmn:extensionElements><bj:document kind="蓝色督办单" '
    'template="documents/blue.docx" to="= unit" number="督办〔{year}〕{n}号"/></bpmn:extensionElements></bpmn:serviceTask>'
)


def supervised() -> bytes:
    """A task of seven working days; at the end of its last day a blue slip goes out beside it."""
    late = (
        '<bpmn:boundaryEvent id="late" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
        '<bpmn:timeDate>due("办理")</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
    )
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("work", "承办人", '<bj:deadline name="办理" limit="7 wd"/>', unit="= unit")
        + late
        + BLUE
        + '<bpmn:endEvent id="e2"/><bpmn:endEvent id="e"/>'
        + flows("s>work", "work>e", "late>blue", "blue>e2")
    )
    return diagram(body, extensions='<bj:case title="= title" unit="= unit"/>')


@dataclass
class RunningSite:
    """A site with an office in it; `command` runs a part of it as a real process."""

    office: Office
    environment: Mapping[str, str]
    logs: Path

    def start(self, count: int = 1) -> list[UUID]:
        """Start supervised cases on 2020-03-09; their slips are long due for a worker of today."""
        data = {"title": "整治占道经营", "source": "县长批示", "unit": "住建局"}
        return [self.office.start(data) for _ in range(count)]

    @contextmanager
    def command(self, *arguments: str, name: str = "") -> Iterator[subprocess.Popen[bytes]]:
        """Run `banjie …` until the block ends; it is told to stop as by Ctrl-C."""
        log = self.logs / f"{name or arguments[0]}.log"
        started = [sys.executable, "-m", "workers.cli", *arguments]
        before = dict(os.environ)
        os.environ.update(self.environment)
        try:
            with running(started, ready=lambda: True, log=log, stop_signal=signal.SIGTERM) as process:
                yield process
        finally:
            os.environ.clear()
            os.environ.update(before)

    @contextmanager
    def workers(self) -> Iterator[None]:
        """A worker and a beat."""
        with ExitStack() as stack:
            stack.enter_context(self.command("beat"))
            stack.enter_context(self.command("worker", "--concurrency", "2"))
            yield


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningSite]:
    """A site on SQLite with the embedded broker, and one on PostgreSQL with Redis; 7 working days are long past."""
    small = request.param == "sqlite"
    url = request.getfixturevalue("sqlite_url" if small else "postgres_url")
    broker = "filesystem://" if small else request.getfixturevalue("redis_url")
    environment = {"BANJIE_DATA": str(tmp_path), "BANJIE_DATABASE_URL": url, "BANJIE_BROKER_URL": broker}
    with office(url, tmp_path) as made:
        made.publish(supervised(), files={"documents/blue.docx": TEMPLATE.read_bytes()})
        yield RunningSite(made, environment, tmp_path)
