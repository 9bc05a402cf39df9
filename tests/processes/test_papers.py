"""Every template of the parallel approvals is printed from what the record of some scenario's paper says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import select

from engine import tables
from engine.engine import Engine
from engine.records.papers import answers_of
from engine.records.rendering import render
from engine.rehearsal import Stage, run_scenario

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDERS = ("green_channel", "joint_review", "market_entry", "real_estate")
SCENARIOS = (
    "green_channel/scenarios/绿色通道-提名和批准.yaml",
    "green_channel/scenarios/提前介入-只出补正清单.yaml",
    "green_channel/scenarios/受理-补正-不予受理-视为受理.yaml",
    "green_channel/scenarios/收费-缴清后出证.yaml",
    "green_channel/scenarios/不同意-改为会审-不予许可.yaml",
    "green_channel/scenarios/补正停表-两个部门重叠.yaml",
    "green_channel/scenarios/用例14-专家评审停表.yaml",
    "joint_review/scenarios/补出的意见不同意-重新研究.yaml",
    "market_entry/scenarios/直路-开饭店一次办.yaml",
    "market_entry/scenarios/补正-不予受理-视为受理-不予许可.yaml",
    "real_estate/scenarios/用例17-下班前收件.yaml",
    "real_estate/scenarios/补正-补齐才起算-不予登记.yaml",
)


class Printing(Stage):
    """A stage that prints, at the end of each rehearsal, every paper that was issued in it."""

    def __init__(self, processes: Path) -> None:
        super().__init__(processes)
        self.printed: set[bytes] = set()

    @contextmanager
    def county(self, since: date) -> Iterator[Engine]:  # type: ignore[override]  # a rehearsal asks no more of it
        with super().county(since) as engine:
            yield engine
            self._print(engine)

    def _print(self, engine: Engine) -> None:
        paper, artefact = tables.document.c, tables.artefact.c
        statement = select(paper.kind, paper.record, artefact.content).where(
            artefact.digest == paper.template
        )
        with engine.database.reading() as connection:
            for kind, record, template in connection.execute(statement):
                assert render(template, answers_of(record)), kind
                self.printed.add(template)


def test_every_template_is_printed() -> None:
    stage = Printing(PROCESSES)
    for name in SCENARIOS:
        assert run_scenario(PROCESSES / name, stage).failures == []
    templates = {file.read_bytes() for name in FOLDERS for file in PROCESSES.glob(f"{name}/documents/*.docx")}
    assert len(templates) == 19
    assert templates == stage.printed
