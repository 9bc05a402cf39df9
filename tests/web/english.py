"""What may be Chinese on a page in English: the county's own texts, and examples of them."""

from __future__ import annotations

from typing import Final

from engine.people import importing, unit_importing
from engine.records import milestones
from tests.support.chinese import shown_chinese
from tests.web.site_support import ROOT, SmallSite

KEPT: Final = (
    "县政府/常务副县长",
    "2027-01-01,休,元旦",
    "“休”",
    "“班”",
    "是 or 否",
    "“8月15日前”",
    "“8月中旬完成”",
    "“9月底前”",
    "“8月初开始”",
    "“原编号”",
    "“原发起日期”",
    "期限原文",
    "分管领导",
    "督查室",
    "公文和会务",
    "县政府办公室/文书岗",
    "就“{number}”批示交办",
    "收件 or 登记",
    "督办〔{year}〕{n}号",
    "督办台账",
    "红, 12",
    "(办理)",
    "住建局/主要负责人",
    "系统管理员",
    "三色督办",
    "食品经营许可、低保、施工许可",
    "住建局、财政局",
    "签发",
    "公文",
    "主要负责人",
)
"""What stays Chinese in an English sentence: names and examples that are typed into the county's Chinese lists."""


def words_of_the_county(site: SmallSite) -> str:
    """Every text of the county in one: what the database holds, the rule book, the published files."""
    found = ["办中文", "\n".join(KEPT), (ROOT / "processes" / "rules.yaml").read_text(encoding="utf-8")]
    database = site.engine.database.engine.raw_connection()
    try:
        found += [line for line in database.driver_connection.iterdump() if "INSERT" in line]
    finally:
        database.close()
    patterns = ("processes/**/*.bpmn", "processes/**/*.dmn", "processes/**/*.json", "processes/**/policy.yaml",
                "engine/time/notices/*.yaml", "tests/web/data/errand/**/*.[!d]*")  # fmt: skip
    files = [path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()]
    found += [path.read_text(encoding="utf-8") for path in files]
    found += [*milestones.COLUMNS, *importing.COLUMNS, *unit_importing.COLUMNS]
    return "\n".join(found)


def foreign(html: str, county: str) -> list[str]:
    """The Chinese on a page that is not the county's."""
    return [run for run in shown_chinese(html) if run not in county]
