"""The history reads like sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.queries.timeline import RecordedAct
from engine.time.clock import CIVIL
from tests.web.site_support import SmallSite
from web.site import end_reading
from web.wording import EVENTS, timeline

AT = datetime(2026, 3, 18, 17, 30, tzinfo=CIVIL).astimezone(UTC)


@pytest.fixture(autouse=True)
def _within_a_page(site: SmallSite) -> Iterator[None]:
    with site.app.test_request_context():
        yield
        end_reading()


def _act(
    *events: dict[str, Any], actor: str = "system", due_at: datetime | None = None, at: datetime = AT
) -> RecordedAct:
    return RecordedAct(1, at, due_at, "fire_timer", actor, None, events)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            {"event": "document.issued", "kind": "蓝色督办单", "number": "督办〔2026〕3号", "unit": "住建局", "document": "0" * 32},
            "蓝色督办单(督办〔2026〕3号) 已发往 住建局",
        ),
        ({"event": "score.recorded", "unit": "住建局", "points": -1, "rule": "SD-09a"}, "住建局 计分:扣 1 分(依据 SD-09a)"),
        ({"event": "task.completed", "name": "核验", "decision": "return", "opinion": "标准未达到"}, "办结“核验”,决定:退回,意见:标准未达到"),
        ({"event": "task.created", "name": "签收", "unit": "住建局", "post": "承办人"}, "“签收”交 住建局 承办人 办理"),
        ({"event": "deadline.set", "deadline": "办理", "date": "2026-03-18"}, "“办理”时限定为 3月18日 周三"),
        (
            {"event": "deadline.changed", "deadline": "办理", "was": "2026-01-31", "date": "2027-02-03", "reason": "春节延长"},
            "“办理”时限由 1月31日 周六 改为 2027年2月3日 周三,理由:春节延长",
        ),
        ({"event": "instance.completed", "outcome": "销号"}, "销号,办件结束"),
        ({"event": "task.transferred", "to": "zjj.fg"}, "转交 住建局分管负责人 办理"),
        ({"event": "task.transferred", "to": "someone-gone"}, "转交 someone-gone 办理"),
    ],
)  # fmt: skip
def test_an_event_reads_as_a_sentence(event: dict[str, Any], words: str) -> None:
    (moment,) = timeline([_act(event)])
    assert [sentence.text for sentence in moment.sentences] == [words]


def test_what_only_programs_need_is_left_out() -> None:
    assert (
        timeline([_act({"event": "path", "elements": ["a"]}, {"event": "timer.fired", "element": "x"})]) == []
    )


def test_what_one_moment_brought_by_itself_is_one_entry() -> None:
    overdue = {"event": "deadline.overdue", "deadline": "办理"}
    slip = {"event": "document.issued", "kind": "蓝色督办单"}
    (moment,) = timeline([_act(overdue), _act(slip)])
    assert len(moment.sentences) == 2


def test_acts_of_people_stay_apart_and_the_latest_comes_first() -> None:
    done = {"event": "task.claimed"}
    moments = timeline([_act(done, actor="zjj.cb"), _act(done, actor="zjj.cb")])
    assert [moment.who for moment in moments] == ["住建局承办人", "住建局承办人"]
    later = timeline([_act(done, actor="zjj.cb"), _act(done, actor="zjj.fg", at=AT + timedelta(hours=1))])
    assert [moment.who for moment in later] == ["住建局分管负责人", "住建局承办人"]


def test_what_was_recorded_late_shows_both_moments() -> None:
    (moment,) = timeline(
        [_act({"event": "deadline.overdue", "deadline": "办理"}, at=AT + timedelta(days=2), due_at=AT)]
    )
    assert (moment.at, moment.recorded) == (AT, AT + timedelta(days=2))


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_no_event_is_too_bare_to_be_told(name: str) -> None:
    bare = {"event": name, "deadline": "办理", "date": "2026-03-18", "was": "2026-03-17"}
    (moment,) = timeline([_act(bare)])
    assert moment.sentences[0].text
