"""The catalogue's file is read strictly: every problem has its line and says how to mend it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.matters.catalogue import Catalogue
from engine.matters.catalogue_file import CatalogueFileError, read_catalogue
from tests.engine.matters.samples import TEXT, UNITS, changed

DEPARTMENTS = "      - {unit: 住建局, role: 主办}\n      - {unit: 发改局, role: 协办}\n"


def problems(text: str) -> str:
    """What is wrong with a file."""
    with pytest.raises(CatalogueFileError) as refused:
        read_catalogue(text, UNITS.get)
    return "\n".join(refused.value.problems)


def test_what_the_file_says_is_read_with_units_as_ids() -> None:
    catalogue = Catalogue(read_catalogue(TEXT, UNITS.get).entries)
    matter = catalogue.matter("zjj-sgxk", date(2020, 3, 9))
    assert matter is not None
    assert (matter.unit, matter.cooperating, matter.limit, matter.limit_basis) == (
        "zjj",
        ["fgj"],
        "10 wd",
        "承诺时限",
    )
    assert catalogue.matter("zjj-sgxk", date(2019, 12, 31)) is None
    assert catalogue.matter("nothing", date(2020, 3, 9)) is None


def test_delegation_and_stop_count_from_day_to_day() -> None:
    """LJ-03: the last day counts; QT-02: the first day of a stop counts."""
    catalogue = Catalogue(read_catalogue(TEXT, UNITS.get).entries)
    matter, other = (catalogue.matter(code, date(2020, 3, 9)) for code in ("zjj-sgxk", "fgj-ba"))
    assert matter is not None
    assert other is not None
    held = [
        matter.delegated_unit(date(2020, month, day)) for month, day in ((2, 29), (3, 1), (3, 31), (4, 1))
    ]
    assert held == [None, "fgj", "fgj", None]
    assert [other.is_stopped(date(2020, 3, day)) for day in (15, 16)] == [False, True]


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (("unit: 住建局\n", "unit: 建设厅\n"), "第 8 行:单位名录中没有“建设厅”"),
        (("promised: 10 wd", "promised: 25 wd"), "承诺时限 25 wd 长于法定时限 20 wd"),
        (("promised: 10 wd", "promised: 10 cd"), "单位不同"),
        (("promised: 10 wd", "promised: ten days"), "时限写作 20 wd"),
        (("role: 协办", "role: 主办"), "必须恰好一个主办部门,现有 2 个(ZB-01)"),
        (("role: 主办", "role: 协办"), "必须恰好一个主办部门,现有 0 个(ZB-01)"),
        (
            (DEPARTMENTS, "      - {unit: 发改局, role: 主办}\n      - {unit: 住建局, role: 协办}\n"),
            "主办部门应是",
        ),
        (("materials: [申请表, 营业执照]", "materials: [申请表, 申请表]"), "只收一次(ZB-01)"),
        (("materials: [申请表, 营业执照]", "materials: [身份证]"), "材料“身份证”不在材料名录"),
        (("offices: {住建局: 行政审批股, ", "offices: {"), "没有在 offices 中写明审批股(LJ-01)"),
        (("code: fgj-ba", "code: zjj-sgxk"), "写了两遍"),
        (("code: fgj-ba", "code: 备案"), "代号写作小写字母"),
        (("    fee: 不收费\n", ""), "fee:缺少这一项"),
        (("kind: 行政许可", "kind: 审批"), "不在可选的写法之中"),
        (("to: 2020-03-31", "to: 2020-02-01"), "下放止日早于起日"),
        (
            ("handlers: [承办人]\n    dep", "handlers: [承办人]\n    public: false\n    dep"),
            "须写明理由 private_reason",
        ),
        (
            (
                "handlers: [承办人]\n    dep",
                "handlers: [承办人]\n    category: [消防]\n    deemed: opinion\n    dep",
            ),
            "属于消防类,不得超时默许",
        ),
        (
            (
                "handlers: [承办人]\n    dep",
                "handlers: [承办人]\n    hall: false\n    authorised: true\n    dep",
            ),
            "LJ-01",
        ),
        (("[zjj-sgxk, fgj-ba]", "[zjj-sgxk, gone]"), "事项 gone 不在目录中"),
        (("limits: {}", "limits: {extend: 10 wd}"), "没有法定时限,不能写法定的延长"),
        (("fee: 不收费", "fees: 不收费"), "不认识这一项"),
    ],
)
def test_what_cannot_be_is_named(pair: tuple[str, str], words: str) -> None:
    assert words in problems(changed(pair))


def test_all_problems_are_named_at_once() -> None:
    said = problems(changed(("role: 协办", "role: 主办"), ("promised: 10 wd", "promised: 25 wd")))
    assert said.count("第 8 行") == 2
