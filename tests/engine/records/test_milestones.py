"""The import of milestones: what a row becomes, what is refused, and how dates are moved for the demo."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.people.directory import Unit
from engine.records.milestones import COLUMNS, Milestone, MilestoneSheet, read_milestones, shift_years
from tests.engine.records.test_table_file import xlsx

KNOWN = {"住建局": "zjj", "财政局": "czj", "县财政局": "czj", "司法局": "sfj"}
HEADER = ",".join(COLUMNS)
ROW = "1,一.1,整治占道经营,全面整治。,住建局、县财政局,司法局、各镇乡,8月中旬完成,甲发〔2008〕1号,2008"


def find(name: str) -> Unit | None:
    """The unit of a known name."""
    code = KNOWN.get(name)
    return Unit(code, code, code, "部门", (), date(2020, 1, 1), None) if code else None


def read(*lines: str, year: int = 2026) -> MilestoneSheet:
    """Read a CSV of these lines."""
    return read_milestones("\n".join(lines).encode("utf-8-sig"), "清单.csv", find, year)


def test_a_row_becomes_a_milestone() -> None:
    assert read(HEADER, ROW) == MilestoneSheet(
        (
            Milestone(
                line=2,
                number="一.1",
                title="整治占道经营",
                task="全面整治。",
                lead="zjj",
                cooperating=("czj", "sfj"),
                groups=("乡镇街道",),
                cooperating_text="司法局、各镇乡",
                stated="8月中旬完成",
                year=2008,
                due=date(2008, 8, 20),
                kind="complete",
                done=False,
                source="甲发〔2008〕1号",
            ),
        ),
        (),
    )


def test_three_columns_are_enough_and_a_title_above_them_is_passed_over() -> None:
    sheet = read("2026年任务清单", "", "期限原文,事项,牵头单位", "5月上旬已完成,甲,住建局")
    (row,) = sheet.rows
    assert (row.line, row.title, row.task, row.due, row.done) == (4, "甲", "甲", date(2026, 5, 10), True)


def test_begun_is_not_done() -> None:
    """Rule T-3: 「已开始」 is not 「已完成」."""
    (row,) = read("事项,牵头单位,期限原文", "甲,住建局,7月上旬已开始").rows
    assert (row.kind, row.done, row.due) == ("start", False, date(2026, 7, 10))


def test_a_date_cell_of_excel_is_read() -> None:
    content = xlsx(["事项", "牵头单位", "期限原文", "年份"], ["甲", "住建局", date(2026, 8, 15), 2026.0])
    (row,) = read_milestones(content, "清单.xlsx", find, 2020).rows
    assert (row.due, row.year) == (date(2026, 8, 15), 2026)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("住建局、县财政局", "城建委", "第 2 行 牵头单位“城建委”不在单位名录中,请"),
        ("住建局、县财政局", "", "第 2 行 没有填写牵头单位"),
        ("住建局、县财政局", "各镇乡", "第 2 行 牵头单位“各镇乡”不在单位名录中"),
        ("司法局、各镇乡", "法院、各镇乡", "第 2 行 配合单位“法院”不在单位名录中"),
        ("整治占道经营", "", "第 2 行 没有填写事项"),
        ("整治占道经营", "甲" * 201, "第 2 行 事项有 201 字,最多 200 字"),
        ("8月中旬完成", "尽快完成", "第 2 行 期限原文:"),
        ("8月中旬完成", "2月30日前完成", "第 2 行 期限原文:"),
        ("8月中旬完成", "", "第 2 行 没有填写期限原文"),
        (",2008", ",零八年", "第 2 行 年份“零八年”应为"),
        (",2008", ",2008,多出的字", "第 2 行 比表头多出几格"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken(old: str, new: str, words: str) -> None:
    good = ROW.replace("一.1", "一.2").replace("占道经营", "违章建筑")
    sheet = read(HEADER, ROW.replace(old, new), good)
    assert sheet.rows == ()
    (problem,) = sheet.problems
    assert problem.startswith(words)


def test_every_bad_row_and_every_fault_in_it_is_named() -> None:
    sheet = read("事项,牵头单位,期限原文", ",甲局、乙局,8月底完成", "丙,住建局,某日", "丁,住建局,9月底完成")
    assert [problem[:5] for problem in sheet.problems] == ["第 2 行", "第 2 行", "第 2 行", "第 3 行"]


@pytest.mark.parametrize(
    ("again", "words"),
    [
        (ROW.replace("占道经营", "违章建筑"), "第 3 行 条目号“一.1”与第 2 行重复"),
        (ROW.replace("一.1", "一.2"), "第 3 行 与第 2 行的事项、牵头单位和期限都相同"),
    ],
)
def test_what_is_said_twice_is_refused(again: str, words: str) -> None:
    sheet = read(HEADER, ROW, again)
    assert sheet.rows == ()
    assert sheet.problems[0].startswith(words)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("事项,牵头单位,期限原文,责任人", "列“责任人”不认识"),
        ("事项,牵头单位,期限原文,事项", "列“事项”出现了 2 次"),
        ("事项,牵头单位", "缺少列“期限原文”"),
        ("任务,单位,期限", "找不到表头"),
    ],
)
def test_a_wrong_header_is_refused(header: str, words: str) -> None:
    sheet = read(header, "甲,住建局,8月底完成,乙")
    assert sheet.rows == ()
    assert any(words in problem for problem in sheet.problems)


def test_a_header_without_rows_and_a_file_too_long_are_refused() -> None:
    assert "没有任何事项" in read(HEADER).problems[0]
    lines = (f"{i},,事项{i},,住建局,,8月底完成,," for i in range(2001))
    assert "最多导入 2000 项" in read(HEADER, *lines).problems[0]
    lines = (f"{i},,事项{i},,住建局,,8月底完成,," for i in range(3000))
    assert "请分成几个文件" in read(HEADER, *lines).problems[0]


def test_no_table_at_all_is_a_problem_not_an_error() -> None:
    assert read_milestones(b"\x89PNG\x00", "图.png", find, 2026).rows == ()
    assert "“图.png”" in read_milestones(b"\x89PNG\x00", "图.png", find, 2026).problems[0]


@given(st.text(max_size=80))
def test_any_text_under_a_good_header_is_rows_or_problems(text: str) -> None:
    sheet = read_milestones(f"{HEADER}\n{text}".encode(), "x.csv", find, 2026)
    assert bool(sheet.rows) != bool(sheet.problems)


ANCHOR = date(2026, 3, 16)


def milestone(due: date, done: bool) -> Milestone:
    """A milestone of this day."""
    stated = f"{due.month}月{due.day}日{'已' if done else ''}完成"
    return Milestone(2, "", "甲", "甲", "zjj", (), (), "", stated, due.year, due, "complete", done, "")


@pytest.mark.parametrize(
    ("due", "done", "moved"),
    [
        (date(2008, 4, 30), True, date(2025, 4, 30)),
        (date(2008, 3, 15), True, date(2026, 3, 15)),
        (date(2008, 3, 16), True, date(2025, 3, 16)),
        (date(2008, 7, 31), False, date(2026, 7, 31)),
        (date(2008, 9, 30), False, date(2025, 9, 30)),
        (date(2008, 12, 31), False, date(2025, 12, 31)),
        (date(2008, 2, 29), True, date(2026, 2, 28)),
        (date(2009, 2, 28), False, date(2026, 2, 28)),
        (date(2030, 1, 1), False, date(2030, 1, 1)),
        (date(2030, 1, 1), True, date(2030, 1, 1)),
    ],
)
def test_dates_move_by_whole_years_into_the_demos_surroundings(due: date, done: bool, moved: date) -> None:
    assert shift_years(milestone(due, done), ANCHOR) == moved


@given(st.dates(date(1990, 1, 1), date(2025, 3, 15)), st.booleans())
def test_done_lies_before_the_anchor_and_open_within_half_a_year(due: date, done: bool) -> None:
    moved = shift_years(milestone(due, done), ANCHOR)
    assert moved.month == due.month
    assert moved.year >= due.year
    if done:
        assert 0 < (ANCHOR - moved).days <= 366
    else:
        assert abs((moved - ANCHOR).days) <= 183
