"""What may be Chinese on a page in English: the county's own texts, and examples of them."""

from __future__ import annotations

from functools import cache
from typing import Final

from sqlalchemy import select

from engine import tables
from engine.people import importing, unit_importing
from engine.records import milestones
from tests.support.chinese import RUN, shown_chinese
from tests.web.site_support import ROOT, SmallSite

KEPT: Final = (
    "中文",
    "县政府/常务副县长",
    "xzf/县长",
    "[甲, 乙]",
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
    """Every text of the county in one: its files, the rule book, the names of its people.

    What happened is not among them, for the engine's own sentences are kept with it.
    """
    with site.engine.database.reading() as connection:
        names = connection.execute(select(tables.person.c.name)).scalars().all()
    patterns = ("processes/**/*.bpmn", "processes/**/*.dmn", "processes/**/*.json", "processes/**/*.yaml", "processes/**/README.md",
                "engine/time/notices/*.yaml", "tests/web/data/errand/**/*.[!d]*")  # fmt: skip
    files = [path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()]
    found = ["办", *KEPT, *names, *(path.read_text(encoding="utf-8") for path in files)]
    return "\n".join([*found, *milestones.COLUMNS, *importing.COLUMNS, *unit_importing.COLUMNS])


def foreign(html: str, county: str) -> list[str]:
    """The Chinese on a page that is not the county's: each run of it must be one of the county's, whole."""
    return [run for run in shown_chinese(html) if run not in county_runs(county)]


@cache
def county_runs(county: str) -> frozenset[str]:
    """The county's runs of Chinese."""
    return frozenset(RUN.findall(county))
