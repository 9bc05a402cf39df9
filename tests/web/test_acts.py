"""办公动作 on pages: offered where they may be done, foreseen before they are done, refused in words."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from engine import tables
from tests.web.api.processes import publish_all
from tests.web.site_support import SmallSite, Visitor


@pytest.fixture
def office(site: SmallSite) -> SmallSite:
    """A site with processes in which every verb has its place."""
    publish_all(site)
    return site


def begin(site: SmallSite, process: str = "line", **data: object) -> UUID:
    given = {"title": "修路", "unit": "住建局", **data}
    return site.engine.start(process, site.actor("dcs.dcy1"), given).id


def open_tasks(site: SmallSite, case: UUID) -> dict[str, UUID]:
    """The open tasks by name, those of a 会签 by unit."""
    row = tables.user_task.c
    statement = select(row.id, row.name, row.item).where(row.instance_id == case, row.status == "open")
    with site.engine.database.reading() as connection:
        return {(r.item or {}).get("value") or r.name: r.id for r in connection.execute(statement)}


def holder(site: SmallSite, task: UUID) -> UUID | None:
    row = tables.user_task.c
    with site.engine.database.reading() as connection:
        found: UUID | None = connection.execute(select(row.assignee).where(row.id == task)).scalar_one()
    return found


def drafted(site: SmallSite) -> tuple[UUID, UUID, UUID]:
    """A case whose draft is done: its key, the draft's task, the check's."""
    case = begin(site)
    draft = open_tasks(site, case)["拟稿"]
    site.engine.complete(draft, site.actor("zjj.cb"), {})
    return case, draft, open_tasks(site, case)["审核"]


def sign(visitor: Visitor, task: UUID, **said: str) -> None:
    sent = {"key": uuid4().hex, "payload": json.dumps(said)}
    assert visitor.post(f"/tasks/{task}", sent).status_code == 302


def confirm(visitor: Visitor, path: str, **said: str) -> int:
    return visitor.post(path, {**said, "confirmed": "yes"}).status_code


def test_a_task_offers_what_its_diagram_allows_and_nothing_else(office: SmallSite) -> None:
    draft = open_tasks(office, begin(office))["拟稿"]
    text = office.visitor("zjj.cb").get(f"/tasks/{draft}").text
    assert [word for word in ("退回", "转交", "委派") if f">{word}</a>" not in text] == []
    assert ">加签</a>" not in text
    assert office.visitor("zjj.cb").get(f"/tasks/{draft}/acts/add_signer").status_code == 404


def test_what_a_return_brings_is_shown_before_it_is_done(office: SmallSite) -> None:
    case, _draft, check = drafted(office)
    visitor, path = office.visitor("fgj.cb"), f"/tasks/{check}/acts/return"
    assert "拟稿" in visitor.get(path).text
    told = visitor.post(path, {"to": "draft", "reason": "缺预算"})
    assert told.status_code == 200
    assert "“审核”(发改局 承办人)不再需要办理" in told.text
    assert "“拟稿”交" in told.text
    assert "缺预算" in told.text
    assert open_tasks(office, case) == {"审核": check}
    assert confirm(visitor, path, to="draft", reason="缺预算") == 302
    assert list(open_tasks(office, case)) == ["拟稿"]


def test_a_return_without_a_reason_is_asked_again_and_keeps_what_was_chosen(office: SmallSite) -> None:
    case, _draft, check = drafted(office)
    answer = office.visitor("fgj.cb").post(f"/tasks/{check}/acts/return", {"to": "draft", "reason": " "})
    assert answer.status_code == 422
    assert "请填写“退回的理由”" in answer.text
    assert 'value="draft"' in answer.text
    assert open_tasks(office, case) == {"审核": check}


def test_a_return_to_where_the_diagram_forbids_is_refused_in_words(office: SmallSite) -> None:
    _case, _draft, check = drafted(office)
    answer = office.visitor("fgj.cb").post(f"/tasks/{check}/acts/return", {"to": "s", "reason": "x"})
    assert answer.status_code == 422
    assert "只能退回到流程允许的、已经办过的环节" in answer.text


def test_handing_over_changes_the_holder_and_not_the_limit(office: SmallSite) -> None:
    draft = open_tasks(office, begin(office))["拟稿"]
    visitor, path = office.visitor("zjj.cb"), f"/tasks/{draft}/acts/transfer"
    assert 'value="zjj.fg"' in visitor.get(path).text
    assert 'value="zjj.cb"' not in visitor.get(path).text
    assert "转交 住建局分管负责人 办理" in visitor.post(path, {"to": "zjj.fg"}).text.replace("\n", "")
    assert holder(office, draft) is None
    assert confirm(visitor, path, to="zjj.fg") == 302
    assert holder(office, draft) == office.actor("zjj.fg").person_id


def test_delegated_work_comes_back(office: SmallSite) -> None:
    draft = open_tasks(office, begin(office))["拟稿"]
    assert confirm(office.visitor("zjj.cb"), f"/tasks/{draft}/acts/delegate", to="zjj.fg") == 302
    office.engine.complete(draft, office.actor("zjj.fg"), {})
    assert holder(office, draft) == office.actor("zjj.cb").person_id


def test_one_takes_back_what_nobody_has_opened(office: SmallSite) -> None:
    case, draft, _check = drafted(office)
    visitor, path = office.visitor("zjj.cb"), f"/tasks/{draft}/acts/withdraw"
    assert ">撤回</a>" in visitor.get(f"/tasks/{draft}").text
    assert "“审核”" in visitor.get(path).text
    assert confirm(visitor, path) == 302
    assert list(open_tasks(office, case)) == ["拟稿"]


def test_what_has_been_opened_is_not_taken_back(office: SmallSite) -> None:
    case, draft, check = drafted(office)
    office.visitor("fgj.cb").get(f"/tasks/{check}")
    answer = office.visitor("zjj.cb").get(f"/tasks/{draft}/acts/withdraw")
    assert "不能撤回" in answer.text
    assert confirm(office.visitor("zjj.cb"), f"/tasks/{draft}/acts/withdraw") == 409
    assert open_tasks(office, case) == {"审核": check}


def test_signers_are_added_and_taken_out(office: SmallSite) -> None:
    case = begin(office, "vote", units=["住建局", "财政局"])
    mine = open_tasks(office, case)["住建局"]
    visitor = office.visitor("zjj.cb")
    assert confirm(visitor, f"/tasks/{mine}/acts/add_signer", to="发改局") == 302
    assert set(open_tasks(office, case)) == {"住建局", "财政局", "发改局"}
    assert ">财政局</option>" in visitor.get(f"/tasks/{mine}/acts/remove_signer").text
    assert confirm(visitor, f"/tasks/{mine}/acts/remove_signer", who="财政局") == 302
    assert set(open_tasks(office, case)) == {"住建局", "发改局"}


def test_somebody_looks_first_and_gives_it_back(office: SmallSite) -> None:
    case, _draft, check = drafted(office)
    visitor = office.visitor("fgj.cb")
    assert ">前加签</a>" in visitor.get(f"/tasks/{check}").text
    told = visitor.post(f"/tasks/{check}/acts/add_before", {"to": "财政局"}).text
    assert "“审核(前加签)”交 财政局 办理" in told
    assert "不再需要办理" not in told
    assert confirm(visitor, f"/tasks/{check}/acts/add_before", to="财政局") == 302
    (asked,) = open_tasks(office, case).values()
    assert "等加签人" in visitor.get(f"/cases/{case}").text
    assert ">财政局</option>" in visitor.get(f"/tasks/{check}/acts/take_out").text
    page = office.visitor("czj.cb").get(f"/tasks/{asked}").text
    assert "added-signer" in page
    assert ">退回</a>" not in page
    sign(office.visitor("czj.cb"), asked, decision="reject", opinion="钱从哪里来")
    assert open_tasks(office, case) == {"审核": check}
    assert "钱从哪里来" in visitor.get(f"/tasks/{check}").text


def test_somebody_signs_after_and_may_be_left_out_again(office: SmallSite) -> None:
    case, _draft, check = drafted(office)
    visitor = office.visitor("fgj.cb")
    assert confirm(visitor, f"/tasks/{check}/acts/add_after", to="财政局") == 302
    assert confirm(visitor, f"/tasks/{check}/acts/add_after", to="住建局") == 302
    assert confirm(visitor, f"/tasks/{check}/acts/take_out", who="住建局") == 302
    office.engine.complete(check, office.actor("fgj.cb"), {})
    (asked,) = open_tasks(office, case).values()
    signer = office.visitor("czj.cb")
    assert "后加签" in signer.get("/inbox").text
    sign(signer, asked, decision="approve")
    assert open_tasks(office, case) == {}


def test_an_overseer_reminds_and_the_clock_does_not_move(office: SmallSite) -> None:
    draft = open_tasks(office, begin(office))["拟稿"]
    visitor, path = office.visitor("dcs.dcy1"), f"/tasks/{draft}/acts/remind"
    assert ">催办</a>" in visitor.get(f"/tasks/{draft}").text
    assert "今天下班前" in visitor.post(path, {"text": "请今天下班前报来"}).text
    assert confirm(visitor, path, text="请今天下班前报来") == 302
    row = tables.notification.c
    with office.engine.database.reading() as connection:
        assert "请今天下班前报来" in list(connection.execute(select(row.text)).scalars())


def test_trying_an_act_leaves_nothing_behind(office: SmallSite) -> None:
    _case, _draft, check = drafted(office)
    journal = tables.journal.c

    def entries() -> int:
        with office.engine.database.reading() as connection:
            return len(list(connection.execute(select(journal.sequence))))

    before = entries()
    office.visitor("fgj.cb").post(f"/tasks/{check}/acts/return", {"to": "draft", "reason": "缺预算"})
    office.visitor("fgj.cb").post(f"/tasks/{check}/acts/return", {"to": "s", "reason": "缺预算"})
    assert entries() == before
