"""办公动作 on a whole case: offered to whom the engine lets, foreseen, confirmed; receipts stand on the case."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from engine import tables
from tests.web.site_support import NOW, SmallSite
from tests.web.test_acts import begin, confirm, office

__all__ = ["office"]
STEERING = ("暂停计时", "中止", "撤销办件")


def offered(site: SmallSite, login: str, case: UUID) -> list[str]:
    text = site.visitor(login).get(f"/cases/{case}").text
    return [name for name in (*STEERING, "恢复计时", "恢复", "抄送", "传阅") if f">{name}</a>" in text]


def status(site: SmallSite, case: UUID) -> str:
    row = tables.instance.c
    with site.engine.database.reading() as connection:
        return str(connection.execute(select(row.status).where(row.id == case)).scalar_one())


def limits(site: SmallSite, case: UUID) -> list[tuple[str, str | None]]:
    row = tables.deadline.c
    statement = select(row.status, row.due_on).where(row.instance_id == case)
    with site.engine.database.reading() as connection:
        return [(s, d.isoformat() if d else None) for s, d in connection.execute(statement)]


def test_each_verb_is_offered_only_to_whom_the_engine_lets(office: SmallSite) -> None:
    case = begin(office)
    assert offered(office, "dcs.dcy1", case) == [*STEERING, "抄送", "传阅"]
    assert offered(office, "dcs.dcy2", case) == ["暂停计时", "中止", "抄送", "传阅"]
    assert offered(office, "zjj.cb", case) == ["抄送", "传阅"]
    for verb in ("pause_clock", "suspend", "resume", "cancel"):
        assert office.visitor("zjj.cb").get(f"/cases/{case}/acts/{verb}").status_code == 404, verb


def test_a_named_clock_stands_and_runs_again(office: SmallSite) -> None:
    case = begin(office)
    visitor, path = office.visitor("dcs.dcy1"), f"/cases/{case}/acts/pause_clock"
    assert 'value="办理"' in visitor.get(path).text
    told = visitor.post(path, {"name": "办理", "reason": "等省里批复"})
    assert "“办理”时限由" in told.text
    assert limits(office, case) == [("running", "2026-03-30")]
    assert visitor.post(path, {"name": "办理", "reason": " "}).status_code == 422
    assert confirm(visitor, path, name="办理", reason="等省里批复") == 302
    assert limits(office, case) == [("paused", None)]
    assert offered(office, "dcs.dcy1", case)[0] == "中止"
    office.move_to(NOW.replace(day=20))
    assert confirm(visitor, f"/cases/{case}/acts/resume_clock", name="办理") == 302
    assert limits(office, case) == [("running", "2026-04-03")]


def test_a_case_stands_still_and_goes_on(office: SmallSite) -> None:
    case, visitor = begin(office), office.visitor("dcs.dcy1")
    assert "暂停办理,理由:诉讼" in visitor.post(f"/cases/{case}/acts/suspend", {"reason": "诉讼"}).text
    assert status(office, case) == "running"
    assert confirm(visitor, f"/cases/{case}/acts/suspend", reason="诉讼") == 302
    assert status(office, case) == "suspended"
    assert offered(office, "dcs.dcy1", case) == ["恢复", "抄送", "传阅"]
    assert confirm(visitor, f"/cases/{case}/acts/resume", reason="结案") == 302
    assert status(office, case) == "running"


def test_calling_off_says_what_ends(office: SmallSite) -> None:
    case, visitor = begin(office), office.visitor("dcs.dcy1")
    told = visitor.post(f"/cases/{case}/acts/cancel", {"reason": "误立"}).text
    assert "“拟稿”(住建局" in told
    assert "办件已撤销" in told
    assert confirm(visitor, f"/cases/{case}/acts/cancel", reason="误立") == 302
    assert status(office, case) == "cancelled"
    assert offered(office, "dcs.dcy1", case) == ["抄送", "传阅"]


def test_what_is_circulated_comes_back_with_receipts(office: SmallSite) -> None:
    case, sender, path = begin(office), office.visitor("dcs.dcy1"), "acts/circulate"
    assert office.visitor("czj.cb").get(f"/cases/{case}").status_code == 404
    told = sender.post(f"/cases/{case}/{path}", {"to": ["财政局", "jyj.cb"]}).text
    assert "传阅 财政局" in told
    assert told.count('type="hidden" name="to"') == 2
    assert office.visitor("czj.cb").get(f"/cases/{case}").status_code == 404
    sent = {"to": ["财政局", "jyj.cb"], "confirmed": "yes"}
    assert sender.post(f"/cases/{case}/{path}", sent).status_code == 302
    assert sender.get(f"/cases/{case}").text.count("传阅,还没有阅") == 2
    reader = office.visitor("czj.cb")
    assert reader.post(f"/cases/{case}/read", page=f"/cases/{case}").status_code == 302
    assert sender.get(f"/cases/{case}").text.count("传阅,还没有阅") == 1
    again = sender.post(f"/cases/{case}/{path}", {"to": "财政局"})
    assert again.status_code == 409
    assert "已经传阅过" in again.text


@pytest.mark.parametrize("verb", ["copy_to", "circulate"])
def test_trying_to_let_others_know_leaves_nothing_behind(office: SmallSite, verb: str) -> None:
    case, visitor = begin(office), office.visitor("dcs.dcy1")
    assert visitor.post(f"/cases/{case}/acts/{verb}", {"to": "财政局"}).status_code == 200
    assert visitor.post(f"/cases/{case}/acts/{verb}").status_code == 422
    with office.engine.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(tables.circulation)).scalar_one() == 0


def test_what_one_was_let_know_of_has_a_list_with_its_count(office: SmallSite) -> None:
    copied, circulated = begin(office, title="甲事"), begin(office, title="乙事")
    actor = office.actor("dcs.dcy1")
    office.engine.copy_to(copied, actor, ["财政局"])
    office.engine.circulate(circulated, actor, ["财政局", "czj.cb"])
    reader = office.visitor("czj.cb")
    page = reader.get("/inbox/told").text
    assert '抄送我 <span class="count">2</span>' in page
    assert page.index("乙事") < page.index("甲事")
    assert page.count(">已阅<") == 1
    answer = reader.post(f"/cases/{circulated}/read", {"back": "told"}, page="/inbox/told")
    assert answer.headers["Location"] == "/inbox/told"
    after = reader.get("/inbox/told").text
    assert ">已阅<" not in after
    assert after.count(">已读<") == 1
    for _twice in range(2):
        reader.post(f"/cases/{copied}/read", {"back": "told"}, page="/inbox/told")
    assert "您已经阅过" in (last := reader.get("/inbox/told").text)
    assert ">已读<" not in last
    assert '抄送我 <span class="count">2</span>' in after
    assert office.visitor("dcs.dcy1").get(f"/cases/{circulated}").text.count("已阅 <") == 0
    assert '抄送我 <span class="count">0</span>' in office.visitor("jyj.cb").get("/inbox/told").text
    assert reader.get("/inbox/told.xlsx").status_code == 200
