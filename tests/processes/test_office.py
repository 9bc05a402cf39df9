"""The office's own procedures: papers that print."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import tables
from engine.database import Database
from engine.records.papers import answers_of
from engine.records.rendering import render
from engine.rehearsal import Stage, run_folder
from engine.rehearsal.stage import ThrowAwayEngine

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDERS = (
    "appraisal",
    "award",
    "bonus",
    "bulletin",
    "campaign",
    "change_order",
    "contingency",
    "credential",
    "disclosure",
    "document_cleanup",
    "enterprise_visit",
    "fund_payment",
    "incoming_document",
    "inspection",
    "legal_matter",
    "legality_review",
    "major_decision",
    "meeting",
    "monthly_review",
    "normative_document",
    "outgoing_document",
    "performance",
    "performance_rollcall",
    "process_release",
    "satisfaction",
    "training",
    "work_group",
    "yearly_appraisal",
)


class PrintingStage(Stage):
    """A stage that prints every paper of a county before it is thrown away; `printed` holds their templates."""

    def __init__(self, processes: Path) -> None:
        super().__init__(processes)
        self.printed: set[bytes] = set()

    def county(self, since: date) -> ThrowAwayEngine:
        engine = super().county(since)
        give_back = engine._give_back

        def print_first(database: Database) -> None:
            self._print(database)
            give_back(database)

        engine._give_back = print_first
        return engine

    def _print(self, database: Database) -> None:
        paper, artefact = tables.document.c, tables.artefact.c
        issued = select(paper.record, artefact.content).where(artefact.digest == paper.template)
        with database.reading() as connection:
            for record, content in connection.execute(issued):
                render(content, answers_of(record))
                self.printed.add(content)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_paper_prints(folder: str) -> None:
    """Each template of the folder is issued by a scenario, with all that it asks for."""
    stage = PrintingStage(PROCESSES)
    assert [result.failures for result in run_folder(PROCESSES / folder, stage) if result.failures] == []
    templates = {file.read_bytes() for file in (PROCESSES / folder / "documents").glob("*.docx")}
    assert templates <= stage.printed
