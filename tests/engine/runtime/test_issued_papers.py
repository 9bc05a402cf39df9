"""Papers issued are counted by unit and year and by case, found by number, and set aside from another case."""

from __future__ import annotations

from uuid import UUID

from engine import tables
from engine.records.score_entries import entries_of
from tests.support.office import Office, diagram, flows, task

PAPER = (
    '<bj:document kind="红色督办单" template="documents/red.docx" to="= unit" number="督办〔{year}〕{n}号"/>'
    '<bj:score points="= -5" unit="= unit" rule="SD-09a"/>'
)
SLIPS = diagram(
    '<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="again"/>'
    + task("sign")
    + f'<bpmn:scriptTask id="issue"><bpmn:extensionElements>{PAPER}</bpmn:extensionElements>'
    "<bpmn:script>before = issued(&quot;红色督办单&quot;)</bpmn:script></bpmn:scriptTask>"
    '<bpmn:scriptTask id="count"><bpmn:script>item = issued("红色督办单")\n'
    'year = issued("红色督办单", unit, today.year)\n'
    'ever = issued("红色督办单", unit)\n'
    'register = papers("红色督办单", unit, today.year)\n'
    'names = papers("红色督办单").title</bpmn:script></bpmn:scriptTask>'
    + flows("s>again", "again>sign", "sign>issue", "issue>count", "count>again"),
    "slips",
    extensions='<bj:case title="= title" unit="= unit"/>',
)
REVIEW = diagram(
    '<bpmn:startEvent id="s"/><bpmn:scriptTask id="look"><bpmn:script>'
    'slip = paper("红色督办单", number)\nunit = slip.unit\naside = slip.set_aside</bpmn:script></bpmn:scriptTask>'
    '<bpmn:endEvent id="e"><bpmn:extensionElements>'
    '<bj:reverse kind="红色督办单" number="= number" reason="= why" when="slip != null"/>'
    "</bpmn:extensionElements></bpmn:endEvent>" + flows("s>look", "look>e"),
    "review",
)


def published(made: Office) -> None:
    made.publish(SLIPS, "slips", {"documents/red.docx": b"a template"})
    made.publish(REVIEW, "review")


def counts(made: Office, case: UUID) -> tuple[int, int, int, int]:
    """What the case counted before the last paper, and with it: of the item, of the unit's year, of all years."""
    before, item, year, ever = (made.field(case, name) for name in ("before", "item", "year", "ever"))
    return before, item, year, ever


def test_papers_are_counted_by_case_and_by_unit_and_year(made: Office) -> None:
    published(made)
    first, second, other = (
        made.start({"unit": unit, "title": "事项"}, "slips") for unit in ("住建局", "住建局", "财政局")
    )
    for case in (first, second, other, first):
        made.complete(case, "sign")
    assert counts(made, first) == (1, 2, 3, 3)
    assert counts(made, second) == (0, 1, 2, 2)
    assert counts(made, other) == (0, 1, 1, 1)
    made.move("2021-01-04 09:00")
    made.complete(first, "sign")
    assert counts(made, first) == (2, 3, 1, 4)


def test_a_paper_set_aside_gives_its_points_back_and_counts_no_more(made: Office) -> None:
    published(made)
    case = made.start({"unit": "住建局", "title": "事项"}, "slips")
    made.complete(case, "sign")
    review = made.start({"number": "督办〔2020〕1号", "why": "事实有误"}, "review")
    made.settle()
    assert (made.field(review, "unit"), made.field(review, "aside")) == ("住建局", False)
    with made.engine.database.reading() as connection:
        assert [(e.points, e.reversal_of is not None) for e in entries_of(connection, case)] == [
            (-5, False),
            (5, True),
        ]
    assert made.events(case, "score.reversed")[0]["reason"] == "事实有误"
    made.complete(case, "sign")
    assert counts(made, case) == (0, 1, 1, 1)
    assert made.is_intact(case)


def test_a_paper_is_set_aside_once_and_only_if_it_is_there(made: Office) -> None:
    published(made)
    case = made.start({"unit": "住建局", "title": "事项"}, "slips")
    made.complete(case, "sign")
    for number in ("督办〔2020〕1号", "督办〔2020〕1号", "督办〔2020〕9号"):
        made.start({"number": number, "why": "事实有误"}, "review")
        made.settle()
    said = [row["message"] for row in made.rows(tables.incident.select())]
    assert len(said) == 1
    assert "已经冲回过" in said[0]
    with made.engine.database.reading() as connection:
        assert len(entries_of(connection, case)) == 2


def test_papers_of_one_series_never_share_a_number(made: Office) -> None:
    """蓝、黄、红色督办单 bear the same 字号, so they count in one series; a paper of another 字号 begins at 1."""
    two = (
        PAPER.replace("红色督办单", "蓝色督办单")
        + PAPER
        + PAPER.replace("红色督办单", "督办回执").replace("督办〔{year}〕{n}号", "督办回执〔{year}〕{n:03}号")
    )
    issue = f'<bpmn:scriptTask id="issue"><bpmn:extensionElements>{two}</bpmn:extensionElements></bpmn:scriptTask>'
    once = diagram(
        f'<bpmn:startEvent id="s"/>{issue}<bpmn:endEvent id="e"/>' + flows("s>issue", "issue>e"),
        "once",
        extensions='<bj:case title="= title" unit="= unit"/>',
    )
    made.publish(once, "once", {"documents/red.docx": b"a template"})
    for _ in range(2):
        made.start({"unit": "住建局", "title": "事项"}, "once")
    numbers = [row["number"] for row in made.rows(tables.document.select())]
    assert sorted(numbers) == [
        "督办〔2020〕1号", "督办〔2020〕2号", "督办〔2020〕3号", "督办〔2020〕4号",
        "督办回执〔2020〕001号", "督办回执〔2020〕002号",
    ]  # fmt: skip


def test_papers_are_listed_with_the_fields_they_were_issued_on(made: Office) -> None:
    published(made)
    first = made.start({"unit": "住建局", "title": "甲", "amount": 5}, "slips")
    other = made.start({"unit": "财政局", "title": "乙", "amount": 7}, "slips")
    made.complete(other, "sign")
    made.complete(first, "sign")
    register = made.field(first, "register")
    assert [(each["unit"], each["amount"], each["number"]) for each in register] == [("住建局", 5, None)]
    assert made.field(first, "names") == ["乙", "甲"]
    made.complete(first, "sign")
    numbers = [each["number"] for each in made.field(first, "register")]
    assert numbers == ["督办〔2020〕2号", None]
    assert register[0]["issued_on"].isoformat() == "2020-03-09"


def test_papers_issued_by_timers_of_one_commit_see_each_other(made: Office) -> None:
    timed = diagram(
        '<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
        f'<bpmn:scriptTask id="issue"><bpmn:extensionElements>{PAPER}</bpmn:extensionElements></bpmn:scriptTask>'
        '<bpmn:scriptTask id="count"><bpmn:script>year = issued("红色督办单", unit, today.year)</bpmn:script>'
        '</bpmn:scriptTask><bpmn:endEvent id="e"/>' + flows("s>wait", "wait>issue", "issue>count", "count>e"),
        "timed",
        extensions='<bj:case title="= title" unit="= unit"/>',
    )
    made.publish(timed, "timed", {"documents/red.docx": b"a template"})
    cases = [made.start({"unit": "住建局", "title": "事项"}, "timed") for _ in range(3)]
    made.move("2020-03-10 10:00", drain=False)
    assert made.engine.fire_due().fired == 3
    assert sorted(made.field(case, "year") for case in cases) == [1, 2, 3]
    assert all(made.is_intact(case) for case in cases)
