"""Matters (事项办理, 审查与决定, 一件事一次办): gates without a warning, and every paper of every scenario can be printed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from engine import tables
from engine.database import Database
from engine.definitions.gate import check_folder
from engine.records.papers import answers_of
from engine.records.rendering import render
from engine.rehearsal import Stage, run_scenario
from engine.rehearsal.stage import ThrowAwayEngine

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDERS = ("permit", "permit_review", "bundle")


class PrintingStage(Stage):
    """A stage that prints every paper a scenario has issued; `printed` are their kinds with their words."""

    def __init__(self, processes: Path) -> None:
        super().__init__(processes)
        self.printed: list[tuple[str, str]] = []

    def county(self, since: date) -> ThrowAwayEngine:
        """A county whose papers are printed when its scenario is over."""
        engine = super().county(since)
        give_back = engine._give_back

        def printing(database: Database) -> None:
            self._print(database)
            give_back(database)

        engine._give_back = printing
        return engine

    def _print(self, database: Database) -> None:
        document, artefact = tables.document.c, tables.artefact.c
        papers = select(document.kind, document.record, artefact.content).where(
            document.template == artefact.digest
        )
        with database.reading() as connection:
            for kind, record, template in connection.execute(papers):
                paper = Document(BytesIO(render(template, answers_of(record))))
                self.printed.append((kind, "\n".join(each.text for each in paper.paragraphs)))


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_gate_has_nothing_to_say(folder: str) -> None:
    assert check_folder(PROCESSES / folder) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_paper_of_every_scenario_can_be_printed(folder: str) -> None:
    stage = PrintingStage(PROCESSES)
    for scenario in sorted((PROCESSES / folder / "scenarios").glob("*.yaml")):
        assert run_scenario(scenario, stage).failures == []
    assert all("None" not in text and "{" not in text for _, text in stage.printed)


def test_the_acceptance_says_when_it_will_be_done() -> None:
    """SW-01, XS-08: the applicant learns the day."""
    stage = PrintingStage(PROCESSES)
    run_scenario(PROCESSES / "permit" / "scenarios" / "直路-受理到送达.yaml", stage)
    texts = dict(reversed(stage.printed))
    assert "受理日期2026年3月2日" in texts["受理通知书"]
    assert "办理时限：承诺时限5个工作日，2026年3月9日前办结。承办单位：交通运输局" in texts["受理通知书"]
    assert "应交材料：1．申请表；2．营业执照；" in texts["收件凭证"]
