"""Matters (事项办理, 审查与决定, 一件事一次办), 首问 and 咨询: gates without a warning, and every paper of every scenario can be printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database
from engine.definitions.gate import check_folder
from engine.queries import inquiries
from engine.records.papers import answers_of
from engine.records.rendering import render
from engine.rehearsal import Stage, run_scenario
from engine.rehearsal.stage import ThrowAwayEngine
from engine.time.clock import CIVIL

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDERS = ("permit", "permit_review", "bundle", "first_inquiry", "consultation", "matter_change")


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


class LookingStage(Stage):
    """A stage that asks something of a scenario's database when it is over."""

    def __init__(self, processes: Path, look: Callable[[Connection], object]) -> None:
        super().__init__(processes)
        self.look = look
        self.seen: object = None

    def county(self, since: date) -> ThrowAwayEngine:
        """A county that is looked at before it is given back."""
        engine = super().county(since)
        give_back = engine._give_back

        def looking(database: Database) -> None:
            with database.reading() as connection:
                self.seen = self.look(connection)
            give_back(database)

        engine._give_back = looking
        return engine


def seen(scenario: str, look: Callable[[Connection], Any]) -> Any:
    """What is seen of a scenario's database when it is over."""
    stage = LookingStage(PROCESSES, look)
    assert run_scenario(PROCESSES / scenario, stage).failures == []
    return stage.seen


def test_units_are_counted_by_what_they_were_asked_first() -> None:
    """SW-05."""
    year = datetime(2026, 1, 1, tzinfo=CIVIL), datetime(2027, 1, 1, tzinfo=CIVIL)
    found = seen("first_inquiry/scenarios/转交-跟踪到办结.yaml", lambda c: inquiries.first_asked(c, *year))
    assert found == [inquiries.FirstAsked("zjj", "住建局", 1, 1, 1)]
    assert found[0].rate == "100%"
    once = seen("first_inquiry/scenarios/当场办结.yaml", lambda c: inquiries.first_asked(c, *year))
    assert once == [inquiries.FirstAsked("zjj", "住建局", 1, 0, 0)]
    before = (datetime(2025, 1, 1, tzinfo=CIVIL), year[0])
    assert seen("first_inquiry/scenarios/当场办结.yaml", lambda c: inquiries.first_asked(c, *before)) == []


def test_released_answers_are_common_questions() -> None:
    """ZX-01: what was asked privately is not in them."""
    found = seen("consultation/scenarios/答复并公开.yaml", inquiries.published_answers)
    assert found == [
        inquiries.PublishedAnswer(
            "开饭店要办哪些证", "营业执照和食品经营许可", "市场监管局", date(2026, 3, 3)
        )
    ]
    assert seen("consultation/scenarios/转有关单位-不公开.yaml", inquiries.published_answers) == []
