"""Points are recorded once, taken back only by counter-entries, and summed by unit and year (SD-09a)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from uuid import UUID

import pytest

from engine import administration, tables
from engine.database import new_key
from engine.records import scores
from engine.records.score_entries import Entry
from engine.records.scores import Net
from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, task


def slip(key: str, points: int) -> str:
    """An element that issues a slip and takes points from the case's unit."""
    return (
        f'<bpmn:serviceTask id="{key}"><bpmn:extensionElements>'
        f'<bj:score points="{points}" unit="= unit" rule="SD-09a"/></bpmn:extensionElements></bpmn:serviceTask>'
    )


SLIPS = diagram(
    '<bpmn:startEvent id="s"/>'
    + slip("blue", -1)
    + slip("yellow", -2)
    + slip("red", -5)
    + task("a")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>blue", "blue>yellow", "yellow>red", "red>a", "a>e"),
    extensions='<bj:case title="= title" unit="= unit"/>',
)


@pytest.fixture
def case(made: Office) -> UUID:
    """A case of 住建局 that has walked all three colours, beside a case of 财政局."""
    made.publish(SLIPS)
    made.start({"unit": "财政局", "title": "另一件"})
    return made.start({"unit": "住建局", "title": "整治占道经营"})


def ledger(made: Office, year: int = 2020, unit: str | None = None) -> list[Entry]:
    """The ledger of a year."""
    with made.engine.database.reading() as connection:
        return scores.ledger(connection, year, unit)


def nets(made: Office, year: int = 2020, successors: dict[str, str] | None = None) -> dict[str, Net]:
    """The nets of a year."""
    with made.engine.database.reading() as connection:
        return scores.yearly_nets(connection, year, successors)


def reverse(made: Office, entry: Entry, reason: str = "复核撤销") -> None:
    """Take an entry back."""
    administration.reverse_score(made.engine, entry.id, made.actor("dcs.主要负责人"), reason)


@pytest.mark.usefixtures("case")
def test_all_three_colours_make_minus_eight(made: Office) -> None:
    assert nets(made)["zjj"] == Net("zjj", 3, -8, 0)
    assert nets(made)["zjj"].net == -8
    assert nets(made, 2021) == {}
    lines = ledger(made, unit="zjj")
    assert [(line.points, line.title) for line in lines] == [(p, "整治占道经营") for p in (-1, -2, -5)]
    assert len(ledger(made)) == 6


def test_a_reversal_is_an_entry_of_its_own_in_the_year_of_the_slip(made: Office, case: UUID) -> None:
    made.move("2021-01-05 10:00")
    yellow = ledger(made, unit="zjj")[1]
    reverse(made, yellow)
    assert nets(made)["zjj"] == Net("zjj", 2, -6, 0)
    assert nets(made, 2021) == {}
    lines = ledger(made, unit="zjj")
    assert [line.points for line in lines] == [-1, -2, -5, 2]
    assert (lines[1].reversed_by, lines[3].reversal_of) == (lines[3].id, yellow.id)
    (event,) = made.events(case, "score.reversed")
    assert (event["unit"], event["points"], event["year"]) == ("住建局", 2, 2020)
    assert (event["score"], event["reason"]) == (yellow.id.hex, "复核撤销")
    assert made.journal(case)[-1]["actor"] == "dcs.主要负责人"
    assert made.is_intact(case)


def test_an_ended_case_can_still_be_put_right(made: Office, case: UUID) -> None:
    made.complete(case, "a")
    reverse(made, ledger(made, unit="zjj")[0])
    assert made.case(case)["status"] == "completed"
    assert nets(made)["zjj"].net == -7


@pytest.mark.usefixtures("case")
def test_nothing_is_taken_back_twice(made: Office) -> None:
    entry = ledger(made, unit="zjj")[0]
    reverse(made, entry)
    for line in (entry, ledger(made, unit="zjj")[-1]):
        with pytest.raises(Refused) as refused:
            reverse(made, line)
        assert refused.value.kind == "conflict"
    assert nets(made)["zjj"].net == -7


@pytest.mark.usefixtures("case")
def test_two_reviewers_at_once_take_it_back_once(made: Office) -> None:
    entry = ledger(made, unit="zjj")[0]

    def attempt() -> str:
        try:
            reverse(made, entry)
        except Refused as refused:
            return refused.kind
        return "done"

    with ThreadPoolExecutor(2) as pool:
        attempts = [pool.submit(copy_context().run, attempt) for _ in range(2)]
        assert sorted(a.result() for a in attempts) == ["conflict", "done"]
    assert nets(made)["zjj"].net == -7


@pytest.mark.usefixtures("case")
def test_a_reversal_says_why(made: Office) -> None:
    with pytest.raises(Refused) as refused:
        reverse(made, ledger(made)[0], "  ")
    assert refused.value.problems == {"reason": "请写明冲回的理由"}
    with pytest.raises(Refused) as refused:
        administration.reverse_score(made.engine, new_key(), made.actor("dcs.主要负责人"), "复核撤销")
    assert refused.value.kind == "gone"
    assert len(made.rows(tables.score.select())) == 6


@pytest.mark.usefixtures("case")
def test_points_of_a_merged_unit_may_be_counted_under_its_successor(made: Office) -> None:
    assert set(nets(made)) == {"zjj", "czj"}
    assert nets(made, successors={"zjj": "czj"}) == {"czj": Net("czj", 6, -16, 0)}
