"""The demo's milestones: every dated task of document 三效能办发〔2008〕14号 but 六.3, with no one's name."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from engine.people.county_file import read_county
from engine.records.milestones import MilestoneSheet, read_milestones, shift_years

PROCESSES = Path(__file__).parents[2] / "processes"
DEMO_DAY = date(2026, 3, 16)


@pytest.fixture(scope="module")
def sheet() -> MilestoneSheet:
    """The shipped file, read against the shipped county."""
    county = read_county((PROCESSES / "county.yaml").read_text(encoding="utf-8"))
    content = (PROCESSES / "demo" / "milestones.csv").read_bytes()
    return read_milestones(content, "milestones.csv", county.find_unit, 2008)


def test_all_of_the_document_but_one_is_there(sheet: MilestoneSheet) -> None:
    """The document states 70 dates; 六.3 is left out (see `left_out` in rules.yaml)."""
    assert sheet.problems == ()
    assert len(sheet.rows) == 69
    sections = Counter(row.number.split("-")[0] for row in sheet.rows)
    assert "六.3" not in sections
    assert len(sections) == 24
    assert {row.source for row in sheet.rows} == {"三效能办发〔2008〕14号"}


def test_what_the_document_calls_completed_is_done(sheet: MilestoneSheet) -> None:
    assert sum(row.done for row in sheet.rows) == 17
    assert all(row.done == row.stated.endswith("已完成") for row in sheet.rows)
    assert sum(row.kind == "start" for row in sheet.rows) == 9


def test_the_parts_of_a_month_are_read_by_t3(sheet: MilestoneSheet) -> None:
    due = {row.stated: row.due for row in sheet.rows}
    assert due["5月上旬已完成"] == date(2008, 5, 10)
    assert due["8月中旬完成"] == date(2008, 8, 20)
    assert due["6月下旬开始"] == date(2008, 6, 30)
    assert due["6月已完成"] == date(2008, 6, 30)
    assert due["8月份开始"] == due["8月初开始"] == date(2008, 8, 1)
    assert due["12月底完成"] == date(2008, 12, 31)


def test_moved_by_years_the_done_lie_before_the_demo_and_the_open_around_it(sheet: MilestoneSheet) -> None:
    done = [shift_years(row, DEMO_DAY) for row in sheet.rows if row.done]
    still_open = [shift_years(row, DEMO_DAY) for row in sheet.rows if not row.done]
    assert max(done) < DEMO_DAY
    assert sum(day < DEMO_DAY for day in still_open) == 17
    assert sum(day > DEMO_DAY for day in still_open) == 35


def test_titles_fit_a_list_and_no_real_place_is_named(sheet: MilestoneSheet) -> None:
    for row in sheet.rows:
        assert len(row.title) <= 60
        assert row.task != row.title
        assert not any(word in row.title + row.task for word in ("三台", "书记", "市长", "省长", "县长"))
