"""Full-text search in Chinese, on both databases."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from sqlalchemy import false, select

from engine import tables
from engine.records import search
from engine.records.grams import grams
from tests.support.office import Office, diagram, flows, task

FORM = json.dumps(
    {
        "type": "default",
        "components": [
            {"type": "textfield", "id": "1", "key": "title", "label": "事项"},
            {"type": "textfield", "id": "2", "key": "standard", "label": "完成标准"},
            {
                "type": "textfield",
                "id": "3",
                "key": "complainant",
                "label": "投诉人",
                "properties": {"personal": "true"},
            },
        ],
    }
).encode()
LINE = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("work", "承办人", name="办理", unit="住建局")
    + task("check", "承办人", name="核验", unit="发改局")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>work", "work>check", "check>e"),
    "line",
    '<bj:case title="= title" unit="= unit" start="督查室"/><bj:form ref="forms/start.json"/>',
)


@pytest.fixture
def registry(made: Office) -> Office:
    """An office with two cases whose texts have been read."""
    made.publish(LINE, "line", {"forms/start.json": FORM})
    made.start({"title": "整治占道经营", "standard": "街面整洁", "complainant": "赵某某"}, "line")
    made.start({"title": "修复危桥 G319", "standard": "恢复通行"}, "line")
    refresh(made)
    return made


def refresh(office: Office) -> int:
    """Follow the history to its end; how many texts were read."""
    done = 0
    while step := search.refresh(office.engine.database, office.engine.vault):
        done += step
    return done


def found(office: Office, text: str) -> list[str]:
    """The titles of the cases that a text finds."""
    row = tables.instance.c
    with office.engine.database.reading() as connection:
        statement = select(row.title).where(search.matches(connection, text, false())).order_by(row.title)
        return list(connection.execute(statement).scalars())


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("占道经营", ["占道", "道经", "经营"]),
        ("督办〔2026〕3号", ["督办", "2026", "3", "号"]),
        ("ＡＢ12 危桥", ["ab12", "危桥"]),
        ("", []),
        ("%_'\"\\ :*|&!()", []),
    ],
)
def test_a_text_is_cut_into_pairs(text: str, pairs: list[str]) -> None:
    assert list(grams(text)) == pairs


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("占道", ["整治占道经营"]),
        ("占道 街面整洁", ["整治占道经营"]),
        ("恢复通行", ["修复危桥 G319"]),
        ("g319", ["修复危桥 G319"]),
        ("g3", ["修复危桥 G319"]),
        ("营", ["整治占道经营"]),
        ("占", ["整治占道经营"]),
        ("洁", ["整治占道经营"]),
        ("%", []),
        ("占道 危桥", []),
        ("营经", []),
        ("赵某某", []),
    ],
)
def test_cases_are_found_by_title_and_data_but_not_by_personal_data(
    registry: Office, text: str, titles: list[str]
) -> None:
    assert found(registry, text) == titles


@pytest.mark.parametrize("text", ["' or 1=1 --", "占道 & !经营", ":*", "%", "\\"])
def test_signs_of_a_query_are_no_query(registry: Office, text: str) -> None:
    assert len(found(registry, text)) in (0, 1, 2)


def test_what_is_said_later_is_found_after_the_sweep(registry: Office) -> None:
    case = _case(registry, "整治占道经营")
    registry.complete(case, "work", opinion="建议增设便民疏导点", decision="approve")
    assert found(registry, "疏导点") == []
    assert refresh(registry) == 1
    assert found(registry, "疏导点") == ["整治占道经营"]
    assert refresh(registry) == 0


def test_the_sweep_follows_days_later_and_reads_nothing_twice(registry: Office) -> None:
    registry.move("2020-03-12 09:00")
    assert refresh(registry) == 0
    registry.complete(_case(registry, "修复危桥 G319"), "work", opinion="已限载", decision="approve")
    registry.move("2020-03-12 09:30")
    assert refresh(registry) == 1
    assert found(registry, "限载") == ["修复危桥 G319"]


def test_what_has_just_begun_is_found_by_what_it_is_called(registry: Office) -> None:
    registry.start({"title": "整治占道停车"}, "line")
    row = tables.instance.c
    with registry.engine.database.reading() as connection:
        condition = search.matches(connection, "停车", row.title.contains("停车"))
        assert list(connection.execute(select(row.title).where(condition)).scalars()) == ["整治占道停车"]


def _case(office: Office, title: str) -> UUID:
    row = tables.instance.c
    (found_row,) = office.rows(select(row.id).where(row.title == title))
    key: UUID = found_row["id"]
    return key
