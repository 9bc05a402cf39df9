"""Every Word template of every process is issued in some scenario, and what it asks for is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import strict_yaml, tables
from engine.records.blobs import digest_of
from engine.records.papers import answers_of
from engine.records.rendering import render
from engine.rehearsal import Stage
from engine.rehearsal.play import Play
from engine.rehearsal.scenarios import look_at

PROCESSES = Path(__file__).parents[2] / "processes"
CALLED = {
    name
    for file in PROCESSES.glob("*/*.bpmn")
    for name in re.findall('calledElement="([^"]+)"', file.read_text("utf-8"))
}
"""Processes that others call: their papers are issued in the scenarios of those."""
FOLDERS = [
    folder
    for folder in sorted({file.parent.parent for file in PROCESSES.glob("*/documents/*.docx")})
    if folder.name not in CALLED
]


@pytest.fixture(scope="module")
def stage() -> Stage:
    """The county's processes, read and compiled once."""
    return Stage(PROCESSES)


def rendered(play: Play) -> set[str]:
    """The digests of the templates of all papers issued, each of which has been rendered."""
    engine = play.engine
    document, artefact = tables.document.c, tables.artefact.c
    statement = select(document.template, document.record, artefact.content).where(
        artefact.digest == document.template
    )
    with engine.database.reading() as connection:
        rows = connection.execute(statement).all()
    for row in rows:
        assert render(row.content, answers_of(row.record)).startswith(b"PK")
    return {row.template for row in rows}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_template_is_issued_and_answered(folder: Path, stage: Stage) -> None:
    wanted = {
        digest_of(file.read_bytes()): file.name for file in sorted((folder / "documents").glob("*.docx"))
    }
    longest_first = sorted(
        (folder / "scenarios").glob("*.yaml"), key=lambda file: (-file.stat().st_size, file.name)
    )
    for scenario in longest_first:
        content = strict_yaml.load(scenario.read_text(encoding="utf-8"))
        for digest in look_at(content, stage, rendered):
            wanted.pop(digest, None)
        if not wanted:
            break
    assert not wanted
